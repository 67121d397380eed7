"""The closed list of intents and their stage (contract section 6)."""

from collections.abc import Mapping
from types import MappingProxyType

from assistant.domain.reply import Stage

_BY_STAGE: dict[Stage, str] = {
    "presale": "greeting stock restock quality authenticity material size color_difference recommend care bargain promotion "
    "coupon gift free_shipping shipping_fee carrier dispatch_time delivery_time payment_method cash_on_delivery "
    "credit_card installments invoice hesitation trust no_balance bulk price how_to_order other_product_info",
    "sale": "nudge_payment payment_problem price_change confirm_order change_address change_items order_note cancel_order "
    "paid_thanks combine_orders",
    "aftersale": "urge_dispatch track abnormal_logistics out_for_delivery delivered not_received wrong_or_missing damaged "
    "quality_issue return_exchange return_freight refund refund_progress price_protection usage_help complaint "
    "ask_review bad_review reply_review notify_shipped notify_out_for_delivery notify_delivered notify_abnormal",
    "any": "thanks farewell wait human abuse privacy_request off_topic",
}

STAGE_OF: Mapping[str, Stage] = MappingProxyType(
    {intent: stage for stage, names in _BY_STAGE.items() for intent in names.split()}
)
"""Every intent, and the name of every task that the store starts, with its stage."""

INTENTS: tuple[str, ...] = tuple(STAGE_OF)
"""All of them, in the contract's order."""

TASKS: tuple[str, ...] = (
    "nudge_payment",
    "confirm_order",
    "notify_shipped",
    "notify_out_for_delivery",
    "notify_delivered",
    "notify_abnormal",
    "reply_review",
    "farewell",
)
"""What the store may start by itself; a draft of such a task has the task's name as its intent."""
