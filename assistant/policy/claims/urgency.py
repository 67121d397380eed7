"""Scarcity and deadlines (contract section 8: Urgency): true figures may be said, invented pressure may not."""

from collections.abc import Iterator
from datetime import timedelta

from assistant.facts import Facts
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, Hit, pattern
from assistant.language.regex import regex
from assistant.policy.claims.answers import denied_before
from assistant.policy.claims.purchase import products_meant
from assistant.policy.claims.variants import variant
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "honesty.urgency"
_FEW = 5
"""Up to this many left may be said as a reason to hurry."""
_BY_THEN = regex(r"到时|届时|那时|之后|以后|过后|\b(?:then|afterwards?)\b")
_FIGURE = r"(\d{1,5}|[一二两三四五六七八九十百]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)"


def read_urgency(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each figure, hint of scarcity, deadline and rise in price, held against stock and promotion dates."""
    for hit in reply.concept("urgency_left"):
        clause = reply.clause_at(hit.start)
        if not _spoken(reply, clause, hit) or _departed(reply, clause, hit):
            continue
        figure = next((found for found in pattern(_FIGURE).hits(reply.encoded, hit.start, hit.end)), None)
        value = number(figure.text) if figure is not None else None
        yield _scarce(reply, facts, clause, hit, None if value is None else int(value))
    for hit in reply.concept("urgency_scarce"):
        clause = reply.clause_at(hit.start)
        if _spoken(reply, clause, hit):
            yield _scarce(reply, facts, clause, hit, None)
    yield from _losses(reply, facts)
    for concept, judge in (("urgency_crowd", _never), ("urgency_rise", _rise), ("urgency_deadline", _deadline)):
        for hit in reply.concept(concept):
            clause = reply.clause_at(hit.start)
            dispatch = concept == "urgency_deadline" and reply.in_clause("urgency_dispatch", clause)
            if dispatch or reply.in_clause("urgency_aside", clause):
                continue
            if _spoken(reply, clause, hit):
                fact, why = judge(reply, facts, clause)
                yield Finding("honesty.urgency", hit.start, hit.end, fact, not why, _RULE, why)


def read_hints(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """To a buyer who hesitates, a hint of loss is pressure (回头怕是轮不到您)."""
    if facts.request.task != "nudge_payment" and not reply.concept_in("urgency_hesitates", facts.message):
        return
    for hit in reply.concept("urgency_hint"):
        clause = reply.clause_at(hit.start)
        if reply.in_clause("urgency_aside", clause) or clause.asks or not _spoken(reply, clause, hit):
            continue
        if reply.concept_in("promotion_word", facts.message) or reply.in_sentence("promotion_word", clause):
            fact, why = _deadline(reply, facts, clause)
            yield Finding("honesty.urgency", hit.start, hit.end, fact, not why, _RULE, why)
        elif reply.concept_in("urgency_price", Encoded(clause.text)):
            fact, why = _rise(reply, facts, clause)
            yield Finding("honesty.urgency", hit.start, hit.end, fact, not why, _RULE, why)
        else:
            yield _scarce(reply, facts, clause, hit, None)
        return


def _departed(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether "left" tells of a parcel on its way, or 剩 of the rest of an order."""
    if reply.in_clause("urgency_aside", clause) or reply.in_clause("urgency_parcel", clause):
        return True
    return hit.text.isascii() and reply.concept_in("urgency_went", Encoded(reply.view[hit.end : hit.end + 12])) != ()


def _losses(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Goods or price said to be lost at a near hour (半小时后下架): true only as the end of a promotion."""
    for hit in reply.concept("urgency_loss"):
        clause = reply.clause_at(hit.start)
        if (
            not reply.in_clause("urgency_when", clause)
            or reply.in_clause("urgency_aside", clause)
            or not _spoken(reply, clause, hit)
        ):
            continue
        fact, why = _deadline(reply, facts, clause)
        yield Finding("honesty.urgency", hit.start, hit.end, fact, not why, _RULE, why)
        return


def _spoken(reply: Reply, clause: Clause, hit: Hit) -> bool:
    if clause.believes or denied_before(clause, hit, 5) or reply.in_sentence("urgency_calm", clause):
        return False
    return not (clause.negated_after(hit.end, 6) or (clause.asks and "?" in clause.terminator))


def _scarce(reply: Reply, facts: Facts, clause: Clause, hit: Hit, value: int | None) -> Finding:
    products = products_meant(facts, clause)
    if not products:
        why = "Nothing in the profile bears out that little is left."
        return Finding("honesty.urgency", hit.start, hit.end, None, False, _RULE, why)
    product = products[0]
    name = variant(product, clause.text) if product.stock_by else None
    stock = facts.in_stock(product, name if name in product.stock_by else None)
    right = (
        0 < stock <= _FEW
        if value is None
        else value == stock and (stock <= _FEW or not reply.in_sentence("urgency_hard", clause))
    )
    why = "" if right else f"{product.title} has {stock} in stock."
    return Finding("honesty.urgency", hit.start, hit.end, f"products[{product.id}].stock", right, _RULE, why)


def _never(reply: Reply, facts: Facts, clause: Clause) -> tuple[str | None, str]:
    products = products_meant(facts, clause)
    if products and 0 < facts.in_stock(products[0]) <= _FEW and not reply.in_clause("urgency_people", clause):
        return f"products[{products[0].id}].stock", ""
    return None, "Nothing in the profile bears this pressure out."


def _rise(reply: Reply, facts: Facts, clause: Clause) -> tuple[str | None, str]:
    """A price that goes up: true only as the end of a promotion in force, at its date."""
    start, end = reply.sentence_span(clause)
    if _BY_THEN.search(clause.text):  # its day may stand in the sentence before
        start = next(
            (
                reply.sentence_span(c)[0]
                for c in reversed(reply.clauses[: clause.index])
                if c.sentence < clause.sentence
            ),
            start,
        )
    days = [item for item in reply.dates if start <= item.start < end]
    for promotion in facts.store.promotions:
        if promotion.until is None:
            continue
        last = promotion.until.astimezone(facts.store.zone).date()
        over = promotion.until < facts.now and all(item.last <= facts.now for item in days)
        if over and not reply.in_clause("urgency_soon", clause):
            return f"promotions[{promotion.name}].until", ""
        ends_here = any(item.first.date() <= last <= item.last.date() for item in days)
        if ends_here or (
            not days and reply.in_sentence("promotion_word", clause) and not reply.in_clause("urgency_soon", clause)
        ):
            return f"promotions[{promotion.name}].until", ""
    return "promotions", "No promotion in force ends then; nothing in the profile says that the price rises."


def _deadline(reply: Reply, facts: Facts, clause: Clause) -> tuple[str | None, str]:
    """The end of an offer: a promotion's own date, or the day's cutoff for dispatch."""
    start, end = reply.sentence_span(clause)
    today = facts.now.date()
    days = [item for item in reply.dates if start <= item.start < end]
    for promotion in facts.store.promotions:
        last = promotion.until.astimezone(facts.store.zone).date() if promotion.until else None
        if last is None:
            continue
        # midnight belongs to the day that it ends
        named = any((item.first - timedelta(minutes=1)).date() <= last <= item.last.date() for item in days)
        if named or (not days and last == today):
            return f"promotions[{promotion.name}].until", ""
        if not days and 0 <= (last - today).days <= 1 and not reply.in_clause("urgency_today", clause):
            return f"promotions[{promotion.name}].until", ""
    if facts.store.shipping.same_day_cutoff is not None and reply.in_sentence("urgency_dispatch", clause):
        return "shipping.same_day_cutoff", ""
    ends = ", ".join(f"{item.says} until {item.until:%Y-%m-%d}" for item in facts.promotions if item.until) or "none"
    return "promotions", f"Promotions in force: {ends}."


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("honesty.urgency", ("<urgency_any>",), read_urgency, ("honesty.urgency",)),
    ClaimKind("honesty.hint", (), read_hints, ("honesty.urgency",)),
)
