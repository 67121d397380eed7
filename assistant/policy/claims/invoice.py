"""Every claim about invoices: that there is one, what it costs, when it comes, what stands on it, what replaces it."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.carriers import carriers
from assistant.language.patterns import Hit
from assistant.language.regex import regex
from assistant.policy.claims.charges import answered_charge, charges, shares
from assistant.policy.claims.invoice_content import read_content
from assistant.policy.claims.invoice_issue import read_issue
from assistant.policy.claims.invoice_substitute import read_substitute
from assistant.policy.claims.invoice_talk import InvoiceTalk
from assistant.policy.claims.invoice_time import read_time
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_OF_THE_WAY_BACK = regex(r"寄回|退货|运费险|偏远|包邮|邮费一共|运费一共|袋|罐|元运费")
"""Postage and prices that a long reply tells besides."""
_PRICE = regex(r"(?<![\d.])\d{2,5}(?:\.\d+)?(?![\d.])")


def read_invoice(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Every claim about invoices, where the talk is about them."""
    talk = InvoiceTalk.of(reply, facts)
    if not talk.clauses and not reply.heard("invoice", facts.message):
        return
    yield from read_issue(talk)
    yield from _read_charge(talk)
    yield from read_time(talk)
    yield from read_content(talk)
    yield from read_substitute(talk)


def _read_charge(talk: InvoiceTalk) -> Iterator[Finding]:
    """What the buyer is to give for the invoice."""
    reply, facts = talk.reply, talk.facts
    why = "The invoice is free of charge: the buyer owes nothing for it."
    hits = [hit for clause in talk.clauses for hit in _asked_of_buyer(talk, clause)]
    if not hits and reply.heard("invoice", facts.conversation) and reply.heard("charge_asked", facts.message):
        answered = answered_charge(reply, facts, talk.clauses)
        hits = [answered] if answered is not None else []
    for hit in hits:
        yield Finding("invoice.charge", hit.start, hit.end, "invoice", False, "invoice.fee", why)
    if not hits:
        for clause in talk.clauses:
            for hit in reply.in_clause("charge_none", clause)[:1]:
                yield Finding("invoice.charge", hit.start, hit.end, "invoice", True)


def _asked_of_buyer(talk: InvoiceTalk, clause: Clause) -> Iterator[Hit]:
    reply, facts = talk.reply, talk.facts
    named = bool(reply.in_clause("invoice", clause))
    for hit in (*charges(reply, clause), *shares(reply, clause), *_dearer(talk, clause)):
        first, last = reply.sentence_span(clause)
        of_postage = (reply.in_clause("postage", clause) and reply.heard("postage", facts.message)) or any(
            first <= courier.start < last for courier in carriers(reply.encoded)
        )
        if named or not (of_postage or _OF_THE_WAY_BACK.search(clause.text)):
            yield hit
    for hit in reply.in_clause("invoice_strings", clause):
        if not clause.negated_before(hit.start, 8):
            yield hit


def _dearer(talk: InvoiceTalk, clause: Clause) -> Iterator[Hit]:
    """A price with the invoice (开票的话255) that is above the price."""
    reply, facts = talk.reply, talk.facts
    if not reply.in_clause("price_with_invoice", clause):
        return
    prices = [product.price for product in (facts.product,) if product] + [order.amount for order in facts.own_orders]
    prices += [float(number) for number in _PRICE.findall(facts.message.view)]
    for hit in reply.in_clause("price_with_invoice", clause):
        figure = next((float(group) for group in hit.groups if group), 0.0)
        if prices and min(abs(figure - price) for price in prices) > 1 and min(prices) < figure < 1.3 * max(prices):
            yield hit


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind(
        "invoice",
        (),
        read_invoice,
        ("invoice.issued", "invoice.charge", "invoice.time", "invoice.content", "invoice.substitute"),
    ),
)
