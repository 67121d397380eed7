"""Statements of a model's text that need a fact and have none: where the parcel is, money given back, a gift, a return denied."""

from collections.abc import Iterator

from assistant.drafting.grounds import Ungrounded
from assistant.drafting.statements import GIVES, STATEMENTS, Statement, gift_words
from assistant.facts import Facts
from assistant.policy.text import Clause, Reply


def unfounded(reply: Reply, facts: Facts) -> Iterator[Ungrounded]:
    """The first statement of each kind that nothing carries."""
    for statement in STATEMENTS:
        if statement.borne(facts):
            continue
        for match in statement.words.finditer(reply.view):
            if _stands(reply, reply.clause_at(match.start()), match.span(), statement):
                yield Ungrounded(*match.span(), statement.rule, statement.why)
                break
    yield from _gifts(reply, facts)


def _stands(reply: Reply, clause: Clause, place: tuple[int, int], statement: Statement) -> bool:
    """Whether it is asserted, and nothing beside it makes it harmless."""
    sentence = reply.view[slice(*reply.sentence_span(clause))]
    if statement.unless is not None and statement.unless.search(sentence if statement.forgiving else clause.text):
        return False
    if statement.beside is not None and not statement.beside.search(sentence):
        return False
    if statement.undone == "question":
        return not clause.asks
    negated = clause.negated_before(place[0]) or clause.negated_after(place[1])
    if statement.undone == "negation":
        return not negated
    return not (negated or clause.believes or clause.asks or clause.conditional)


def _gifts(reply: Reply, facts: Facts) -> Iterator[Ungrounded]:
    """Something given where no gift of the store's is named beside it."""
    words = gift_words(facts)
    for match in GIVES.finditer(reply.view):
        clause = reply.clause_at(match.start())
        sentence = reply.view[slice(*reply.sentence_span(clause))]
        if clause.negators or clause.asks or any(word in sentence for word in words):
            continue
        yield Ungrounded(*match.span(), "promise.gift", "The profile gives no such thing.")
        return
