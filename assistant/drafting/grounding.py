"""The second guard of what a model writes: what it says must be grounded in what it was told.

The checker reads claims and holds them against facts. A model that obeys a planted instruction may word a claim as no reader
knows it; but it cannot invent a price, a discount, a code, a link or a number, nor change language or script, without showing it.
"""

from collections.abc import Iterator

from assistant.domain.reply import Span, Verdict, Violation
from assistant.domain.store import Language
from assistant.drafting.dictated import dictated
from assistant.drafting.grounds import Grounds
from assistant.drafting.invented import invented
from assistant.drafting.own_workings import own_workings
from assistant.drafting.promising import promising
from assistant.drafting.strange import strange
from assistant.drafting.unfounded import unfounded
from assistant.facts import Facts
from assistant.policy import RuleSet
from assistant.policy.text import Reply


def grounded(verdict: Verdict, text: str, facts: Facts, fallback: str, language: Language, rules: RuleSet) -> Verdict:
    """The verdict on a model's text, with what is not grounded in it as violations on top.

    Args:
        verdict: the checker's.
        text: what the model wrote, personal data put back.
        facts: what it was told of.
        fallback: the composer's reply, which it was shown.
        language: of the conversation.
        rules: in force.
    """
    found = [*_invented(text, facts, fallback, language, rules), *_doubted(verdict, text, rules)]
    if not found:
        return verdict
    # What the checker blocks already has its rule: a second one for the same words would only hinder the repair.
    spans = [violation.span for violation in verdict.violations if violation.severity == "block"]
    new = tuple(item for item in found if not any(a < item.span[1] and item.span[0] < b for a, b in spans))
    return verdict.model_copy(update={"outcome": "block", "violations": (*verdict.violations, *new)})


def _invented(text: str, facts: Facts, fallback: str, language: Language, rules: RuleSet) -> Iterator[Violation]:
    reply = Reply.of(text, facts.now)
    known = Grounds(facts, reply.view, fallback)
    found = (
        *strange(reply.view, language, known),
        *invented(reply, known),
        *unfounded(reply, facts),
        *promising(reply, facts),
        *own_workings(reply),
        *dictated(reply, facts, fallback, language),
    )
    for item in found:
        span = reply.raw_span(item.start, item.end)
        if not _exempted(text, item.rule, span, rules):
            yield _violation(rules, item.rule, span, text, item.why)


def _doubted(verdict: Verdict, text: str, rules: RuleSet) -> Iterator[Violation]:
    """What the checker only doubts, or knows as a claim that does not hold though no rule was named for it."""
    yield from verdict.doubts
    for claim in verdict.claims:
        rule = next((rule.id for rule in rules.rules if claim.kind in rule.claims), None)
        if claim.holds or rule is None or _exempted(text, rule, claim.span, rules):
            continue
        if not any(start < claim.span[1] and claim.span[0] < end for start, end in _spans(verdict)):
            yield _violation(rules, rule, claim.span, text, "Nothing in the facts bears it out.")


def _spans(verdict: Verdict) -> Iterator[Span]:
    return (violation.span for violation in (*verdict.violations, *verdict.doubts))


def _violation(rules: RuleSet, rule_id: str, span: Span, text: str, why: str) -> Violation:
    rule = rules.rule(rule_id)
    return Violation(
        rule=rule_id,
        severity="block",
        points=rule.points if rule else None,
        span=span,
        evidence=text[span[0] : span[1]],
        why=why,
        advice=rule.advice if rule else "Say only what the facts say.",
    )


def _exempted(text: str, rule: str, span: Span, rules: RuleSet) -> bool:
    """Whether a store's own exemption covers it."""
    return any(
        item.rule == rule and item.phrase in text and item.phrase in text[max(0, span[0] - 80) : span[1] + 80]
        for item in rules.exempt
    )
