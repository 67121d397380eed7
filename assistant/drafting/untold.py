"""What a model knows and no buyer may hear: the words of its prompt, the names of rules, the keys of facts."""

import re

from assistant.domain.reply import Verdict, Violation
from assistant.policy import RuleSet
from assistant.prompting import PromptSet

RULE = "internal.leak"
_KEY = re.compile(r"(?<![\w.])[a-z_]{3,24}\.[a-z][a-z0-9_]{2,40}(?![\w.])")
"""Rules and facts are named like this: invoice.fee, shipping.origin."""
_FACT = re.compile(r"(?:shipping|payment|returns|invoice|promotions|gifts|bargaining|products|orders)[.\[]")


def giving_away(verdict: Verdict, text: str, prompts: PromptSet, rules: RuleSet) -> Verdict:
    """The verdict, with a violation on top where a model's reply gives away its prompt."""
    rule = rules.rule(RULE)
    place = _inner(text, prompts, rules)
    if rule is None or place is None or any(violation.rule == RULE for violation in verdict.violations):
        return verdict
    found = Violation(
        rule=rule.id,
        severity=rule.severity,
        points=rule.points,
        span=place,
        evidence=text[place[0] : place[1]],
        why="It gives away how replies are made here.",
        advice=rule.advice,
    )
    return verdict.model_copy(update={"outcome": "block", "violations": (*verdict.violations, found)})


def _inner(text: str, prompts: PromptSet, rules: RuleSet) -> tuple[int, int] | None:
    for match in _KEY.finditer(text):
        if rules.rule(match.group()) is not None or _FACT.match(match.group()):
            return match.span()
    return prompts.quotes.in_text(text)
