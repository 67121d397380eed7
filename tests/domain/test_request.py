"""Requests: what may be missing or null, and what is refused."""

from typing import Any

import pytest

from assistant.domain.base import parse
from assistant.domain.request import CheckRequest, Request
from assistant.errors import RequestError

WHOLE: dict[str, Any] = {
    "id": "c1", "conversation": "k", "store": "qinghe", "message": "什么时候发货？", "task": "reply", "now": "2026-11-21T10:00:00+08:00",
    "buyer": {"nick": "tb", "returning": False, "region": "江苏"},
    "history": [{"role": "buyer", "text": "在吗", "at": "2026-11-21T09:59:00+08:00"}, {"role": "agent", "text": "在的", "task": "nudge_payment"}],
    "product": "QH-2201",
    "orders": [{"id": "1", "buyer_nick": "tb", "status": "paid", "amount": 239.0, "items": [], "placed_at": None, "paid_at": "2026-11-21T09:30:00+08:00",
                "shipped_at": None, "carrier": None, "tracking": None, "delivered_at": None, "receiver": {"name": "兰某", "phone": None, "address": "江苏"}, "note": None}],
}  # fmt: skip


def read(data: dict[str, Any]) -> Request:
    return parse(Request, data, source="request", error=RequestError)


def test_the_whole_shape_of_the_contract_is_read() -> None:
    """Every key of contract section 2 has its place."""
    request = read(WHOLE)
    assert request.orders[0].receiver.name == "兰某"
    assert request.history[1].task == "nudge_payment"


@pytest.mark.parametrize("key", [key for key in WHOLE if key not in {"store", "message"}])
def test_every_key_but_two_may_be_missing_or_null(key: str) -> None:
    """A key that is null is a key that is missing, and only store and message are needed."""
    with_null = read({**WHOLE, key: None})
    without = read({name: value for name, value in WHOLE.items() if name != key})
    assert with_null.model_dump(exclude={"now"}) == without.model_dump(exclude={"now"})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"now": "2026-11-21T10:00:00"}, "now: expected a time with its zone"),
        ({"now": "yesterday"}, "now: expected a time like"),
        ({"now": 1763690400}, "now: expected a time like"),
        ({"message": ""}, "expected the buyer's words"),
        ({"message": "   "}, "expected the buyer's words"),
        ({"message": "长" * 20_001}, "message: .*20000"),
        ({"message": 7}, "message: expected text"),
        ({"mesage": "x"}, "mesage: unknown key"),
        ({"task": "sing"}, "task: "),
        ({"orders": [{"id": "1", "status": "lost"}]}, r"orders\[0\]\.status: "),
        ({"orders": [{"id": "1", "status": "paid", "colour": "red"}]}, r"orders\[0\]\.colour: unknown key"),
        ({"history": [{"role": "robot"}]}, r"history\[0\]\.role: "),
        ({"message": "\ud83d"}, "message: "),
    ],
)
def test_a_wrong_request_is_refused_with_its_key(changes: dict[str, Any], says: str) -> None:
    """The key's path and what was expected stand in the message."""
    with pytest.raises(RequestError, match=says):
        read({**WHOLE, **changes})


def test_a_message_that_the_store_starts_may_be_empty() -> None:
    """Only a reply needs the buyer's words."""
    assert read({"store": "qinghe", "message": "", "task": "farewell"}).message == ""


def test_a_reply_to_check_is_needed() -> None:
    """An empty reply is refused, not passed."""
    with pytest.raises(RequestError, match="reply: expected the text to check"):
        parse(CheckRequest, {**WHOLE, "reply": " "}, source="request", error=RequestError)


def test_no_error_shows_what_is_somebodys_own() -> None:
    """The place and the kind stand in the message, the number does not: an error may end in a log."""
    order = {"id": "1", "status": "paid", "receiver": {"phone": 13800001111}}
    with pytest.raises(RequestError) as caught:
        parse(Request, {"store": "s", "message": "在吗", "orders": [order]}, source="line 1", error=RequestError)
    assert "orders[0].receiver.phone: expected text (got int)" in str(caught.value)
    assert "13800001111" not in str(caught.value)
