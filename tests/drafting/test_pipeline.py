"""The loop of draft, check, repair and fall back: whatever the model does, what leaves is checked."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import Assistant, Draft, ModelError, Settings
from assistant.domain.reply import Verdict
from assistant.errors import ModelGarbage, ModelRefused, ModelUnavailable, RequestError
from assistant.facts import Facts
from assistant.model import ScriptedModel
from assistant.policy import Checker, RuleSet
from assistant.policy.findings import ClaimKind
from assistant.settings import Toolbox
from tests.drafting.shops import LOADED, NOW, QINGHE, SHARED, both_doors, shop
from tests.model.faults import CAREFUL, CARELESS, MESSAGE


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
        example.reply for rule in SHARED.rules.rules if rule.severity == "block" for example in rule.examples.breaks[:1]
    ]
    own = shop(None)
    for text in rotten:
        draft = shop(ScriptedModel([text])).draft("在吗", now=NOW)
        assert draft.verdict.outcome != "block"
        assert own.check(draft.text, message="在吗", now=NOW).outcome != "block"


def test_a_checker_that_breaks_lets_nothing_out() -> None:
    """A reader that raises makes the check unchecked: nothing is ready, and no model text goes out."""

    def broken(reply: object, facts: object) -> object:
        raise RuntimeError("reader broke")

    rules = SHARED.rules
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


def test_one_rotten_clause_gives_way_to_a_vetted_sentence() -> None:
    """Where the composer has no full answer, the good rest of a reply is kept, checked again, and a person looks at it."""
    model = ScriptedModel(["亲，实体店这件事我请同事看过再答复您，另外发票要您补6个点的税哦"])
    for draft in both_doors(model, "你们线下店在哪里", repairs=0):
        assert draft.text == "亲，实体店这件事我请同事看过再答复您，开发票不收任何费用"
        assert (draft.source, draft.status) == ("model", "review")
        assert [attempt.outcome for attempt in draft.attempts] == ["block", "pass"]


def test_a_template_that_fails_on_one_request_costs_no_answer(tmp_path: Path) -> None:
    """What no sample showed comes out when a buyer writes: the composer's reply leaves, and the fault is on record."""
    (tmp_path / "qinghe.yaml").write_text(QINGHE.read_text(encoding="utf-8"), encoding="utf-8")
    own = tmp_path / "qinghe.prompts"
    own.mkdir()
    rare = "{% if facts|length > 5 %}{{ 1 // 0 }}{% endif %}"
    words = f'{{% extends "bundled/reply_system.j2" %}}{{% block voice %}}{{{{ super() }}}}{rare}{{% endblock %}}'
    (own / "reply_system.j2").write_text(words, encoding="utf-8")
    tools = Toolbox(Settings(), given_model=ScriptedModel([CAREFUL]))
    tools.__dict__.update({name: getattr(SHARED, name) for name in LOADED})
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
