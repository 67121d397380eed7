"""What the page makes of a verdict."""

import pytest

from assistant.domain.reply import Verdict, Violation
from assistant.domain.store import StoreProfile
from assistant.policy import RuleSet, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.resources import resource_dir
from assistant.web.reading import read


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """The platform's rules."""
    return load_rules(resource_dir("policies"), CLAIM_KINDS)


def verdict(*rules: str, severity: str = "block", unchecked: tuple[str, ...] = ()) -> Verdict:
    """A verdict with a violation of each rule."""
    violations = tuple(
        Violation.model_validate(
            {
                "rule": rule,
                "severity": severity,
                "points": None,
                "span": (0, 1),
                "evidence": "x",
                "why": "w",
                "advice": "a",
            }
        )
        for rule in rules
    )
    outcome = severity if rules else "handover" if unchecked else "pass"
    return Verdict.model_validate({"outcome": outcome, "violations": violations, "unchecked": unchecked})


@pytest.mark.parametrize(
    ("judged", "blocked", "overrulable"),
    [
        (verdict(), False, None),
        (verdict("tone.cold", severity="warn"), False, None),
        (verdict("invoice.fee"), True, "invoice.fee"),
        (verdict("invoice.fee", "invoice.fee"), True, "invoice.fee"),
        (verdict("invoice.fee", "tone.rude"), True, None),
        (verdict("privacy.unmasked"), True, None),
        (verdict("invoice.fee", unchecked=("rule x",)), True, None),
        (verdict(unchecked=("rule x",)), True, None),
    ],
)
def test_what_may_be_done_with_a_text(
    stores: dict[str, StoreProfile], rules: RuleSet, judged: Verdict, blocked: bool, overrulable: str | None
) -> None:
    """A block keeps a text in, so does a check that did not run; only a single rule that is not of privacy may be overruled."""
    reading = read("text", judged, stores["qinghe"], None, rules=rules, language="en")
    assert (reading.blocked, reading.overrulable) == (blocked, overrulable)
