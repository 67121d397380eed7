"""Claims that the promise, honesty, review, product and tone rules judge: the readers' kinds in one list."""

from assistant.policy.claims import (
    absolute,
    care,
    discounts,
    figures,
    gifts,
    product,
    provenance,
    refusals,
    restock,
    reviews,
    stock,
    tone,
    urgency,
)
from assistant.policy.findings import ClaimKind

KINDS: tuple[ClaimKind, ...] = (
    *discounts.KINDS,
    *gifts.KINDS,
    *refusals.KINDS,
    *stock.KINDS,
    *restock.KINDS,
    *urgency.KINDS,
    *reviews.KINDS,
    *product.KINDS,
    *provenance.KINDS,
    *care.KINDS,
    *figures.KINDS,
    *absolute.KINDS,
    *tone.KINDS,
)
