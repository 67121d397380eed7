"""A reply as a reviewer reads it: each promise with its fact, each violation with its rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.reply import Claim, Verdict, Violation
from assistant.domain.request import Request
from assistant.domain.store import StoreProfile
from assistant.web.evidence import fact_value
from assistant.web.marking import Piece, letters, pieces

NEVER_OVERRULED = "privacy."


@dataclass(frozen=True, slots=True)
class Promise:
    """A claim, its label in the text, and what its fact says."""

    label: str
    claim: Claim
    value: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation and its label in the text."""

    label: str
    violation: Violation


@dataclass(frozen=True)
class Reading:
    """A text, judged, and cut up for the page."""

    text: str
    verdict: Verdict
    pieces: Sequence[Piece]
    promises: Sequence[Promise]
    findings: Sequence[Finding]

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


def read(text: str, verdict: Verdict, store: StoreProfile, request: Request | None) -> Reading:
    """A judged text for the page."""
    return Reading(
        text=text,
        verdict=verdict,
        pieces=pieces(text, verdict.claims, verdict.violations),
        promises=[
            Promise(str(number), claim, fact_value(claim.fact, store, request))
            for number, claim in enumerate(verdict.claims, 1)
        ],
        findings=[Finding(letters(number), violation) for number, violation in enumerate(verdict.violations)],
    )
