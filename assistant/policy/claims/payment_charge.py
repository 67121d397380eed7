"""Claims about what a way to pay costs the buyer."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.carriers import carriers
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, Hit, pattern
from assistant.language.regex import regex
from assistant.language.regions import PLACE
from assistant.policy.claims.charges import answered_charge, charges, shares
from assistant.policy.claims.purchase import thresholds
from assistant.policy.claims.topics import on_topic
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

_PRICE = regex(r"(?<![\d.])\d{2,5}(?:\.\d{1,2})?(?![\d.]|\s*(?:期|天|号|个月|以上|起|小时|%|袋|件|条|pairs?))")
_A_LITTLE, _LEAST, _SMALL = 1.15, 5, 0.3


def read_charges(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """What the buyer is charged for paying by card, Huabei or installments, or on delivery."""
    found = False
    for topic, finding in (("pay_charged", _card_charge), ("pay_cod", _cod_charge)):
        if topic == "pay_cod" and not facts.store.payment.cash_on_delivery:
            continue
        clauses = tuple(on_topic(reply, facts, topic, "pay_away"))
        for clause in clauses:
            named = bool(reply.in_clause(topic, clause))
            strings = _more(reply, facts, clause) if topic == "pay_charged" else _collected(reply, facts, clause)
            for hit in (*charges(reply, clause), *strings):
                if topic == "pay_charged" and (_of_the_bank(reply, facts, clause) or not _worth(reply, clause, named)):
                    continue
                extra = reply.heard("cod_extra", reply.encoded, hit.start, hit.end)
                if topic == "pay_cod" and hit not in strings and not (extra and _beside_postage(reply, clause, hit)):
                    continue
                found = True
                yield finding(hit)
        if clauses and not found and reply.heard(topic, facts.message) and reply.heard("charge_asked", facts.message):
            hit_answer = answered_charge(reply, facts, clauses, figures=topic == "pay_charged")
            if hit_answer is not None and not any(_of_the_bank(reply, facts, clause) for clause in reply.clauses):
                found = True
                yield finding(hit_answer)


def _more(reply: Reply, facts: Facts, clause: Clause) -> tuple[Hit, ...]:
    """What paying by card costs by other words than a charge: a share, a higher price, a discount that is lost."""
    return (*shares(reply, clause), *_strings(reply, clause), *_dearer(reply, facts, clause))


def _collected(reply: Reply, facts: Facts, clause: Clause) -> tuple[Hit, ...]:
    """A small sum that whoever delivers is to be given; the price itself is no extra."""
    if clause.negators or reply.in_sentence("postage", clause):
        return ()
    due = [product.price for product in (facts.product,) if product] + [own.amount for own in facts.own_orders]
    found = []
    for hit in reply.in_clause("cod_collects", clause):
        value = next((number(group) for group in hit.groups if group), None)
        if value is not None and value < _SMALL * min(due, default=100):
            found.append(hit)
    return tuple(found)


def _strings(reply: Reply, clause: Clause) -> Iterator[Hit]:
    """A price that is higher, or a discount that is lost, for paying this way."""
    for hit in reply.in_clause("pay_strings", clause):
        denied = any(hit.start - 8 <= start < hit.end for start, _ in clause.negators)
        if hit.end <= clause.end + 1 and (not denied or reply.heard("pay_loses", Encoded(hit.text))):
            yield hit


def _dearer(reply: Reply, facts: Facts, clause: Clause) -> Iterator[Hit]:
    """A price for paying this way (刷卡的话151) a little above what is due."""
    if clause.negators or not reply.in_clause("pay_charged", clause) or reply.in_sentence("postage", clause):
        return
    due = {product.price for product in (facts.product,) if product} | {own.amount for own in facts.own_orders}
    due |= {float(found.group()) for found in _PRICE.finditer(facts.message.view)}
    known = due | thresholds(facts.store)
    for found in _PRICE.finditer(clause.text):
        figure = float(found.group())
        if any(base < figure <= base * _A_LITTLE for base in due if base >= _LEAST) and not any(
            figure % base < 0.01 for base in known if base
        ):
            yield Hit(clause.start + found.start(), clause.start + found.end(), found.group())


def _beside_postage(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether a charge for cash on delivery is one of its own, not the postage that is due anyway."""
    own = reply.heard("cod_service", reply.encoded, hit.start, min(hit.end + 4, len(reply.view)))
    return own or not reply.in_sentence("postage", clause)


def _worth(reply: Reply, clause: Clause, named: bool) -> bool:
    """Whether a charge may be for the way to pay: postage and couriers that are spoken of besides are not."""
    if named:
        return True
    first, last = reply.sentence_span(clause)
    return not (
        reply.in_clause("postage", clause)
        or any(first <= name.start < last for name in carriers(reply.encoded))
        or pattern(PLACE).found(reply.encoded, first, last)
    )


def _of_the_bank(reply: Reply, facts: Facts, clause: Clause) -> bool:
    if not reply.in_sentence("pay_interest_about", clause) and not reply.heard("pay_interest_about", facts.message):
        return False
    if any(not clause.negated_after(hit.end) for hit in reply.in_clause("pay_interest_ours", clause)):
        return False
    return bool(reply.in_sentence("pay_interest", clause))


def _card_charge(hit: Hit) -> Finding:
    why = "The store charges nothing for paying this way."
    return Finding("payment.charge", hit.start, hit.end, "payment.methods", False, "payment.card_fee", why)


def _cod_charge(hit: Hit) -> Finding:
    why = "The store takes cash on delivery at no extra charge."
    return Finding("payment.cod", hit.start, hit.end, "payment.cash_on_delivery", False, "payment.cod_refused", why)
