"""What a reply denies or narrows though the profile gives it: promotion, gift, freight insurance, free postage."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.policy.claims.answers import refusal
from assistant.policy.claims.gifts import named_gift
from assistant.policy.claims.purchase import purchase, short_name
from assistant.policy.claims.topics import OTHER_MATTER
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.refused"
_TOPICS = ("promotion_word", "gift_word", "insurance", "free_postage")
_ECHO_LENGTH = 18
_NUMERALS = frozenset("0123456789一两俩仨二三另")
_REACH = 14
"""How far a denial may stand from what it denies."""


def read_refusals(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each denial of something that the profile gives this buyer."""
    for topic in _TOPICS:
        if not (
            reply.concept(topic)
            or reply.concept_in(topic, facts.message)
            or (topic == "gift_word" and _names_gift(reply, facts))
        ):
            continue
        clauses = _denying(reply, facts, topic)
        for clause, start, end in clauses:
            finding = _held(reply, facts, topic, clause, start, end)
            if finding is not None:
                yield finding
                break


def _short_no(reply: Reply, clause: Clause) -> bool:
    """Whether a clause without the topic itself still refuses it: a short no, or a verb of giving denied."""
    if refusal(reply) is clause and len(clause.text) <= 8:
        return True
    # 没有 alone denies what stands behind it (没有洗过, 没有收到)
    return any(
        hit.text != "没有" or hit.end == clause.end or len(clause.text) <= 8
        for hit in reply.in_clause("refused_verb", clause)
    )


def _names_gift(reply: Reply, facts: Facts) -> bool:
    gifts = facts.store.gifts
    return bool(gifts) and named_gift(gifts, reply.view + facts.message.view) is not None


def _denying(reply: Reply, facts: Facts, topic: str) -> Iterator[tuple[Clause, int, int]]:
    """The clauses that deny a topic which they, the clause before them or the buyer's message names."""
    asked = bool(reply.concept_in(topic, facts.message)) or (
        topic == "gift_word" and named_gift(facts.store.gifts, facts.message.view) is not None
    )
    named_at = -9
    for clause in reply.clauses:
        here = bool(reply.in_clause(topic, clause)) or (
            topic == "gift_word" and bool(named_gift(facts.store.gifts, clause.text))
        )
        if here:
            named_at = clause.index
        narrow = [
            hit
            for hit in reply.in_clause("refused_narrow", clause)
            if reply.view[hit.end : hit.end + 1] not in {"一", "1"}
        ]
        spoken = here or named_at == clause.index - 1 or (asked and clause.index <= 1)
        if (
            not spoken
            or clause.believes
            or (clause.conditional and not narrow)
            or reply.in_clause("refused_extra", clause)
        ):
            continue
        words = reply.in_clause(topic, clause)
        denials = [
            hit
            for hit in (*reply.in_clause("refused_word", clause), *narrow)
            if not words or any(hit.end >= word.start - _REACH and hit.start <= word.end + _REACH for word in words)
        ]
        if not here and OTHER_MATTER.search(clause.text):
            continue
        if not here:
            echoed = asked and len(clause.text) <= _ECHO_LENGTH and not reply.in_clause("product_unsure", clause)
            if not narrow and not reply.in_clause("refused_bare", clause) and not (echoed and _short_no(reply, clause)):
                denials = []
        if denials:
            yield clause, min(hit.start for hit in denials), max(hit.end for hit in denials)


def _held(reply: Reply, facts: Facts, topic: str, clause: Clause, start: int, end: int) -> Finding | None:
    match topic:
        case "promotion_word":
            fact, why = _promotion(reply, facts, clause)
        case "gift_word":
            fact, why = _gift(reply, facts, clause)
        case "insurance":
            insured = facts.store.returns.freight_insurance
            fact, why = "returns.freight_insurance", "The profile gives freight insurance." if insured else ""
        case _:
            fact, why = _postage(reply, facts, clause)
    return None if fact is None else Finding("promise.refused", start, end, fact, not why, _RULE, why)


def _promotion(reply: Reply, facts: Facts, clause: Clause) -> tuple[str | None, str]:
    if not facts.promotions:
        return "promotions", ""
    if any(short_name(carrier.name) in facts.message.view for carrier in facts.store.shipping.carriers):
        return None, ""  # a carrier's fee is asked for
    bargains = bool(reply.concept_in("discount_asked", facts.message)) and not reply.concept_in(
        "promotion_name", facts.message
    )
    if bargains and reply.in_sentence("refused_existence", clause):
        wanted = purchase(reply, facts, clause)
        reached = facts.promotion_entitlements(wanted.amount, wanted.quantity)
        bargains = not (wanted.counted and any(item.reached for item in reached))
    if bargains or reply.in_sentence("refused_aside", clause):
        return None, ""  # a bargain or something else is refused, not the promotion
    first, last = reply.sentence_span(clause)
    if reply.concept("urgency_ends") and any(first <= item.start < last for item in reply.dates):
        return None, ""  # when it ends is for the urgency rule
    bought = purchase(reply, facts, clause)
    open_ = [item for item in facts.promotion_entitlements(bought.amount, bought.quantity) if item.reached is not False]
    narrowed = reply.in_sentence("refused_narrow", clause)
    if _told(reply, facts) and (
        not narrowed
        or clause.conditional
        or any(f"{item.min_quantity or item.min_amount:g}" in clause.text for item in facts.promotions)
    ):
        return "promotions", ""
    existence = reply.in_sentence("refused_existence", clause)
    if not open_ and not narrowed and (bought.counted or reply.in_sentence("refused_single", clause)):
        return "promotions", ""
    if not (open_ or existence or narrowed) or _explained(
        reply, {item.min_amount for item in facts.promotions}, bought.amount
    ):
        return "promotions", ""
    says = ", ".join(item.says for item in facts.promotions)
    return f"promotions[{facts.promotions[0].name}]", f"In force now: {says}."


def _told(reply: Reply, facts: Facts) -> bool:
    """Whether the reply tells a promotion in force with its figure and its condition."""
    view = reply.view.replace("three", "3").replace("两", "2").replace("三", "3")
    figures = [
        (f"{item.off or item.off_percent:g}", f"{item.min_quantity or item.min_amount:g}") for item in facts.promotions
    ]
    granted = [clause.text for clause in reply.clauses if not clause.negators and not clause.conditional]
    shares = [f"{item.off_percent:g}%" for item in facts.promotions if item.off_percent]
    return any(off in view and limit in view for off, limit in figures) or any(
        share in text and "off" in text for share in shares for text in granted
    )


def _explained(reply: Reply, limits: set[float], amount: float | None) -> bool:
    """Whether the reply names the condition as the profile has it, or how much is missing."""
    if not reply.concept("refused_condition"):
        return False
    said = {item.value for item in reply.sums if item.kind == "threshold"}
    if said:
        return bool(said & limits)
    return amount is None or any(amount < limit for limit in limits)


def _gift(reply: Reply, facts: Facts, clause: Clause) -> tuple[str | None, str]:
    gifts = facts.store.gifts
    if not gifts:
        return "gifts", ""
    asked = facts.message.view
    named = named_gift(gifts, clause.text) or named_gift(gifts, asked)
    generic = reply.in_clause("gift_generic", clause) or reply.concept_in("gift_generic", facts.message)
    things = [*reply.in_clause("gift_thing", clause)]
    things += [] if named is not None else reply.concept_in("gift_thing", facts.message)
    other = any(hit.text[0] not in _NUMERALS for hit in things)  # a count alone is of the goods bought
    if (named is None and not generic) or (other and named_gift(gifts, clause.text) is None):
        return None, ""  # another thing than the store's gift is refused
    bought = purchase(reply, facts)
    reached = [item for item in facts.gift_entitlements(bought.amount) if item.reached is not False]
    told = any(
        named_gift(gifts, other.text)
        and not (other.negators and not reply.in_clause("refused_told", other))
        and not reply.in_clause("refused_narrow", other)
        and not other.asks
        for other in reply.clauses
    )
    if not reached or told or _explained(reply, {item.min_amount for item in gifts}, bought.amount):
        return "gifts", ""
    return f"gifts[{reached[0].name}]", f"The profile gives it: {reached[0].says}."


def _postage(reply: Reply, facts: Facts, clause: Clause) -> tuple[str | None, str]:
    shipping = facts.store.shipping
    others = [short_name(carrier.name) for carrier in shipping.carriers if not carrier.default]
    spoken = reply.view + facts.message.view
    if any(name in spoken for name in others) or reply.in_sentence("refused_condition", clause):
        return None, ""
    excepted = shipping.free_shipping.except_ if shipping.free_shipping else ()
    if any(normalise(name).view in reply.view for name in excepted) or reply.in_clause("far_place", clause):
        return None, ""
    postage = facts.postage(amount=purchase(reply, facts, clause).amount)
    return "shipping.free_shipping", "" if postage.total > 0 else "Postage is free for this buyer."


KINDS: tuple[ClaimKind, ...] = (ClaimKind("promise.refused", (), read_refusals, ("promise.refused",)),)
