"""Lengths of time in a text: 48小时内, 三四天, 两天左右, a week, within 3 working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.language.numerals import ENGLISH, NUMBER, number
from assistant.language.patterns import Encoded, Hit, pattern
from assistant.language.regex import regex

Unit = Literal["minute", "hour", "day", "week", "month"]
_HOURS: dict[Unit, float] = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "month": 720}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, from its lower to its upper end (equal unless a range is given)."""

    start: int
    end: int
    text: str
    low_hours: float
    high_hours: float
    unit: Unit
    working: bool
    """Working days were named; they are longer than the calendar days counted here."""
    within: bool
    """An upper limit (内, within)."""
    about: bool
    """Hedged by itself (左右, about)."""

    @property
    def low_days(self) -> float:
        """The lower end in days."""
        return self.low_hours / 24

    @property
    def high_days(self) -> float:
        """The upper end in days."""
        return self.high_hours / 24


_LONGEST_HOURS = 24.0 * 3650
"""Ten years: whatever is longer is no time that a store promises, and no date can hold it."""
_DASH = r"(?:\s*(?:-|~|—|–|－|到|至|或者?|、)+\s*)"
_ZH_UNIT = "(个?(?:半)?(?:分钟|小时|钟头|钟点|工作日|自然日|星期|礼拜)|个半?月|分钟|小时|钟头|h(?:ours?|rs?)?|天|日|周|day|days)"
_ZH = rf"((?:大约?|约|差不多|最快|最慢|最多|最迟|最晚|大概|顶多|不到|不超过)\s*)?({NUMBER})(?:{_DASH}({NUMBER}))?\s*{_ZH_UNIT}(\s*(?:多|半)?(?:之内|以内|内|里|左右|上下|前后)?)"
_ZH_PAIR = rf"()([一两二三四五六七八九])([二三四五六七八九十])\s*{_ZH_UNIT}(\s*(?:之内|以内|内|里|左右|上下|前后)?)"
_SPECIAL = {
    "隔天": (24.0, 24.0, "day"),
    "隔夜": (24.0, 24.0, "day"),
    "睡一觉": (12.0, 24.0, "day"),
    "一觉醒来": (12.0, 24.0, "day"),
    "转天": (24.0, 24.0, "day"),
    "一宿": (12.0, 24.0, "day"),
    "overnight": (12.0, 24.0, "day"),
    "隔日达": (24.0, 24.0, "day"),
    "次日达": (24.0, 24.0, "day"),
    "当日达": (0.0, 0.0, "day"),
    "半天": (12.0, 12.0, "day"),
    "半个月": (360.0, 360.0, "month"),
}
_EN_UNIT = (
    r"((?:working |business |calendar |week)?(?:minutes?|mins?|hours?|hrs?|hr|h|days?|nights?|weeks?|wks?|months?))"
)
_EN_MORE = "(?:more |extra |additional |full )?"
_EN = rf"\b((?:within|in|under|about|around|roughly|approximately|approx\.?|up to|at most|no more than|less than|only)\s+(?:about |around |the next |just )?)?({ENGLISH})(?:\s*(?:-|–|—|~|to|or)\s*({ENGLISH}))?\s*-?\s*{_EN_MORE}{_EN_UNIT}\b()"

# What a duration cannot do without: most texts have none of it
_ZH_LETTERS = frozenset("天日周时钟期月拜夜宿觉")
_MIXED = regex(r"[0-9\u4e00-\u9fff] ?(?:h|day)")
_EN_LETTERS = regex(r"min|h(?:ou)?r|\dh|day|night|week|wk|month|overnight")

HINT = (
    rf"{NUMBER}\s*(?:个|分钟|小时|钟|h|天|日|周|星期|礼拜|月|工作|自然|day)|{'|'.join(_SPECIAL)}"
    rf"|\b{ENGLISH}(?:\s*(?:-|–|—|~|to|or)\s*{ENGLISH})?\s*-?\s*{_EN_MORE}{_EN_UNIT}\b"
)
"""RE2 source that occurs wherever a duration may stand."""


def durations(text: Encoded, start: int = 0, end: int | None = None) -> list[Duration]:
    """Every duration between two characters of `text`, from the left."""
    found: list[Duration] = list(_special(text, start, end))
    if not _ZH_LETTERS.isdisjoint(text.view) or _MIXED.search(text.view):
        found.extend(_chinese(text, start, end))
    if _EN_LETTERS.search(text.view):
        found.extend(_english(text, start, end))
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[Duration] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _special(text: Encoded, start: int, end: int | None) -> Iterator[Duration]:
    for word, (low, high, unit) in _SPECIAL.items():
        if word in text.view:
            for hit in pattern(word + "(?:之内|以内|内)?").hits(text, start, end):
                yield Duration(hit.start, hit.end, hit.text, low, high, unit, False, hit.text != word, False)  # type: ignore[arg-type]


def _chinese(text: Encoded, start: int, end: int | None) -> Iterator[Duration]:
    for source, paired in ((_ZH_PAIR, True), (_ZH, False)):
        for hit in pattern(source).hits(text, start, end):
            before = text.view[hit.start - 1] if hit.start else ""
            if before in {"第", "月", "."} or (before.isdigit() and hit.groups[1][:1].isdigit()):
                continue
            behind = text.view[hit.end : hit.end + 1]
            if hit.groups[3].isascii() and behind.isascii() and behind.isalpha():
                continue  # EU 43 he should take
            item = _made(
                hit, _zh_unit(hit.groups[3]), paired, half="半" in hit.groups[3] or hit.groups[4].startswith("半")
            )
            if item:
                yield item


def _english(text: Encoded, start: int, end: int | None) -> Iterator[Duration]:
    for hit in pattern(_EN).hits(text, start, end):
        item = _made(hit, _en_unit(hit.groups[3]), False, half=False)
        if item:
            yield item


def _made(hit: Hit, unit: Unit | None, paired: bool, *, half: bool) -> Duration | None:
    low, high = number(hit.groups[1]), number(hit.groups[2]) if hit.groups[2] else None
    if unit is None or low is None:
        return None
    if unit == "day" and hit.groups[3] == "日" and not (hit.groups[4] or paired or hit.groups[0]):
        return None  # 3日 alone is a date
    factor = _HOURS[unit]
    low_hours = low * factor + (factor / 2 if half else 0)
    high_hours = low_hours if high is None else high * factor
    before, after = hit.groups[0], hit.groups[4]
    within = any(word in after for word in ("内", "里")) or any(
        word in before
        for word in (
            "within",
            "in ",
            "under",
            "up to",
            "at most",
            "no more",
            "less",
            "不到",
            "不超过",
            "最多",
            "顶多",
            "最迟",
            "最晚",
            "最慢",
        )
    )
    about = any(word in after for word in ("左右", "上下", "前后")) or any(
        word in before for word in ("约", "大", "差不多", "about", "around", "roughly", "approx")
    )
    text = hit.text.strip()
    start = hit.start + len(hit.text) - len(hit.text.lstrip())
    return Duration(
        start,
        start + len(text),
        text,
        min(low_hours, high_hours, _LONGEST_HOURS),
        min(max(low_hours, high_hours), _LONGEST_HOURS),
        unit,
        "工作" in hit.groups[3] or "working" in hit.groups[3] or "business" in hit.groups[3],
        within,
        about,
    )


def _zh_unit(word: str) -> Unit | None:
    if "分钟" in word:
        return "minute"
    if "小时" in word or "钟" in word or word.startswith("h"):
        return "hour"
    if "周" in word or "星期" in word or "礼拜" in word:
        return "week"
    if "月" in word:
        return "month"
    return "day"


def _en_unit(word: str) -> Unit | None:
    for start, unit in (("min", "minute"), ("h", "hour"), ("d", "day"), ("n", "day"), ("wk", "week"), ("mo", "month")):
        if word.split()[-1].removeprefix("week" if word.startswith("weekday") else "\0").startswith(start):
            return unit  # type: ignore[return-value]
    return "week" if "week" in word else None
