"""What a model gives back that is no fit reply: junk, half tokens, the prompt itself, or no answer at all."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from assistant.model import ModelReply, ScriptedModel, Speaks
from tests.drafting.shops import NOW, ORDERS, both_doors, shop
from tests.model.faults import CAREFUL


@pytest.mark.parametrize("junk", ["⟦", "好的⟧", "⟦phone_99⟧ 好的", "\u200b\u202e", "\x1b"])
def test_pieces_of_tokens_and_invisible_junk_are_no_reply(junk: str) -> None:
    """A token that stands for nothing, half a token or nothing to see: the composer's reply goes out."""
    for draft in both_doors(ScriptedModel([junk])):
        assert draft.source == "composer"
        assert "ModelGarbage" in (draft.attempts[0].error or "")


def test_what_steers_a_terminal_is_taken_out() -> None:
    """Escapes and direction overrides in a model's text never reach a buyer or a screen."""
    draft = shop(ScriptedModel([f"\x1b[2J{CAREFUL}\u202e"])).draft("可以开发票吗", now=NOW)
    assert not any(char in draft.text for char in "\x1b\u202e")


def test_a_model_object_that_raises_anything_costs_no_answer() -> None:
    """Also what is no ModelError ends in the composer's reply, and is on record."""

    def broken(messages: object) -> str:
        raise ConnectionError("cable cut")

    for draft in both_doors(ScriptedModel(broken)):
        assert draft.source == "composer"
        assert "cable cut" in (draft.attempts[0].error or "")


@pytest.mark.parametrize(
    "leak",
    [
        "Sure! Facts: Nothing else is known, and nothing else may be stated or promised. A figure, date, carrier",
        "我要遵守 invoice.fee 这条规则哦",
        "根据 shipping.origin 从杭州发货",
        "needs_person 是 false 哦",
    ],
)
def test_a_reply_that_gives_away_the_prompt_is_none(leak: str) -> None:
    """Words of the prompt, names of rules and keys of facts never leave."""
    for draft in both_doors(ScriptedModel([leak])):
        assert draft.source == "composer"
        assert "internal.leak" in draft.attempts[0].violations


def test_no_error_on_record_names_anybody() -> None:
    """What a model's own error says of the request is masked in the attempts."""

    def chatty(messages: object) -> str:
        raise ConnectionError("could not send 我的电话13712345678")

    draft = shop(ScriptedModel(chatty)).draft("我的电话13712345678", now=NOW)
    assert "13712345678" not in json.dumps(draft.model_dump(mode="json"), ensure_ascii=False)


class Giving(ScriptedModel):
    """A model of somebody else's that gives back what it likes."""

    def __init__(self, answer: Any) -> None:
        super().__init__([])
        self.answer = answer

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        return self.answer  # type: ignore[no-any-return]


@pytest.mark.parametrize("answer", [None, "在的", {"reply": "在的"}, ModelReply(None), ModelReply("<think>" * 8000)])  # type: ignore[arg-type]
def test_whatever_a_model_gives_back_a_reply_leaves(answer: object) -> None:
    """What is no answer costs quality, never an answer."""
    for draft in both_doors(Giving(answer)):
        assert draft.source == "composer"
        assert "ModelGarbage" in (draft.attempts[0].error or "")


@pytest.mark.parametrize("bracket", ["【{}】", "[[{}]]", "{}"])
def test_no_token_reaches_a_buyer(bracket: str) -> None:
    """Whatever brackets a careless model makes of ours."""
    request: dict[str, Any] = {"now": NOW, "buyer": {"nick": "zhou_yi"}, "orders": ORDERS}
    model = ScriptedModel([f"亲，订单{bracket.format('order_1')}我请同事看一下再答复您"])
    draft = shop(model).draft("我的订单呢", **request)
    assert draft.source != "model"
    assert "order_1" not in draft.text
