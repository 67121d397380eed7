"""Is a text fit to leave now? Judged with the profile, the orders and the clock of this moment."""

from dataclasses import dataclass

from assistant.domain.reply import Verdict
from assistant.domain.request import MAX_CHARS, Request
from assistant.errors import BadInput, Blocked, NeedsReviewer, NotAllowed
from assistant.facts import Facts
from assistant.review.office import Office
from assistant.review.records import QueuedDraft, Reviewer

NEVER_OVERRULED = "privacy."
"""Rules of this family stand, whoever asks."""


@dataclass(frozen=True, slots=True)
class Overrule:
    """A reviewer's word that a text may leave although it breaks this one rule."""

    rule: str
    reason: str


def request_now(office: Office, draft: QueuedDraft) -> Request:
    """The draft's request as it would be asked now.

    Raises:
        BadInput: its content was purged.
    """
    if draft.request is None:
        raise BadInput("this draft's content was purged")
    return office.orders_now(draft.request).model_copy(update={"now": office.clock()})


def judge(office: Office, draft: QueuedDraft, text: str) -> Verdict:
    """The verdict on a text. The second reader is not asked: a person reads it."""
    if len(text) > MAX_CHARS:
        raise BadInput(f"text: expected at most {MAX_CHARS} characters, got {len(text)}")
    shop = office.shops.shop(draft.store)
    return shop.checker.check(text, Facts(shop.store, request_now(office, draft)))


def demand_fit(verdict: Verdict, by: Reviewer, overrule: Overrule | None) -> None:
    """Pass where the text may leave.

    Raises:
        Blocked: it was not fully checked, or breaks a block rule that is not overruled.
        NeedsReviewer: it is for a reviewer to decide, and an agent does.
        NotAllowed: an agent overrules, or a rule is overruled that can't be.
        BadInput: a rule is overruled without a reason, or one that the text does not break.
    """
    if overrule is not None:
        _demand_may_overrule(overrule, verdict, by)
    if verdict.unchecked:
        raise Blocked("not fully checked: " + "; ".join(verdict.unchecked), verdict=verdict)
    excused = overrule.rule if overrule else None
    kept_in = [v for v in verdict.violations if v.severity == "block" and v.rule != excused]
    if kept_in:
        told = "; ".join(dict.fromkeys(f"{v.rule}: {v.advice}" for v in kept_in))
        raise Blocked(f"it breaks {told}", verdict=verdict)
    if verdict.outcome in {"handover", "block"} and not by.may_overrule:
        raise NeedsReviewer("this one is for a reviewer to decide; hand it over", verdict=verdict)


def _demand_may_overrule(overrule: Overrule, verdict: Verdict, by: Reviewer) -> None:
    if not by.may_overrule:
        raise NotAllowed("only a reviewer may overrule a rule")
    if overrule.rule.startswith(NEVER_OVERRULED):
        raise NotAllowed(f"{overrule.rule} can't be overruled")
    if not overrule.reason.strip():
        raise BadInput("reason: expected why this rule is overruled, in words")
    if overrule.rule not in {violation.rule for violation in verdict.violations}:
        raise BadInput(f"rule: the text does not break {overrule.rule}")
