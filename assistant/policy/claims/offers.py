"""Offers without a figure: vague discounts, price protection, interest-free payment, compensation, and bare consent."""

from collections.abc import Iterator

from assistant.domain.store import Gift, Promotion
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, Hit, pattern
from assistant.language.regex import regex
from assistant.policy.claims.allowance import bargained, says_now
from assistant.policy.claims.answers import affirmation, denied_before
from assistant.policy.claims.purchase import Purchase, purchase
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.discount"
_CALLS_CHEAP = regex(r"(?:这么|那么|这样|如此|好|真|挺|太|很|贼|老|够|因为|图)$")
BARE_NUMBER = r"(\d{2,5}(?:\.\d{1,2})?|[一二两三四五六七八九]百[零一二三四五六七八九十]{0,3}|[二三四五六七八九]十[一二三四五六七八九]?|十[一二三四五六七八九])"
"""RE2 source of a number that may be a price though no unit follows."""
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


def offers_without_figure(reply: Reply, facts: Facts, counted: set[int]) -> Iterator[Finding]:
    for concept, fact, why in _UNNUMBERED if reply.concept("discount_free") else ():
        hits = reply.concept(concept)
        if concept == "interest_free" and any(reply.stance(hit.start, hit.end) == "negated" for hit in hits):
            continue  # the offer is denied; what else is said of interest explains
        for hit in hits:
            clause = reply.clause_at(hit.start)
            if clause.index in counted or reply.in_clause("discount_unsure", clause):
                continue
            if concept == "compensation" and (reply.in_clause("insurance", clause) or "保险" in clause.text):
                continue  # the insurer pays, not the store
            if concept == "interest_free" and _OPEN.search(clause.text):
                continue
            if reply.stance(hit.start, hit.end) in {"negated", "quoted"} or denied_before(clause, hit, 20):
                continue
            if hit.end > clause.end and _denied_within(reply, clause, hit):
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


_OPEN = regex(
    r"免不免|是不是|有没有|是否|会不会|(?:要|得|去|再)看|看(?:花呗|银行|支付宝|平台|页面)|为准|\bdepends\b|\bwhether\b"
)
"""免不免息看花呗页面 leaves it open."""


def _denied_within(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether a later clause that the hit reaches into denies it (真降了,店里也没有保价)."""
    return any(
        start < hit.end
        for other in reply.clauses[clause.index + 1 :]
        if other.start < hit.end
        for start, _ in other.negators
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
    offered: tuple[Promotion | Gift, ...] = (*facts.promotions, *facts.store.gifts)
    for item in offered:
        if reply.concept_in(concept, Encoded(normalise(f"{item.name} {item.says}").view)):
            return f"promotions[{item.name}]"
    return None


_INTEREST = regex(r"息|\binterest\b")


def consent(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """少10块行吗 — 行的亲, 拍吧."""
    agreed = reply.concept("discount_agreed")
    yes = reply.clause_at(agreed[0].start) if agreed else affirmation(reply)
    if (
        yes is None
        or len(yes.text) > 14
        or any(clause.negators and clause.index <= yes.index for clause in reply.clauses)
    ):
        return
    postage = bool(reply.concept_in("discount_aside", facts.message))  # 补差价发顺丰
    for concept, fact, why in (
        _UNNUMBERED[1:] if not postage and reply.concept_in("discount_free", facts.message) else ()
    ):
        if concept == "interest_free" and _INTEREST.search(reply.view):
            continue  # its own words on the interest are read
        if reply.concept_in(concept, facts.message) and _carried(reply, facts, yes, concept) is None:
            yield Finding("promise.discount", yes.start, yes.end, fact, False, _RULE, why)
            return
    if (
        postage
        or _asks_promotion(facts)
        or not _asks_reduction(reply, facts)
        or _grants_postage(reply, facts, yes)
        or reply.concept("discount_instead")
    ):
        return
    bought = purchase(reply, facts)
    terms = facts.store.bargaining
    if terms.allowed and bought.quantity >= terms.min_quantity and not _proposed_too_low(facts, bought):
        return
    yield Finding("promise.discount", yes.start, yes.end, "promotions", False, _RULE, says_now(facts, bought))


def _asks_promotion(facts: Facts) -> bool:
    """Whether the buyer names a promotion in force with its figure and its condition (is 5% off for 3 pairs automatic)."""
    named = {float(digits) for digits in _DIGITS.findall(facts.message.view)}
    return any(
        {item.off or item.off_percent, item.min_quantity or item.min_amount} <= named for item in facts.promotions
    )


_DIGITS = regex(r"\d+(?:\.\d+)?")


def _asks_reduction(reply: Reply, facts: Facts) -> bool:
    """Whether the buyer asks for less, and does not only call the goods cheap (这么便宜)."""
    hits = reply.concept_in("discount_asked", facts.message)
    return any(hit.text != "便宜" or not _CALLS_CHEAP.search(facts.message.view[: hit.start]) for hit in hits)


def _grants_postage(reply: Reply, facts: Facts, yes: Clause) -> bool:
    """Whether the yes takes up a word on postage (不包邮吧 — 包的)."""
    return yes.text.startswith("包") and bool(reply.concept_in("free_postage", facts.message))


def _proposed_too_low(facts: Facts, bought: Purchase) -> bool:
    """Whether the price that the buyer names lies below the floor."""
    named = [value for hit in pattern(BARE_NUMBER).hits(facts.message) if (value := number(hit.groups[0])) is not None]
    if not named or bought.amount is None:
        return False
    unit = bought.amount / bought.quantity
    total = named[-1] * bought.quantity if named[-1] <= unit else named[-1]
    return unit * 0.3 < total and not bargained(facts, bought, total)
