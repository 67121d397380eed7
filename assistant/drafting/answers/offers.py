"""Promotions, coupons, gifts and bargaining: what the profile gives, by amount and quantity, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.store import Product, Promotion
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.phrasing import day, deadline, figure, money
from assistant.drafting.situation import Situation
from assistant.facts import Entitlement
from assistant.facts.money import discount, floor_price
from assistant.language.normalise import normalise

_COUPON = ("券", "coupon", "voucher", "code")
_MORE_GIFTS = r"多送|再送|送我|加送|(?:送|给|要)(?:我)?(?:两|几)[个份]|两份|多给|\bextra\b|\bmore\b|\banother\b"


@dataclass(frozen=True, slots=True)
class Purchase:
    """The goods in question as far as they are known: worth at list price, pieces, and what promotions take off."""

    amount: float | None
    quantity: int | None
    off: float
    best: Promotion | None


def purchase(situation: Situation) -> Purchase:
    """The purchase in question with the best promotion that it reaches."""
    amount = situation.amount
    known = situation.product is not None and amount is not None
    quantity = situation.quantity or (1 if known else None)
    best: Promotion | None = None
    off = 0.0
    for item in situation.facts.promotions:
        taken = discount(item, amount or 0.0, quantity or 0)
        if amount is not None and taken > off:
            best, off = item, taken
    return Purchase(amount, quantity, off, best)


def promotion_slots(situation: Situation, *, coupons_only: bool = False) -> tuple[str, dict[str, str]]:
    """The promotion that matters most for the purchase: the case (`none`, `reached`, `missing`, `open`) and its slots."""
    facts, language = situation.facts, situation.language
    running = [
        item for item in facts.promotions if not coupons_only or any(word in item.name.lower() for word in _COUPON)
    ]
    if not running:
        return "none", {}
    bought = purchase(situation)
    entitled = facts.promotion_entitlements(bought.amount, bought.quantity)
    pairs = [(item, next(e for e in entitled if e.name == item.name and e.says == item.says)) for item in running]
    slots = {"promotions": _named([item for item, _ in pairs], language)}
    reached = [item for item, entitlement in pairs if entitlement.reached]
    if reached and bought.amount is not None:
        best = max(reached, key=lambda item: discount(item, bought.amount or 0, bought.quantity or 1))
        off = discount(best, bought.amount, bought.quantity or 1)
        return "reached", slots | _promotion(situation, best) | {
            "amount": money(bought.amount, facts.store.currency, language),
            "off": money(off, facts.store.currency, language),
            "after": money(bought.amount - off, facts.store.currency, language),
        }
    lacking = [(item, entitlement) for item, entitlement in pairs if entitlement.reached is False]
    if lacking and bought.amount is not None:
        item, entitlement = min(lacking, key=lambda pair: (pair[1].missing_amount, pair[1].missing_quantity))
        slots |= _promotion(situation, item) | {"amount": money(bought.amount, facts.store.currency, language)}
        if entitlement.missing_amount:
            return "missing", slots | {"missing": money(entitlement.missing_amount, facts.store.currency, language)}
        return "missing_pieces", slots | {"missing": str(entitlement.missing_quantity)}
    return "open", slots | _promotion(situation, running[0])


def _promotion(situation: Situation, item: Promotion) -> dict[str, str]:
    slots = {"promotion": item.name, "says": item.says}
    if item.until is not None:
        slots["until"] = (
            deadline(item.until.astimezone(situation.facts.store.zone), situation.language)
            .removesuffix("前")
            .removeprefix("by ")
        )
    return slots


def _named(items: Sequence[Promotion], language: str) -> str:
    if language == "zh":
        return "、".join(f"{item.name}{item.says}" for item in items)
    return "; ".join(f"{item.name}: {item.says}" for item in items)


def _out_of_force(situation: Situation) -> Answer | None:
    """The answer on a promotion that the message names and that has not begun yet, or is over."""
    facts, language = situation.facts, situation.language
    view = facts.message.view
    for item in facts.store.promotions:
        named = any(words and normalise(words).view in view for words in (item.name, item.says))
        if item in facts.promotions or not named:
            continue
        slots = {"promotion": item.name, "says": item.says}
        if item.from_ is not None and item.from_ > facts.request.now:
            return Answer(
                "promotion", "not_yet", slots | {"from": day(item.from_.astimezone(facts.store.zone), language)}
            )
        if item.until is not None and item.until < facts.request.now:
            return Answer(
                "promotion", "over", slots | {"until": day(item.until.astimezone(facts.store.zone), language)}
            )
    return None


def promotion(situation: Situation) -> Answer | None:
    """What promotions there are, whether this purchase reaches them, and how much is missing."""
    other = _out_of_force(situation)
    if other is not None:
        return other
    case, slots = promotion_slots(situation)
    if "until" in slots and situation.says(
        r"几号(?:之)?前|哪天(?:之)?前|什么时候(?:之)?前|最后(?:一天|几天)|到(?:什么时候|啥时候|几号|哪天|几时)|结束|截止|还有几天|\buntil\b|\bend(?:s|ing)?\b|how long"
    ):
        case = "until"
    return Answer("promotion", case, slots)


def coupon(situation: Situation) -> Answer | None:
    """Whether there is a coupon; other promotions where there is none."""
    case, slots = promotion_slots(situation, coupons_only=True)
    covers = frozenset({"promotion"})
    if case != "none":
        return Answer("coupon", case, slots, covers=covers)
    case, slots = promotion_slots(situation)
    return Answer("coupon", "none" if case == "none" else "none_but_promotion", slots, covers=covers)


def gift(situation: Situation) -> Answer | None:
    """Which gifts there are, and whether this purchase reaches them."""
    store, language = situation.facts.store, situation.language
    if not store.gifts:
        return Answer("gift", "none")
    gifts = situation.facts.gift_entitlements(situation.amount)
    best, listed = _best(gifts), ("、" if language == "zh" else "; ").join(item.says for item in gifts)
    slots = {"gift": best.name, "says": best.says, "gifts": listed}
    more = situation.says(_MORE_GIFTS)
    if best.reached is None:
        return Answer("gift", "open", slots)
    if best.reached:
        if next(item for item in store.gifts if item.name == best.name).min_amount == 0:
            return Answer("gift", "only_as_stated" if more else "always", slots)
        amount = situation.amount
        if amount is not None:
            slots["amount"] = money(amount, store.currency, language)
        return Answer("gift", "only_as_stated" if more else "reached", slots)
    return Answer("gift", "missing", {**slots, "missing": money(best.missing_amount, store.currency, language)})


def _best(gifts: Sequence[Entitlement]) -> Entitlement:
    reached = [item for item in gifts if item.reached]
    return reached[-1] if reached else min(gifts, key=lambda item: item.missing_amount)


def bargain(situation: Situation) -> Answer | None:
    """How far the price goes down: promotions first, then bargaining down to the floor and not below."""
    facts, language, currency = situation.facts, situation.language, situation.facts.store.currency
    other = _out_of_force(situation)
    if other is not None:
        return replace(other, covers=frozenset({"promotion", "coupon"}))
    terms_, product, bought = facts.store.bargaining, situation.product, purchase(situation)
    case, slots = promotion_slots(situation)
    covers = frozenset({"promotion", "price"})
    if not terms_.allowed:
        return Answer("bargain", f"fixed_{case}", slots, covers=covers)
    if bought.amount is None or product is None:
        if terms_.min_quantity > 1:
            slots["min_quantity"] = str(terms_.min_quantity)
            return Answer("bargain", f"by_quantity_{case}", slots, covers=covers)
        return Answer("bargain", f"which_product_{case}", slots, covers=covers)
    quantity = bought.quantity or 1
    if quantity >= terms_.min_quantity > 1 and _wish(situation, bought.amount, quantity) is None:
        return bulk(situation)
    if quantity < terms_.min_quantity:
        slots["min_quantity"] = str(terms_.min_quantity)
        return Answer("bargain", f"by_quantity_{case}", slots, covers=covers)
    floor = _floor(situation, product, bought.amount, quantity)
    best = min(floor, bought.amount - bought.off)
    slots |= {"amount": money(bought.amount, currency, language), "floor": money(floor, currency, language)}
    slots |= {"best": money(best, currency, language), "percent": figure(terms_.floor_percent)}
    if best < floor - 0.005 or bought.off >= bought.amount - floor - 0.005:
        return Answer("bargain", "promotion_is_floor", slots, covers=covers)
    wish = _wish(situation, bought.amount, quantity)
    if wish is not None and wish < floor - 0.005:
        return Answer("bargain", "below_floor", slots, covers=covers)
    if wish is not None and wish < bought.amount:
        return Answer("bargain", "granted", {**slots, "wish": money(wish, currency, language)}, covers=covers)
    return Answer("bargain", "to_floor", slots, covers=covers)


def _floor(situation: Situation, product: Product, amount: float, quantity: int) -> float:
    """The lowest total that bargaining allows, rounded up to cents."""
    share = floor_price(situation.facts.store, product.price, quantity) / product.price if product.price else 1.0
    return -(-round(amount * share * 100, 4) // 1) / 100


def _wish(situation: Situation, amount: float, quantity: int) -> float | None:
    """The total that the buyer would like to pay."""
    asked = situation.asked
    if asked.wished_percent is not None:
        return amount * asked.wished_percent / 100
    if asked.wished_off is not None:
        return amount - asked.wished_off
    if asked.wished_price is not None:
        piece = asked.wished_price * quantity
        return piece if quantity > 1 and piece <= amount * 1.01 else asked.wished_price
    return None


def bulk(situation: Situation) -> Answer | None:
    """Terms for many pieces: bargaining from a quantity on, else the promotions."""
    facts, terms_ = situation.facts, situation.facts.store.bargaining
    quantity, product = situation.asked.quantity, situation.product
    case, slots = promotion_slots(situation)
    covers = frozenset({"bargain", "price", "promotion", "stock"})
    if product is not None:
        slots |= {"product": product.title, "stock": str(facts.in_stock(product))}
        if quantity is not None and quantity > facts.in_stock(product) and not product.presale_dispatch_by:
            return Answer(
                "bulk",
                "not_enough",
                {**slots, "quantity": str(quantity)},
                certain=False,
                note="more pieces than in stock",
                covers=covers,
            )
    if terms_.allowed and terms_.min_quantity > 1:
        slots |= {
            "min_quantity": str(terms_.min_quantity),
            "percent": figure(terms_.floor_percent),
            "percent_off": figure(100 - terms_.floor_percent),
        }
        if quantity is not None and quantity >= terms_.min_quantity and product is not None:
            floor = -(-round(facts.floor_price(product, quantity) * 100, 4) // 1) / 100
            language = situation.language
            slots |= {
                "quantity": str(quantity),
                "floor": money(floor, facts.store.currency, language),
                "total": money(floor * quantity, facts.store.currency, language),
            }
            return Answer("bulk", "priced", slots, covers=covers)
        return Answer("bulk", "from_quantity", slots, covers=covers)
    if terms_.allowed and product is not None:
        answer = bargain(situation)
        return answer and Answer("bargain", answer.case, answer.slots, covers=covers)
    return Answer("bulk", "fixed" if case == "none" else "promotions", slots, covers=covers)


ANSWERS: Mapping[str, Answerer] = {
    "promotion": promotion,
    "coupon": coupon,
    "gift": gift,
    "bargain": bargain,
    "bulk": bulk,
}
