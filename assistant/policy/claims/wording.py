"""Claims that the tone, format, nudge rules judge."""

from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = ()
