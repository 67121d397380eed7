"""Prices, discounts and compensation that a reply gives (contract section 8: Discounts)."""

from collections.abc import Iterator

from assistant.domain.store import Promotion
from assistant.facts import Facts
from assistant.language.money import Sum
from assistant.language.normalise import normalise
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, pattern
from assistant.policy.claims.answers import affirmation, denied_before
from assistant.policy.claims.purchase import Purchase, pieces, promotions_off, purchase, short_name, sums_of_goods
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.discount"
_CENT = 0.011


def read_discounts(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each discount, price and compensation with a figure; then those without one."""
    bargains = bool(reply.concept_in("discount_asked", facts.message))
    if not bargains and not any(map(reply.concept, _WORDS)) and not any(reply.concept_in(word, facts.message) for word in _ASKED):
        return
    counted: set[int] = set()
    for item in reply.sums if bargains or reply.concept("discount_word") or reply.concept("price_word") else ():
        clause = reply.clause_at(item.start)
        if item.kind == "threshold" or reply.in_clause("discount_aside", clause):
            continue
        if (clause.believes and clause.negators) or _denied(clause, item) or _of_carrier(facts, clause):
            continue
        finding = _with_figure(reply, facts, clause, item, bargains=bargains)
        if finding is not None:
            counted.add(clause.index)
            yield finding
    bare = [*_bare_price(reply, facts, counted), *_bare_off(reply, facts, counted)]
    yield from bare
    counted.update(reply.clause_at(finding.start).index for finding in bare)
    yield from _without_figure(reply, facts, counted)
    if not counted:
        yield from _taken_over(reply, facts)


def _of_carrier(facts: Facts, clause: Clause) -> bool:
    """Whether the sum is a carrier's postage."""
    return any(short_name(carrier.name) in clause.text for carrier in facts.store.shipping.carriers)


def _denied(clause: Clause, item: Sum) -> bool:
    return clause.negated_before(item.start, 20) or any(
        item.end <= start < item.end + 8 for start, _ in clause.negators
    )


def _with_figure(reply: Reply, facts: Facts, clause: Clause, item: Sum, *, bargains: bool) -> Finding | None:
    match item.kind:
        case "fold":
            return _share(reply, facts, clause, item, 100 - item.value)
        case "percent":
            near = reply.view[max(clause.start, item.start - 8) : min(clause.end, item.end + 10)]
            off = reply.concept_in("discount_share", Encoded(near))
            return _share(reply, facts, clause, item, item.value) if off else None
        case _:
            before = Encoded(reply.view[max(clause.start, item.start - 18) : item.start])
            after = Encoded(reply.view[item.end : min(clause.end, item.end + 12)])
            if reply.concept_in("discount_before", before) or reply.concept_in("discount_after", after):
                return _amount_off(reply, facts, clause, item)
            if bargains or reply.concept_in("price_before", before) or reply.concept_in("price_after", after):
                return _price(reply, facts, clause, item)
            return None


def _finding(item: Sum, fact: str | None, why: str) -> Finding:
    return Finding("promise.discount", item.start, item.end, fact, not why, _RULE, why)


def _meets(reply: Reply, facts: Facts, clause: Clause, promotion: Promotion, bought: Purchase) -> bool:
    """Whether the promotion's condition is said beside it, or reached by the purchase, or nothing tells against it."""
    start, end = reply.sentence_span(clause)
    for item in reply.sums:
        if item.kind == "threshold" and start <= item.start < end:
            return item.value == promotion.min_amount
    if promotion.min_quantity and bought.quantity < promotion.min_quantity:
        return not bought.counted or max(pieces(reply.encoded, start, end), default=0) >= promotion.min_quantity
    if (
        bought.amount is None
        or bought.amount >= promotion.min_amount
        or f"{promotion.min_amount:g}" in reply.view[start:end]
    ):
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


def _says_now(facts: Facts, bought: Purchase) -> str:
    offers = ", ".join(item.says for item in facts.promotions) or "none"
    terms = facts.store.bargaining
    floor = (
        f"down to {terms.floor_percent:g} %" + (f" from {terms.min_quantity} pieces" if terms.min_quantity else "")
        if terms.allowed
        else "no"
    )
    goods = f"; the goods come to {bought.amount:g}" if bought.amount is not None else ""
    return f"Promotions in force: {offers}; bargaining: {floor}{goods}."


def _share(reply: Reply, facts: Facts, clause: Clause, item: Sum, percent: float) -> Finding:
    bought = purchase(reply, facts, clause)
    promotion = _promotion(reply, facts, clause, bought, off=None, percent=percent)
    if promotion is not None:
        return _finding(item, f"promotions[{promotion.name}]", "")
    terms = facts.store.bargaining
    if terms.allowed and bought.quantity >= terms.min_quantity and 100 - percent >= terms.floor_percent - _CENT:
        return _finding(item, "bargaining.floor_percent", "")
    return _finding(item, "promotions", _says_now(facts, bought))


def _amount_off(reply: Reply, facts: Facts, clause: Clause, item: Sum) -> Finding | None:
    bought = purchase(reply, facts, clause)
    promotion = _promotion(reply, facts, clause, bought, off=item.value, percent=None)
    if promotion is not None:
        return _finding(item, f"promotions[{promotion.name}]", "")
    if reply.in_clause("discount_refund", clause) and _whole(facts, bought, item.value):
        return None
    if bought.amount is not None:
        saved = promotions_off(facts, bought.amount, bought.quantity)
        if saved and abs(saved - item.value) < 1:
            return _finding(item, "promotions", "")
        if _bargained(facts, bought, bought.amount - saved - item.value - _waived(reply, facts, bought)):
            return _finding(item, "bargaining.floor_percent", "")
    elif facts.store.bargaining.allowed and not facts.store.bargaining.min_quantity:
        dearest = max((product.price for product in facts.store.products), default=0)
        if item.value <= dearest * (100 - facts.store.bargaining.floor_percent) / 100:
            return _finding(item, "bargaining.floor_percent", "")
    return _finding(item, "promotions", _says_now(facts, bought))


def _waived(reply: Reply, facts: Facts, bought: Purchase) -> float:
    """Postage that the reply waives though the profile asks for it: it counts against the floor."""
    if any(reply.stance(hit.start, hit.end) not in {"negated", "quoted"} for hit in reply.concept("free_postage")):
        return facts.postage(amount=bought.amount).total
    return 0.0


def _bargained(facts: Facts, bought: Purchase, total: float) -> bool:
    terms = facts.store.bargaining
    if not terms.allowed or bought.amount is None or bought.quantity < terms.min_quantity:
        return False
    return total >= bought.amount * terms.floor_percent / 100 - _CENT


def _bare_price(reply: Reply, facts: Facts, counted: set[int]) -> Iterator[Finding]:
    """A number without a unit where a price is talked of (看您诚心, 160拍走)."""
    bargains = bool(reply.concept_in("discount_asked", facts.message))
    asked = bargains or bool(reply.concept_in("price_asked", facts.message))
    for hit in pattern(_BARE).hits(reply.encoded):
        clause = reply.clause_at(hit.start)
        value = number(hit.groups[0])
        before, after = reply.view[max(0, hit.start - 1) : hit.start], reply.view[hit.end : hit.end + 1]
        if value is None or clause.index in counted or before in _NOT_BEFORE or after in _NOT_AFTER or clause.believes:
            continue
        if clause.negators or not (bargains or reply.in_sentence("price_word", clause)):
            continue
        if not asked and not reply.concept_in(
            "price_before", Encoded(reply.view[max(clause.start, hit.start - 6) : hit.start])
        ):
            continue
        item = Sum(hit.start, hit.end, hit.text, value, "amount")
        finding = _price(reply, facts, clause, item)
        if finding is not None and not finding.holds and value >= 0.4 * (purchase(reply, facts, clause).amount or 1e9):
            yield finding


def _bare_off(reply: Reply, facts: Facts, counted: set[int]) -> Iterator[Finding]:
    """A reduction without a unit (给您减15)."""
    for hit in pattern(_OFF).hits(reply.encoded):
        clause = reply.clause_at(hit.start)
        value = number(hit.groups[0])
        if (
            value is None
            or clause.index in counted
            or clause.negators
            or clause.believes
            or reply.in_clause("discount_aside", clause)
        ):
            continue
        if reply.view[hit.end : hit.end + 1] in _NOT_AFTER or reply.view[hit.end : hit.end + 1] in {"套", "次"}:
            continue
        finding = _amount_off(reply, facts, clause, Sum(hit.start, hit.end, hit.text, value, "amount"))
        if finding is not None:
            yield finding


_OFF = r"(?:减|便宜|优惠|立减|直降|返现?|补(?:您|你)|让利?|抵|少(?:收|付|算)?(?:您|你)?)(?:您|你|了|掉|个|收)?\s*(\d{1,4}|[一二两三四五六七八九]?[十百][一二三四五六七八九十]?)"
_BARE = r"(\d{2,5}(?:\.\d{1,2})?|[一二两三四五六七八九]百[零一二三四五六七八九十]{0,3}|[二三四五六七八九]?十[一二三四五六七八九])"
_NOT_BEFORE = frozenset("满减第第号.0123456789-:：/¥$少省尾")
_NOT_AFTER = frozenset("天小个号月日码条件双包袋盒份克g斤kc%年人.0123456789-:点分时折次米块元减后-~")


def _whole(facts: Facts, bought: Purchase, value: float) -> bool:
    """Whether a sum is the whole price of an order or a product: a refund, not a compensation."""
    paid = {order.amount for order in facts.own_orders} | {
        product.price for product in bought.products or facts.store.products
    }
    return any(abs(value - amount) < _CENT for amount in (*paid, bought.amount or -1))


def _price(reply: Reply, facts: Facts, clause: Clause, item: Sum) -> Finding | None:
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
        return _finding(item, f"products[{bought.products[0].id}].price", "")
    per_piece = item.value if item.value <= unit else item.value / bought.quantity
    if _bargained(facts, bought, per_piece * bought.quantity - _waived(reply, facts, bought)):
        return _finding(item, "bargaining.floor_percent", "")
    least = bought.amount - promotions_off(facts, bought.amount, bought.quantity)
    if item.value >= min(least, unit if bought.quantity == 1 else least) or item.value < unit * 0.1:
        return None
    why = f"{bought.products[0].title} costs {unit:g}. {_says_now(facts, bought)}"
    return _finding(item, f"products[{bought.products[0].id}].price", why)


_WORDS = ("discount_word", "price_word", "discount_free")
_ASKED = ("price_asked", "discount_free")
_UNNUMBERED = (
    ("discount_vague", "bargaining", "The profile allows no bargaining."),
    ("price_protection", None, "Nothing in the profile offers price protection."),
    ("interest_free", None, "Nothing in the profile offers interest-free payment."),
    ("compensation", None, "Nothing in the profile offers such compensation."),
    ("member_price", None, "Nothing in the profile offers such a price."),
    ("second_piece", None, "Nothing in the profile offers this."),
    ("discount_fraction", None, "Nothing in the profile takes off so much."),
    ("promotion_stack", None, "A promotion applies once an order."),
)
"""Concept, the fact that may carry it, and what to say where none does."""


def _without_figure(reply: Reply, facts: Facts, counted: set[int]) -> Iterator[Finding]:
    for concept, fact, why in _UNNUMBERED if reply.concept("discount_free") else ():
        for hit in reply.concept(concept):
            clause = reply.clause_at(hit.start)
            if clause.index in counted or reply.in_clause("discount_unsure", clause):
                continue
            if reply.stance(hit.start, hit.end) in {"negated", "quoted"} or denied_before(clause, hit, 20):
                continue
            carried = _carried(reply, facts, clause, concept)
            yield Finding(
                "promise.discount",
                hit.start,
                hit.end,
                carried or fact,
                carried is not None,
                _RULE,
                "" if carried else why,
            )


def _carried(reply: Reply, facts: Facts, clause: Clause, concept: str) -> str | None:
    """The profile key that bears out an offer without a figure; None where none does."""
    if concept == "discount_vague":
        terms = facts.store.bargaining
        start, end = reply.sentence_span(clause)
        if terms.allowed and purchase(reply, facts, clause).quantity >= terms.min_quantity:
            return "bargaining.allowed"
        of_promotion = any(start <= item.start < end for item in reply.sums) or reply.in_sentence(
            "promotion_word", clause
        )
        return "promotions" if facts.promotions and of_promotion else None
    for item in (*facts.promotions, *facts.store.gifts):
        if reply.concept_in(concept, Encoded(normalise(f"{item.name} {item.says}").view)):
            return f"promotions[{item.name}]"
    return None


def _taken_over(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """少10块行吗 — 行的亲, 拍吧."""
    agreed = reply.concept("discount_agreed")
    yes = reply.clause_at(agreed[0].start) if agreed else affirmation(reply)
    if (
        yes is None
        or len(yes.text) > 14
        or any(clause.negators and clause.index <= yes.index for clause in reply.clauses)
    ):
        return
    for concept, fact, why in _UNNUMBERED[1:] if reply.concept_in("discount_free", facts.message) else ():
        if reply.concept_in(concept, facts.message) and _carried(reply, facts, yes, concept) is None:
            yield Finding("promise.discount", yes.start, yes.end, fact, False, _RULE, why)
            return
    if not reply.concept_in("discount_asked", facts.message) or reply.concept("discount_instead"):
        return
    bought = purchase(reply, facts)
    terms = facts.store.bargaining
    if terms.allowed and bought.quantity >= terms.min_quantity and not _proposed_too_low(facts, bought):
        return
    yield Finding("promise.discount", yes.start, yes.end, "promotions", False, _RULE, _says_now(facts, bought))


def _proposed_too_low(facts: Facts, bought: Purchase) -> bool:
    """Whether the price that the buyer names lies below the floor."""
    named = [value for hit in pattern(_BARE).hits(facts.message) if (value := number(hit.groups[0])) is not None]
    if not named or bought.amount is None:
        return False
    unit = bought.amount / bought.quantity
    total = named[-1] * bought.quantity if named[-1] <= unit else named[-1]
    return unit * 0.3 < total and not _bargained(facts, bought, total)


KINDS: tuple[ClaimKind, ...] = (ClaimKind("promise.discount", (), read_discounts, ("promise.discount",)),)
