"""Messages that the store starts: sent only where the order bears them out, and a reminder at most twice."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from assistant.domain.request import Order, OrderStatus, Turn
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.own_order import about, is_late, is_overdue, order_slots, receiver_slots, tracked
from assistant.drafting.answers.returns import return_slots
from assistant.drafting.answers.reviews import review_answer
from assistant.drafting.situation import Situation
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

MAX_NUDGES = 2
PAUSE = timedelta(minutes=5)
"""A reminder waits this long after the last message."""
_REFUSED = r"不(?:想)?(?:要|买)了|不买|取消|别(?:再)?(?:催|发)|不需要|\b(?:don'?t want|do not want|cancel|not buying|stop (?:asking|messaging|reminding)|no longer)\b"


def nudge_payment(situation: Situation) -> Answer:
    """A friendly reminder, the first and the second."""
    found = _found(situation, "unpaid")
    if isinstance(found, str):
        return _silent("nudge_payment", found)
    facts = situation.facts
    history = facts.request.history
    nudges = sum(turn.role == "agent" and turn.task == "nudge_payment" for turn in history)
    if nudges >= MAX_NUDGES:
        return _silent("nudge_payment", "two reminders have been sent")
    if _too_soon(history, facts):
        return _silent("nudge_payment", "the last message is less than 5 minutes old")
    if _refused(history):
        return _silent("nudge_payment", "the buyer does not want the order")
    slots = order_slots(found)
    cutoff = facts.store.shipping.same_day_cutoff
    if found.facts.dispatch.presale:
        return Answer("nudge_payment", "remind_presale", slots)
    if cutoff is not None and found.facts.dispatch.same_day:
        return Answer(
            "nudge_payment", "remind_cutoff" if not nudges else "remind_again", {**slots, "cutoff": f"{cutoff:%H:%M}"}
        )
    return Answer("nudge_payment", "remind" if not nudges else "remind_again", slots)


def _too_soon(history: Sequence[Turn], facts: Facts) -> bool:
    times = [turn.at for turn in history if turn.at is not None and turn.at <= facts.request.now]
    return bool(times) and facts.request.now - max(times) < PAUSE


def _refused(history: Sequence[Turn]) -> bool:
    last = next((turn for turn in reversed(history) if turn.role == "buyer"), None)
    return last is not None and pattern(_REFUSED).found(Encoded(normalise(last.text).view))


def confirm_order(situation: Situation) -> Answer:
    """What was ordered and where it goes, the phone masked, before it leaves."""
    found = _found(situation, "paid")
    if isinstance(found, str):
        return _silent("confirm_order", found)
    assert found.order is not None
    slots = {**order_slots(found), **receiver_slots(found.order)}
    overdue = is_overdue(found.facts)
    if "items" not in slots:
        case = "check_receiver" if "receiver" in slots else "check_bare"
    else:
        case = "check" if "receiver" in slots else "check_items"
    return Answer(
        "confirm_order",
        case,
        slots,
        certain=not overdue,
        note="the promised time of dispatch has passed" if overdue else None,
    )


def notify_shipped(situation: Situation) -> Answer:
    """Carrier, number and the usual time."""
    found = _found(situation, "shipped")
    if isinstance(found, str):
        return _silent("notify_shipped", found)
    slots = order_slots(found)
    if not tracked(_order(found)):
        return Answer("notify_shipped", "bare", slots)
    return Answer("notify_shipped", "window" if "window" in slots else "tracked", slots)


def notify_out_for_delivery(situation: Situation) -> Answer:
    """The courier is on the way: keep the phone near."""
    found = _found(situation, "shipped")
    if isinstance(found, str):
        return _silent("notify_out_for_delivery", found)
    return Answer("notify_out_for_delivery", "tracked" if tracked(_order(found)) else "bare", order_slots(found))


def notify_delivered(situation: Situation) -> Answer:
    """It has come: look it over, tell us if anything is wrong."""
    found = _found(situation, "delivered", "completed")
    if isinstance(found, str):
        return _silent("notify_delivered", found)
    slots = return_slots(found)
    return Answer("notify_delivered", "items" if "items" in slots else "bare", slots)


def notify_abnormal(situation: Situation) -> Answer:
    """Trouble on the way: an apology, and that we stay on it."""
    found = _found(situation, "shipped")
    if isinstance(found, str):
        return _silent("notify_abnormal", found)
    late = is_late(found.facts)
    return Answer(
        "notify_abnormal",
        "tracked" if tracked(_order(found)) else "bare",
        order_slots(found),
        certain=not late,
        note="the parcel is late" if late else None,
    )


def reply_review(situation: Situation) -> Answer | None:
    """The public answer under a review; the review is the message."""
    if not situation.facts.request.message.strip():
        return _silent("reply_review", "there is no review to answer")
    return review_answer(situation, "reply_review")


def farewell(_: Situation) -> Answer:
    """A warm good-bye."""
    return Answer("farewell", "task")


def _found(situation: Situation, *statuses: OrderStatus) -> Situation | str:
    """The situation with the newest own order of those statuses, or why there is none to speak of."""
    own = situation.facts.own_orders
    fitting = [order for order in own if order.status in statuses]
    if fitting:
        return about(situation, max(fitting, key=_time))
    if own:
        return f"the order is {own[0].status}"
    return "there is no order of this account"


def _time(order: Order) -> float:
    when = order.paid_at or order.placed_at
    return when.timestamp() if when else 0.0


def _order(found: Situation) -> Order:
    assert found.order is not None
    return found.order


def _silent(task: str, reason: str) -> Answer:
    return Answer(task, "silent", silent=True, note=reason)


ANSWERS: Mapping[str, Answerer] = {
    "nudge_payment": nudge_payment,
    "confirm_order": confirm_order,
    "notify_shipped": notify_shipped,
    "notify_out_for_delivery": notify_out_for_delivery,
    "notify_delivered": notify_delivered,
    "notify_abnormal": notify_abnormal,
    "reply_review": reply_review,
    "farewell": farewell,
}
