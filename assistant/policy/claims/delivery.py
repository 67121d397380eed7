"""Claims that the shipping and returns rules judge."""

from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = ()
