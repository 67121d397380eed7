"""Sending back: returns, exchanges, and who pays the way back."""

import re
from collections.abc import Mapping
from datetime import timedelta

from assistant.domain.store import Language
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.own_order import ARRIVED, focused, is_late, no_order, order_slots
from assistant.drafting.phrasing import day, days, size_told, terms
from assistant.drafting.situation import Situation
from assistant.language.normalise import normalise

_FAULT = (
    r"质量(?:问题|不|太|差|有|很)|瑕疵|坏|破|开线|掉色|褪色|起球|有洞|脱线|污渍|次品|变质|发霉|发错|错发|少发|漏发|寄错|不符|过期|缺(?:件|配件)"
    r"|\b(?:defect\w*|faulty|damaged?|broken|torn|ripped|hole|wrong (?:item|size|colou?r|product|one)|your (?:mistake|error|fault|mix-up)|missing|expired|stained?|(?:bad|poor|terrible|awful|low) quality|quality (?:is|was) (?:\w+ )?(?:bad|poor|terrible|awful|low))\b"
)
_NO_FAULT = r"没(?:有|什么|啥)*质量问题|(?:不是|非)质量|质量(?:没|挺好|不错|还行|可以)|没(?:坏|破)|\b(?:no|not a|isn'?t a) (?:quality|defect)|nothing (?:is )?wrong"
NO_REASON = (
    r"不喜欢|不想要|不合适|不合身|(?:太|偏|有点|大|小|长|短|紧|松|肥|瘦)[大小长短紧松肥瘦了]|买错|拍错|后悔|没看上|不好看|换(?:个|大|小|一|码|尺|颜色)"
    r"|\b(?:don'?t (?:like|want|need)|changed? my mind|too (?:small|big|large|tight|loose|long|short)|doesn'?t fit|do not (?:like|want))\b"
)
_EXCHANGE = r"换(?:[^算季洗]|$)|\b(?:exchange|swap|replace|replacement|another size|bigger|smaller)\b"
_UNOPENED = r"[没未](?:有)?(?:拆|开封|动过|吃|喝|用)|不拆|\b(?:unopened|not (?:been )?opened|never opened|still sealed|unused)\b"
_OPENED = r"拆(?:开|封|了|过|包)|开(?:封|了|过|袋|包)|吃了|喝了|泡了|尝|用过|试吃|\b(?:opened|ate|eaten|tasted|drank|tried it|used)\b"
_INSURANCE = r"运费险|保险|赔邮费|赔运费|insurance"
_USED = r"吊牌.{0,4}(?:剪|拆|掉|扯|没|丢)|剪(?:了|掉)?吊牌|(?:洗|穿|戴|用)(?:过|了一?[次天水遍])|\b(?:worn|washed|wore|used (?:it|them)|(?:no|without|cut|removed|lost) (?:the )?(?:\w+ )?tags?)\b"
_WHERE = r"退货地址|寄(?:到|回)?(?:哪|什么地方)|寄回.{0,4}地址|地址(?:发|给)我|\breturn address\b|\bwhere (?:do|should|can) i (?:send|return|ship)\b"
_MAY_GO_BACK = ("open", "exchange", "used")
"""How the cases begin in which the order page is the way back."""
GOING_BACK = frozenset({"complaint", "bad_review", "return_exchange", "return_freight", "refund", "cancel_order"})
"""What an answer on goods that go back answers too."""


def is_fault(situation: Situation) -> bool:
    """Whether the message gives a fault of ours as the reason."""
    if situation.speaks_of(_NO_FAULT):
        return False
    if situation.follows is not None and situation.follows.matter == "fault":
        return True
    return situation.speaks_of(_FAULT)


def return_slots(situation: Situation) -> dict[str, str]:
    """The return terms, and how they stand for the order in question."""
    terms_, language = situation.facts.store.returns, situation.language
    slots = {
        **order_slots(situation),
        "return_days": days(terms_.no_reason_days, language),
        "fit": _fit(situation, language),
    }
    order = situation.order
    if order is not None and order.delivered_at is not None:
        last = order.delivered_at.astimezone(situation.facts.store.zone) + timedelta(days=terms_.no_reason_days)
        slots["last_day"] = day(last, language)
    if terms_.exempt:
        slots["exempt"] = terms(terms_.exempt, language, "or")
    return slots


def _fit(situation: Situation, language: Language) -> str:
    """The state that goods must be in to go back without reason."""
    exempt = situation.facts.store.returns.exempt
    if language == "zh":
        return "商品完好、不影响二次销售" + (f"({'、'.join(exempt)}除外)" if exempt else "")
    return "in resalable condition" + (f" (not for {terms(exempt, language, 'or')})" if exempt else "")


def _insured(situation: Situation, case: str) -> str:
    return f"{case}_insured" if situation.facts.store.returns.freight_insurance else case


def return_exchange(situation: Situation) -> Answer | None:
    """Whether the goods may go back or be exchanged, and how."""
    found = focused(situation, "delivered", "completed", "shipped")
    if found is None:
        if situation.facts.other_orders:
            return no_order(situation, "return_exchange")
        fault = "rule_fault_both" if situation.facts.store.returns.no_reason_days else "rule_fault"
        case = fault if is_fault(situation) else _insured(situation, "rule")
        return Answer("return_exchange", case, return_slots(situation), covers=GOING_BACK - {"return_freight"})
    if found.order is not None and found.order.status in ARRIVED | {"refunding"} and found.says(_WHERE):
        return Answer("return_exchange", "where", return_slots(found), covers=GOING_BACK | {"privacy_request"})
    answer = going_back(found, "return_exchange")
    if answer.case == "fault" and (found.asks("still", "fault") or found.asks("until", "fault")):
        case = "fault_still" if found.facts.store.returns.no_reason_days else "fault"
        return Answer("return_exchange", case, answer.slots, covers=answer.covers)
    if found.asks("way", "way_back") and answer.case.startswith(_MAY_GO_BACK):
        return Answer("return_exchange", "where", return_slots(found), covers=answer.covers)
    return answer


def going_back(found: Situation, intent: str) -> Answer:
    """What happens to goods and money, by where the order stands."""
    order, slots = found.order, return_slots(found)
    assert order is not None
    if order.status in ARRIVED:
        return _after_arrival(found, intent, slots)
    if order.status == "shipped":
        if intent == "refund" and is_late(found.facts):
            return Answer(
                intent,
                "late",
                slots,
                certain=False,
                note="the parcel is late and the buyer wants a refund",
                covers=GOING_BACK,
            )
        return Answer(intent, "shipped", slots, covers=GOING_BACK | {"not_received", "track"})
    return Answer(intent, order.status, slots, covers=GOING_BACK)


def _after_arrival(found: Situation, intent: str, slots: Mapping[str, str]) -> Answer:
    covers = GOING_BACK | {"quality_issue"}
    if is_fault(found):
        return Answer(intent, "fault", slots, covers=covers | {"damaged", "wrong_or_missing"})
    if _opened_exempt(found):
        return Answer(intent, "opened", slots, covers=covers)
    if _exempt_kind(found) is not None:
        return Answer(intent, "exempt", {**slots, "exempt": _exempt_kind(found) or ""}, covers=covers)
    still_open = found.facts.no_reason_return_open
    if (
        still_open is not False
        and found.says(_USED)
        and not found.says(r"没(?:洗|穿|用|剪)|\b(?:not|never|un)\s?(?:worn|washed|used)\b")
    ):
        return Answer(intent, "used", slots, covers=covers)
    if still_open is None:
        return Answer(intent, _insured(found, "rule"), slots, covers=covers)
    if not still_open:
        return Answer(intent, "over", slots, covers=covers)
    if intent == "return_exchange" and found.says(_EXCHANGE) and not found.says(r"退"):
        return _exchange(found, slots)
    return Answer(intent, _insured(found, "open"), slots, covers=covers)


def _opened_exempt(found: Situation) -> bool:
    """Whether opened goods are exempt from the no-reason return, and these are opened."""
    exempt = " ".join(found.facts.store.returns.exempt).lower()
    return (
        bool(re.search(r"拆|开封|opened|used|unsealed", exempt)) and found.says(_OPENED) and not found.says(_UNOPENED)
    )


def _exempt_kind(found: Situation) -> str | None:
    """The exempt kind of goods that the title of the product names; None where the no-reason return covers it."""
    title = normalise(found.product.title).view if found.product else ""
    return next((kind for kind in found.facts.store.returns.exempt if normalise(kind).view in title), None)


def _exchange(found: Situation, slots: Mapping[str, str]) -> Answer:
    size, facts = found.asked.size, found.facts
    product = found.product
    if product is not None and not product.sizes and not product.colors:
        return Answer("return_exchange", _insured(found, "open"), slots, covers=GOING_BACK)
    if product is None:
        return Answer("return_exchange", "exchange", slots, covers=GOING_BACK)
    sizes = {name.upper(): name for name in product.sizes}
    wanted = sizes.get(size.upper()) if size else None
    if not facts.in_stock(product, wanted if wanted in product.stock_by else None):
        return Answer("return_exchange", "exchange_none", slots, covers=GOING_BACK)
    if size and product.sizes and wanted is None:
        return Answer(
            "return_exchange",
            "exchange_no_size",
            {**slots, "size": size_told(size, found.language), "sizes": terms(list(product.sizes), found.language)},
            covers=GOING_BACK,
        )
    if wanted:
        return Answer(
            "return_exchange", "exchange_size", {**slots, "size": size_told(wanted, found.language)}, covers=GOING_BACK
        )
    return Answer("return_exchange", "exchange", slots, covers=GOING_BACK)


def return_freight(situation: Situation) -> Answer | None:
    """Who pays the way back: the store for its own faults, else the buyer, the insurance aside."""
    slots = return_slots(situation)
    insured = situation.facts.store.returns.freight_insurance
    covers = frozenset({"shipping_fee", "complaint", "bad_review"})
    if is_fault(situation):
        return Answer(
            "return_freight", "fault", slots, covers=covers | {"quality_issue", "wrong_or_missing", "damaged"}
        )
    if situation.says(_INSURANCE):
        return Answer("return_freight", "insurance" if insured else "no_insurance", slots, covers=covers)
    case = "no_reason" if situation.speaks_of(NO_REASON) else "both"
    return Answer("return_freight", _insured(situation, case), slots, covers=covers)


ANSWERS: Mapping[str, Answerer] = {
    "return_exchange": return_exchange,
    "return_freight": return_freight,
}
