"""Claims that the invoice and payment rules judge."""

from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = ()
