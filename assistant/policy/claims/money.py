"""Claims that the invoice and payment rules judge."""

from assistant.policy.claims import invoice, payment
from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = (*invoice.KINDS, *payment.KINDS)
