"""Where a parcel is: urging, tracking, trouble on the way, out for delivery, arrived or not."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.changes import order_note
from assistant.drafting.answers.complaints import missing_gift, quality_issue
from assistant.drafting.answers.own_order import (
    ARRIVED,
    focused,
    is_late,
    is_overdue,
    names_several_orders,
    no_order,
    order_slots,
    sent_case,
    tracked,
)
from assistant.drafting.answers.refunds import refund
from assistant.drafting.answers.returns import NO_REASON, is_fault, return_exchange
from assistant.drafting.situation import Situation

_MONEY_BACK = r"退款|退钱|退我|还我钱|钱退|\b(?:refund|money back|cancel)\b"
_STOPPED = r"退回|退件|返回|拒收|问题件|派送失败|派件失败|超区|地址不[详对清]|翻车|烧|丢(?:件|失|了)|遗失|找不到|\b(?:return(?:ed|ing)? to (?:the )?sender|sent back|going back|coming back|lost|failed|refused|incomplete|seized|destroyed)\b"
_CUSTOMS = r"清关|海关|关税|\b(?:customs|clearance|duty|import|border)\b"
_LATER = (
    r"(?:先|暂时|暂)(?:别|不要|不用|不)(?:急着|着急|给我)?(?:发|寄)|(?:别|不要|不用)(?:急着|着急|给我)*(?:发货|发出|寄)"
    r"|(?:晚|迟|过)(?:点|些|两天|几天)再?(?:发|寄)|\b(?:hold|don't ship|do not ship|ship (?:it )?later|ship after)\b"
)
_EXTEND = r"延长|延迟|推迟|延后|顺延|\bextend\b"
_HOW = r"怎么|如何|咋|在哪|哪里|\bhow\b|\bwhere\b"
_SAME_DAY = r"当天|当日|今天|今日|今晚|\bsame[- ]day\b|\btoday\b"
_LATE = "the parcel is later than its carrier's usual days"
_OVERDUE = "the promised time of dispatch has passed"
_SPEED = frozenset({"complaint", "bad_review", "dispatch_time", "delivery_time", "track", "urge_dispatch"})


def urge_dispatch(situation: Situation) -> Answer | None:
    """When the order leaves at the latest; an apology and a person where that time has passed."""
    found = focused(situation, "paid")
    if found is None:
        return no_order(situation, "urge_dispatch")
    if found.order is not None and found.order.status in {"unpaid", "paid"} and found.says(_LATER):
        return order_note(found)
    return _money_back(found) or _beside_other_orders(situation, _on_its_way(found, "urge_dispatch"))


def track(situation: Situation) -> Answer | None:
    """Carrier, number and the usual time; or why there are none yet."""
    found = focused(situation, "shipped")
    if found is None:
        return no_order(situation, "track")
    return _money_back(found) or _beside_other_orders(situation, _on_its_way(found, "track"))


def _beside_other_orders(situation: Situation, answer: Answer) -> Answer:
    """The answer on one of several orders that the message names: the others are answered by themselves."""
    if not names_several_orders(situation.facts):
        return answer
    covers = answer.covers - {"track", "urge_dispatch"}
    if answer.intent == "urge_dispatch" and answer.case == "paid" and "items" in answer.slots:
        return replace(answer, case="beside", covers=covers)
    return replace(answer, covers=covers)


def _money_back(found: Situation) -> Answer | None:
    """The answer on the refund, where the buyer of a parcel that has not come wants the money back instead."""
    order = found.order
    if order is None or order.status not in {"paid", "shipped"} or not found.says(_MONEY_BACK):
        return None
    return refund(found)


def _on_its_way(found: Situation, intent: str) -> Answer:
    order, facts = found.order, found.facts
    assert order is not None
    slots = order_slots(found)
    match order.status:
        case "shipped" if is_late(facts):
            return Answer(
                intent, "late" if tracked(order) else "late_bare", slots, certain=False, note=_LATE, covers=_SPEED
            )
        case "shipped":
            return Answer(intent, sent_case(order, slots), slots, covers=_SPEED)
        case "paid" if is_overdue(facts):
            return Answer(intent, "overdue", slots, certain=False, note=_OVERDUE, covers=_SPEED)
        case "paid" if intent == "urge_dispatch" and _missed_cutoff(found, slots):
            return Answer(intent, "after_cutoff", slots, covers=_SPEED)
        case "paid":
            return Answer(intent, _paid_case(found), slots, covers=_SPEED)
        case "delivered" | "completed":
            return Answer(intent, "arrived" if "delivered_day" in slots else "arrived_bare", slots, covers=_SPEED)
        case other:
            return Answer(intent, other, slots, covers=_SPEED)


def _missed_cutoff(found: Situation, slots: Mapping[str, str]) -> bool:
    """Whether the buyer counts on the same day for an order that was paid after the hour for it."""
    terms = found.facts.dispatch
    return "cutoff" in slots and found.says(_SAME_DAY) and not (terms.presale or terms.same_day)


def _paid_case(found: Situation) -> str:
    terms = found.facts.dispatch
    if terms.presale:
        return "presale"
    return "same_day" if terms.same_day and terms.deadline.date() == found.facts.now.date() else "paid"


def abnormal_logistics(situation: Situation) -> Answer | None:
    """Patience within the usual days, with the last of them; past them a person asks the carrier."""
    found = focused(situation, "shipped")
    if found is None:
        return no_order(situation, "abnormal_logistics")
    return _money_back(found) or _troubled(found, "abnormal_logistics")


def _troubled(found: Situation, intent: str) -> Answer:
    order = found.order
    assert order is not None
    slots = order_slots(found)
    covers = _SPEED | {"abnormal_logistics", "not_received", "out_for_delivery", "delivered"}
    if order.status in ARRIVED:
        return Answer(intent, "arrived" if tracked(order) else "arrived_bare", slots, covers=covers)
    if order.status != "shipped":
        answer = _on_its_way(found, "track")
        return Answer(intent, answer.case, slots, certain=answer.certain, note=answer.note, covers=covers)
    if intent == "abnormal_logistics" and found.says(_CUSTOMS):
        return Answer(intent, "customs", slots, certain=False, note="customs hold the parcel", covers=covers)
    if intent == "abnormal_logistics" and found.says(_STOPPED) and tracked(order):
        note = "the buyer says that the parcel was stopped"
        return Answer(intent, "stopped", slots, certain=False, note=note, covers=covers)
    if is_late(found.facts):
        return Answer(
            intent, "late" if tracked(order) else "late_bare", slots, certain=False, note=_LATE, covers=covers
        )
    if tracked(order) and "latest_day" in slots:
        return Answer(intent, "in_time", slots, covers=covers)
    return Answer(
        intent, "unclear", slots, certain=False, note="how long the parcel may take is not known", covers=covers
    )


def out_for_delivery(situation: Situation) -> Answer | None:
    """Who brings the parcel and where to see it; when the courier rings, only the courier knows."""
    found = focused(situation, "shipped")
    if found is None:
        return no_order(situation, "out_for_delivery")
    order = found.order
    assert order is not None
    if order.status == "shipped":
        case = "shipped" if tracked(order) else "shipped_bare"
        return Answer("out_for_delivery", case, order_slots(found), covers=_SPEED)
    answer = _on_its_way(found, "track")
    return Answer(
        "out_for_delivery", answer.case, answer.slots, certain=answer.certain, note=answer.note, covers=_SPEED
    )


def delivered(situation: Situation) -> Answer | None:
    """A glad word for goods that have come, or how receipt is confirmed."""
    if situation.says(_HOW) and situation.says(r"确认|confirm"):
        return Answer("delivered", "confirm_how")
    if situation.says(_EXTEND):
        return Answer("delivered", "extend", covers=frozenset({"track", "not_received", "order_note"}))
    if is_fault(situation):
        return quality_issue(situation)
    if situation.says(NO_REASON):
        return return_exchange(situation)
    return Answer("delivered", "glad", covers=frozenset({"thanks", "ask_review"}))


def not_received(situation: Situation) -> Answer | None:
    """Where to look for a parcel that shows as delivered; else how it stands on its way."""
    found = focused(situation, "delivered", "completed", "shipped")
    if found is None:
        return no_order(situation, "not_received")
    order = found.order
    assert order is not None
    about_gift = missing_gift(found)
    if about_gift is not None:
        return about_gift
    return _money_back(found) or _troubled(found, "not_received")


ANSWERS: Mapping[str, Answerer] = {
    "urge_dispatch": urge_dispatch,
    "track": track,
    "abnormal_logistics": abnormal_logistics,
    "out_for_delivery": out_for_delivery,
    "delivered": delivered,
    "not_received": not_received,
}
