"""What rules, drafting and queue say of a reply, in the reader's language: they themselves speak English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.domain.base import load_yaml
from assistant.domain.reply import Violation
from assistant.domain.store import Language
from assistant.errors import BadInput
from assistant.policy import Rule
from assistant.web.words import Words

_TOLD = Path(__file__).parent / "catalogue" / "told.zh.yaml"
_VALUE = re.compile(r"\{([a-z_]+)\}")
_NAMED = {"status": "order_status", "state": "state", "intent": "intent"}
"""Values that the catalogue has a word for, and in which group."""


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A violation's rule for a reviewer."""

    says: str
    language: Language
    """What `says` and `advice` are written in: a store's own rule may be in English alone."""
    advice: str
    detail: str | None
    """The checker's own sentence, in English, where it says more than the rule does."""


def rule_told(violation: Violation, rule: Rule | None, language: Language) -> RuleTold:
    """What a violation's rule forbids and advises.

    Args:
        violation: what the checker found.
        rule: its rule; None where the policy has it no more.
        language: the reader's.
    """
    if language == "en" or rule is None or rule.zh is None:
        return RuleTold(violation.why, "en", violation.advice, None)
    plain = violation.why == f"It {rule.says}."
    return RuleTold(f"{rule.zh.says}。", "zh", rule.zh.advice, None if plain else violation.why)


def says_of(rule: Rule, language: Language) -> str:
    """What a reply does that breaks a rule, in a few words."""
    return rule.zh.says if language == "zh" and rule.zh else rule.says


def told(text: str, words: Words) -> str:
    """A reason or fault in the reader's language; a part that nobody has put into Chinese stays as it is."""
    if words.language == "en":
        return text
    return _part(text, words) or "；".join(_part(part, words) or part for part in text.split("; "))


def _part(text: str, words: Words) -> str | None:
    plain = _sentences().get(text)
    if plain is not None:
        return plain
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            named = {name: words.name(_NAMED.get(name, ""), value) for name, value in found.groupdict().items()}
            return chinese.format(**named)
    return None


@cache
def _sentences() -> Mapping[str, str]:
    data = load_yaml(_TOLD, error=BadInput)
    if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
        raise BadInput(f"{_TOLD}: expected one text for each sentence")
    return data


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Sentences with a value in them, the more particular first."""
    with_value = sorted((english for english in _sentences() if "{" in english), key=lambda text: -len(text))
    return [(_pattern(english), _sentences()[english]) for english in with_value]


def _pattern(english: str) -> re.Pattern[str]:
    pieces = _VALUE.split(english)  # text, name, text, name … text
    source = "".join(f"(?P<{piece}>[^;]+)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    return re.compile(source)
