"""Money back: refunds, how they stand, and price protection."""

from collections.abc import Mapping

from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.own_order import ARRIVED, focused, no_order, order_slots
from assistant.drafting.answers.returns import GOING_BACK, going_back, return_slots
from assistant.drafting.phrasing import terms
from assistant.drafting.situation import Situation

_PART = r"(?:退|补|赔|返)(?:偿|给|还)?(?:我|点|个|些)?(?:差不多)?\s*(?:\d+|[一二两三四五六七八九十几]+[十百块元])|部分退|补偿|赔偿|赔点|意思(?:意思|下)|\b(?:partial|part of|half|compensat\w*|keep (?:it|them) (?:and|for|if)|\d+\s?(?:dollars|usd|eur|euros?))\b|\$\s?\d+|\d+\s?%|[一二三四五六七八九]成|一半"
_SENT_BACK = r"寄(?:回|过去|出)|退(?:回|货).{0,8}(?:到|收)|(?:收到|签收).{0,6}(?:退|我寄)|仓库(?:收|签)|\b(?:sent (?:it|them) back|returned (?:it|them|the)|(?:get|got|received?) my (?:return|parcel|package)|got the return)\b"
_AMOUNT_WRONG = (
    r"少退|退少|(?:金额|数)不对|没退(?:全|够|完)|差(?:我)?\d+"
    r"|\b(?:only got|less than|not the full|wrong amount|missing \$?\d+)\b"
)
_ONE_OF = r"(?:一|1|其中|那)(?:单|笔)|\bone of\b"
_WITHDRAW = r"撤销|撤回|取消退款|不(?:想)?退了|\b(?:withdraw|cancel (?:the|my) refund|keep (?:it|the order))\b"
_APPROVE = r"同意|通过一?下|审核一?下|处理一?下|\b(?:accept|approve|agree)\b"
_REJECTED = r"拒绝.{0,6}(?:退|申请)|(?:退款?|申请).{0,6}(?:被拒|被驳|没通过|不通过)|驳回|不给(?:我)?退|\b(?:reject|refus|declin|den)(?:ed|ing|ied)\b"
_NO_RETURN = (
    r"仅退款|不(?:想|用|要)?退货|货(?:就)?不(?:寄|退)|只退(?:钱|款)"
    r"|\bwithout (?:sending|returning|return)\b|\brefund only\b"
)
_WAITING = (
    r"[天周月]了|一直|还没|还不|怎么还|迟迟|这么久|什么时候|\b(?:still|days|weeks?|ago|nothing|since|yet|stuck)\b"
)


def refund(situation: Situation) -> Answer | None:
    """How the money comes back, by where the order stands."""
    found = focused(situation, "paid", "shipped", "delivered", "completed")
    if found is None:
        return no_order(situation, "refund")
    open_ = [order for order in situation.facts.own_orders if order.status in {"paid", "shipped"}]
    if len(open_) > 1 and situation.says(_ONE_OF) and not situation.facts.named_products:
        return Answer("refund", "which_order", {"count": str(len(open_))}, covers=GOING_BACK | {"combine_orders"})
    if found.order is not None and found.order.status in ARRIVED and situation.says(_PART):
        return Answer(
            "refund", "part", return_slots(found), certain=False, note="a person decides about a part of the money"
        )
    if found.says(_REJECTED):
        note = "a person looks into a refused refund"
        return Answer("refund", "rejected", return_slots(found), certain=False, note=note, covers=GOING_BACK)
    if found.order is not None and found.order.status in {"refunding", "closed"}:
        return refund_progress(situation)
    if found.order is not None and found.order.status in ARRIVED and situation.says(_NO_RETURN):
        note = "a person decides about a refund without a return"
        return Answer("refund", "no_return", return_slots(found), certain=False, note=note, covers=GOING_BACK)
    return going_back(found, "refund")


def refund_progress(situation: Situation) -> Answer | None:
    """How a refund stands, as far as the order tells."""
    found = focused(situation, "refunding", "closed")
    if found is None:
        return no_order(situation, "refund_progress")
    order = found.order
    assert order is not None
    slots = order_slots(found)
    if order.status in {"refunding", "delivered", "completed"} and situation.says(_SENT_BACK):
        checks = "a person checks whether the returned goods have come in"
        return Answer("refund_progress", "sent_back", slots, certain=False, note=checks, covers=GOING_BACK)
    if situation.says(_AMOUNT_WRONG):
        return Answer(
            "refund_progress", "amount", slots, certain=False, note="a person checks the amount", covers=GOING_BACK
        )
    if order.status == "refunding" and situation.says(_WITHDRAW):
        return Answer("refund_progress", "withdraw", slots, covers=GOING_BACK)
    if order.status == "refunding" and situation.says(_APPROVE):
        return Answer(
            "refund_progress",
            "approve",
            slots,
            certain=False,
            note="a person decides on the request",
            covers=GOING_BACK,
        )
    if order.status == "refunding":
        pressing = situation.says(_WAITING)
        note = "the buyer has waited for the refund" if pressing else None
        return Answer(
            "refund_progress",
            "waiting" if pressing else "refunding",
            slots,
            certain=not pressing,
            note=note,
            covers=GOING_BACK,
        )
    case = "closed" if order.status == "closed" else "none"
    return Answer("refund_progress", case, slots, certain=False, note="no refund under way is known", covers=GOING_BACK)


def price_protection(situation: Situation) -> Answer | None:
    """The profile has no price protection: an honest no, and the promotions in force."""
    promotions = [item.says for item in situation.facts.promotions]
    if not promotions:
        return Answer("price_protection", "none")
    slots = {"promotions": terms(promotions, situation.language)}
    return Answer("price_protection", "promotions", slots, covers=frozenset({"promotion", "bargain"}))


ANSWERS: Mapping[str, Answerer] = {
    "refund": refund,
    "refund_progress": refund_progress,
    "price_protection": price_protection,
}
