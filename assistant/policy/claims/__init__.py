"""Every kind of claim that is read out of a reply, in one explicit list."""

from assistant.policy.claims import closing, conduct, delivery, money, promises, wording
from assistant.policy.findings import ClaimKind

CLAIM_KINDS: tuple[ClaimKind, ...] = (
    *money.KINDS,
    *closing.KINDS,
    *delivery.KINDS,
    *promises.KINDS,
    *conduct.KINDS,
    *wording.KINDS,
)

__all__ = ["CLAIM_KINDS"]
