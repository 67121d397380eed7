"""Claims that the privacy, contact and off-platform payment rules judge."""

from assistant.policy.claims import contact, mentions, others, persons, privacy
from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = (*privacy.KINDS, *others.KINDS, *persons.KINDS, *mentions.KINDS, *contact.KINDS)
