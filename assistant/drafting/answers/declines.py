"""A clear, warm no to what a store must not do, with what is possible instead."""

from collections.abc import Mapping

from assistant.domain.intents import STAGE_OF
from assistant.drafting.answer import Answer, Answerer, always
from assistant.drafting.answers.delivery import delivery_time
from assistant.drafting.answers.money import invoice_slots
from assistant.drafting.phrasing import days, terms
from assistant.drafting.situation import Situation
from assistant.drafting.wishes import ORDER

_MOST = 2
"""So many wishes are declined one by one; more would read like a list of sins."""
_OF_ORDERS = frozenset(
    {
        "dispatch_time",
        "delivery_time",
        "order_note",
        "change_address",
        "change_items",
        "cancel_order",
        "confirm_order",
        "combine_orders",
    }
)
"""Intents outside aftersale that may be about an order which exists."""
THREAT_OF_PRICE = "decline_threat_price"
"""The case of a threat that is meant to press the price: what the price allows comes first."""
_PRICE_WISH = (
    r"卖|便宜|优惠|[打\d]折|降价|包邮|免邮|送|减|少[\d点些]|价|\b(?:discount|cheaper|price|deal|free|gift|lower)\b"
)
_PRICES = frozenset({"bargain", "price", "promotion", "order_note", "gift"})
_DECLARED = r"报关|申报|海关|\b(?:declar\w*|customs|mark (?:the |it |my |as)|label)\b"
"""What the sums in a wish about invoices are mistaken for."""
_NEVER_OF_ORDERS = frozenset(
    {"return_exchange", "return_freight", "usage_help", "ask_review", "price_protection", "complaint", "bad_review"}
)
"""Aftersale intents that are asked in general too."""


def decline(situation: Situation) -> list[Answer]:
    """The refusals that a message calls for, the gravest first."""
    wishes = [wish for wish in ORDER if wish in situation.wishes]
    if _of_foreign_order(situation) and "other_account" not in wishes:
        wishes.insert(0, "other_account")
    if "other_account" in wishes and "third_person_data" in wishes:
        wishes.remove("other_account")
    answers = [answer for wish in wishes if (answer := _DECLINED[wish](situation)) is not None]
    return list({(answer.intent, answer.case): answer for answer in answers}.values())[:_MOST]


def _of_foreign_order(situation: Situation) -> bool:
    """Whether the buyer speaks of an order, and the only ones there are belong to another account."""
    if not situation.foreign_order_only:
        return False
    order_ids = any(order.id in situation.facts.request.message for order in situation.facts.other_orders)
    of_orders = (
        (STAGE_OF.get(guess.intent) == "aftersale" or guess.intent in _OF_ORDERS)
        and guess.intent not in _NEVER_OF_ORDERS
        for guess in situation.intents[:1]
    )
    return order_ids or any(of_orders)


def _false_invoice(situation: Situation) -> Answer:
    if situation.says(_DECLARED):
        return Answer("invoice", "decline_declaration", invoice_slots(situation), covers=_PRICES)
    return Answer("invoice", "decline_content", invoice_slots(situation), covers=_PRICES)


def _other_amount(situation: Situation) -> Answer:
    if situation.says(_DECLARED):
        return Answer("invoice", "decline_declaration", invoice_slots(situation), covers=_PRICES)
    return Answer("invoice", "decline_amount", invoice_slots(situation), covers=_PRICES)


def _payment(situation: Situation) -> Answer:
    methods = terms(situation.facts.store.payment.methods, situation.language)
    return Answer(
        "payment_method",
        "decline_off_platform",
        {"methods": methods},
        covers=frozenset({"credit_card", "payment_problem", "bargain", "how_to_order"}),
    )


def _contact(situation: Situation) -> Answer:
    hotline = situation.facts.store.hotline
    return Answer("off_topic", "decline_contact_hotline" if hotline else "decline_contact", covers=frozenset({"human"}))


def _arrival(situation: Situation) -> Answer:
    estimate = delivery_time(situation)
    slots = dict(estimate.slots) if estimate else {}
    case = "decline_guarantee_shipped" if estimate and estimate.case == "shipped" else "decline_guarantee"
    return Answer("delivery_time", case, slots, covers=frozenset({"track", "dispatch_time"}))


def _privacy(situation: Situation, case: str, stages: frozenset[str]) -> Answer:
    covers = frozenset(name for name, stage in STAGE_OF.items() if stage in stages) | _OF_ORDERS | {"human"}
    general = frozenset() if situation.facts.other_orders else _NEVER_OF_ORDERS
    return Answer("privacy_request", case, covers=covers - general)


def _other_account(situation: Situation) -> Answer:
    return _privacy(situation, "decline_other_account", frozenset({"aftersale", "sale"}))


def _third_person(situation: Situation) -> Answer:
    return _privacy(situation, "decline_third_person", frozenset({"aftersale"}))


def _false_reason(situation: Situation) -> Answer:
    returns = situation.facts.store.returns
    slots = {"return_days": days(returns.no_reason_days, situation.language)} if returns.no_reason_days else {}
    covers = frozenset(
        {
            "return_exchange",
            "return_freight",
            "cancel_order",
            "refund_progress",
            "quality_issue",
            "damaged",
            "not_received",
        }
    )
    return Answer("refund", "decline_reason", slots, covers=covers)


_PAID_REVIEW = Answer(
    "ask_review", "decline_reward", covers=frozenset({"gift", "coupon", "promotion", "bad_review", "reply_review"})
)


def _review_threat(situation: Situation) -> Answer:
    """A threat before anything was bought is about the price: that is answered first, and warmly."""
    before = situation.order is None or situation.order.status == "unpaid"
    return Answer(
        "bad_review",
        THREAT_OF_PRICE if before and situation.says(_PRICE_WISH) else "decline_threat",
        certain=False,
        note="the buyer ties a review to money",
        covers=frozenset({"complaint", "refund", "ask_review", "reply_review"}),
    )


_FAKE_ORDER = Answer(
    "off_topic", "decline_fake_order", covers=frozenset({"how_to_order", "ask_review", "bulk", "gift"})
)
_INJECTION = Answer("off_topic", "decline_injection", certain=False, note="the message tries to instruct the assistant")
_INTERNALS = Answer("off_topic", "decline_internals", covers=frozenset({"price"}))

_DECLINED: Mapping[str, Answerer] = {
    "injection": always(_INJECTION),
    "other_account": _other_account,
    "third_person_data": _third_person,
    "off_platform_payment": _payment,
    "off_platform_contact": _contact,
    "false_invoice": _false_invoice,
    "other_amount": _other_amount,
    "false_reason": _false_reason,
    "fake_order": always(_FAKE_ORDER),
    "review_threat": _review_threat,
    "paid_review": always(_PAID_REVIEW),
    "guaranteed_arrival": _arrival,
    "internals": always(_INTERNALS),
}
