"""Sums and shares in a text: 15元, ¥239, 3 bucks, 6个点, 13%, 九折, 满300减30."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from assistant.language.numerals import ENGLISH, NUMBER, number
from assistant.language.patterns import Encoded, Hit, pattern
from assistant.language.regex import regex


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money, or a share of one."""

    start: int
    end: int
    text: str
    value: float
    """Currency units; per cent for `percent`; what remains of 100 for `fold` (九折 is 90)."""
    kind: Literal["amount", "percent", "fold", "threshold"]
    """`threshold`: the amount from which something is given (满300)."""


_AMOUNT = rf"(?:rmb|cny|usd|us\$|\$|¥|￥|€|£)\s*({NUMBER})|({NUMBER})\s*(?:元|块钱|块(?:(\d|[一二三四五六七八九])(?:毛|角)?)?|圆|米(?:钱)|刀|毛钱|rmb|cny|usd|美金|美元|dollars?|bucks?|euros?|eur|yuan|kuai)"
_PERCENT = rf"({NUMBER})\s*(?:%|个百分点|个点|个税点|percent|per cent)|百分之({NUMBER})|({NUMBER})\s*(?:点税|个点儿)"
_FOLD = rf"({NUMBER})\s*折"
_THRESHOLD = rf"满\s*({NUMBER})\s*(?:元|块)?"
_ENGLISH_AMOUNT = rf"\b({ENGLISH})\s*(?:dollars?|bucks?|usd|euros?|yuan|percent|per cent)\b"

HINT = rf"[$¥￥€£]|{NUMBER}\s*(?:元|块|圆|刀|毛|rmb|cny|usd|美|dollar|buck|eur|yuan|%|个|点税|percent|per cent|折)|百分之|满\s*{NUMBER}|\b{ENGLISH}\s+(?:dollar|buck|percent|per cent)"
"""RE2 source that occurs wherever a sum may stand."""


_TAKEN_OFF = regex(r"[减送抵返打]了?$")
_PIECES = frozenset("件条双个袋包盒罐瓶套份只副支箱对台把本张斤")
"""满2件 is a number of goods, no amount."""
_HUNDREDS = 3
"""Digits before the comma of 满300,408元; 满1,500 has one."""


def sums(text: Encoded, start: int = 0, end: int | None = None, *, stops: Collection[int] = ()) -> list[Sum]:
    """Every sum between two characters of `text`, from the left.

    Args:
        text: what is read.
        start: the first character.
        end: the character behind the last one.
        stops: places of commas that part clauses and no thousands (they were typed in full width).
    """
    found: list[Sum] = []
    for hit in pattern(_THRESHOLD).hits(text, start, end):
        comma = hit.text.find(",")
        if comma > 0 and (hit.start + comma in stops or sum(map(str.isdigit, hit.text[:comma])) == _HUNDREDS):
            hit = Hit(hit.start, hit.start + comma, hit.text[:comma], (hit.groups[0].partition(",")[0],))
        value = number(hit.groups[0])
        if value is not None and text.view[hit.end : hit.end + 1] not in _PIECES:
            found.append(Sum(hit.start, hit.end, hit.text, value, "threshold"))
    for hit in pattern(_PERCENT).hits(text, start, end):
        value = number(hit.groups[0] or hit.groups[1] or hit.groups[2])
        if value is not None:
            found.append(Sum(hit.start, hit.end, hit.text, value, "percent"))
    for hit in pattern(_FOLD).hits(text, start, end):
        value = number(hit.groups[0])
        if value is not None and 0 < value < 100:
            found.append(Sum(hit.start, hit.end, hit.text, value if value >= 10 else value * 10, "fold"))
    for hit in pattern(_AMOUNT).hits(text, start, end):
        cut = _clause_before(text.view, hit, stops) if hit.groups[1] else 0
        value = number(hit.groups[0] or hit.groups[1][cut:])
        if value is not None:
            tenths = number(hit.groups[2]) if hit.groups[2] else None
            found.append(Sum(hit.start + cut, hit.end, hit.text[cut:], value + (tenths or 0) / 10, "amount"))
    for hit in pattern(_ENGLISH_AMOUNT).hits(text, start, end):
        value = number(hit.groups[0])
        if value is not None:
            found.append(Sum(hit.start, hit.end, hit.text, value, "percent" if "cent" in hit.text else "amount"))
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[Sum] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _clause_before(view: str, hit: Hit, stops: Collection[int]) -> int:
    """How much of a hit is the clause before it: 减10,158元 takes 10 off, and then speaks of 158."""
    comma = hit.text.find(",")
    if comma < 0:
        return 0
    before = view[max(0, hit.start - 3) : hit.start].rstrip()
    threshold = before.endswith("满") and sum(map(str.isdigit, hit.text[:comma])) == _HUNDREDS
    parts = hit.start + comma in stops or threshold or _TAKEN_OFF.search(before)
    return comma + 1 if parts else 0
