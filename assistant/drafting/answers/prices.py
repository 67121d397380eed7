"""What goods cost: one, several, all that was chosen, and all of it with the postage."""

from collections.abc import Mapping

from assistant.drafting.abroad import beyond_terms
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.offers import promotion_slots, purchase
from assistant.drafting.answers.own_order import focused
from assistant.drafting.basket import has_open_order
from assistant.drafting.carried import carrier_said
from assistant.drafting.phrasing import listed as listed_names
from assistant.drafting.phrasing import money, term
from assistant.drafting.situation import Situation

_WAS_PAID = r"实付|实际(?:付|支付|花)|(?:付|花|支付)了多少|\bdid i (?:actually |really )?pay\b|\b(?:i|have i) (?:actually )?paid\b|\bwas i charged\b"
_ALL_IN = (
    r"一共|总共|合计|总价|总额|加起来|算下来|拢共|总计|(?:加上|算上|包括|包含|含|连)(?:了)?(?:邮费|运费|快递费)"
    r"|\b(?:together|altogether|in all|total)\b|\b(?:with|including) (?:the )?(?:shipping|postage|delivery)\b"
)
"""Asks for the sum of everything."""


def price(situation: Situation) -> Answer | None:
    """What the product costs, or several pieces of it; without a product, the list of prices."""
    facts, language = situation.facts, situation.language
    currency, products = facts.store.currency, facts.store.products
    named = situation.goods if len(situation.goods) > 1 else ()
    product = situation.product
    paid = _paid(situation)
    if paid is not None:
        return paid
    posted = _posted(situation)
    if posted is not None:
        return posted
    if named or product is None:
        listed = named or products
        if not 0 < len(listed) <= 6:
            return Answer("price", "which_product")
        summed = situation.chosen or situation.says(
            r"到手|一共|总共|合计|加起来|一起|算(?:一?下|算|个)|\btotal\b|together|in all"
        )
        if named and situation.amount is not None and summed:
            return _basket_price(situation)
        pairs = [
            f"{item.title}单价{money(item.price, currency, language)}"
            if language == "zh"
            else f"{item.title}: {money(item.price, currency, language)}"
            for item in listed
        ]
        return Answer("price", "list", {"prices": ("、" if language == "zh" else "; ").join(pairs)})
    slots = {"product": product.title, "price": money(product.price, currency, language)}
    case, offer = promotion_slots(situation)
    quantity = situation.asked.quantity or 1
    if quantity > 1:
        slots |= {"quantity": str(quantity), "total": money(product.price * quantity, currency, language)}
    if case == "reached":
        return Answer("price", "several_off" if quantity > 1 else "one_off", {**offer, **slots})
    return Answer("price", "several" if quantity > 1 else "one", slots)


def _paid(situation: Situation) -> Answer | None:
    """What the buyer paid for an order of theirs; None where nobody asks for that."""
    if not situation.says(_WAS_PAID):
        return None
    found = focused(situation, "paid", "shipped", "delivered", "completed")
    if found is None or found.order is None or found.order.status == "unpaid" or not found.order.amount:
        return None
    paid = money(found.order.amount, found.facts.store.currency, found.language)
    return Answer("price", "paid", {"paid": paid}, covers=frozenset({"promotion", "confirm_order"}))


def _posted(situation: Situation) -> Answer | None:
    """What the goods cost with the postage; None where nobody asks for all together, or nothing is known to be added."""
    facts, language, currency = situation.facts, situation.language, situation.facts.store.currency
    amount = situation.amount
    if amount is None or not situation.says(_ALL_IN) or has_open_order(facts):
        return None
    carrier = situation.asked.carrier or carrier_said(facts) or facts.store.shipping.default_carrier
    cost = facts.postage(carrier, amount, situation.region)
    if not cost.total or beyond_terms(facts):
        return None
    case, offer = promotion_slots(situation)
    off = purchase(situation).off if case == "reached" else 0.0
    slots = {
        **offer,
        "products": _counted(situation),
        "total": money(amount, currency, language),
        "carrier": term(carrier.name, language),
        "fee": money(cost.total, currency, language),
        "grand": money(amount - off + cost.total, currency, language),
    }
    if cost.free_from is not None and carrier.default:
        reached = amount >= cost.free_from
        slots["over" if reached else "short"] = money(cost.free_from, currency, language)
    if situation.region:
        slots["region"] = term(situation.region, language)
    covers = frozenset({"shipping_fee", "free_shipping", "carrier", "combine_orders"})
    return Answer("price", "posted_off" if off else "posted", slots, covers=covers)


def _counted(situation: Situation) -> str:
    """The goods in question with their pieces."""
    goods = situation.goods or ((situation.product,) if situation.product else ())
    counted = situation.basket if len(goods) > 1 else None
    told = []
    for item in goods:
        number = (counted or {}).get(item.id, 1) if len(goods) > 1 else (situation.quantity or 1)
        told.append(f"{item.title} ×{number}" if number > 1 else item.title)
    return listed_names(told, situation.language)


def _basket_price(situation: Situation) -> Answer:
    """What several products cost together, with the promotion that they reach."""
    case, offer = promotion_slots(situation)
    total = money(situation.amount or 0.0, situation.facts.store.currency, situation.language)
    names = _counted(situation)
    return Answer(
        "price", "basket_off" if case == "reached" else "basket", {**offer, "products": names, "total": total}
    )


ANSWERS: Mapping[str, Answerer] = {"price": price}
