"""The loop of draft, check, repair and fall back: whatever the model does, what leaves is checked."""

import asyncio
import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import Assistant, Draft, ModelError, Settings
from assistant.domain.reply import Verdict
from assistant.errors import ModelGarbage, ModelRefused, ModelUnavailable, RequestError
from assistant.facts import Facts
from assistant.model import ChatModel, ModelReply, OpenAIModel, Price, ScriptedModel, Speaks
from assistant.policy import Checker, RuleSet
from assistant.policy.findings import ClaimKind
from assistant.settings import Toolbox
from assistant.settings.models import guarded
from tests.conftest import ROOT
from tests.model.endpoint import Act, endpoint, reply_completion
from tests.model.faults import CAREFUL, CARELESS, FAULTS, MESSAGE

QINGHE = ROOT / "examples" / "stores" / "qinghe.yaml"
NOW = "2026-11-21T10:00:00+08:00"

_SHARED = Toolbox(Settings())
_LOADED = ("rules", "corpus", "intent_reader", "searcher", "prompts", "vetted")


def shop(model: ChatModel | None, **settings: object) -> Assistant:
    tools = Toolbox(Settings.model_validate(settings), given_model=model)
    tools.__dict__.update({name: getattr(_SHARED, name) for name in _LOADED})
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


OTHERS = ("2026112000099", "林可可", "13911112222", "某某路1号")
ORDERS = [
    {"id": "2026112000088", "buyer_nick": "zhou_yi", "status": "paid", "amount": 239.0},
    {
        "id": OTHERS[0],
        "buyer_nick": "mei",
        "status": "paid",
        "amount": 99.0,
        "receiver": {"name": OTHERS[1], "phone": OTHERS[2], "address": f"湖北省武汉市{OTHERS[3]}"},
    },
]


@pytest.fixture(scope="module")
def warm() -> Assistant:
    """An assistant that has drafted before: what is loaded at first use is loaded."""
    own = shop(ScriptedModel([CAREFUL]))
    own.draft(MESSAGE, now=NOW)
    return own


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_on_the_wire_ends_in_a_checked_reply(warm: Assistant, name: str) -> None:
    """Real HTTP that misbehaves, by both drivers: a checked reply leaves, in time, with nothing of other buyers in it."""
    fault = FAULTS[name]
    # What lasts until the deadline gets a short one; what ends sooner gets time enough for a busy machine.
    deadline_s = 0.08 if fault.until_deadline else 20
    request: dict[str, Any] = {"now": NOW, "buyer": {"nick": "zhou_yi"}, "orders": ORDERS}
    message = f"{MESSAGE} {' '.join(OTHERS)}" if name == "copies what it was told" else MESSAGE
    with endpoint(fault.script) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        own = shop(model)
        try:
            drafts = [
                own.draft(message, deadline_s=deadline_s, **request),
                asyncio.run(own.draft_async(message, deadline_s=deadline_s, **request)),
            ]
        finally:
            model.close()
    for draft in drafts:
        assert (draft.source == "model") == (fault.source == "model")
        assert draft.verdict.outcome in {"pass", "warn"}
        assert draft.elapsed_ms < (deadline_s + 1) * 1000  # `make bench` measures this more sharply
        assert not [secret for secret in OTHERS if secret in draft.text]


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


def test_nothing_personal_by_its_form_goes_over_the_wire() -> None:
    """Also what no order knows: in the message, the history, an order's note, and in what the model says, through repairs."""
    secrets = ("王小明", "13712345678", "320102199001011234", "建国路88号", "6222021234567890123", "wang@example.com")
    words = "收件人：王小明 13712345678 身份证320102199001011234 改到朝阳区建国路88号院3号楼 卡6222021234567890123 wang@example.com"
    order = {"id": "2026112000088", "buyer_nick": "zhou_yi", "status": "paid", "amount": 239.0, "note": words}

    def parroting(_: int, body: dict[str, Any]) -> Act:
        return Act(body=reply_completion(f"好的，已登记：{words}，要补6个点的税"))

    with endpoint(parroting) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        try:
            draft = shop(model, judge=True).draft(
                words,
                now=NOW,
                deadline_s=30,
                buyer={"nick": "zhou_yi"},
                orders=[order],
                history=[{"role": "buyer", "text": words}, {"role": "agent", "text": f"好的 {words}"}],
            )
        finally:
            model.close()
        sent = json.dumps(served.requests, ensure_ascii=False)
    assert len(served.requests) >= 3
    assert [secret for secret in secrets if secret in sent] == []
    assert draft.source != "model"


def test_a_checker_that_breaks_lets_nothing_out() -> None:
    """A reader that raises makes the check unchecked: nothing is ready, and no model text goes out."""

    def broken(reply: object, facts: object) -> object:
        raise RuntimeError("reader broke")

    rules = _SHARED.rules
    kinds = (*rules.kinds, ClaimKind("broken", (), broken, ("broken",)))  # type: ignore[arg-type]
    own = shop(ScriptedModel([CAREFUL]))
    lexicon = {name: (source,) for name, source in rules._lexicon.items()}
    own.__dict__["checker"] = own.__dict__["wary"] = Checker(
        RuleSet(rules.rules, lexicon, kinds, version=rules.version)
    )
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


def test_where_even_the_holding_reply_is_blocked_less_is_said() -> None:
    """No blocked text leaves, the composer's neither: the least words that pass, or none, and a person takes over."""

    def drafted(longest: int) -> Draft:
        """With a checker that blocks whatever is longer."""
        own = shop(None)
        facts = Facts(own.store, own.request(MESSAGE, now=NOW))
        held = own.pipeline.composer.compose(facts)
        composer = SimpleNamespace(compose=lambda _: replace(held, verdict=Verdict(outcome="block")))
        checker = SimpleNamespace(
            check=lambda reply, _: Verdict(outcome="block" if len(reply) > longest else "pass"), rules=own.rules
        )
        return replace(own.pipeline, composer=composer, checker=checker).draft(facts)  # type: ignore[arg-type]

    for longest, text in ((6, "请您稍等。"), (0, "")):
        draft = drafted(longest)
        assert (draft.status, draft.text, draft.source) == ("handover", text, "holding")
        assert draft.verdict.outcome == "pass"


class Priced(ScriptedModel):
    """A scripted model that says what it took."""

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        return replace(super().ask(messages, timeout_s=timeout_s), input_tokens=1000, output_tokens=100)


def with_models(*models: ChatModel, **settings: object) -> Assistant:
    own = shop(None)
    guards = Settings.model_validate(settings)
    own._toolbox.__dict__["models"] = tuple(guarded(model, guards, Price(2.0, 8.0)) for model in models)
    return own


def test_a_second_model_is_asked_where_the_first_gives_no_answer() -> None:
    """Its reply goes out, and the attempts say which model said what."""
    own = with_models(ScriptedModel([ModelUnavailable("down")], name="first"), ScriptedModel([CAREFUL], name="second"))
    for draft in (own.draft(MESSAGE, now=NOW), asyncio.run(own.draft_async(MESSAGE, now=NOW))):
        assert draft.source == "model"
        assert [(attempt.model, attempt.outcome) for attempt in draft.attempts] == [
            ("first", "error"),
            ("second", "pass"),
        ]


def test_a_first_model_that_hangs_leaves_time_for_the_second() -> None:
    """The first has a part of the deadline only."""
    own = with_models(Blocking(), ScriptedModel([CAREFUL], name="second"))
    assert own.draft(MESSAGE, now=NOW, deadline_s=2).source == "model"


def test_tokens_and_cost_are_added_up() -> None:
    """Every attempt says what it took, the draft what all took together; without a model nothing is said of it."""
    draft = with_models(Priced([CARELESS, CAREFUL])).draft(MESSAGE, now=NOW)
    assert [attempt.usage and attempt.usage.input_tokens for attempt in draft.attempts] == [1000, 1000]
    assert draft.usage is not None
    assert (draft.usage.input_tokens, draft.usage.output_tokens) == (2000, 200)
    assert draft.usage.cost == pytest.approx(0.0056)
    assert draft.model_dump(mode="json")["usage"]["output_tokens"] == 200
    assert "usage" not in shop(None).draft(MESSAGE, now=NOW).model_dump(mode="json")


class Blocking:
    """A model whose code never comes back by itself, and does not let itself be cancelled either."""

    name = "blocking"

    def __init__(self) -> None:
        self.over = threading.Event()

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        self.over.wait(20)
        return ModelReply("{}")

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        while not self.over.is_set():
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(0.01)
        return ModelReply("{}")


def test_a_model_that_blocks_is_cut_off() -> None:
    """Also a model of somebody else's that minds no time-out holds no draft beyond its deadline."""
    model = Blocking()
    own = shop(model)

    async def draft() -> Draft:
        try:
            return await own.draft_async(MESSAGE, now=NOW, deadline_s=0.3)
        finally:
            model.over.set()

    for made in (own.draft(MESSAGE, now=NOW, deadline_s=0.3), asyncio.run(draft())):
        assert made.source == "composer"
        assert made.elapsed_ms < 5_000
        assert "cut off" in (made.attempts[0].error or "")


def test_a_dead_endpoint_is_left_alone_after_a_while() -> None:
    """After some failures in a row the model is not asked any more; the draft says why."""
    model = ScriptedModel([ModelUnavailable("down")])
    own = with_models(model, breaker_failures=2)
    drafts = [own.draft(MESSAGE, now=NOW) for _ in range(4)]
    assert len(model.asked) == 2
    assert "left alone" in (drafts[-1].attempts[0].error or "")


def test_one_rotten_clause_gives_way_to_a_vetted_sentence() -> None:
    """Where the composer has no full answer, the good rest of a reply is kept, checked again, and a person looks at it."""
    model = ScriptedModel(["亲，实体店这件事我请同事看过再答复您，另外发票要您补6个点的税哦"])
    for draft in both_doors(model, "你们线下店在哪里", repairs=0):
        assert draft.text == "亲，实体店这件事我请同事看过再答复您，开发票不收任何费用"
        assert (draft.source, draft.status) == ("model", "review")
        assert [attempt.outcome for attempt in draft.attempts] == ["block", "pass"]


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


def test_a_judge_that_fails_names_nobody() -> None:
    """Its error and its reasons are masked like a model's, and short."""
    told = {"rule": "invoice.fee", "evidence": "x", "why": "⟦phone_1⟧ 13712345678 " + "x" * 5000}
    for judgement in (RuntimeError("我的电话13712345678"), json.dumps({"violations": [told] * 90})):
        draft = shop(Judging(CAREFUL, judgement), judge=True).draft("我的电话13712345678 可以开发票吗", now=NOW)
        written = json.dumps(draft.model_dump(mode="json")["verdict"], ensure_ascii=False)
        assert draft.status == "review"
        assert "13712345678" not in written
        assert len(written) < 20_000


@pytest.mark.parametrize("bracket", ["【{}】", "[[{}]]", "{}"])
def test_no_token_reaches_a_buyer(bracket: str) -> None:
    """Whatever brackets a careless model makes of ours."""
    request: dict[str, Any] = {"now": NOW, "buyer": {"nick": "zhou_yi"}, "orders": ORDERS}
    model = ScriptedModel([f"亲，订单{bracket.format('order_1')}我请同事看一下再答复您"])
    draft = shop(model).draft("我的订单呢", **request)
    assert draft.source != "model"
    assert "order_1" not in draft.text


def test_a_template_that_fails_on_one_request_costs_no_answer(tmp_path: Path) -> None:
    """What no sample showed comes out when a buyer writes: the composer's reply leaves, and the fault is on record."""
    (tmp_path / "qinghe.yaml").write_text(QINGHE.read_text(encoding="utf-8"), encoding="utf-8")
    own = tmp_path / "qinghe.prompts"
    own.mkdir()
    rare = "{% if facts|length > 5 %}{{ 1 // 0 }}{% endif %}"
    words = f'{{% extends "bundled/reply_system.j2" %}}{{% block voice %}}{{{{ super() }}}}{rare}{{% endblock %}}'
    (own / "reply_system.j2").write_text(words, encoding="utf-8")
    tools = Toolbox(Settings(), given_model=ScriptedModel([CAREFUL]))
    tools.__dict__.update({name: getattr(_SHARED, name) for name in _LOADED})
    draft = Assistant.from_store(tmp_path / "qinghe.yaml", toolbox=tools).draft(MESSAGE, now=NOW)
    assert draft.source == "composer"
    assert "PromptError" in (draft.attempts[0].error or "")


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 601, "6", True])
def test_a_deadline_beyond_reason_is_refused(seconds: Any) -> None:
    """By both doors, as on the command line."""
    own = shop(None)
    with pytest.raises(RequestError, match="deadline_s: expected seconds"):
        own.draft(MESSAGE, now=NOW, deadline_s=seconds)
    with pytest.raises(RequestError, match="deadline_s: expected seconds"):
        asyncio.run(own.draft_async(MESSAGE, now=NOW, deadline_s=seconds))
