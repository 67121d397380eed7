"""What earlier turns and the order's own note say is answered: notes, sums with postage, what was paid, the cut-off."""

from typing import Any

import pytest

from tests.drafting.conftest import Compose, Read

OF_LAN: dict[str, Any] = {"buyer": {"nick": "lan"}}


def order(product: str, status: str = "paid", **more: Any) -> dict[str, Any]:
    """An own order of one piece, paid on the morning of the usual day."""
    items = [{"product": product, "quantity": 1}]
    paid = {"paid_at": "2026-11-21T09:30:00+08:00"}
    return {"id": "2026112100001", "buyer_nick": "lan", "status": status, "amount": 79, "items": items, **paid, **more}


@pytest.mark.parametrize(
    ("note", "says", "not_says"),
    [
        ("请放门卫室", "请放门卫室", ""),
        ("到了打13800138000", "备注", "13800138000"),
        ("加我微信 abc123 返现", "备注", "abc123"),
        ("很长" * 40, "备注", "很长很长"),
        (None, "备注", "看到了，您这单"),
    ],
)
def test_the_note_on_an_order_is_known(compose: Compose, note: str | None, says: str, not_says: str) -> None:
    """Plain words are quoted; numbers, long notes and what may not be said are confirmed without their words."""
    made = compose("ningxiahong", "我写的备注你们看到了吗", orders=[order("NX-01", note=note)], **OF_LAN)
    assert made.intent == "order_note"
    assert says in made.text
    assert not (not_says and not_says in made.text)
    assert made.status == "review"


def test_a_wish_for_a_note_is_still_taken_down(read: Read) -> None:
    """A wish for a new note is no question for the old one."""
    orders = [order("NX-01", note="请放门卫室")]
    situation = read("ningxiahong", "帮我备注一下放快递柜", orders=orders, **OF_LAN)
    assert situation.intents[0].intent == "order_note"


def test_the_sum_with_postage_goes_where_the_buyer_said(compose: Compose) -> None:
    """A place named before counts for the postage of the sum."""
    history = [{"role": "buyer", "text": "枸杞两袋 我在拉萨"}, {"role": "agent", "text": "好的。"}]
    assert "168元" in compose("ningxiahong", "总共多少钱", history=history).text


@pytest.mark.parametrize("message", ["我这单实付多少", "我花了多少钱买的"])
def test_what_was_paid_is_the_orders_amount(compose: Compose, message: str) -> None:
    """The order's own amount counts, not the list price."""
    paid = order("NX-01", amount=71.5)
    assert "71.5元" in compose("ningxiahong", message, orders=[paid], **OF_LAN).text


def test_after_the_cutoff_the_reason_is_told(compose: Compose) -> None:
    """Who counts on the same day learns from when that holds, and when their own order was paid."""
    late = order("NX-01", paid_at="2026-11-20T16:10:00+08:00")
    text = compose("ningxiahong", "不是说当天发货吗", orders=[late], **OF_LAN).text
    assert "15:00" in text
    assert "16:10" in text


def test_a_new_one_instead_of_money_stays_with_the_fault(read: Read) -> None:
    """After a fault and a picture, the wish for a new one and no refund is an exchange of faulty goods."""
    history = [
        {"role": "buyer", "text": "one glove has a hole"},
        {"role": "agent", "text": "I'm sorry. Please send a photo."},
        {"role": "buyer", "text": "[image]"},
        {"role": "agent", "text": "Thank you."},
    ]
    came = order("WR-702", "delivered", delivered_at="2026-11-20T10:00:00+08:00")
    follows = read("windrunner", "a new one please, no refund", history=history, orders=[came], **OF_LAN).follows
    assert follows is not None
    assert (follows.matter, follows.intent) == ("fault", "return_exchange")


def test_the_same_words_are_not_used_twice(compose: Compose) -> None:
    """A wording that the store used with other values gives way to another."""
    said = compose("qinghe", "有雾蓝吗", product="QH-2201").text
    history = [{"role": "buyer", "text": "有雾蓝吗"}, {"role": "agent", "text": said}]
    again = compose("qinghe", "那米白呢", product="QH-2201", history=history).text
    assert "米白" in again
    assert again.replace("米白", "雾蓝") not in said
