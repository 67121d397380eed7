"""When a parcel leaves and arrives, with whom, and what shipping costs."""

from collections.abc import Mapping

from assistant.domain.store import Carrier
from assistant.drafting.abroad import beyond_terms
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.basket import buys_again
from assistant.drafting.phrasing import chinese_place, days, deadline, hours, listed, moment, money, term, terms, window
from assistant.drafting.situation import Situation
from assistant.facts.delivery import arrival, is_remote
from assistant.language.dates import dates
from assistant.language.patterns import pattern
from assistant.language.regions import PLACE

_OPTIONS = frozenset({"shipping_fee", "free_shipping", "price"})
"""What an answer that lists carriers with their prices answers too."""
_SPEED = frozenset({"urge_dispatch", "delivery_time", "track", "complaint", "bad_review"})
_WHEN = r"什么时候|啥时候|多久|几天|几号|今天|明天|\bwhen\b|\bhow (?:soon|long)\b|\btoday\b|\btomorrow\b"
_TODAY = (
    r"今天|今日|今晚|当天|马上|立刻|立即|现在就|加急|\btoday\b|\bright away\b|\bimmediately\b|\basap\b|\bsame day\b"
)


def abroad(situation: Situation, *, message_only: bool = False) -> Answer | None:
    """That only a person can say whether and for how much it goes there; None where the profile's terms reach."""
    place = beyond_terms(situation.facts, message_only=message_only)
    if place is None:
        return None
    covers = _OPTIONS | {"carrier", "delivery_time", "cash_on_delivery", "other_product_info"}
    if situation.facts.named_products:
        covers -= {"price"}
    if not situation.says(_WHEN):
        covers |= {"dispatch_time"}
    note = "nothing in the profile speaks of shipping there"
    return Answer(
        "shipping_fee", "abroad", {"region": term(place, situation.language)}, False, note=note, covers=covers
    )


def dispatch_time(situation: Situation) -> Answer | None:
    """When the parcel leaves at the latest, and whether today may be promised."""
    facts, language = situation.facts, situation.language
    order = situation.order if not situation.buys_anew or (situation.order and not facts.named_products) else None
    if order is not None and order.status in {"shipped", "delivered", "completed"}:
        return _already_sent(situation, "dispatch_time")
    terms_ = situation.dispatch
    slots = {"hours": hours(terms_.hours, language), "deadline": deadline(terms_.deadline, language)}
    paid = order is not None and order.paid_at is not None and order.status == "paid"
    if terms_.presale:
        return _mixed(situation, slots) or Answer("dispatch_time", "presale", slots)
    if paid:
        if terms_.deadline < facts.now:
            note = "the promised time of dispatch has passed"
            return Answer("dispatch_time", "overdue", slots, certain=False, note=note, covers=_SPEED)
        return Answer("dispatch_time", "paid_today" if terms_.same_day else "paid", slots)
    cutoff = facts.store.shipping.same_day_cutoff
    if cutoff is not None:
        slots["cutoff"] = f"{cutoff:%H:%M}"
        return Answer("dispatch_time", "before_cutoff" if terms_.same_day else "after_cutoff", slots)
    presale = [item for item in facts.store.products if item.presale_dispatch_by]
    if situation.product is None and presale:
        slots["presale"] = presale[0].title
        slots["presale_deadline"] = deadline(
            max(i.presale_dispatch_by for i in presale if i.presale_dispatch_by).astimezone(facts.store.zone), language
        )
        return Answer("dispatch_time", "with_presale", slots)
    return Answer("dispatch_time", "not_today" if situation.says(_TODAY) else "hours", slots)


def _mixed(situation: Situation, slots: Mapping[str, str]) -> Answer | None:
    """The terms of goods on hand and of presale goods side by side, where the message names both."""
    named = situation.facts.named_products
    ready = [item.title for item in named if not item.presale_dispatch_by]
    presale = [item.title for item in named if item.presale_dispatch_by]
    if not ready or not presale:
        return None
    language = situation.language
    names = {"ready": listed(ready, language), "presale": listed(presale, language)}
    return Answer("dispatch_time", "mixed", {**slots, **names})


def _already_sent(situation: Situation, intent: str) -> Answer | None:
    order, language = situation.order, situation.language
    if order is None or order.shipped_at is None:
        return None
    slots = {"shipped_at": moment(order.shipped_at.astimezone(situation.facts.store.zone), language)}
    if order.carrier and order.tracking:
        slots |= {"carrier": term(order.carrier, language), "tracking": order.tracking}
    if order.status != "shipped":
        return Answer(intent, "delivered", slots)
    if situation.facts.carrier_named(order.carrier) is not None:
        slots["window"] = _window(situation, situation.facts.carrier)
    return Answer(intent, "shipped", slots)


def _window(situation: Situation, carrier: Carrier) -> str:
    facts = situation.facts
    sent = situation.order if situation.order and situation.order.shipped_at and not situation.buys_anew else None
    when = arrival(carrier, situation.dispatch, facts.store.zone, sent)
    return window(max(when.earliest, facts.now), max(when.latest, facts.now), situation.language)


def delivery_time(situation: Situation) -> Answer | None:
    """When the parcel may arrive: always an estimate, from the carrier's days."""
    facts, language, order = situation.facts, situation.language, situation.order
    if (
        order is not None
        and order.status in {"shipped", "delivered", "completed"}
        and not (situation.asked.quantity or buys_again(facts))
    ):
        sent = _already_sent(situation, "delivery_time")
        if sent is not None:
            return sent
    unknown = abroad(situation)
    if unknown is not None:
        return unknown
    carrier = situation.carrier
    slots = {
        "carrier": term(carrier.name, language),
        "days": days(carrier.days, language),
        "hours": hours(situation.dispatch.hours, language),
        "deadline": deadline(situation.dispatch.deadline, language),
        "window": _window(situation, carrier),
        **_region(situation),
        **_faster(situation, carrier),
    }
    if situation.dispatch.presale:
        return Answer("delivery_time", "presale", slots, covers=frozenset({"dispatch_time"}))
    wanted = dates(facts.message, facts.now)
    future = [item for item in wanted if item.last > facts.now]
    when = arrival(carrier, situation.dispatch, facts.store.zone, None)
    if future and when.latest > future[0].last:
        return Answer("delivery_time", "too_soon", slots)
    paid = order is not None and order.status == "paid" and not situation.buys_anew
    extra = not paid and not carrier.default and _fee(situation, carrier) > 0
    if extra:
        slots["fee"] = money(_fee(situation, carrier), facts.store.currency, language)
    if future or extra:
        case = "in_time" if future else "estimate"
        return Answer("delivery_time", f"{case}_extra" if extra else case, slots)
    return Answer("delivery_time", "paid" if paid else "estimate", slots)


def _faster(situation: Situation, carrier: Carrier) -> Mapping[str, str]:
    """A quicker carrier and what it adds."""
    quicker = [item for item in situation.facts.store.shipping.carriers if item.days[1] < carrier.days[1]]
    if not quicker or not carrier.default:
        return {}
    best = min(quicker, key=lambda item: (item.days[1], item.fee))
    language = situation.language
    fee = _fee(situation, best)
    name, span, cost = (
        term(best.name, language),
        days(best.days, language),
        money(fee, situation.facts.store.currency, language),
    )
    return {"faster": f"{name}(一般{span},运费{cost})" if language == "zh" else f"{name} (usually {span}, {cost})"}


def _fee(situation: Situation, carrier: Carrier) -> float:
    return situation.facts.postage(carrier, situation.amount, situation.region).total


def _region(situation: Situation) -> Mapping[str, str]:
    region = situation.region or chinese_place(situation.facts.message.view)
    return {"region": term(region, situation.language)} if region else {}


def carrier(situation: Situation) -> Answer | None:
    """Who brings it: the default, and what others cost."""
    facts, language, asked = situation.facts, situation.language, situation.asked
    shipping = facts.store.shipping
    order = situation.order
    if order is not None and order.status == "shipped" and order.carrier and not facts.named_products:
        return _already_sent(situation, "carrier")
    unknown = abroad(situation)
    if unknown is not None:
        return unknown
    default = shipping.default_carrier
    slots = {"carrier": term(default.name, language), "days": days(default.days, language), **_region(situation)}
    others = [item for item in shipping.carriers if not item.default]
    if others:
        slots["other_names"] = terms([item.name for item in others], language, "or")
        slots["others"] = _priced(situation, others)
    if asked.carrier is not None and not asked.carrier.default:
        fee = _fee(situation, asked.carrier)
        slots |= {"wanted": term(asked.carrier.name, language), "wanted_days": days(asked.carrier.days, language)}
        slots["fee"] = money(fee, facts.store.currency, language)
        return Answer("carrier", "extra" if fee else "wanted_free", slots, covers=frozenset({"shipping_fee"}))
    if asked.carrier is not None:
        return Answer("carrier", "default_named", slots)
    if asked.other_carrier is not None:
        return Answer(
            "carrier", "not_ours", {**slots, "ours": terms([item.name for item in shipping.carriers], language)}
        )
    if others and situation.says(r"多少|费|钱|加|贵|快|\bprice|\bcost|\bfee|\bexpress\b|\bfast|\bquick|\boption"):
        return Answer("carrier", "options", slots, covers=_OPTIONS)
    return Answer("carrier", "default", slots)


def _priced(situation: Situation, carriers: list[Carrier]) -> str:
    """Each carrier with what it costs and its days, in clauses of their own."""
    language, currency = situation.language, situation.facts.store.currency
    rows = []
    for item in carriers:
        cost, span = money(_fee(situation, item), currency, language), days(item.days, language)
        name = term(item.name, language)
        rows.append(
            f"{name}运费{cost}、一般{span}" if language == "zh" else f"{name} is {cost} and usually takes {span}"
        )
    return ("；" if language == "zh" else "; ").join(rows)


def shipping_fee(situation: Situation) -> Answer | None:
    """What the buyer pays for shipping."""
    return abroad(situation) or _postage(situation, "shipping_fee")


def free_shipping(situation: Situation) -> Answer | None:
    """Whether shipping is free, and from when."""
    return abroad(situation) or _postage(situation, "free_shipping")


def _postage(situation: Situation, intent: str) -> Answer:
    facts, language, asked = situation.facts, situation.language, situation.asked
    shipping, currency = facts.store.shipping, facts.store.currency
    carrier_ = asked.carrier or shipping.default_carrier
    terms_ = shipping.free_shipping
    amount = situation.amount
    cost = facts.postage(carrier_, amount, situation.region)
    covers = frozenset({"shipping_fee", "free_shipping"})
    slots = {
        "carrier": term(carrier_.name, language),
        "fee": money(cost.total, currency, language),
        **_region(situation),
    }
    excepted = bool(terms_ and terms_.except_ and terms_.remote_fee)
    if terms_ and excepted:
        slots |= {"except": terms(terms_.except_, language), "remote_fee": money(terms_.remote_fee, currency, language)}
    if terms_ and terms_.min_amount:
        slots["min_amount"] = money(terms_.min_amount, currency, language)
        slots["base"] = money(carrier_.fee, currency, language)
        slots["with_remote"] = money(carrier_.fee + terms_.remote_fee, currency, language)
        if amount is not None and amount < terms_.min_amount:
            slots |= {"missing": money(terms_.min_amount - amount, currency, language)}
        if amount is not None:
            slots["amount"] = money(amount, currency, language)
    remote = is_remote(shipping, situation.region)
    places = {hit.text for hit in pattern(PLACE).hits(facts.message)}
    if excepted and len({is_remote(shipping, place) for place in places}) > 1 and not cost.base:
        return Answer(intent, "free_except", slots, covers=covers)
    if not carrier_.default:
        case = "extra" if cost.total else "free"
        return Answer(intent, case, slots, covers=covers | {"carrier"})
    if amount is None and cost.base and cost.free_from is not None:
        slots["base"] = money(carrier_.fee, currency, language)
        slots["with_remote"] = money(carrier_.fee + cost.remote, currency, language)
        return Answer(intent, "by_amount_remote" if remote else "by_amount", slots, covers=covers)
    if cost.base:
        slots["base"] = money(cost.base, currency, language)
        case = "below_remote" if cost.remote else ("below" if cost.free_from is not None else "flat")
        return Answer(intent, case, slots, covers=covers)
    if cost.remote:
        return Answer(intent, "remote", slots, covers=covers)
    reached = bool(terms_ and terms_.min_amount and amount is not None)
    if situation.region is None and excepted and chinese_place(facts.message.view) is None:
        return Answer(intent, "reached_except" if reached else "free_except", slots, covers=covers)
    return Answer(intent, "reached" if reached else "free", slots, covers=covers)


ANSWERS: Mapping[str, Answerer] = {
    "dispatch_time": dispatch_time,
    "delivery_time": delivery_time,
    "carrier": carrier,
    "shipping_fee": shipping_fee,
    "free_shipping": free_shipping,
}
