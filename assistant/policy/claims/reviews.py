"""Rewards offered for a good review, and service that is tied to one."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.patterns import Hit
from assistant.policy.claims.answers import affirmation, denied_before
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_WHY_REWARD = "It offers a reward for a review."
_WHY_TIED = "It ties service to a review, or threatens the buyer over one."
_NEAR = 26
"""How far a reward may stand from the review that it is for; English takes more letters."""


def read_rewards(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """A reward beside a request for a review."""
    if (
        not reply.concept("review_topic")
        and not reply.concept("review_ask")
        and not reply.concept_in("review_any", facts.message)
    ):
        return
    asked = [hit for hit in reply.concept("review_ask") if _stands(reply.clause_at(hit.start), hit.start)]
    for hit in reply.concept("review_reward"):
        clause = reply.clause_at(hit.start)
        reach = _NEAR * 3 if reply.view.isascii() else _NEAR
        near = [ask for ask in asked if ask.end - reach <= hit.start <= ask.end + reach]
        if (
            not near
            or denied_before(clause, hit, 10)
            or clause.believes
            or reply.in_clause("review_unconditional", clause)
        ):
            continue
        if (
            clause.negated_after(hit.end, 6)
            or any(_free(reply, reply.clause_at(ask.start)) for ask in near)
            or _free(reply, clause)
        ):
            continue
        yield Finding("review.incentive", hit.start, hit.end, None, False, "review.incentive", _WHY_REWARD)
        return
    yes = affirmation(reply)
    if (
        yes is None
        or not reply.concept_in("review_any", facts.message)
        or not reply.concept_in("review_reward", facts.message)
    ):
        return
    if not any(_free(reply, clause) for clause in reply.clauses):
        yield Finding("review.incentive", yes.start, yes.end, None, False, "review.incentive", _WHY_REWARD)


def _touches(word: Hit, hit: Hit) -> bool:
    """Whether a denial belongs to the holding back itself (we cannot help you)."""
    return (word.start < hit.end and hit.start < word.end) or word.text in {
        "cannot",
        "can't",
        "cant",
        "don't",
        "do not",
    }


def _stands(clause: Clause, place: int) -> bool:
    return not clause.believes and not clause.negated_before(place, 6)


def _free(reply: Reply, clause: Clause) -> bool:
    return bool(reply.in_clause("review_free_of", clause))


def read_pressure(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Service held back until a review is changed, or a threat over it."""
    here = reply.concept("review_topic")
    if not here and not reply.concept_in("review_topic", facts.message):
        return
    for concept in ("review_hold", "review_threat"):
        for hit in reply.concept(concept):
            clause = reply.clause_at(hit.start)
            free = [word for word in reply.in_clause("review_free_of", clause) if not _touches(word, hit)]
            if clause.believes or denied_before(clause, hit, 8) or free:
                continue
            yield Finding("review.pressure", hit.start, hit.end, None, False, "review.pressure", _WHY_TIED)
            return
    changes = [hit for hit in reply.concept("review_changed") if _stands(reply.clause_at(hit.start), hit.start)]
    if not changes or any(_free(reply, clause) for clause in reply.clauses):
        return
    if reply.concept("review_first") and reply.concept("review_service"):
        hit = changes[0]
        yield Finding("review.pressure", hit.start, hit.end, None, False, "review.pressure", _WHY_TIED)


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("review.incentive", (), read_rewards, ("review.incentive",)),
    ClaimKind("review.pressure", (), read_pressure, ("review.pressure",)),
)
