"""A reply as a reviewer reads it: each promise with its fact, each violation with its rule."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.reply import Claim, Verdict, Violation
from assistant.domain.request import Request
from assistant.domain.store import Language, StoreProfile
from assistant.policy import RuleSet
from assistant.web.evidence import fact_value
from assistant.web.interpreting import RuleTold, rule_told
from assistant.web.marking import Piece, letters, pieces

NEVER_OVERRULED = "privacy."
_PICKED = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Promise:
    """A claim, its label in the text, and what its fact says."""

    label: str
    claim: Claim
    value: str | None

    @property
    def fact_name(self) -> str:
        """What the catalogue calls the fact: its path without what picks one of several."""
        return "fact." + _PICKED.sub("", self.claim.fact or "")


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation, its label in the text, and its rule in the reader's language."""

    label: str
    violation: Violation
    told: RuleTold


@dataclass(frozen=True)
class Reading:
    """A text, judged, and cut up for the page."""

    text: str
    verdict: Verdict
    pieces: Sequence[Piece]
    promises: Sequence[Promise]
    findings: Sequence[Finding]
    doubts: Sequence[Finding]
    """Findings that count for nothing; they have no label."""

    @property
    def blocked(self) -> bool:
        """Whether nobody may approve it as it stands."""
        return self.verdict.outcome == "block" or bool(self.verdict.unchecked)

    @property
    def blocking_rules(self) -> Sequence[str]:
        """The rules that keep it in, each once."""
        return tuple(dict.fromkeys(item.rule for item in self.verdict.violations if item.severity == "block"))

    @property
    def overrulable(self) -> str | None:
        """The single rule that a reviewer may overrule; None where there is no such rule."""
        rules = self.blocking_rules
        single = len(rules) == 1 and not rules[0].startswith(NEVER_OVERRULED) and not self.verdict.unchecked
        return rules[0] if single else None


def read(
    text: str,
    verdict: Verdict,
    store: StoreProfile,
    request: Request | None,
    *,
    rules: RuleSet,
    language: Language,
) -> Reading:
    """A judged text for the page, its rules told in a language."""

    def finding(violation: Violation, label: str) -> Finding:
        return Finding(label, violation, rule_told(violation, rules.rule(violation.rule), language))

    return Reading(
        text=text,
        verdict=verdict,
        pieces=pieces(text, verdict.claims, verdict.violations),
        promises=[
            Promise(str(number), claim, fact_value(claim.fact, store, request))
            for number, claim in enumerate(verdict.claims, 1)
        ],
        findings=[finding(violation, letters(number)) for number, violation in enumerate(verdict.violations)],
        doubts=[finding(violation, "?") for violation in verdict.doubts],
    )
