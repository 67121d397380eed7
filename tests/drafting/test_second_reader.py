"""The judge behind the checker: it raises an outcome, never lowers one, and names nobody."""

import json
from collections.abc import Sequence

import pytest

from assistant import ModelError
from assistant.errors import ModelUnavailable
from assistant.model import ModelReply, Speaks
from tests.drafting.shops import NOW, both_doors, shop
from tests.model.faults import CAREFUL, CARELESS


class Judging:
    """A model that drafts with one line and judges with another."""

    name = "judging"

    def __init__(self, reply: str, judgement: str | Exception) -> None:
        self.reply, self.judgement = reply, judgement

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        if "second reader" not in messages[0].content:
            return ModelReply(json.dumps({"reply": self.reply, "facts": [], "needs_person": False}))
        if isinstance(self.judgement, Exception):
            raise self.judgement
        return ModelReply(self.judgement)

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        return self.ask(messages, timeout_s=timeout_s)


FOUND = json.dumps({"violations": [{"rule": "invoice.deferred", "evidence": "3天内", "why": "too long"}]})


@pytest.mark.parametrize(
    ("judgement", "status"),
    [
        ('{"violations": []}', "ready"),
        (FOUND, "review"),
        ("Looks fine to me!", "review"),
        ('{"violations": "none"}', "review"),
        ('{"violations": [{"rule": "no.such_rule", "evidence": "x", "why": "y"}]}', "review"),
        ('{"violations": [{"rule": "\\ud800", "evidence": "\\ud800", "why": "y"}]}', "review"),
        ('{"violations": [{"rule": "invoice.fee", "evidence": "x", "why": "\\ud800"}]}', "review"),
        (ModelUnavailable("late"), "review"),
    ],
)
def test_the_judge_raises_and_never_lowers(judgement: str | ModelError, status: str) -> None:
    """What the second reader finds, garbles or fails to say keeps a draft from leaving by itself."""
    for draft in both_doors(Judging(CAREFUL, judgement), judge=True):
        assert draft.status == status
        assert draft.text == CAREFUL
        assert json.dumps(draft.model_dump(mode="json"), ensure_ascii=False).encode()


def test_the_judge_is_not_asked_to_pardon() -> None:
    """A blocked reply stays blocked however much the judge likes it."""
    verdict = shop(Judging(CAREFUL, '{"violations": []}'), judge=True).check(CARELESS, message="可以开发票吗", now=NOW)
    assert verdict.outcome == "block"


def test_a_judge_that_fails_names_nobody() -> None:
    """Its error and its reasons are masked like a model's, and short."""
    told = {"rule": "invoice.fee", "evidence": "x", "why": "⟦phone_1⟧ 13712345678 " + "x" * 5000}
    for judgement in (RuntimeError("我的电话13712345678"), json.dumps({"violations": [told] * 90})):
        draft = shop(Judging(CAREFUL, judgement), judge=True).draft("我的电话13712345678 可以开发票吗", now=NOW)
        written = json.dumps(draft.model_dump(mode="json")["verdict"], ensure_ascii=False)
        assert draft.status == "review"
        assert "13712345678" not in written
        assert len(written) < 20_000
