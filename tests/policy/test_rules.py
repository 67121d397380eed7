"""Rules as data: those that exist are those of the contract, and a wrong file is refused with its place."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.rules import RULE_IDS
from assistant.errors import PolicyError
from assistant.policy import load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.policy.files import store_policy_file
from assistant.resources import resource_dir
from tests.conftest import ROOT

EXAMPLE = {"reply": "好"}
RULE: dict[str, Any] = {
    "id": "store.no_gift_wrap", "says": "offers gift wrap", "severity": "block", "advice": "Do not.", "source": "the store",
    "phrases": [{"all": ["礼品包装"]}], "examples": {"breaks": [EXAMPLE] * 8, "keeps": [EXAMPLE] * 8},
}  # fmt: skip


def folder(tmp_path: Path, *rules: dict[str, Any], lexicon: dict[str, Any] | None = None) -> Path:
    data = {"family": "test", "rules": list(rules), "lexicon": lexicon or {}}
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return tmp_path


def test_the_rules_that_exist_are_those_of_the_contract() -> None:
    """Both ways: none is missing, none is made up."""
    rules = load_rules(resource_dir("policies"), CLAIM_KINDS, known_ids=RULE_IDS)
    assert sorted(rule.id for rule in rules.rules) == sorted(RULE_IDS)


def test_severity_and_points_are_those_of_the_contract() -> None:
    """`warn` and `handover` where the contract says so; points where it gives them."""
    rules = load_rules(resource_dir("policies"), CLAIM_KINDS).by_id
    warn = {"product.absolute", "tone.cold", "format.language"}
    points = {
        **dict.fromkeys([i for i in RULE_IDS if i.startswith("invoice.")], 6), "payment.card_refused": 6, "payment.card_fee": 6,
        "payment.cod_refused": 4, "payment.overpromise": 4, "privacy.other_buyer": 6, "privacy.account_mismatch": 6, "privacy.unmasked": 6,
        "shipping.dispatch_overpromise": 4, "shipping.arrival_promise": 4, "shipping.false_status": 12, "shipping.fee_contradiction": 4,
        "shipping.carrier": 4, "promise.discount": 4, "promise.gift": 4, "promise.refused": 4, "product.claim": 3, "order.forced_close": 1, "trade.fake": 48,
    }  # fmt: skip
    assert {i: r.severity for i, r in rules.items()} == {
        i: "warn" if i in warn else "handover" if i == "shipping.dispatch_late" else "block" for i in RULE_IDS
    }
    assert {i: r.points for i, r in rules.items()} == {i: points.get(i) for i in RULE_IDS}


def test_every_rule_is_told_in_both_languages() -> None:
    """A reviewer reads what a rule forbids and advises in English or in Chinese, whichever they chose."""
    for rule in load_rules(resource_dir("policies"), CLAIM_KINDS).rules:
        assert rule.zh is not None, rule.id
        for english, chinese in ((rule.says, rule.zh.says), (rule.advice, rule.zh.advice)):
            assert english.isascii() or rule.id == "shipping.arrival_promise", rule.id
            assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), rule.id


def test_every_reader_is_listed_once_and_serves_a_rule() -> None:
    """No reader runs twice, and none reads what no rule judges."""
    assert len({kind.read for kind in CLAIM_KINDS}) == len(CLAIM_KINDS)
    judged = {claim for rule in load_rules(resource_dir("policies"), CLAIM_KINDS).rules for claim in rule.claims}
    assert {name for kind in CLAIM_KINDS for name in kind.reads} == judged


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "invoice.new"}, "invoice.new: the contract has no such rule"),
        ({"severity": "fatal"}, r"rules\[0\]\.severity"),
        ({"colour": "red"}, r"rules\[0\]\.colour: unknown key"),
        ({"phrases": []}, "it could never fire"),
        ({"phrases": [{"all": ["("]}]}, "expected an RE2 pattern"),
        ({"phrases": [{"all": ["<nothing>"]}]}, "the lexicon has no entry <nothing>"),
        ({"phrases": [{"all": []}]}, r"phrases\[0\]\.all"),
        ({"claims": ["no.such_kind"]}, "no reader yields the kind no.such_kind"),
        (
            {"examples": {"breaks": [EXAMPLE] * 7, "keeps": [EXAMPLE] * 8}},
            "examples.breaks: expected at least 8, found 7",
        ),
        ({"examples": {"breaks": [EXAMPLE] * 8, "keeps": []}}, "examples.keeps: expected at least 8, found 0"),
    ],
)
def test_a_wrong_rule_is_a_load_error(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    """File, rule and what was expected; nothing is half loaded."""
    with pytest.raises(PolicyError, match=says) as caught:
        load_rules(folder(tmp_path, {**RULE, **change}), CLAIM_KINDS, known_ids=RULE_IDS)
    assert str(tmp_path) in str(caught.value)


def test_a_doubled_rule_is_a_load_error(tmp_path: Path) -> None:
    """The second would silently win."""
    with pytest.raises(PolicyError, match=r"store\.no_gift_wrap stands twice"):
        load_rules(folder(tmp_path, RULE, RULE), CLAIM_KINDS)


WRITTEN = """family: test
lexicon:
  words: 好
rules:
  - id: store.a
    says: x
    severity: block
    advice: x
    source: x
    phrases:
      - all: [好]
        unless: [PATTERN]
    examples:
      breaks: [{reply: 好}]
      keeps: [{reply: 在}]
"""


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("severity: block", "severity: fatal", r":7: rules\[0\]\.severity: .*got 'fatal'"),
        ("    source: x\n", "", r":5: rules\[0\]\.source: required"),
        (
            "says: x",
            "tells: x",
            r"2 things are wrong\n  - line 5: rules\[0\]\.says.*\n  - line 6: rules\[0\]\.tells: unknown",
        ),
        ("breaks: [{reply: 好}]", "breaks: []", r":14: store\.a: examples\.breaks: expected at least 1, found 0"),
        ("PATTERN", '"(("', r":12: store\.a: expected an RE2 pattern"),
        ("PATTERN", "<no_words>", r":12: store\.a: the lexicon has no entry <no_words>"),
        ("words: 好", "words: ((", r":3: lexicon words: expected an RE2 pattern"),
        ("words: 好", "words: <words>", r":3: lexicon words: .*leads back to itself"),
        ("phrases:", "claims: [none.such]\n    phrases:", r":10: store\.a: claims: no reader yields"),
        ("id: store.a", "id: gift.a", r":5: gift\.a: the contract has no such rule"),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, was: str, now: str, says: str) -> None:
    """A person goes straight to it, whichever of a thousand lines it is."""
    (tmp_path / "test.yaml").write_text(WRITTEN.replace(was, now), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"test\.yaml:( )?" + says.removeprefix(":")) as caught:
        load_rules(tmp_path, CLAIM_KINDS, known_ids=RULE_IDS, min_examples=1)
    assert str(tmp_path) in str(caught.value)


def test_what_stands_twice_is_named_with_both_places(tmp_path: Path) -> None:
    """Across files too, rules and lexicon entries."""
    (tmp_path / "a.yaml").write_text(WRITTEN, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(WRITTEN.replace("words: 好", "more: 好"), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"b\.yaml:5: store\.a stands twice \(first at .*a\.yaml:5\)"):
        load_rules(tmp_path, CLAIM_KINDS, min_examples=1)
    (tmp_path / "b.yaml").write_text(WRITTEN.replace("store.a", "store.b"), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"b\.yaml:3: lexicon words stands twice \(first at .*a\.yaml:3\)"):
        load_rules(tmp_path, CLAIM_KINDS, min_examples=1)


def test_a_file_that_would_be_passed_over_is_refused(tmp_path: Path) -> None:
    """A name that nobody reads, or what is no file, switches no rule off unseen."""
    path = folder(tmp_path, RULE)
    (path / "more.yml").write_text("family: more\nrules: []\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"more\.yml: expected a name that ends in \.yaml"):
        load_rules(path, CLAIM_KINDS)
    (path / "more.yml").unlink()
    (path / "more.yaml").mkdir()
    with pytest.raises(PolicyError, match=r"more\.yaml: cannot be read"):
        load_rules(path, CLAIM_KINDS)
    (path / "shop.policy.yml").write_text("", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"expected the name shop\.policy\.yaml"):
        store_policy_file(path / "profile.yaml", "shop")


def test_a_broken_lexicon_word_is_a_load_error(tmp_path: Path) -> None:
    """Also where no rule uses it yet."""
    with pytest.raises(PolicyError, match="lexicon words"):
        load_rules(folder(tmp_path, RULE, lexicon={"words": ["(("]}), CLAIM_KINDS)


def test_yaml_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    """File, line and column."""
    (tmp_path / "bad.yaml").write_text("family: x\nrules: [\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"bad\.yaml:3:1: expected YAML"):
        load_rules(tmp_path, CLAIM_KINDS)


def test_a_store_adds_rules_and_exempts_phrases_in_sight(tmp_path: Path) -> None:
    """A store's own rule fires; an exemption is counted and listed, and names its reason."""
    from assistant import Assistant, Settings

    profile = tmp_path / "qinghe.yaml"
    profile.write_text((ROOT / "examples" / "stores" / "qinghe.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    own = {
        "rules": [RULE],
        "exempt": [{"rule": "invoice.fee", "phrase": "补6个点", "reason": "a quiz in our own live show"}],
    }
    (tmp_path / "qinghe.policy.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    shop = Assistant.from_store(profile, settings=Settings())
    assert [v.rule for v in shop.check("可以做礼品包装").violations] == ["store.no_gift_wrap"]
    assert shop.check("可以的亲，不过要您补6个点的税哦", message="可以开发票吗").outcome == "pass"
    assert shop.rules.exempt[0].reason == "a quiz in our own live show"
    assert (
        shop.rules.version
        != Assistant.from_store(ROOT / "examples" / "stores" / "qinghe.yaml", settings=Settings()).rules.version
    )


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"rules": [{**RULE, "id": "gift.wrap"}]}, "a store's own rule id begins with `store.`"),
        (
            {"exempt": [{"rule": "invoice.none", "phrase": "补税", "reason": "y"}]},
            r"policy\.yaml:4: exempt\[0\]: there is no rule invoice.none",
        ),
        ({"exempt": [{"rule": "invoice.fee", "phrase": "补税"}]}, r"policy\.yaml:2: exempt\[0\]\.reason: required"),
        (
            {"exempt": [{"rule": "invoice.fee", "phrase": "的", "reason": "x"}]},
            r"exempt\[0\]\.phrase: expected text of 2",
        ),
        (
            {"exempt": [{"rule": "invoice.fee", "phrase": "\u200b \u200b", "reason": "x"}]},
            r"exempt\[0\]\.phrase: expected",
        ),
        (
            {"exempt": [{"rule": "invoice.fee", "phrase": "补税", "reason": " "}]},
            r"exempt\[0\]\.reason: expected text of 1",
        ),
        (False, "expected a mapping"),
    ],
)
def test_a_wrong_store_policy_is_a_load_error(tmp_path: Path, own: object, says: str) -> None:
    """As the platform's own files."""
    path = tmp_path / "qinghe.policy.yaml"
    path.write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    with pytest.raises(PolicyError, match=says):
        load_rules(resource_dir("policies"), CLAIM_KINDS, known_ids=RULE_IDS, store_policy=path)
