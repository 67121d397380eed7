"""Claims that the promise, product, honesty rules judge."""

from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = ()
