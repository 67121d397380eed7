"""Whether an installment may be offered: from the profile's amount on, for what the buyer is about to pay."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.money import sums
from assistant.language.numerals import CHINESE, number
from assistant.language.patterns import Encoded, Hit
from assistant.language.regex import regex
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

_PIECES = regex(
    rf"(\d+|{CHINESE})\s*(?:[件条个袋双盒瓶套包罐箱台只份本支张片盆株斤卷串对枚顶床把桶部辆]|pairs?|pieces?|pcs|sets?|items?)"
)
_LARGE = regex(r"(?<![\d.])\d{3,6}(?:\.\d+)?(?![\d.]|\s*(?:期|个月|以上|起|天|号|月))")


def allowed(facts: Facts, reply: Encoded) -> bool | None:
    """Whether the profile allows an installment for what is in question; None where the amount is not known."""
    lowest = facts.store.payment.installments_from
    if lowest is None:
        return False
    amounts = list(_amounts(facts, reply))
    return max(amounts) >= lowest if amounts else None


def _amounts(facts: Facts, reply: Encoded) -> Iterator[float]:
    """What the buyer may be about to pay: what is named, so many pieces, the open order, else the product's price."""
    lowest = facts.store.payment.installments_from
    for text in (facts.message, reply):
        yield from (item.value for item in sums(text) if item.kind == "amount" and item.value != lowest)
        yield from (float(found.group()) for found in _LARGE.finditer(text.view) if float(found.group()) != lowest)
    if facts.product is None:
        if facts.order is not None:
            yield facts.order.amount
        return
    pieces = [number(found.group(1)) or 1 for text in (facts.message, reply) for found in _PIECES.finditer(text.view)]
    yield facts.product.price * max(pieces, default=1)
    if facts.order is not None and facts.order.status == "unpaid":
        yield facts.order.amount


def installments(reply: Reply, facts: Facts, hit: Hit, clause: Clause, usable: bool) -> Finding:
    """Judge a reply that says an installment can or cannot be had."""
    lowest = facts.store.payment.installments_from
    fact = "payment.installments_from"
    why = (
        "The store offers no installments." if lowest is None else f"The store offers installments from {lowest:g} on."
    )
    rule = "payment.overpromise" if usable else "payment.card_refused"
    stated = _stated_from(reply, clause)
    if stated is not None and lowest is not None:
        if abs(stated - lowest) < 1:
            return Finding("payment.installments", hit.start, hit.end, fact, True)
        wrong = "payment.card_refused" if stated > lowest else "payment.overpromise"
        return Finding("payment.installments", hit.start, hit.end, fact, False, wrong, why)
    may = allowed(facts, reply.encoded)
    if may is None:
        # no amount is known: that there are installments holds, that there are none does not
        may = True
    return Finding(
        "payment.installments", hit.start, hit.end, fact, may == usable, None if may == usable else rule, why
    )


def _stated_from(reply: Reply, clause: Clause) -> float | None:
    """The amount from which the sentence says installments are offered."""
    for found in (*reply.in_clause("pay_floor", clause), *reply.in_sentence("pay_allowed_from", clause)):
        for group in found.groups:
            if group:
                return number(group)
    return None
