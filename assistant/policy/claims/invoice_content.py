"""Claims about what stands on the invoice: goods, amount, issuer."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.patterns import Encoded, Hit
from assistant.language.regex import regex
from assistant.policy.claims.goods import sold_here
from assistant.policy.claims.invoice_talk import InvoiceTalk
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

_NUMBER = regex(r"\d+(?:\.\d+)?")
_CLOSE_ENOUGH = 0.5
_SHORT, _OPENING, _FEW = 8, 3, 21
_REACH, _REACH_ENGLISH = 8, 24
"""How far before what it denies a denial stands."""


def read_content(talk: InvoiceTalk) -> Iterator[Finding]:
    """Whether goods, amount and issuer are to be the true ones."""
    why = "An invoice states the goods that were bought, the amount that was paid, and this store as issuer."
    settled = False
    for clause in talk.clauses:
        for hit in _false_content(talk, clause):
            settled = True
            yield Finding("invoice.content", hit.start, hit.end, "invoice", False, "invoice.falsified", why)
        for finding in _amounts(talk, clause):
            if finding.holds or not any(_corrects(talk.reply, other) for other in talk.reply.clauses):
                settled = True
                yield finding
    if not settled and talk.clauses and wishes_false(talk):
        agreed = _gone_along(talk)
        if agreed is not None:
            yield Finding("invoice.content", agreed.start, agreed.end, "invoice", False, "invoice.falsified", why)


def wishes_false(talk: InvoiceTalk) -> bool:
    """Whether the buyer wants other goods, another amount or another issuer on the invoice."""
    reply, facts, asked = talk.reply, talk.facts, talk.facts.message
    if _renamed(reply, facts, asked) is not None:
        return True
    true = _true_amounts(facts)
    named = [float(number) for number in _NUMBER.findall(asked.view)]
    wanted = [
        float(n) for hit in reply.concept_in("invoice_wish_amount", asked) for n in _NUMBER.findall(hit.text)[-1:]
    ] or named
    if (
        true
        and reply.heard("invoice_wish_amount", asked)
        and not any(_near(n, amount) for n in wanted for amount in true)
    ):
        return not reply.heard("invoice_wish_true", asked)
    if not reply.heard("invoice_wish_false", asked) or any(_near(n, amount) for n in named for amount in true):
        return False
    if sold_here(facts, asked.view):
        return False
    return reply.heard("false_goods", asked) or not reply.heard("invoice_wish_true", asked)


def _true_amounts(facts: Facts) -> set[float]:
    """What an invoice may come to: an order, all of them, the goods without postage, so many pieces."""
    true = {own.amount for own in facts.own_orders}
    if len(true) > 1:
        true.add(sum(own.amount for own in facts.own_orders))
    if facts.amount is not None:
        true.add(facts.amount)
    if facts.product is not None:
        true |= {facts.product.price * pieces for pieces in range(1, _FEW)}
    return true


def _gone_along(talk: InvoiceTalk) -> Hit | None:
    """Where a reply goes along with a false wish: it neither corrects it nor leaves it open."""
    reply = talk.reply
    if any(_corrects(reply, clause) or sold_here(talk.facts, clause.text) for clause in reply.clauses):
        if not reply.concept("false_special"):
            return None
    elif reply.concept("false_open"):
        return None
    first = talk.clauses[0]
    for clause in talk.clauses:
        for hit in reply.in_clause("false_agreed", clause):
            return hit
    return Hit(first.start, first.end, first.text)


def _corrects(reply: Reply, clause: Clause) -> bool:
    opens = clause.negators and len(clause.text) <= _SHORT and clause.negators[0][0] - clause.start <= _OPENING
    denies = opens or (clause.negators and reply.in_clause("false_verb", clause))
    return bool(denies or reply.in_clause("false_refused", clause))


def _renamed(reply: Reply, facts: Facts, text: Encoded, start: int = 0, end: int | None = None) -> Hit | None:
    """Goods that the invoice is to be made out for (写成…), where they are not what the store sells."""
    for hit in reply.hits_in("false_renamed", text, start, end):
        became = next((group for group in hit.groups if group), "")
        if became and not reply.heard("false_renamed_right", Encoded(became)) and not sold_here(facts, became):
            return hit
    return None


def _false_content(talk: InvoiceTalk, clause: Clause) -> Iterator[Hit]:
    reply, facts = talk.reply, talk.facts
    if clause.believes:
        return
    if reply.concept("other_company") and not reply.concept("false_corrected"):
        for hit in reply.in_clause("issued_there", clause):
            if not _denied(clause, hit):
                yield hit
    of_title = reply.in_sentence("false_title", clause) and not reply.in_sentence("false_stuff", clause)
    upright = not reply.concept("false_special") and any(
        not reply.clause_at(hit.start).negated_before(hit.start, 4) for hit in reply.concept("false_corrected")
    )
    for hit in () if of_title or upright else reply.in_clause("false_freely", clause):
        if not _denied(clause, hit) and not reply.in_clause("false_true", clause):
            yield hit
    if reply.in_clause("false_refused", clause):
        return
    renamed = None if upright else _renamed(reply, facts, reply.encoded, clause.start, clause.end)
    stated = (*([renamed] if renamed else []), *reply.in_clause("false_stated", clause))
    for hit in stated:
        if not _denied(clause, hit) and not sold_here(facts, hit.text):
            yield hit
            return


def _denied(clause: Clause, hit: Hit) -> bool:
    reach = _REACH_ENGLISH if hit.text.isascii() else _REACH
    return any(hit.start - reach <= start < hit.end + 6 for start, _ in clause.negators)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE_ENOUGH


def _amounts(talk: InvoiceTalk, clause: Clause) -> Iterator[Finding]:
    """Sums that are to stand on the invoice, against what was paid."""
    reply, facts = talk.reply, talk.facts
    order = facts.order
    if order is None or not reply.in_clause("invoice_amount", clause) or reply.in_clause("charge", clause):
        return
    fact = f"orders[{facts.request.orders.index(order)}].amount"
    true = _true_amounts(facts)
    for item in reply.sums:
        if item.kind != "amount" or not clause.start <= item.start < clause.end:
            continue
        if any(_near(item.value, amount) for amount in true):
            yield Finding("invoice.content", item.start, item.end, fact, True)
        elif not any(item.start - 10 <= start < item.end + 6 for start, _ in clause.negators):
            why = f"The order came to {order.amount:g}; an invoice states what was paid."
            yield Finding("invoice.content", item.start, item.end, fact, False, "invoice.falsified", why)
