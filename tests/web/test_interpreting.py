"""What rules, drafting and queue say, in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.reply import Violation
from assistant.policy import Rule, RuleSet, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.resources import resource_dir
from assistant.web.interpreting import rule_told, told
from assistant.web.words import words_of
from tests.conftest import ROOT

DRAFTING = ROOT / "assistant" / "drafting"
WHY = {"note", "person", "doubt"}
"""Arguments and names by which the drafting says why a person has to look."""


def violation(rule: Rule, why: str) -> Violation:
    """A violation of a rule."""
    return Violation(
        rule=rule.id, severity=rule.severity, points=None, span=(0, 1), evidence="x", why=why, advice=rule.advice
    )


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """The platform's rules."""
    return load_rules(resource_dir("policies"), CLAIM_KINDS)


def test_a_rule_is_told_in_the_language_of_the_reader(rules: RuleSet) -> None:
    """Chinese for a Chinese reader, with the checker's own sentence only where it says more; English for an English one."""
    rule = rules.by_id["invoice.fee"]
    assert rule.zh is not None
    plain, figure = violation(rule, f"It {rule.says}."), violation(rule, "The invoice costs 0.")
    chinese = rule_told(plain, rule, "zh")
    assert (chinese.says, chinese.advice, chinese.language, chinese.detail) == (
        f"{rule.zh.says}。",
        rule.zh.advice,
        "zh",
        None,
    )
    assert rule_told(figure, rule, "zh").detail == "The invoice costs 0."
    english = rule_told(figure, rule, "en")
    assert (english.says, english.advice, english.language, english.detail) == (figure.why, rule.advice, "en", None)


def test_a_rule_of_one_language_is_told_in_it(rules: RuleSet) -> None:
    """A store's own rule without Chinese, or a rule that is gone, is shown as the checker tells it, marked as English."""
    rule = rules.by_id["invoice.fee"].model_copy(update={"zh": None})
    for known in (rule, None):
        english = rule_told(violation(rule, "It is so."), known, "zh")
        assert (english.says, english.language) == ("It is so.", "en")


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("the parcel is late", "包裹晚了"),
        ("the order is shipped", "订单状态是 已发货"),
        ("the profile has no size; broken: tone.cold", "资料里没有：尺码；违反规则：tone.cold"),
        ("this draft has moved on: it is superseded now", "这一条已经变了，现在是：已被取代"),
        ("this one is for a reviewer to decide; hand it over", "这一条要由审核员决定；请转人工"),
        ("something new", "something new"),
    ],
)
def test_a_reason_is_told_in_chinese(text: str, chinese: str) -> None:
    """Each part of a reason, its values named; what nobody has put into Chinese stays. English readers read the original."""
    assert told(text, words_of("zh")) == chinese
    assert told(text, words_of("en")) == text


def test_every_reason_of_the_drafting_is_known_in_chinese() -> None:
    """No reason that stands in the drafting's code reaches a Chinese reader in English."""
    found = {text for path in DRAFTING.rglob("*.py") for text in _reasons(path)}
    assert len(found) > 30
    assert [text for text in sorted(found) if told(text, words_of("zh")) == text] == []


def _reasons(path: Path) -> Iterator[str]:
    """Sentences that a module gives as `note`, `person` or `doubt`, their values replaced by an x."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.arg] if isinstance(node, ast.keyword) else []
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if WHY.isdisjoint(filter(None, names)) or not isinstance(node, (ast.keyword, ast.Assign)):
            continue
        pieces = {
            id(piece) for part in ast.walk(node.value) if isinstance(part, ast.JoinedStr) for piece in part.values
        }
        texts = [_text(part) for part in ast.walk(node.value) if id(part) not in pieces]
        yield from (text for text in texts if text.count(" ") > 1 and text == text.strip())


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
