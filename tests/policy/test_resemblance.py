"""The second look by letters: it raises to a person's decision, never blocks, and doubts in sight of everyone."""

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
    0.0, 1.0, 1.0, -99.0, {"摸鱼": 9.0, "鱼": 1.0}, {"invoice.fee": (0.0, {"摸鱼": 1.0}), "tone.rude": (-1.0, {})}, "d1"
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


KIND = Resemblance(-99.0, 1.0, 1.0, -1.0, {}, {"invoice.fee": (0.0, {})}, "d2")


def test_what_the_program_writes_is_never_pardoned(rules: RuleSet, stores: dict[str, StoreProfile]) -> None:
    """Without weighing, a blocked reply stays blocked whatever the weights say."""
    reply = "可以的亲，不过要您补6个点的税哦"
    known = facts(stores["qinghe"], reply, "可以开发票吗")
    plain = Checker(rules).check(reply, known)
    assert plain.outcome == "block"
    for weights in (KIND, SHARP):
        assert Checker(rules, weights).check(reply, known).violations == plain.violations


def test_weighing_turns_a_finding_into_a_doubt_that_is_shown(rules: RuleSet, stores: dict[str, StoreProfile]) -> None:
    """A finding in a reply that reads like good ones is listed as a doubt, and nothing of it is lost."""
    reply = "可以的亲，下单送您一把锅铲哦"
    known = facts(stores["qinghe"], reply, "有赠品吗")
    plain = Checker(rules).check(reply, known)
    weighed = Checker(rules, KIND, manner="weighing").check(reply, known)
    assert (weighed.outcome, weighed.violations) == ("pass", ())
    assert weighed.doubts == plain.violations
    assert weighed.claims == plain.claims


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("您好很高兴为您服务，", "，有任何问题随时联系我们，谢谢您的支持"),
        (
            "亲亲感谢您的耐心等待，您的心情我非常理解，我帮您看了一下，",
            "，申通快递一般2-4天左右送达，下单后您可以随时联系我们，祝您生活愉快哦",
        ),
    ],
)
@pytest.mark.parametrize(
    ("message", "reply"),
    [("有赠品吗", "下单送您一把锅铲"), ("便宜点", "给您打八折拍下我改价"), ("怎么用", "自己百度不会吗，笨死了")],
)
def test_pleasantries_do_not_drown_a_violation(
    message: str, reply: str, before: str, after: str, rules: RuleSet, stores: dict[str, StoreProfile]
) -> None:
    """However kindly the rest of its sentence reads, the clause that breaks a rule is weighed by itself."""
    weights = load_resemblance(resource_dir("policies") / WEIGHTS_FILE)
    whole = before + reply + after
    verdict = Checker(rules, weights, manner="weighing").check(whole, facts(stores["qinghe"], whole, message))
    assert verdict.outcome == "block"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("加我微信 abc12345 聊吧，给您好价", id="a contact"),
        pytest.param("您电话是13800138000对吧", id="a full number"),
        pytest.param("要您补⑥个\u200b点的税哦亲", id="a disguised charge"),
    ],
)
def test_what_is_forbidden_outright_is_never_doubted(
    reply: str, rules: RuleSet, stores: dict[str, StoreProfile]
) -> None:
    """Firm rules, and whatever is disguised, stand against the kindest weights."""
    known = facts(stores["qinghe"], reply, "可以开发票吗")
    assert Checker(rules, KIND, manner="weighing").check(reply, known).outcome == "block"


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
