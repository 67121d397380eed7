"""What a clause says of the buyer's postage: free or charged, a sum, an amount from which it is free, or a way that no profile has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.facts import Facts
from assistant.language.patterns import pattern
from assistant.language.regex import regex
from assistant.policy.claims.postage_talk import (
    BUYER_PAYS,
    FREE_OF_IT,
    WAIVED,
    about_postage,
    bare_answer,
    figures_in,
    is_price,
)
from assistant.policy.text import Clause, Reply

Kind = Literal["free", "charged", "sum", "threshold", "unheard"]
"""`threshold`: the amount of goods from which postage is free; `unheard`: a way to charge or waive it that no profile has."""

_THRESHOLD = r"(?:满|够|达到?|超过?|凑(?:够|满|到)?|买(?:够|满)|\bover|\babove|\bfrom|\bmore than|\bat least|\bspend)\s*(?:us)?\s?[$¥€£]?\s*(\d+(?:\.\d+)?)"
_STORE_PAYS = regex(
    r"(?:我们?|俺们?|咱们?家?|本店|店里|小店|这边|店铺|商家)(?:店里|家|来|给您|帮您|替您|为您|都|全)*(?:出|承担|付|包|贴|负担|掏|报|兜|认|担|抹|扛)|给您(?:免|包)|帮您(?:免|包)|不?收您?0|给[您你].{0,6}(?:退|返|报|省)|全省了|退给|返给|返还|全免|免(?:了|掉|去)|免费|送您"
    r"|\bon us\b|\bwe(?:'ll| will)? (?:pay|cover|bear|waive)|\bwaived?\b|\bfree\b|\bno charge\b|\bcomplimentary\b"
)
_REFUSED_BEHIND = regex(
    r"^[^,。]{0,5}(?:答应不|应不|不行|不成|办不到|做不到|给不了|没有(?=$|[的了呢哦哈啊,])|免不了|不可以|不能|没法|不敢|不现实|没办法)"
)
_INVENTED = regex(
    r"首重|续重|按(?:重量|斤|公斤|件数?|体积)|每(?:多一|加一)?件.{0,4}(?:加|收|运费|邮费)|(?:会员|首单|新客|新人|老客|老顾客|粉丝|关注.{0,4}|收藏.{0,4}|好评.{0,4})(?:包邮|免邮|免运)|半价|对折|打.{0,3}折|减半|(?:[邮运]费|快递费).{0,4}(?:便宜|优惠|少收|减)|两?件(?:起|才|以上)(?:就)?(?:包|免)邮?|(?:一个|一样|同)价"
    r"|\bper (?:kg|kilo|100 ?g|item|pair)\b|\bby weight\b|\bhalf (?:price|the)|\bsame (?:price|cost|fee)\b"
)
_ADDED = regex(r"(?:再|还得?|只要)凑(?:个|点|上)?\d+(?:\.\d+)?$")
"""再凑9块就包邮 names what is missing, no threshold."""
_SAKE = regex(
    r"(?:省|为|为了|图|凑|心疼|在乎|差|算上|怕|嫌)(?:了|下|这|那|个|点|几|块|元|钱|的|\d)*$|(?:含|包|算|加上|带)(?:了|上)?$"
)
"""别为省邮费多买: the postage is not what is denied."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of a clause that says something of postage, with the figure where it has one."""

    kind: Kind
    start: int
    end: int
    value: float = 0.0


def statements(reply: Reply, clause: Clause, facts: Facts) -> Iterator[Statement]:
    """What the clause says of the buyer's postage, by its words or as an answer; see `may_concern_postage`."""
    if clause.believes:
        return
    answer = bare_answer(clause, facts)
    if answer is not None:
        yield Statement(answer, clause.start, clause.end)
    elif about_postage(reply, clause, facts) and (not clause.asks or BUYER_PAYS.search(clause.text)):
        yield from _asserted(reply, clause, facts)


def _asserted(reply: Reply, clause: Clause, facts: Facts) -> Iterator[Statement]:
    threshold = next(pattern(_THRESHOLD).hits(reply.encoded, clause.start, clause.end), None)
    if threshold is not None and _ADDED.search(reply.view[clause.start : threshold.end]):
        threshold = None
    if threshold is not None and (
        reply.in_clause("postage_free", clause)
        or reply.in_clause("postage_word", clause)
        or FREE_OF_IT.search(clause.text)
    ):
        yield Statement("threshold", threshold.start, threshold.end, float(threshold.groups[0]))
        return
    invented = _INVENTED.search(clause.text)
    if invented and not clause.negators:
        yield Statement("unheard", clause.start + invented.start(), clause.start + invented.end())
        return
    free = [
        hit
        for hit in reply.in_clause("postage_free", clause)
        if not _denied(clause, hit.start) and not _REFUSED_BEHIND.search(reply.view[hit.end : clause.end])
    ]
    figures = [item for item in figures_in(reply, clause, facts) if not is_price(reply, clause, item, facts)]
    if figures and not free and (WAIVED.search(clause.text) or len(clause.negators) % 2 == 1):
        if figures[0].value > 0 and _waives(clause):
            yield Statement("free", figures[0].start, figures[0].end)
    elif figures:
        for item in figures:
            yield Statement("sum", item.start, item.end, item.value)
    elif free:
        yield Statement("free", free[0].start, free[0].end)
    else:
        yield from _without_figure(reply, clause)


def _without_figure(reply: Reply, clause: Clause) -> Iterator[Statement]:
    words = reply.in_clause("postage_word", clause) or reply.in_clause("postage_free", clause)
    if not words:
        if FREE_OF_IT.search(clause.text):
            yield Statement("free", clause.start, clause.end)
        return
    first, last = words[0].start, words[-1].end
    negated = len(clause.negators) % 2 == 1
    if any("到付" in hit.text for hit in words) and not negated:
        yield Statement("unheard", first, last)
        return
    denied = _denied_free(reply, clause)
    buyer = BUYER_PAYS.search(clause.text)
    if _STORE_PAYS.search(clause.text) and not negated and not denied:
        yield Statement("free", first, last)
    elif denied or (buyer and not negated):
        yield Statement("charged", first, last)
    elif buyer or _no_fee(reply, clause):
        yield Statement("free", first, last)


def _waives(clause: Clause) -> bool:
    """免了那15, 8块返给您; not 免不了, 不能免."""
    words = WAIVED.search(clause.text)
    return words is not None and not re.search(
        r"免不|抹不|退不|返不|减不|不能|没法|无法|不可以|can't|cannot", clause.text
    )


def _denied(clause: Clause, place: int) -> bool:
    return clause.negated_before(place, 6)


def _denied_free(reply: Reply, clause: Clause) -> bool:
    return any(
        _denied(clause, hit.start)
        or clause.negated_after(hit.end, 3)
        or _REFUSED_BEHIND.search(reply.view[hit.end : clause.end])
        for hit in reply.in_clause("postage_free", clause)
    )


def _no_fee(reply: Reply, clause: Clause) -> bool:
    return any(
        (_denied(clause, hit.start) and not _SAKE.search(reply.view[clause.start : hit.start]))
        or clause.negated_after(hit.end, 3)
        for hit in reply.in_clause("postage_word", clause)
    )
