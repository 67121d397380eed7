"""Which rules a prompt names: those that replies to this intent break most easily, and those that always count."""

from collections.abc import Iterable

from assistant.policy import RuleSet
from assistant.prompting import RuleAdvice

_ALWAYS = ("privacy.", "contact.", "payment.off_platform", "internal.", "tone.rude", "format.")
_OF_INTENT = {
    "invoice": ("invoice.",),
    "payment_method": ("payment.",),
    "cash_on_delivery": ("payment.",),
    "credit_card": ("payment.",),
    "installments": ("payment.",),
    "no_balance": ("payment.", "honesty."),
    "payment_problem": ("payment.",),
    "nudge_payment": ("honesty.", "order.", "nudge."),
    "bargain": ("promise.discount", "promise.gift", "internal."),
    "promotion": ("promise.", "honesty."),
    "coupon": ("promise.", "honesty."),
    "gift": ("promise.gift", "review."),
    "price": ("promise.discount",),
    "bulk": ("promise.discount",),
    "price_protection": ("promise.discount",),
    "price_change": ("promise.discount",),
    "free_shipping": ("shipping.fee_contradiction", "promise."),
    "shipping_fee": ("shipping.fee_contradiction", "promise."),
    "carrier": ("shipping.carrier", "shipping.fee_contradiction"),
    "dispatch_time": ("shipping.",),
    "delivery_time": ("shipping.",),
    "urge_dispatch": ("shipping.",),
    "track": ("shipping.",),
    "abnormal_logistics": ("shipping.",),
    "not_received": ("shipping.", "returns."),
    "out_for_delivery": ("shipping.",),
    "stock": ("promise.stock", "honesty."),
    "restock": ("promise.stock",),
    "return_exchange": ("returns.", "refund."),
    "return_freight": ("returns.",),
    "refund": ("returns.", "refund.", "order."),
    "refund_progress": ("refund.", "returns."),
    "wrong_or_missing": ("returns.", "promise.discount"),
    "damaged": ("returns.", "promise.discount"),
    "quality_issue": ("returns.", "promise.discount", "product."),
    "complaint": ("tone.", "review.", "promise.discount"),
    "bad_review": ("review.", "tone."),
    "ask_review": ("review.",),
    "reply_review": ("review.", "tone.", "privacy."),
    "cancel_order": ("order.", "refund."),
    "hesitation": ("honesty.", "promise."),
}
_GOODS = ("product.", "promise.stock")


def advice_for(intents: Iterable[str], rules: RuleSet) -> tuple[RuleAdvice, ...]:
    """The rules to name in a prompt, in the order of the policy files."""
    wanted = [*_ALWAYS, *(family for intent in intents for family in _OF_INTENT.get(intent, _GOODS))]
    return tuple(
        RuleAdvice(rule.id, rule.says, rule.advice)
        for rule in rules.rules
        if rule.id.startswith(tuple(wanted)) or rule.id.startswith("store.")
    )
