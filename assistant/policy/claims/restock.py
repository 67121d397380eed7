"""Promises that goods come again (contract section 8: Stock)."""

from collections.abc import Iterator
from datetime import timedelta

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Hit
from assistant.policy.claims.answers import denied_before
from assistant.policy.claims.purchase import products_meant
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.stock"
_SOON_DAYS = 10
"""What is called soon lies no further off."""


def read_restock(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each promise that goods come again, held against the restock date."""
    hits = reply.concept("restock") or _dated_offers(reply, facts)
    for hit in hits:
        clause = reply.clause_at(hit.start)
        if reply.in_clause("restock_past", clause) or _of_other_things(reply, facts, clause, hit):
            continue  # what has come already is stock
        if clause.conditional or clause.believes or denied_before(clause, hit, 12) or clause.negated_after(hit.end, 8):
            continue
        if not reply.concept("stock_out") and hit.text in _LOOSE and not _about_stock(reply, facts, clause, hit):
            continue
        found = _restock_claim(reply, facts, clause, hit)
        if found is not None:
            yield found
            return


_LOOSE = frozenset({"到货", "上架", "上新", "到了", "补上", "补到", "再上", "再进", "一批", "来货", "进货"})
"""Words that are said of other things too (收到货, 退出再进, 漏的补上)."""
_VERBS = frozenset({"补上", "补到", "再上", "再进"})
_GOT = frozenset("收见看拿签验付")


def _of_other_things(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> bool:
    """Whether a loose word is part of another one, or names a promotion of the profile's."""
    if hit.text not in _LOOSE:
        return False
    if hit.text == "到货" and reply.view[hit.start - 1 : hit.start] in _GOT:
        return True
    names = (normalise(item.name).view for item in facts.store.promotions)
    if any(hit.text in name and name in reply.view for name in names):
        return True
    return bool(reply.in_clause("promotion_name", clause)) and not (
        reply.in_clause("stock_goods", clause) or reply.in_clause("restock_soon", clause)
    )


def _dated_offers(reply: Reply, facts: Facts) -> tuple[Hit, ...]:
    """At stock 0, any date with a word of having is a restock promise (十二月中旬准有)."""
    product = next(iter(products_meant(facts)), None)
    if product is None or facts.in_stock(product) > 0 or facts.order is not None or reply.concept("restock_aside"):
        return ()
    return tuple(
        hit
        for clause in reply.clauses
        if _future(reply, clause)
        for hit in reply.in_clause("stock_offered", clause)[:1]
    )


def _future(reply: Reply, clause: Clause) -> bool:
    starts = [*(date.start for date in reply.dates), *(length.start for length in reply.durations)]
    return any(clause.start <= start < clause.end for start in starts)


def _about_stock(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> bool:
    if reply.concept_in("stock_asked", facts.message) or reply.concept_in("restock", facts.message):
        return True
    if hit.text in _VERBS and not reply.in_clause("stock_goods", clause):
        return False
    return any(facts.in_stock(product) == 0 for product in products_meant(facts, clause))


def _restock_claim(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> Finding | None:
    first, last = reply.sentence_span(clause)
    dates = [item for item in reply.dates if first <= item.start < last]
    lengths = [item for item in reply.durations if first <= item.start < last]
    soon = reply.in_sentence("restock_soon", clause)
    firm = reply.in_clause("restock_firm", clause)
    unsure = reply.in_sentence("restock_unsure", clause)
    if not dates and not lengths and (unsure or not (soon or firm)):
        return None
    if unsure and not reply.in_clause("restock_firm", clause) and not dates and not lengths:
        return None
    product = next(iter(products_meant(facts, clause)), None)
    if product is None:
        return None
    fact = f"products[{product.id}].restock_at"
    if product.restock_at is None:
        if facts.in_stock(product) > 0 and not dates and not lengths:
            return None
        why = f"The profile has no restock date for {product.title}."
        return Finding("promise.stock", hit.start, hit.end, fact, False, _RULE, why)
    day = product.restock_at.astimezone(facts.store.zone)
    away = (day.date() - facts.now.date()).days
    right = not dates and not lengths and (not soon or away <= _SOON_DAYS)
    right = right or any(item.first.date() <= day.date() <= item.last.date() for item in dates)
    right = right or any(
        (facts.now + timedelta(hours=item.low_hours) - timedelta(days=1)).date()
        <= day.date()
        <= (facts.now + timedelta(hours=item.high_hours) + timedelta(days=1)).date()
        for item in lengths
    )
    why = "" if right else f"{product.title} is restocked on {day:%Y-%m-%d}."
    return Finding("promise.stock", hit.start, hit.end, fact, right, _RULE, why)


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("promise.restock", ("<restock>", "<restock_date>"), read_restock, ("promise.stock",)),
)
