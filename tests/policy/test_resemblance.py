"""The second look by letters: it raises to a person's decision, and never blocks or pardons."""

from pathlib import Path
from typing import Any

import pytest

from assistant.domain.request import CheckRequest
from assistant.domain.store import StoreProfile
from assistant.errors import PolicyError
from assistant.facts import Facts
from assistant.policy import Checker, RuleSet, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.policy.resemblance import WEIGHTS_FILE, Resemblance, load_resemblance, ngrams
from assistant.resources import resource_dir

SHARP = Resemblance(
    0.0, 1.0, {"摸鱼": 9.0, "鱼": 1.0}, {"invoice.fee": (0.0, {"摸鱼": 1.0}), "tone.rude": (-1.0, {})}, "d1"
)


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(resource_dir("policies"), CLAIM_KINDS)


def facts(store: StoreProfile, reply: str, message: str = "在吗") -> Facts:
    data: dict[str, Any] = {"store": store.id, "message": message, "reply": reply, "now": "2026-11-21T10:00:00+08:00"}
    return Facts(store, CheckRequest.model_validate(data))


def test_strong_resemblance_is_for_a_person(rules: RuleSet, stores: dict[str, StoreProfile]) -> None:
    """Where the rules found nothing: `handover`, with the rule it resembles and the n-grams that weigh most."""
    verdict = Checker(rules, SHARP).check("在的亲，摸鱼", facts(stores["qinghe"], "在的亲，摸鱼"))
    assert verdict.outcome == "handover"
    (violation,) = verdict.violations
    assert (violation.rule, violation.severity) == ("invoice.fee", "handover")
    assert "'摸鱼'" in violation.why


def test_resemblance_never_blocks_and_never_pardons(rules: RuleSet, stores: dict[str, StoreProfile]) -> None:
    """A blocked reply stays blocked whatever the weights say; weights alone never block."""
    kind = Resemblance(-99.0, 1.0, {}, {"invoice.fee": (0.0, {})}, "d2")
    reply = "可以的亲，不过要您补6个点的税哦"
    known = facts(stores["qinghe"], reply, "可以开发票吗")
    plain = Checker(rules).check(reply, known)
    assert plain.outcome == "block"
    for weights in (kind, SHARP):
        assert Checker(rules, weights).check(reply, known).violations == plain.violations


def test_the_version_names_the_weights_too(rules: RuleSet) -> None:
    """Another set of weights is another policy version."""
    assert len({Checker(rules).version, Checker(rules, SHARP).version}) == 2


def test_ngrams_tell_reply_and_message_apart() -> None:
    """Those of the message are marked; the reply is framed by its ends."""
    found = ngrams("好的", "在吗")
    assert {"^好", "的$", "^好的$", "?在吗"} <= found
    assert "在吗" not in found


def test_the_bundled_weights_are_small_and_can_be_read() -> None:
    """Under 5 MB, every rule known, and a plain greeting is not suspected."""
    path = resource_dir("policies") / WEIGHTS_FILE
    weights = load_resemblance(path)
    assert path.stat().st_size < 5_000_000
    assert weights.suspicion("在的亲,有什么可以帮您的吗", "在吗") is None


@pytest.mark.parametrize(
    "content", ["", "[]", '{"bias": 1}', '{"bias": "x", "threshold": 1, "weights": {}, "rules": {}}']
)
def test_weights_that_are_none_are_refused(tmp_path: Path, content: str) -> None:
    """The file and what was expected."""
    path = tmp_path / WEIGHTS_FILE
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PolicyError, match="expected the weights that `make train` writes"):
        load_resemblance(path)
