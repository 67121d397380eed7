"""What may be given off the price, and what a figure amounts to beside it (contract section 8: Discounts)."""

from assistant.domain.store import Promotion
from assistant.facts import Facts
from assistant.language.money import Sum
from assistant.language.regex import regex
from assistant.policy.claims.purchase import Purchase, pieces, promotions_off, purchase, sums_of_goods
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.discount"
_CENT = 0.011
_HALF_CENT = 0.005


def of_sum(item: Sum, fact: str | None, why: str) -> Finding:
    return Finding("promise.discount", item.start, item.end, fact, not why, _RULE, why)


def _meets(reply: Reply, facts: Facts, clause: Clause, promotion: Promotion, bought: Purchase) -> bool:
    """Whether the promotion's condition is said beside it, or reached by the purchase, or nothing tells against it."""
    start, end = reply.sentence_span(clause)
    for item in reply.sums:
        if item.kind == "threshold" and start <= item.start < end:
            return item.value == promotion.min_amount
    if promotion.min_quantity and bought.quantity < promotion.min_quantity:
        return (
            not bought.counted
            or max(pieces(reply.encoded, start, end), default=0) >= promotion.min_quantity
            or f"{promotion.min_quantity:g} or more" in reply.view[start:end]
            or bool(reply.in_sentence("discount_topped_up", clause))
        )
    if (
        bought.amount is None
        or bought.amount >= promotion.min_amount
        or f"{promotion.min_amount:g}" in reply.view[start:end]
    ):
        return True
    unit = bought.amount / bought.quantity
    if unit * max(pieces(reply.encoded, start, end), default=0) >= promotion.min_amount:
        return True
    reckoned = any(total >= promotion.min_amount and f"{total:g}" in reply.view for total in sums_of_goods(facts.store))
    return reckoned or bool(reply.in_sentence("discount_topped_up", clause))


def _promotion(
    reply: Reply, facts: Facts, clause: Clause, bought: Purchase, *, off: float | None, percent: float | None
) -> Promotion | None:
    for promotion in facts.promotions:
        same = promotion.off == off if off is not None else promotion.off_percent == percent
        if same and _meets(reply, facts, clause, promotion, bought):
            return promotion
    return None


def says_now(facts: Facts, bought: Purchase) -> str:
    offers = ", ".join(item.says for item in facts.promotions) or "none"
    terms = facts.store.bargaining
    floor = (
        f"down to {terms.floor_percent:g} %" + (f" from {terms.min_quantity} pieces" if terms.min_quantity else "")
        if terms.allowed
        else "no"
    )
    goods = f"; the goods come to {bought.amount:g}" if bought.amount is not None else ""
    return f"Promotions in force: {offers}; bargaining: {floor}{goods}."


def share_off(reply: Reply, facts: Facts, clause: Clause, item: Sum, percent: float) -> Finding:
    bought = purchase(reply, facts, clause)
    promotion = _promotion(reply, facts, clause, bought, off=None, percent=percent) or _told_as_over(
        reply, facts, clause, off=None, percent=percent
    )
    if promotion is not None:
        return of_sum(item, f"promotions[{promotion.name}]", "")
    terms = facts.store.bargaining
    if terms.allowed and bought.quantity >= terms.min_quantity and 100 - percent >= terms.floor_percent - _CENT:
        return of_sum(item, "bargaining.floor_percent", "")
    return of_sum(item, "promotions", says_now(facts, bought))


_OVER = regex(
    r"结束|截止|收(?:了|摊|场)|散场|到期|过期|没赶上|赶不上|错过|上个?月|当时|那会儿?|那阵|之前|以前|上[次回]|不再|停了|下线|没有?了"
    r"|\bended\b|\bexpired\b|\bover\b|\bno longer\b|\blast month\b|\bback then\b"
)
_ALL_THE_SAME = regex(
    r"(?:还是|照样|照旧|依然|仍|破例|特批|特意|特地|专门|单独|悄悄)[^,]{0,4}[给帮减补算]|给[您你](?:再|也|还)?(?:减|补|算|申请)|改(?:个|下|一下)?价|补[给您]|\bstill (?:give|take|apply|get)|\bi(?:'ll| will|'ve| can)\b|\bwe(?:'ll| will| can)\b"
)


def _told_as_over(
    reply: Reply, facts: Facts, clause: Clause, *, off: float | None, percent: float | None
) -> Promotion | None:
    """A promotion of the profile's that has run out, where the reply says that it is over and grants nothing of it."""
    near = " ".join(other.text for other in reply.clauses if abs(other.index - clause.index) <= 2)
    if not _OVER.search(near) or _ALL_THE_SAME.search(reply.view):
        return None
    return next(
        (
            item
            for item in facts.store.promotions
            if item not in facts.promotions and (item.off == off if off is not None else item.off_percent == percent)
        ),
        None,
    )


def amount_off(reply: Reply, facts: Facts, clause: Clause, item: Sum) -> Finding | None:
    bought = purchase(reply, facts, clause)
    promotion = _promotion(reply, facts, clause, bought, off=item.value, percent=None) or _told_as_over(
        reply, facts, clause, off=item.value, percent=None
    )
    if promotion is not None:
        return of_sum(item, f"promotions[{promotion.name}]", "")
    if reply.in_clause("discount_refund", clause) and _whole(facts, bought, item.value):
        return None
    if bought.amount is not None:
        saved = promotions_off(facts, bought.amount, bought.quantity)
        if saved and abs(saved - item.value) < 1:
            return of_sum(item, "promotions", "")
        if bargained(facts, bought, bought.amount - saved - item.value - _waived(reply, facts, bought)):
            return of_sum(item, "bargaining.floor_percent", "")
    elif facts.store.bargaining.allowed and not facts.store.bargaining.min_quantity:
        dearest = max((product.price for product in facts.store.products), default=0)
        if item.value <= dearest * (100 - facts.store.bargaining.floor_percent) / 100:
            return of_sum(item, "bargaining.floor_percent", "")
    return of_sum(item, "promotions", says_now(facts, bought))


def _waived(reply: Reply, facts: Facts, bought: Purchase) -> float:
    """Postage that the reply waives though the profile asks for it: it counts against the floor."""
    if any(reply.stance(hit.start, hit.end) not in {"negated", "quoted"} for hit in reply.concept("free_postage")):
        return facts.postage(amount=bought.amount).total
    return 0.0


def bargained(facts: Facts, bought: Purchase, total: float) -> bool:
    terms = facts.store.bargaining
    if not terms.allowed or bought.amount is None or bought.quantity < terms.min_quantity:
        return False
    return total >= bought.amount * terms.floor_percent / 100 - _CENT


def _whole(facts: Facts, bought: Purchase, value: float) -> bool:
    """Whether a sum is the whole price of an order or a product: a refund, not a compensation."""
    paid = {order.amount for order in facts.own_orders} | {
        product.price for product in bought.products or facts.store.products
    }
    return any(abs(value - amount) < _CENT for amount in (*paid, bought.amount or -1))


def price(reply: Reply, facts: Facts, clause: Clause, item: Sum) -> Finding | None:
    bought = purchase(reply, facts, clause)
    if bought.amount is None or not bought.products:
        return None
    unit = bought.products[0].price
    totals = (
        {unit * count for count in (1, bought.quantity)}
        | {bought.amount}
        | {order.amount for order in facts.own_orders}
    )
    totals |= sums_of_goods(facts.store)
    after = {total - promotions_off(facts, total, max(1, round(total / unit))) for total in totals}
    postage = facts.postage(amount=bought.amount).total
    allowed = {amount + extra for amount in totals | after for extra in (0.0, postage)}
    if any(abs(item.value - amount) < 0.06 for amount in allowed):
        return of_sum(item, f"products[{bought.products[0].id}].price", "")
    per_piece = item.value if item.value <= unit else item.value / bought.quantity
    rounded = _HALF_CENT if item.value <= unit else 0.0  # 14.38 a pair for 14.382
    if bargained(facts, bought, (per_piece + rounded) * bought.quantity - _waived(reply, facts, bought)):
        return of_sum(item, "bargaining.floor_percent", "")
    least = bought.amount - promotions_off(facts, bought.amount, bought.quantity)
    if item.value >= min(least, unit if bought.quantity == 1 else least) or item.value < unit * 0.1:
        return None
    why = f"{bought.products[0].title} costs {unit:g}. {says_now(facts, bought)}"
    return of_sum(item, f"products[{bought.products[0].id}].price", why)
