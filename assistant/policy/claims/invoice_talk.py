"""The part of a reply that speaks of invoices, and what the buyer wanted of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, Hit
from assistant.policy.claims.topics import on_topic
from assistant.policy.text import Clause, Reply

KINDS = ("special", "paper", "plain", "electronic", "vat", "commercial", "proforma")
"""Kinds of invoice; the words of each are the lexicon's `invoice_kind_…`."""
_BARE = 5


@dataclass(frozen=True)
class InvoiceTalk:
    """A reply as far as it speaks of invoices.

    Attributes:
        clauses: those on the topic.
    """

    reply: Reply
    facts: Facts
    clauses: tuple[Clause, ...]

    @classmethod
    def of(cls, reply: Reply, facts: Facts) -> "InvoiceTalk":
        """The talk about invoices in a reply; without clauses where there is none."""
        return cls(reply, facts, tuple(on_topic(reply, facts, "invoice", "invoice_away", meant="invoice_meant")))

    @cached_property
    def asked_for(self) -> bool:
        """Whether the buyer asks for an invoice, and for nothing else about it."""
        message = Reply.of(self.facts.request.message, self.facts.now)
        for clause in message.clauses:
            span = (message.encoded, clause.start, clause.end)
            if self.reply.heard("invoice_asked", *span) and not self.reply.heard("invoice_asked_else", *span):
                return True
        return False

    @cached_property
    def promised(self) -> bool:
        """Whether some clause plainly says that the invoice comes."""
        return any(self.offered(clause) or self._issues(clause) for clause in self.clauses)

    def offered(self, clause: Clause) -> list[Hit]:
        """The words in a clause that offer the invoice."""
        if self.reply.in_clause("invoice_refuse", clause) or self.reply.in_clause("substitute", clause):
            return []
        return [
            hit
            for hit in self.reply.in_clause("invoice_offered", clause)
            if not clause.negated_before(hit.start, 6)
            and not clause.negated_after(hit.end, 3)
            and self._of_the_invoice(clause, hit)
        ]

    def _of_the_invoice(self, clause: Clause, hit: Hit) -> bool:
        """Whether a bare 有的 is said of the invoice: 包邮也是有的 is not."""
        return hit.text != "有的" or len(clause.text) <= _BARE or bool(self.reply.in_clause("invoice", clause))

    def _issues(self, clause: Clause) -> bool:
        reply = self.reply
        return bool(
            reply.in_clause("invoice_issue", clause)
            and (not clause.negators or reply.in_clause("charge_none", clause))
            and not clause.asks
            and not any(
                reply.in_clause(name, clause)
                for name in ("invoice_rhetorical", "substitute", "invoice_bribe", "invoice_waived", "invoice_grudged")
            )
            and (
                reply.in_clause("invoice", clause) or any(clause.start <= d.start < clause.end for d in reply.durations)
            )
        )

    def kinds(self, text: Encoded, start: int = 0, end: int | None = None) -> Iterator[tuple[str, bool]]:
        """The kinds of invoice that a text names, and whether the profile lists them."""
        for kind in KINDS:
            if self.reply.heard(f"invoice_kind_{kind}", text, start, end):
                yield kind, self.reply.heard(f"invoice_kind_{kind}", self._listed)

    @cached_property
    def _listed(self) -> Encoded:
        return Encoded(normalise("\n".join(self.facts.store.invoice.kinds)).view)
