"""The loop of draft, check, repair and fall back: whatever the model does, what leaves is checked."""

import asyncio
import json
from collections.abc import Sequence

import pytest

from assistant import Assistant, Draft, ModelError, Settings
from assistant.errors import ModelGarbage, ModelRefused, ModelUnavailable
from assistant.model import ModelReply, OpenAIModel, ScriptedModel
from assistant.model.client import ChatModel, Speaks
from assistant.policy import Checker, RuleSet
from assistant.policy.findings import ClaimKind
from assistant.settings import Toolbox
from tests.conftest import ROOT
from tests.model.endpoint import Act, completion, endpoint, reply_completion

QINGHE = ROOT / "examples" / "stores" / "qinghe.yaml"
NOW = "2026-11-21T10:00:00+08:00"
CARELESS = "可以开的亲，不过要您补6个点的税哦"
CAREFUL = "可以的亲，电子普通发票和专票都能开，不收任何费用，3天内给您开好"

_SHARED = Toolbox(Settings())


def shop(model: ChatModel | None, **settings: object) -> Assistant:
    tools = Toolbox(Settings.model_validate(settings), given_model=model)
    tools.__dict__.update({name: getattr(_SHARED, name) for name in ("rules", "corpus", "intent_reader", "searcher")})
    return Assistant.from_store(QINGHE, toolbox=tools)


def both_doors(model: ChatModel, message: str = "可以开发票吗", **settings: object) -> list[Draft]:
    """The draft by the synchronous and by the asynchronous door."""
    own = shop(model, **settings)
    return [own.draft(message, now=NOW), asyncio.run(own.draft_async(message, now=NOW))]


def test_a_careful_model_has_the_word() -> None:
    """A reply that keeps the rules is the draft, and ready."""
    for draft in both_doors(ScriptedModel([CAREFUL])):
        assert (draft.source, draft.text, draft.status) == ("model", CAREFUL, "ready")
        assert [attempt.source for attempt in draft.attempts] == ["model"]


def test_a_careless_reply_is_repaired() -> None:
    """The model is told rule, evidence and advice, and its second reply goes out."""
    model = ScriptedModel([CARELESS, CAREFUL])
    draft = shop(model).draft("可以开发票吗", now=NOW)
    assert (draft.source, draft.text) == ("model", CAREFUL)
    assert [attempt.outcome for attempt in draft.attempts] == ["block", "pass"]
    told = model.asked[1][-1].content
    assert "invoice.fee" in told
    assert "补6个点" in told


def test_a_model_that_never_learns_is_replaced() -> None:
    """After two repairs the composer's reply goes out, and every attempt is on record."""
    for draft in both_doors(ScriptedModel([CARELESS])):
        assert draft.source == "composer"
        assert [attempt.source for attempt in draft.attempts] == ["model", "model", "model", "composer"]
        assert draft.verdict.outcome in {"pass", "warn"}
        assert "6个点" not in draft.text


@pytest.mark.parametrize("error", [ModelUnavailable("down"), ModelRefused("no key"), ModelGarbage("mojibake")])
def test_a_model_that_fails_costs_quality_and_never_an_answer(error: ModelError) -> None:
    """The composer's reply goes out; the failure is on record."""
    for draft in both_doors(ScriptedModel([error])):
        assert draft.source == "composer"
        assert draft.text
        assert type(error).__name__ in (draft.attempts[0].error or "")


def test_garbage_once_is_asked_again() -> None:
    """One unreadable answer does not end the matter."""
    draft = shop(ScriptedModel([ModelGarbage("half a line"), CAREFUL])).draft("可以开发票吗", now=NOW)
    assert draft.source == "model"


def test_no_deadline_left_means_no_question() -> None:
    """With no time left the model is not asked at all."""
    model = ScriptedModel([CAREFUL])
    draft = shop(model, deadline_s=0.0001).draft("可以开发票吗", now=NOW)
    assert draft.source == "composer"
    assert not model.asked


def test_no_blocked_text_leaves_whatever_a_model_says() -> None:
    """Fifty careless sentences: none of them is ever the draft."""
    rotten = [
        example.reply
        for rule in _SHARED.rules.rules
        if rule.severity == "block"
        for example in rule.examples.breaks[:1]
    ]
    own = shop(None)
    for text in rotten:
        draft = shop(ScriptedModel([text])).draft("在吗", now=NOW)
        assert draft.verdict.outcome != "block"
        assert own.check(draft.text, message="在吗", now=NOW).outcome != "block"


class Judging:
    """A model that drafts with one line and judges with another."""

    name = "judging"

    def __init__(self, reply: str, judgement: str | ModelError) -> None:
        self.reply, self.judgement = reply, judgement

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        if "second reader" not in messages[0].content:
            return ModelReply(json.dumps({"reply": self.reply, "facts": [], "needs_person": False}))
        if isinstance(self.judgement, ModelError):
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
        (ModelUnavailable("late"), "review"),
    ],
)
def test_the_judge_raises_and_never_lowers(judgement: str | ModelError, status: str) -> None:
    """What the second reader finds, garbles or fails to say keeps a draft from leaving by itself."""
    for draft in both_doors(Judging(CAREFUL, judgement), judge=True):
        assert draft.status == status
        assert draft.text == CAREFUL


def test_the_judge_is_not_asked_to_pardon() -> None:
    """A blocked reply stays blocked however much the judge likes it."""
    verdict = shop(Judging(CAREFUL, '{"violations": []}'), judge=True).check(CARELESS, message="可以开发票吗", now=NOW)
    assert verdict.outcome == "block"


FAULTS = {
    "hang": Act(hang=True),
    "slow drip": Act(body=reply_completion(CAREFUL), drip=True),
    "reset mid-body": Act(body=reply_completion(CAREFUL), reset_after=30),
    "rate limit": Act(status=429, body=b"{}"),
    "server error": Act(status=500, body=b"{}"),
    "gateway page": Act(status=502, body=b"<html>", headers={"content-type": "text/html"}),
    "bad key": Act(status=401, body=b"{}"),
    "no JSON": Act(body=b"{oops"),
    "cut at the limit": Act(body=completion('{"reply": "可', finish="length")),
    "other schema": Act(body=completion('{"answer": "可以"}')),
    "refusal": Act(body=completion(None, refusal="no")),
    "endless blanks": Act(body=completion(" " * 500_000)),
    "always violating": Act(body=reply_completion(CARELESS)),
}


ENDLESS = {"hang", "slow drip", "reset mid-body", "rate limit", "server error", "gateway page"}
"""Faults that are tried again, or waited for, until the deadline."""


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_on_the_wire_ends_in_a_checked_reply(fault: str) -> None:
    """Real HTTP that misbehaves: the draft is the composer's, checked, and soon."""
    with endpoint(lambda _number, _body: FAULTS[fault]) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        try:
            draft = shop(model, deadline_s=0.6 if fault in ENDLESS else 20).draft("可以开发票吗", now=NOW)
        finally:
            model.close()
    assert draft.source == "composer"
    assert draft.verdict.outcome in {"pass", "warn"}
    assert draft.attempts[0].source == "model"


def test_no_personal_data_goes_over_the_wire() -> None:
    """The bytes of the request carry tokens, and the reply that comes back carries the buyer's own data only."""
    order = {
        "id": "2026112000088", "buyer_nick": "zhou_yi", "status": "paid", "amount": 239.0, "paid_at": "2026-11-20T20:00:00+08:00",
        "receiver": {"name": "周一一", "phone": "13800001111", "address": "江苏省南京市鼓楼区样例路8号"},
    }  # fmt: skip
    other = {
        **order,
        "id": "2026112000099",
        "buyer_nick": "mei",
        "receiver": {"name": "林可可", "phone": "13911112222", "address": "湖北省武汉市某某路1号"},
    }
    secrets = (
        "2026112000088",
        "周一一",
        "13800001111",
        "样例路8号",
        "2026112000099",
        "林可可",
        "13911112222",
        "某某路1号",
        "zhou_yi",
    )
    with endpoint(
        lambda _number, _body: Act(body=reply_completion("订单⟦order_1⟧的收货地址是⟦address_1⟧，电话⟦phone_1⟧哦"))
    ) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        try:
            own = shop(model)
            draft = own.draft(
                "我叫周一一 13800001111 地址对吗 林可可13911112222呢",
                now=NOW,
                buyer={"nick": "zhou_yi"},
                orders=[order, other],
            )
        finally:
            model.close()
        sent = b"".join(served.raw).decode()
        decoded = json.dumps(served.requests, ensure_ascii=False)
    assert [secret for secret in secrets if secret in sent or secret in decoded] == []
    assert "13800001111" not in draft.text
    assert "林可可" not in draft.text


def test_a_checker_that_breaks_lets_nothing_out() -> None:
    """A reader that raises makes the check unchecked: nothing is ready, and no model text goes out."""

    def broken(reply: object, facts: object) -> object:
        raise RuntimeError("reader broke")

    rules = _SHARED.rules
    kinds = (*rules.kinds, ClaimKind("broken", (), broken, ("broken",)))  # type: ignore[arg-type]
    own = shop(ScriptedModel([CAREFUL]))
    lexicon = {name: (source,) for name, source in rules._lexicon.items()}
    own.__dict__["checker"] = Checker(RuleSet(rules.rules, lexicon, kinds, version=rules.version))
    draft = own.draft("可以开发票吗", now=NOW)
    assert draft.status == "handover"
    assert draft.source != "model"
    assert draft.verdict.unchecked


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
