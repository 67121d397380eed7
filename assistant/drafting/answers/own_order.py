"""The order that an answer is about: only this buyer's own ones exist, and each question looks at the fitting one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from assistant.domain.request import Order, OrderStatus
from assistant.drafting.answer import Answer
from assistant.drafting.phrasing import day, deadline, hours, masked_phone, moment, money, term, window
from assistant.drafting.situation import Situation
from assistant.facts import Facts

ARRIVED: frozenset[OrderStatus] = frozenset({"delivered", "completed"})
"""Statuses of a parcel that has arrived."""
UNSENT: frozenset[OrderStatus] = frozenset({"unpaid", "paid"})
"""Statuses of an order that has not left."""


def focused(situation: Situation, *statuses: OrderStatus) -> Situation | None:
    """The situation seen with the one own order that a question of this kind is about; None where there is none.

    Args:
        situation: as read.
        statuses: what orders of this kind of question are, the likeliest first; where no order is any of these, the
            order in question.
    """
    facts = situation.facts
    if facts.order is None or names_other_order(facts):
        return None
    order = facts.order
    if order.id in facts.request.message:
        return about(situation, order)
    if any(item in facts.order_products for item in facts.named_products) and not names_several_orders(facts):
        return about(situation, order)
    for status in statuses:
        fitting = [own for own in facts.own_orders if own.status == status]
        if fitting:
            return about(situation, max(fitting, key=_newest))
    return about(situation, order)


def names_several_orders(facts: Facts) -> bool:
    """Whether the goods that the message names lie in several own orders."""
    named = {item.id for item in facts.named_products}
    return sum(any(item.product in named for item in order.items) for order in facts.own_orders) > 1


def about(situation: Situation, order: Order) -> Situation:
    """The situation with that own order as the only one."""
    if situation.facts.request.orders == (order,):
        return situation
    request = situation.facts.request.model_copy(update={"orders": (order,)})
    return replace(situation, facts=Facts(situation.facts.store, request))


def _newest(order: Order) -> float:
    when = order.paid_at or order.placed_at or order.shipped_at
    return when.timestamp() if when else 0.0


def names_other_order(facts: Facts) -> bool:
    """Whether the message gives the number of another account's order."""
    return any(order.id in facts.request.message for order in facts.other_orders)


def no_order(situation: Situation, intent: str, *, certain: bool = True) -> Answer:
    """The answer where this account has no order that may be spoken of.

    The words for another account's order say nothing of it, not even that there is one.
    """
    if situation.facts.other_orders:
        return Answer(intent, "other_account")
    return Answer(intent, "no_order", certain=certain, note=None if certain else "no order is known")


def order_slots(situation: Situation) -> dict[str, str]:
    """What may be said of the order in question, in the reply's language; what is not known is left out."""
    facts, language, order = situation.facts, situation.language, situation.order
    if order is None:
        return {}
    currency = facts.store.currency
    slots = {
        "hours": hours(facts.dispatch.hours, language),
        "deadline": deadline(facts.dispatch.deadline, language),
        "amount": money(order.amount, currency, language),
        "items": items_told(situation),
        **_parcel(situation, order),
    }
    cutoff = facts.store.shipping.same_day_cutoff
    if cutoff is not None and order.paid_at is not None:
        paid = order.paid_at.astimezone(facts.store.zone)
        slots |= {"cutoff": f"{cutoff:%H:%M}", "paid_time": moment(paid, language)}
    return {name: value for name, value in slots.items() if value}


def _parcel(situation: Situation, order: Order) -> Mapping[str, str]:
    facts, language = situation.facts, situation.language
    slots: dict[str, str] = {}
    if order.carrier:
        slots["carrier"] = term(order.carrier, language)
    if order.tracking:
        slots["tracking"] = order.tracking
    if order.shipped_at:
        slots["shipped_day"] = day(order.shipped_at.astimezone(facts.store.zone), language)
    if order.delivered_at:
        slots["delivered_day"] = day(order.delivered_at.astimezone(facts.store.zone), language)
    latest = latest_arrival(facts)
    if latest is not None and latest >= facts.now:
        slots["window"] = window(max(facts.arrival().earliest, facts.now), latest, language)
        slots["latest_day"] = day(latest, language)
    return slots


def latest_arrival(facts: Facts) -> datetime | None:
    """The end of the usual time on the way; None where the parcel has not left or its carrier's days are not known."""
    order = facts.order
    if order is None or order.shipped_at is None:
        return None
    if order.carrier and facts.carrier_named(order.carrier) is None:
        return None
    return facts.arrival().latest


def is_late(facts: Facts) -> bool:
    """Whether the parcel has been on its way for longer than its carrier usually needs."""
    latest = latest_arrival(facts)
    return latest is not None and latest.date() < facts.now.date()


def is_overdue(facts: Facts) -> bool:
    """Whether the promised time of dispatch has passed and the parcel has not left."""
    return facts.order is not None and facts.order.status == "paid" and facts.dispatch.deadline < facts.now


def tracked(order: Order) -> bool:
    """Whether carrier and tracking number are known."""
    return bool(order.carrier and order.tracking)


def sent_case(order: Order, slots: Mapping[str, str]) -> str:
    """How much is known of a parcel on its way: carrier and number with the usual days, without them, or neither."""
    if not tracked(order):
        return "shipped_bare"
    return "shipped" if "window" in slots else "shipped_no_window"


def receiver_slots(order: Order) -> dict[str, str]:
    """Receiver, masked phone and address of this buyer's own order, as far as they are known."""
    receiver = order.receiver
    phone = masked_phone(receiver.phone) if receiver.phone else None
    told = [part for part in (receiver.name, phone, receiver.address) if part]
    slots = {
        "phone": phone,
        "address": receiver.address,
        "receiver": ", ".join(told) if told and "".join(told).isascii() else " ".join(told),
    }
    return {name: value for name, value in slots.items() if value}


def items_told(situation: Situation) -> str:
    """The goods of the order in words: titles, sizes or colours, numbers."""
    order, language = situation.order, situation.language
    told = []
    for item in order.items if order else ():
        product = situation.facts.store.product(item.product)
        if product is None:
            continue
        name = f"{product.title} {item.sku}" if item.sku else product.title
        told.append(f"{name} ×{item.quantity}")
    return ("、" if language == "zh" else ", ").join(told)
