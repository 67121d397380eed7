"""Claims about what is given in place of the invoice."""

from collections.abc import Iterator

from assistant.language.patterns import Hit
from assistant.policy.claims.invoice_talk import InvoiceTalk
from assistant.policy.claims.topics import near_topic
from assistant.policy.findings import Finding
from assistant.policy.text import Clause


def read_substitute(talk: InvoiceTalk) -> Iterator[Finding]:
    """A receipt, a discount or a gift in place of the invoice."""
    why = "The buyer has a right to the invoice itself; nothing takes its place."
    hit = next(_papers(talk), None) or next(_bribes(talk), None)
    if hit is not None:
        yield Finding("invoice.substitute", hit.start, hit.end, "invoice.kinds", False, "invoice.substitute", why)


def _papers(talk: InvoiceTalk) -> Iterator[Hit]:
    reply = talk.reply
    refused = any(reply.in_clause("invoice_refuse", clause) for clause in talk.clauses)
    for clause in reply.clauses:
        if talk.promised or clause.believes or reply.in_clause("substitute_right", clause):
            continue
        for hit in reply.in_clause("substitute", clause):
            if _denied(clause, hit, 8, 6):
                continue
            if refused or talk.asked_for or reply.in_sentence("instead", clause):
                yield hit


def _bribes(talk: InvoiceTalk) -> Iterator[Hit]:
    reply = talk.reply
    wanted = talk.asked_for and not reply.heard("invoice_waived", talk.facts.message)
    for clause in reply.clauses:
        if clause.believes:
            continue
        if reply.in_clause("promotion", clause) and not reply.in_clause("invoice_waived", clause):
            continue
        waived = reply.in_sentence("invoice_waived", clause)
        swapped = wanted and reply.in_sentence("instead_of_it", clause)
        unpromised = (
            wanted
            and not talk.promised
            and clause in talk.clauses
            and near_topic(reply, clause, "invoice")
            and not reply.in_clause("promotion", clause)
        )
        if not (waived or swapped or unpromised):
            continue
        for hit in reply.in_clause("invoice_bribe", clause):
            if not _denied(clause, hit, 8, 5, waived):
                yield hit


def _denied(clause: Clause, hit: Hit, before: int, after: int, but: tuple[Hit, ...] = ()) -> bool:
    """Whether a negator stands near, other than those within `but` (不开票)."""
    return any(
        hit.start - before <= start < hit.end + after and not any(word.start <= start < word.end for word in but)
        for start, _ in clause.negators
    )
