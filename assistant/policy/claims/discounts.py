"""Prices, discounts and compensation that a reply gives (contract section 8: Discounts)."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.money import Sum
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex
from assistant.policy.claims.allowance import amount_off, price, share_off
from assistant.policy.claims.offers import BARE_NUMBER, consent, offers_without_figure
from assistant.policy.claims.own_words import offers_quoted, within
from assistant.policy.claims.purchase import purchase, short_name, thresholds
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_WORDS = ("discount_word", "price_word", "discount_free")
_ASKED = ("price_asked", "discount_free")


def read_discounts(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each discount, price and compensation with a figure; then those without one."""
    bargains = bool(reply.concept_in("discount_asked", facts.message))
    if (
        not bargains
        and not any(map(reply.concept, _WORDS))
        and not any(reply.concept_in(word, facts.message) for word in _ASKED)
    ):
        return
    counted: set[int] = set()
    quoted = offers_quoted(reply, facts)
    for item in reply.sums if bargains or reply.concept("discount_word") or reply.concept("price_word") else ():
        clause = reply.clause_at(item.start)
        if (
            item.kind == "threshold"
            or within(quoted, item.start, item.end)
            or reply.in_clause("discount_aside", clause)
        ):
            continue
        if (clause.believes and clause.negators) or _denied(clause, item) or _of_carrier(facts, clause):
            continue
        if _is_threshold(reply, facts, clause, item.start, item.end, item.value) or _saved_on_way(reply, facts, item):
            continue
        finding = _with_figure(reply, facts, clause, item, bargains=bargains)
        if finding is not None:
            counted.add(clause.index)
            yield finding
    bare = [
        finding
        for finding in (*_bare_price(reply, facts, counted), *_bare_off(reply, facts, counted))
        if not within(quoted, finding.start, finding.end)
    ]
    yield from bare
    counted.update(reply.clause_at(finding.start).index for finding in bare)
    yield from offers_without_figure(reply, facts, counted)
    if not counted:
        yield from consent(reply, facts)


_REACHED = regex(r"(?:过|满|够|到|超|达|离|差|凑|不足|门槛)(?:了|过|到|够|满|是|要)*(?:那个?|这个?)?$")
_LINE = regex(
    r"^(?:元|块钱?)?(?:以上|起|才|门槛|[那这]?[条道]线|[那这]?一?档|的(?:门槛|线|标准|要求)|就(?:能|可以)?(?:减|包|免|分|送))"
)
_GAP = regex(r"(?:[还只就]?差(?:个|了|着|您)?|(?:再|还得?|只要|多)(?:凑|添)(?:个|上|够|满|点|您)*)\s*[¥$]?$")
"""再凑131元, 还差61元: what is missing to a threshold."""
_GAP_EN = regex(r"^(?: ?(?:yuan|rmb|usd|dollars?))? (?:more(?! off| discount| back)|short|away|to go)\b")
_DOWN_TO = regex(r"(?:优惠|便宜|减|降|让|少|抹)(?:您|你)?(?:到|成|至|为)(?:了|只要)?\s*$")
_SAVES = regex(r"省(?:了|下|出|您|个|掉)*$")


def _is_threshold(reply: Reply, facts: Facts, clause: Clause, start: int, end: int, value: float) -> bool:
    """Whether a figure is an amount from which the profile gives something, told as such (过了600能分期), or lacks to it."""
    if _GAP.search(reply.view[max(0, start - 6) : start]) or _GAP_EN.match(reply.view[end : end + 12]):
        return True
    if value not in thresholds(facts.store):
        return False
    return bool(
        _REACHED.search(reply.view[max(clause.start, start - 6) : start]) or _LINE.match(reply.view[end : end + 10])
    )


def _saved_on_way(reply: Reply, facts: Facts, item: Sum) -> bool:
    """Whether what is saved is the fee of a carrier that is not taken (走申通省15块)."""
    fees = {carrier.fee for carrier in facts.store.shipping.carriers}
    return item.value in fees and bool(_SAVES.search(reply.view[max(0, item.start - 4) : item.start]))


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
            return share_off(reply, facts, clause, item, 100 - item.value)
        case "percent":
            near = reply.view[max(clause.start, item.start - 8) : min(clause.end, item.end + 10)]
            off = reply.concept_in("discount_share", Encoded(near)) or _raised(reply, facts, item)
            return share_off(reply, facts, clause, item, item.value) if off else None
        case _:
            before = Encoded(reply.view[max(clause.start, item.start - 18) : item.start])
            after = Encoded(reply.view[item.end : min(clause.end, item.end + 12)])
            if _YOU_PAY.search(before.view):
                return price(reply, facts, clause, item)
            if _DOWN_TO.search(before.view) and (finding := price(reply, facts, clause, item)) is not None:
                return finding
            if reply.concept_in("discount_before", before) or reply.concept_in("discount_after", after):
                return amount_off(reply, facts, clause, item)
            if bargains or reply.concept_in("price_before", before) or reply.concept_in("price_after", after):
                return price(reply, facts, clause, item)
            return None


_RAISES = regex(
    r"\b(?:raise|raised|increase|increased|bump|bumped|bring|push|lift|stretch|extend|make)\b (?:that|it|this|your|the)\b[^,.!?]{0,20}$"
)


def _raised(reply: Reply, facts: Facts, item: Sum) -> bool:
    """Whether a share is what a promotion told before is raised to (I'll raise that to 12%)."""
    told = {f"{promotion.off_percent:g}%" for promotion in facts.promotions if promotion.off_percent}
    return _RAISES.search(reply.view[max(0, item.start - 40) : item.start]) is not None and any(
        share in reply.view[: item.start] for share in told
    )


def _bare_price(reply: Reply, facts: Facts, counted: set[int]) -> Iterator[Finding]:
    """A number without a unit where a price is talked of (看您诚心, 160拍走)."""
    bargains = bool(reply.concept_in("discount_asked", facts.message))
    asked = bargains or bool(reply.concept_in("price_asked", facts.message))
    for hit in pattern(BARE_NUMBER).hits(reply.encoded):
        clause = reply.clause_at(hit.start)
        value = number(hit.groups[0])
        before, after = reply.view[max(0, hit.start - 1) : hit.start], reply.view[hit.end : hit.end + 1]
        if _MEASURED.match(reply.view, hit.end):
            continue
        if value is None or clause.index in counted or before in _NOT_BEFORE or after in _NOT_AFTER or clause.believes:
            continue
        if clause.negators or not (bargains or reply.in_sentence("price_word", clause)):
            continue
        if _is_threshold(reply, facts, clause, hit.start, hit.end, value):
            continue
        head = Encoded(reply.view[max(clause.start, hit.start - 6) : hit.start])
        tail = Encoded(reply.view[hit.end : min(clause.end, hit.end + 8)])
        if not asked and not reply.concept_in("price_before", head) and not reply.concept_in("price_after", tail):
            continue
        item = Sum(hit.start, hit.end, hit.text, value, "amount")
        finding = price(reply, facts, clause, item)
        bought = purchase(reply, facts, clause)
        amount = bought.amount or 1e9
        if _EACH.match(reply.view, hit.end):
            amount /= bought.quantity
        if finding is not None and not finding.holds and value >= _LEAST_SHARE * amount:
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
        finding = amount_off(reply, facts, clause, Sum(hit.start, hit.end, hit.text, value, "amount"))
        if finding is not None:
            yield finding


_MEASURED = regex(
    r"\s?(?:厘米|公分|公斤|千克|毫米|小时|(?:到|至)\d|days?\b|hours?\b|weeks?\b|cm\b|kg\b|mm\b|pairs?\b|pieces?\b|pcs\b)"
)
"""A figure with another measure is no price: 158到166厘米, 15 days."""
_EACH = regex(r"(?:元|块)?(?:钱)?(?:一|每)[个份条双包袋盒件罐瓶只套]")
_LEAST_SHARE = 0.4
"""A number below that share of the price is no price."""
_OFF = r"(?:砍|往下(?:调|降|压)|下调|调低|降|减|便宜|优惠|立减|直降|返现?|补(?:您|你)|让利?|抵|少(?:收|付|算)?(?:您|你)?)(?:您|你|了|掉|个|收)?\s*(\d{1,4}|[一二两三四五六七八九]?[十百][一二三四五六七八九十]?)"
_YOU_PAY = regex(r"\b(?:you(?: \w+|['’]ll)?|please|just) (?:only |just )?pay (?:only |just |us )?$")
_NOT_BEFORE = frozenset("满减第第号.0123456789-:：/¥$少省尾")
_NOT_AFTER = frozenset("天小个号月日码条件双包袋盒份克g斤kc%年人.0123456789-:点分时折次米块元减后-~")


KINDS: tuple[ClaimKind, ...] = (ClaimKind("promise.discount", (), read_discounts, ("promise.discount",)),)
