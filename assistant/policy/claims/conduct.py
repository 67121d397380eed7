"""Claims that the privacy, contact, review, order, refund, trade, internal rules judge."""

from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = ()
