"""The closed list of rule ids (contract section 7)."""

RULE_IDS: tuple[str, ...] = (
    "invoice.refused", "invoice.fee", "invoice.deferred", "invoice.falsified", "invoice.substitute",
    "payment.card_refused", "payment.card_fee", "payment.cod_refused", "payment.overpromise", "payment.off_platform",
    "contact.off_platform",
    "privacy.other_buyer", "privacy.account_mismatch", "privacy.unmasked",
    "shipping.dispatch_overpromise", "shipping.dispatch_late", "shipping.arrival_promise", "shipping.false_status",
    "shipping.fee_contradiction", "shipping.carrier",
    "returns.refused", "returns.freight_misstated",
    "promise.discount", "promise.gift", "promise.refused", "promise.stock",
    "product.claim", "product.absolute",
    "review.incentive", "review.pressure",
    "order.forced_close", "refund.reason_steering", "trade.fake", "honesty.urgency", "internal.leak",
    "tone.rude", "tone.cold",
    "format.placeholder", "format.language",
    "nudge.limit",
)  # fmt: skip
"""A rule of another id must begin with `store.`."""
