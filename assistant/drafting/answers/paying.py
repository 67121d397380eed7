"""Paying for an order and confirming it."""

from collections.abc import Mapping

from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.own_order import UNSENT, focused, is_overdue, no_order, order_slots, receiver_slots
from assistant.drafting.phrasing import figure, hours, money, terms
from assistant.drafting.situation import Situation
from assistant.facts.money import floor_price

_DEDUCTED = r"(?:付|支付|paid|payed).{0,16}(?:待付款|未付款|没付|awaiting|unpaid|pending)|扣(?:了|款|钱|我)|重复|钱(?:出去|没了|少了)|\b(?:charged|deducted|money (?:left|gone|taken)|double|twice)\b"
_EXPIRY = r"多久|多长时间|几天|几点|什么时候|关(?:了|闭|掉)|保留|\b(?:how (?:long|many)|when|expire|close|closes)\b"
_ASKS = r"[?]|吗|呢|没有?$|看看|查|核对|确认下|哪|什么|几|是不是|\b(?:can you|could you|please confirm|tell me|you have|which|what|did|do you|is it)\b"
_ADDRESS_WORD = r"地址|寄到|送到|收(?:货|件)人|电话|\b(?:address|phone|name|postcode)\b"


def nudge_payment(situation: Situation) -> Answer | None:
    """The buyer will pay later: no pressure, and when the parcel would leave."""
    found = focused(situation, "unpaid")
    if found is None or found.order is None or found.order.status != "unpaid":
        if found is not None and found.order is not None and found.order.status == "closed":
            return Answer("nudge_payment", "closed", order_slots(found))
        return Answer("nudge_payment", "later")
    slots = {**order_slots(found), **_cutoff(found)}
    if situation.says(_EXPIRY):
        return Answer("nudge_payment", "expiry", slots)
    return Answer("nudge_payment", "unpaid", slots)


def _cutoff(situation: Situation) -> dict[str, str]:
    cutoff = situation.facts.store.shipping.same_day_cutoff
    if cutoff is None or not situation.facts.dispatch.same_day:
        return {}
    return {"cutoff": f"{cutoff:%H:%M}"}


def payment_problem(situation: Situation) -> Answer | None:
    """What to try, with the ways to pay; money that is gone goes to a person."""
    slots = {"methods": terms(situation.facts.store.payment.methods, situation.language)}
    if situation.says(_DEDUCTED):
        note = "the buyer says that money was taken"
        return Answer("payment_problem", "deducted", slots, certain=False, note=note)
    return Answer("payment_problem", "failed", slots, covers=frozenset({"payment_method"}))


def price_change(situation: Situation) -> Answer | None:
    """Whether the price of the order can be changed: only as far as bargaining allows."""
    facts = situation.facts
    promotions = [item.says for item in facts.promotions]
    slots = {"promotions": terms(promotions, situation.language)} if promotions else {}
    covers = frozenset({"bargain", "promotion", "nudge_payment"})
    found = focused(situation, "unpaid")
    if found is not None and found.order is not None and found.order.status != "unpaid":
        return Answer("price_change", "paid_already", slots, covers=covers)
    if _may_bargain(found or situation):
        note = "a person changes the price, within the floor"
        return Answer(
            "price_change",
            "within_floor",
            {**slots, **_floor(found or situation)},
            certain=False,
            note=note,
            covers=covers,
        )
    if promotions:
        return Answer("price_change", "promotions", slots, covers=covers)
    return Answer("price_change", "fixed", slots, covers=covers)


def _may_bargain(situation: Situation) -> bool:
    terms_ = situation.facts.store.bargaining
    quantity = situation.asked.quantity or situation.facts.quantity or 1
    return terms_.allowed and quantity >= terms_.min_quantity


def _floor(situation: Situation) -> dict[str, str]:
    facts, product = situation.facts, situation.product
    quantity = situation.asked.quantity or facts.quantity or 1
    if product is None or (facts.order is not None and len(facts.order.items) > 1):
        return {"floor": f"{figure(facts.store.bargaining.floor_percent / 10)}折"} if situation.language == "zh" else {}
    return {"floor": money(floor_price(facts.store, product.price, quantity), facts.store.currency, situation.language)}


def confirm_order(situation: Situation) -> Answer | None:
    """What was ordered and where it goes, the phone masked; or thanks for the buyer's word."""
    found = focused(situation, "paid", "unpaid")
    if found is None:
        return no_order(situation, "confirm_order")
    order = found.order
    assert order is not None
    slots = {**order_slots(found), **receiver_slots(order), **_cutoff(found)}
    if order.status == "paid" and is_overdue(found.facts):
        return Answer("confirm_order", "overdue", slots, certain=False, note="the promised time of dispatch has passed")
    if not situation.says(_ASKS):
        return Answer("confirm_order", f"noted_{order.status}" if order.status in UNSENT else "told", slots)
    if situation.says(_ADDRESS_WORD) and "receiver" in slots:
        return Answer("confirm_order", "address", slots, covers=frozenset({"change_address"}))
    return Answer(
        "confirm_order",
        "told" if slots.get("items") else "unknown",
        slots,
        certain=bool(slots.get("items")),
        note="what was ordered is not known",
    )


def paid_thanks(situation: Situation) -> Answer | None:
    """Thanks for the payment, and when the parcel leaves; an order that is still unpaid is told so."""
    found = focused(situation, "paid", "unpaid")
    covers = frozenset({"thanks", "confirm_order", "dispatch_time"})
    if found is None:
        if situation.facts.other_orders:
            return no_order(situation, "paid_thanks")
        return _thanks(situation, covers)
    order = found.order
    assert order is not None
    slots = {**order_slots(found), **_cutoff(found)}
    match order.status:
        case "unpaid":
            return Answer("paid_thanks", "unpaid", slots, covers=covers)
        case "paid" if is_overdue(found.facts):
            return Answer(
                "paid_thanks", "overdue", slots, certain=False, note="the promised time of dispatch has passed"
            )
        case "paid":
            return Answer("paid_thanks", _paid_case(found), slots, covers=covers)
        case _:
            return _thanks(found, covers)


def _paid_case(found: Situation) -> str:
    terms_ = found.facts.dispatch
    if terms_.presale:
        return "presale"
    return "same_day" if terms_.same_day and terms_.deadline.date() == found.facts.now.date() else "paid"


def _thanks(situation: Situation, covers: frozenset[str]) -> Answer:
    if situation.facts.order is not None:
        return Answer("paid_thanks", "plain", order_slots(situation), covers=covers)
    terms_ = situation.facts.dispatch_if_paid_now
    slots = {"hours": hours(situation.facts.store.shipping.dispatch_hours, situation.language)}
    return Answer("paid_thanks", "presale_unknown" if terms_.presale else "unknown", slots, covers=covers)


ANSWERS: Mapping[str, Answerer] = {
    "nudge_payment": nudge_payment,
    "payment_problem": payment_problem,
    "price_change": price_change,
    "confirm_order": confirm_order,
    "paid_thanks": paid_thanks,
}
