"""Changing, noting, cancelling and combining what was ordered: simple before dispatch, hardly possible after."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.delivery import abroad
from assistant.drafting.answers.own_order import (
    ARRIVED,
    UNSENT,
    focused,
    no_order,
    order_slots,
    receiver_slots,
    tracked,
)
from assistant.drafting.asked import read_asked
from assistant.drafting.phrasing import money, size_told, term, terms
from assistant.drafting.situation import Situation
from assistant.facts.delivery import is_remote
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.personal import personal_numbers
from assistant.language.regex import regex
from assistant.language.regions import named_region

_ADDRESS = r"(?:省|市|区|县|镇|乡|街道).{0,20}(?:路|街|道|号|弄|村|栋|楼|室)|[路街道]\s*\d+\s*号|\d+\s*(?:栋|单元|室|号楼)|\b\d+\s+\w+\s+(?:street|st|road|rd|avenue|ave|lane|drive)\b|\b(?:street|road|avenue)\s+\d+"
_WITH_ADDRESS = frozenset({"order_note", "change_items", "confirm_order", "return_exchange"})
"""What an answer on the address answers too."""
_MORE = r"[加再多添补](?:拍|买|要|来|上|一|两|几|个|件|双|条|包)|\b(?:add|another|one more|extra|additional)\b"
_INTO = r"(?:改|换)(?:成|为|到|个|一个)?|\b(?:to|into|instead|for)\b"
"""What stands behind is wished, what stands before was ordered."""
_NOTE_SEEN = (
    r"(?:备注|留言).{0,12}(?:看|见|收到|读|有没有|知道|注意|显示)|(?:看|见|收到|知道|注意)(?:得?到|没|了|见)?.{0,8}(?:备注|留言)|(?:备注|留言)(?:里|上|的时候|了|过|写)|(?:写|填|留|加)(?:了|过)(?:个|一?条)?(?:备注|留言)"
    r"|\b(?:see|seen|saw|read|notice|noticed|got|get|check|follow)\b.{0,20}\b(?:note|notes|remark|message)\b|\b(?:note|remark|message) (?:on|to|in|with) (?:my|the) order\b"
)
"""Questions for a note that was written with the order."""
_WISH = regex(
    r"(?:请|麻烦|帮|不要|不用|别|放|轻|包|写|发|用|尽量|please|leave|put|pack|wrap|do not|don't|no )(?:[\u3400-\u9fff]{1,15}|[a-z' ]{2,50})[。.!~]?"
)
"""A note that is quoted: one plain wish. What claims something ("the boss agreed") is no answer of ours, not even quoted."""
_LESS = r"去掉|减(?:一|少|掉)|少(?:要|一|发)|只要|不要(?:那|其中|一)|删(?:一|掉)|\b(?:remove|without|only (?:one|want)|take out|drop)\b"


def change_address(situation: Situation) -> Answer | None:
    """A new address as long as the parcel has not left; after that only the carrier can help."""
    found = focused(situation, "paid", "unpaid", "shipped")
    if found is None:
        return no_order(situation, "change_address")
    order = found.order
    assert order is not None
    unknown = abroad(found, message_only=True) if order.status in UNSENT else None
    if unknown is not None:
        return replace(unknown, covers=unknown.covers | _WITH_ADDRESS)
    slots = {**order_slots(found), **receiver_slots(order), **_remote(found)}
    match order.status:
        case "unpaid" | "paid":
            given = _gives_address(situation)
            case = order.status + ("_remote" if "remote_fee" in slots else "") + ("_given" if given else "")
            if case == "paid_given" and personal_numbers(situation.facts.message.view):
                case = "paid_given_whole"
            note = "a person writes the new address into the order" if given else None
            return Answer("change_address", case, slots, certain=not given, note=note, covers=_WITH_ADDRESS)
        case "shipped":
            case = "shipped" if tracked(order) else "shipped_bare"
            return Answer(
                "change_address", case, slots, covers=_WITH_ADDRESS | {"track", "dispatch_time", "delivery_time"}
            )
        case "delivered" | "completed":
            return Answer("change_address", "arrived", slots)
        case other:
            return Answer("change_address", other, slots)


def _gives_address(situation: Situation) -> bool:
    return situation.says(_ADDRESS) or bool(personal_numbers(situation.facts.message.view))


def _remote(found: Situation) -> dict[str, str]:
    """What a newly named region adds, where the address of the order did not pay it."""
    facts, shipping = found.facts, found.facts.store.shipping
    region = named_region(facts.message)
    old = facts.order.receiver.address if facts.order else None
    if region is None or shipping.free_shipping is None or not is_remote(shipping, region):
        return {}
    if old and is_remote(shipping, old):
        return {}
    fee = money(shipping.free_shipping.remote_fee, facts.store.currency, found.language)
    return {"region": term(region, found.language), "remote_fee": fee}


def change_items(situation: Situation) -> Answer | None:
    """Another size, colour or number: before payment anew, before dispatch by a person, later as an exchange."""
    found = focused(situation, "paid", "unpaid")
    if found is None:
        return no_order(situation, "change_items")
    order = found.order
    assert order is not None
    covers = frozenset({"stock", "size", "combine_orders", "color_difference"})
    found = _of_wish(found)
    if order.status in UNSENT:
        return _other_carrier(found, "change_items") or replace(_unsent_change(found, order.status), covers=covers)
    case = "arrived" if order.status in ARRIVED else order.status
    return Answer("change_items", case, order_slots(found), covers=covers)


def _unsent_change(found: Situation, status: str) -> Answer:
    slots = {**order_slots(found), **_wanted(found)}
    if found.says(_MORE):
        return _by_person("change_items", "more", slots, "a person puts the orders together")
    if status == "paid" and found.says(_LESS):
        return _by_person("change_items", "less", slots, "a person takes goods out of the order")
    if _sold_out(found):
        return Answer("change_items", f"{status}_none", slots)
    if status == "paid" and "wanted" in slots:
        return _by_person("change_items", "paid_wanted", slots, "a person changes the order before dispatch")
    return Answer("change_items", status, slots)


def _by_person(intent: str, case: str, slots: Mapping[str, str], note: str) -> Answer:
    """An answer that announces what a person has to do."""
    return Answer(intent, case, slots, certain=False, note=note)


def _other_carrier(found: Situation, intent: str) -> Answer | None:
    """The answer to the wish for a certain carrier, before dispatch; None where no carrier is named."""
    order, asked, language = found.order, found.asked, found.language
    if order is None or order.status not in UNSENT:
        return None
    shipping, covers = found.facts.store.shipping, frozenset({"carrier", "shipping_fee", "order_note", "change_items"})
    if asked.carrier is None:
        if asked.other_carrier is None or found.says(r"不要|别|不发|除了|\b(?:not|no|don't)\b"):
            return None
        ours = terms([carrier.name for carrier in shipping.carriers], language)
        return Answer(intent, "carrier_not_ours", {"ours": ours}, covers=covers)
    if asked.carrier.default or found.says(r"不要|别|不发|除了|\b(?:not|no|don't)\b"):
        return None
    fee = found.facts.postage(asked.carrier, found.facts.amount).total
    slots = {"wanted": term(asked.carrier.name, language), "fee": money(fee, found.facts.store.currency, language)}
    case = "carrier_fee" if fee else "carrier_free"
    return Answer(
        intent, case, slots, certain=False, note="a person changes the carrier before dispatch", covers=covers
    )


def _of_wish(found: Situation) -> Situation:
    """The situation with size, colour and number as they are wished: 把M改成L wishes for L."""
    view = found.facts.message.view
    places = [hit.end for hit in pattern(_INTO).hits(found.facts.message)]
    if not places:
        return found
    wished = read_asked(Encoded(view[places[-1] :]), found.facts.store)
    return replace(found, asked=wished) if wished.size or wished.colors or wished.quantity else found


def _wanted(found: Situation) -> dict[str, str]:
    """The size, colour or number that the message names."""
    asked, zh = found.asked, found.language == "zh"
    parts = []
    if asked.size:
        parts.append(size_told(asked.size, found.language))
    parts.extend(term(color, found.language) for color in asked.colors[:1])
    if asked.quantity:
        parts.append(f"{asked.quantity}件" if zh else f"{asked.quantity} pcs")
    return {"wanted": ("、" if zh else ", ").join(parts)} if parts else {}


def _sold_out(found: Situation) -> bool:
    """Whether what the buyer wants instead is not on hand, or not made."""
    product, asked, facts = found.product, found.asked, found.facts
    if product is None:
        return False
    if product.stock_by:
        return any(product.stock_by.get(name) == 0 for name in (asked.size, *asked.colors) if name)
    return not facts.in_stock(product)


def order_note(situation: Situation) -> Answer | None:
    """The wish is taken down for a person; what left the house already cannot be changed."""
    found = focused(situation, "paid", "unpaid")
    if found is None:
        return no_order(situation, "order_note")
    order = found.order
    assert order is not None
    slots = order_slots(found)
    by_carrier = _other_carrier(found, "order_note")
    if by_carrier is not None:
        return by_carrier
    if found.says(_NOTE_SEEN):
        return _note_on(found, slots)
    if order.status in UNSENT:
        note = "a person writes the note into the order"
        return Answer("order_note", order.status, slots, certain=False, note=note, covers=frozenset({"change_address"}))
    if order.status == "shipped":
        covers = frozenset({"out_for_delivery", "track"})
        return Answer("order_note", "shipped" if tracked(order) else "shipped_bare", slots, covers=covers)
    return Answer("order_note", "too_late", slots)


def _note_on(found: Situation, slots: Mapping[str, str]) -> Answer:
    """What the order says of the note that the buyer wrote with it: quoted where it is one plain wish, else only confirmed."""
    order = found.order
    assert order is not None
    covers = frozenset({"change_items", "change_address", "track", "wrong_or_missing", "confirm_order"})
    if not (order.note and order.note.strip()):
        note = "no note stands on the order"
        return Answer("order_note", "note_none", slots, certain=False, note=note, covers=covers)
    left = order.status not in UNSENT
    told = " ".join(order.note.split())
    if _WISH.fullmatch(normalise(told).view):
        slots = {**slots, "note": told}
    note = "a person sees that the note on the order is followed"
    return Answer("order_note", "note_left" if left else "note_seen", slots, certain=False, note=note, covers=covers)


def cancel_order(situation: Situation) -> Answer | None:
    """How to cancel where the order stands, without holding the buyer back."""
    found = focused(situation, "unpaid", "paid", "shipped")
    if found is None:
        return no_order(situation, "cancel_order")
    order = found.order
    assert order is not None
    slots = order_slots(found)
    covers = frozenset({"refund", "return_exchange", "order_note"})
    if order.status == "shipped" and not tracked(order):
        return Answer("cancel_order", "shipped_bare", slots, covers=covers)
    if order.status in ARRIVED:
        return Answer("cancel_order", "arrived", slots, covers=covers)
    if order.status == "closed" and situation.says(r"为什么|为啥|怎么.{0,6}(?:取消|关)|谁|\bwhy\b"):
        return Answer(
            "cancel_order",
            "closed_why",
            slots,
            certain=False,
            note="why the order was closed is not known",
            covers=covers,
        )
    return Answer("cancel_order", order.status, slots, covers=covers)


def combine_orders(situation: Situation) -> Answer | None:
    """Two parcels in one: possible before dispatch; a person sees to it."""
    facts = situation.facts
    if not facts.own_orders:
        return no_order(situation, "combine_orders")
    open_ = [order for order in facts.own_orders if order.status in UNSENT]
    if not open_:
        return Answer("combine_orders", "sent", order_slots(situation))
    note = "a person puts the orders together"
    if len(open_) > 1:
        return Answer("combine_orders", "several", {"count": str(len(open_))}, certain=False, note=note)
    return Answer("combine_orders", "one", {}, certain=False, note=note)


ANSWERS: Mapping[str, Answerer] = {
    "change_address": change_address,
    "change_items": change_items,
    "order_note": order_note,
    "cancel_order": cancel_order,
    "combine_orders": combine_orders,
}
