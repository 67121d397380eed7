"""Days and times in a text, relative to now: 明天上午, 后天, 周五前, 下周二, 月底, 11月23号, by Friday, next Monday."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from assistant.language.numerals import CHINESE, number
from assistant.language.patterns import Encoded, Hit, pattern


@dataclass(frozen=True, slots=True)
class DateMention:
    """A named day, part of a day or stretch of days, as an interval of local time."""

    start: int
    end: int
    text: str
    first: datetime
    last: datetime
    """The end of the interval (inclusive to the minute)."""
    by: bool
    """A limit (周五前, by Friday): the interval ends there, and its beginning is now."""
    named: datetime
    """The beginning of what was named, also of a limit (周五前: Friday 0:00)."""
    clock: bool = False
    """A time of day was named."""
    dayless: bool = False
    """No day was named: a part or time of today (下午, by 5 pm)."""


_PARTS = {
    "凌晨": (0, 6), "清早": (5, 9), "一早": (6, 10), "一大早": (6, 10), "早上": (6, 12), "早晨": (6, 12), "早": (6, 12),
    "上午": (6, 12), "中午": (11, 14), "午后": (12, 18), "下午": (12, 19), "傍晚": (17, 20), "晚上": (18, 24), "夜里": (20, 24),
    "晚": (18, 24), "夜": (18, 24), "晌午": (11, 14), "后晌": (12, 19), "大清早": (5, 9), "半夜": (22, 24), "之内": (0, 24), "午饭": (11, 13), "晚饭": (17, 19), "下班": (17, 19), "收工": (17, 20), "打烊": (18, 22), "天黑": (17, 19), "落山": (17, 19), "下山": (17, 19), "morning": (6, 12), "noon": (11, 14), "afternoon": (12, 18),
    "evening": (17, 24), "night": (18, 24),
}  # fmt: skip
_NIGHT_PARTS = frozenset({"晚上", "晚", "夜里", "夜", "半夜"})
_LATE_PARTS = _NIGHT_PARTS | {"下午", "傍晚", "午后", "后晌"}
_DAYS = {
    "今天": 0, "今日": 0, "今儿个": 0, "今个儿": 0, "今个": 0, "明个儿": 1, "明个": 1, "赶明儿": 1, "今儿": 0, "当天": 0, "当日": 0, "今": 0, "today": 0, "tonight": 0, "same day": 0, "same-day": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "tonite": 0,
    "明天": 1, "明日": 1, "明儿个": 1, "明儿": 1, "次日": 1, "第二天": 1, "明": 1, "tomorrow": 1, "tmrw": 1, "tmr": 1, "next day": 1, "next-day": 1,
    "后天": 2, "后日": 2, "后儿": 2, "the day after tomorrow": 2, "day after tomorrow": 2, "大后天": 3,
    "昨天": -1, "昨日": -1, "昨儿": -1, "昨": -1, "yesterday": -1, "前天": -2, "前日": -2,
}  # fmt: skip
_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
}
_EN_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EN_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_PART = "(" + "|".join(sorted((p for p in _PARTS if not p.isascii()), key=len, reverse=True)) + ")?"
_CLOCK = (
    rf"(?:\s*(\d{{1,2}}|{CHINESE}+)(?:点|时|:)(半|\d{{1,2}}|[一二三四五]?十[一二三四五六七八九]?)?分?(?:钟)?(?:左右)?)?"
)
_BY = r"(\s*(?:之前|以前|前))?"
_ZH_DAY = rf"(大后天|今儿个|明儿个|今个儿?|明个儿?|赶明儿|今天|今日|今儿|当天|当日|明天|明日|明儿|次日|第二天|后天|后日|后儿|昨天|昨日|昨儿|前天|前日|(?:今|明|昨)(?:晚上?|早上?|夜|黑儿?))\s*(?:的)?{_PART}{_CLOCK}{_BY}"
_ZH_WEEK = rf"(赶得?|碰得?|遇)?(下下|下个?|这个?|本|上个?)?(?:周|星期|礼拜)([一二三四五六日天末])\s*(?:的)?{_PART}{_CLOCK}{_BY}"
_ZH_SPAN = (
    rf"(下个?周|下个?星期|下个?礼拜|这个?周|本周|月底|月末|月初|下个?月初|下个?月|年底|年前|本月|这个?月|周末){_BY}"
)
_ZH_DATE = rf"(?:(\d{{1,2}}|{CHINESE}+)\s*月\s*)(\d{{1,2}}|{CHINESE}+)?\s*(?:号|日|初|底|中旬)?\s*{_PART}{_CLOCK}{_BY}"
_ZH_NUM = rf"([路街弄巷道村区园])?(\d{{1,2}}|{CHINESE}+)\s*(?:号|日)([楼栋院线仓门柜房室店弄码幢色链])?\s*{_PART}{_CLOCK}{_BY}"
_SLASH = r"(?:^|[^0-9.\-/:])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])(?:[^0-9./%折元块]|$)"
_FEAST = rf"(双十二|双12|圣诞节?|元旦|平安夜|christmas|new year'?s?(?: day| eve)?|black friday){_BY}"
_EN_PRE = r"\b(by |before |until |till |no later than |on |this |next |the )*"
_EN_DAY = (
    _EN_PRE
    + r"(the day after tomorrow|day after tomorrow|tomorrow|tmrw|tmr|today|tonight|tonite|yesterday|this morning|this afternoon|this evening|same[- ]day|next[- ]day)(?:\s+(morning|noon|afternoon|evening|night))?\b"
)
_EN_WEEK = (
    _EN_PRE
    + r"(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b(?:\s+(morning|noon|afternoon|evening|night))?"
)
_EN_SPAN = _EN_PRE + r"(weekend|week|end of (?:the |this )?week|end of (?:the |this )?month|month)\b"
_BESIDE = re.compile(r"[ ,]{0,2}(?:at |by |before |on )?")
_M = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_ZH_PAIR = rf"(今明|明后)(?:两|2)?天{_BY}"
_ZH_RANGE = r"(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*(?:号|日)?\s*(?:-|~|—|–|到|至)+\s*(\d{1,2})\s*(?:号|日)"
# Without a day: 下午给您发 means today's afternoon (tomorrow's, once it is over); 早上好 is a greeting. 一点 and 两点 are
# times only where something says so (两点前, 三点半).
_ZH_PART = rf"(?:^|[^天日晚早号末一二三四五六日0-9])(凌晨|早上|上午|中午|下午|傍晚|晚上|半夜)(好|茶|班)?{_CLOCK}{_BY}"
_ZH_MEAL = r"(午饭|晚饭|下班|收工|打烊|天黑|落山|下山|中午)(?:之前|以前|前)"
_ZH_CLOCK = rf"(?:^|[^0-9.:第早快慢晚有差])(\d{{1,2}}|{CHINESE}+)(?:(?:点|时)(半|\d{{1,2}}分?|[一二三四五]?十[一二三四五六七八九]?分?)?(?:钟|整)?|:(\d\d))(\s*(?:之前|以前|前))"
_ZH_EXACT = rf"(?:^|[^0-9.:第早快慢晚有差])(\d{{1,2}}|{CHINESE}+)(?:(?:点|时)(半|\d{{1,2}}分|钟|整)|:(\d\d)|点(?:以后|之后|后|左右))"
_EN_CLOCK = r"\b(by |before |until |till |at |around )?(\d{1,2})(?::(\d\d))?\s?(am|pm|a\.m|p\.m|o'clock)"
_EN_DATE = (
    _EN_PRE
    + rf"(?:{_M}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?|(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M}|the\s+(\d{{1,2}})(?:st|nd|rd|th))\b"
)

HINT = (
    r"今|明后|明[天日儿早晚个上夜黑]|赶明|晌午|后[天日儿]|次日|第二天|当[天日]|昨|前[天日]|周|星期|礼拜|月[底末初]|\d\s*月|[一二三四五六七八九十]月|\d\s*[号日]|[一二三四五六七八九十][号日]|下个?月|年[底前]|双十二|双12|圣诞|元旦"
    r"|\d[./]\d|christmas|new year|today|tonight|tonite|tomorrow|tmr|yesterday|same.day|next.day|午饭|晚饭|下班|收工|打烊|天黑|[落下]山前|上午|中午|下午|晚上|傍晚|凌晨|早上|[点时](?:前|之前|以前|半|整|钟|后|之后|以后|左右|\d)|\d:\d\d|\d\s?(?:am|pm|o'clock)\b|this (?:morning|afternoon|evening)|\b(?:mon|tues?|wed|thu|fri|sat|sun)|week|month|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d(?:st|nd|rd|th)\b"
)
"""RE2 source that occurs wherever a date may stand."""


def dates(text: Encoded, now: datetime, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Every named day between two characters of `text`, from the left; `now` is local time, with its zone."""
    found: list[DateMention] = []
    for source, read in _READERS:
        for hit in pattern(source).hits(text, start, end):
            item = read(hit, now)
            if item is not None:
                found.append(item)
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[DateMention] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return _joined(kept, text.view)


def _has_digit(mention: DateMention) -> bool:
    return any(char.isdigit() for char in mention.text)


def _joined(found: list[DateMention], view: str) -> list[DateMention]:
    """A day with the time that stands beside it: 明天,下午四点 and Friday, 2 pm are one."""
    joined: list[DateMention] = []
    for item in found:
        before = joined[-1] if joined else None
        if before is None or not _BESIDE.fullmatch(view[before.end : item.start][:6]):
            joined.append(item)
            continue
        if not before.dayless and not item.dayless and _has_digit(before) != _has_digit(item):
            exact = before if _has_digit(before) else item  # Saturday 28 November
            by = before.by or item.by
            first = min(before.first, exact.last) if by else exact.first
            joined[-1] = replace(
                exact, start=before.start, end=item.end, text=view[before.start : item.end], by=by, first=first
            )
            continue
        if before.clock == item.clock or not (before.dayless or item.dayless):
            joined.append(item)
            continue
        day, hour = (before, item) if item.dayless else (item, before)
        moved = day.named.date() - hour.named.date()
        last, named = hour.last + moved, hour.named + moved
        by = before.by or item.by
        joined[-1] = DateMention(
            before.start,
            item.end,
            view[before.start : item.end],
            min(before.first, last) if by else named,
            last,
            by,
            named,
            hour.clock,
        )
    return joined


def _mention(
    hit: Hit,
    now: datetime,
    day: date,
    until: date | None = None,
    part: str = "",
    clock: tuple[str, str] = ("", ""),
    by: bool = False,
) -> DateMention:
    begins, ends = _PARTS.get(part, (0, 24))
    first = _at(day, now, begins)
    last = _at(until or day, now, ends)
    if clock[0]:
        hour = int(number(clock[0]) or 0)
        if part in _LATE_PARTS and (hour < 12 or part in _NIGHT_PARTS):
            hour += 12  # 晚上12点 and 今晚0点 are midnight
        if hour == 12 and part in _NIGHT_PARTS:
            hour = 24
        minute = 30 if clock[1] == "半" else int(number(clock[1]) or 0)
        if hour <= 24 and minute < 60:
            moment = _at(day, now, hour) + timedelta(minutes=minute)
            first, last = moment, moment
    elif by and not until and (begins, ends) == (0, 24):
        last = _at(day, now, 24)  # 周五前 and "by Friday" both take Friday in, as agents mean it
    named = first
    if by:
        first = min(now, last)
    text = hit.text.strip()
    lead = len(hit.text) - len(hit.text.lstrip())
    return DateMention(
        hit.start + lead,
        hit.start + lead + len(text),
        text,
        first,
        last - timedelta(minutes=0 if clock[0] else 1),
        by,
        named,
        bool(clock[0]),
    )


def _at(day: date, now: datetime, hour: int) -> datetime:
    return datetime.combine(day, time(), now.tzinfo) + timedelta(hours=hour)


def _zh_day(hit: Hit, now: datetime) -> DateMention | None:
    word, part, hour, minute, by = hit.groups
    if word[-1] in "晚早上夜黑" or word.endswith("黑儿"):
        word, part = word[0], part or ("早" if "早" in word else "晚")
    return _mention(hit, now, now.date() + timedelta(days=_DAYS[word]), part=part, clock=(hour, minute), by=bool(by))


def _weekday(now: datetime, which: str, weekday: int) -> date:
    monday = now.date() - timedelta(days=now.weekday())
    if which.startswith("下下"):
        return monday + timedelta(days=14 + weekday)
    if which.startswith("下"):
        return monday + timedelta(days=7 + weekday)
    if which.startswith("上"):
        return monday + timedelta(days=weekday - 7)
    day = monday + timedelta(days=weekday)
    return day if day >= now.date() or which else day + timedelta(days=7)


def _zh_week(hit: Hit, now: datetime) -> DateMention | None:
    catches, which, name, part, hour, minute, by = hit.groups
    if catches:  # 赶上周三: the 上 is the verb's
        which = which.removeprefix("上").removeprefix("个")
    if name == "末":
        first = _weekday(now, which or "这", 5)
        return _mention(
            hit, now, max(first, now.date()) if not which else first, first + timedelta(days=1), by=bool(by)
        )
    return _mention(hit, now, _weekday(now, which, _WEEKDAYS[name]), part=part, clock=(hour, minute), by=bool(by))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _zh_span(hit: Hit, now: datetime) -> DateMention | None:
    word, by = hit.groups
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    next_month = _month_end(today) + timedelta(days=1)
    match word.replace("个", ""):
        case "下周" | "下星期" | "下礼拜":
            span = (monday + timedelta(days=7), monday + timedelta(days=13))
        case "这周" | "本周" | "这星期":
            span = (today, monday + timedelta(days=6))
        case "周末":
            span = (max(today, monday + timedelta(days=5)), monday + timedelta(days=6))
        case "月底" | "月末":
            span = (_month_end(today) - timedelta(days=3), _month_end(today))
        case "月初" | "下月初":
            span = (next_month, next_month + timedelta(days=5))
        case "下月":
            span = (next_month, _month_end(next_month))
        case "本月" | "这月":
            span = (today, _month_end(today))
        case "年底" | "年前":
            span = (date(today.year, 12, 20), date(today.year, 12, 31))
        case _:
            return None
    return _mention(hit, now, max(span[0], today) if span[1] >= today else span[0], span[1], by=bool(by))


def _near(now: datetime, month: int | None, day: int) -> date | None:
    """The date of that month and day nearest to now; without a month, of the last, this or the next one."""
    today = now.date()
    try:
        if month is not None:
            options = [date(today.year + years, month, day) for years in (-1, 0, 1)]
            return min(options, key=lambda option: abs((option - today).days))
    except ValueError:
        return None
    around = (today.replace(day=1) - timedelta(days=1), today, _month_end(today) + timedelta(days=1))
    options = [of.replace(day=day) for of in around if 1 <= day <= calendar.monthrange(of.year, of.month)[1]]
    # a day to come is meant more often than one gone by
    return min(
        options,
        key=lambda option: (option - today).days if option >= today else 3 * (today - option).days,
        default=None,
    )


def _zh_date(hit: Hit, now: datetime) -> DateMention | None:
    month_text, day_text, part, hour, minute, by = hit.groups
    month = number(month_text)
    if month is None or not 1 <= month <= 12:
        return None
    if day_text:
        found = _near(now, int(month), int(number(day_text) or 0))
        return _mention(hit, now, found, part=part, clock=(hour, minute), by=bool(by)) if found else None
    if "个" in hit.text or hit.text.strip().endswith(("月内", "月份")):
        return None
    first = _near(now, int(month), 1)
    if first is None:
        return None
    if hit.text.endswith("底"):
        return _mention(hit, now, _month_end(first) - timedelta(days=5), _month_end(first))
    if hit.text.endswith("初"):
        return _mention(hit, now, first, first + timedelta(days=6))
    if hit.text.endswith("中旬"):
        return _mention(hit, now, first + timedelta(days=10), first + timedelta(days=19))
    return _mention(hit, now, first, _month_end(first), by=bool(by))


def _zh_num(hit: Hit, now: datetime) -> DateMention | None:
    street, day_text, building, part, hour, minute, by = hit.groups
    day = number(day_text)
    if day is None or not 1 <= day <= 31 or street or building:
        return None
    found = _near(now, None, int(day))
    return _mention(hit, now, found, part=part, clock=(hour, minute), by=bool(by)) if found else None


def _slash(hit: Hit, now: datetime) -> DateMention | None:
    found = _near(now, int(hit.groups[0]), int(hit.groups[1]))
    return _mention(hit, now, found) if found else None


def _feast(hit: Hit, now: datetime) -> DateMention | None:
    word, by = hit.groups
    month, day = {"双": (12, 12), "圣": (12, 25), "元": (1, 1), "平": (12, 24), "c": (12, 25), "n": (1, 1)}.get(
        word[0], (0, 0)
    )
    if word == "black friday":
        month, day = 11, 27
    found = _near(now, month, day) if month else None
    return _mention(hit, now, found, by=bool(by)) if found else None


def _en_by(hit: Hit) -> bool:
    return hit.text.lstrip().startswith(("by ", "before ", "until ", "till ", "no later"))


def _en_day(hit: Hit, now: datetime) -> DateMention | None:
    _, word, part = hit.groups
    part = part or next(
        (p for p in ("morning", "afternoon", "evening") if p in word), "night" if word.startswith("toni") else ""
    )
    return _mention(
        hit,
        now,
        now.date() + timedelta(days=_DAYS[word.replace("-", " ") if "-" in word else word]),
        part=part,
        by=_en_by(hit),
    )


def _en_week(hit: Hit, now: datetime) -> DateMention | None:
    _, word, part = hit.groups
    weekday = next(i for i, name in enumerate(_EN_WEEKDAYS) if name.startswith(word[:3]))
    day = _weekday(now, "", weekday)
    if "next " in hit.text and (day - now.date()).days < 7 - now.weekday():
        day = _weekday(now, "下", weekday)
    return _mention(hit, now, day, part=part, by=_en_by(hit))


def _en_span(hit: Hit, now: datetime) -> DateMention | None:
    word = hit.groups[1]
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    if word.startswith("end of") and "month" in word:
        return _mention(hit, now, max(today, _month_end(today) - timedelta(days=3)), _month_end(today), by=_en_by(hit))
    if word.startswith("end of"):
        return _mention(hit, now, max(today, monday + timedelta(days=4)), monday + timedelta(days=6), by=_en_by(hit))
    if "next " in hit.text and word == "week":
        return _mention(hit, now, monday + timedelta(days=7), monday + timedelta(days=13), by=_en_by(hit))
    if "next " in hit.text and word == "month":
        following = _month_end(today) + timedelta(days=1)
        return _mention(hit, now, following, _month_end(following), by=_en_by(hit))
    if "this " in hit.text and word == "week":
        return _mention(hit, now, today, monday + timedelta(days=6), by=_en_by(hit))
    if "weekend" in word:
        return _mention(hit, now, max(today, monday + timedelta(days=5)), monday + timedelta(days=6), by=_en_by(hit))
    return None


def _en_date(hit: Hit, now: datetime) -> DateMention | None:
    _, month_a, day_a, day_b, month_b, day_c = hit.groups
    month = month_a or month_b
    number_of_month = next((i + 1 for i, name in enumerate(_EN_MONTHS) if month and name.startswith(month[:3])), None)
    found = _near(now, number_of_month, int(day_a or day_b or day_c))
    return _mention(hit, now, found, by=_en_by(hit)) if found else None


def _zh_pair(hit: Hit, now: datetime) -> DateMention | None:
    word, by = hit.groups
    first = now.date() + timedelta(days=1 if word == "明后" else 0)
    return _mention(hit, now, first, first + timedelta(days=1), by=bool(by))


def _zh_range(hit: Hit, now: datetime) -> DateMention | None:
    month, first, last = hit.groups
    begins = _near(now, int(month) if month else None, int(first))
    if begins is None or int(last) > 31:
        return None
    home = begins if int(last) > int(first) else _month_end(begins) + timedelta(days=1)
    if int(last) > calendar.monthrange(home.year, home.month)[1]:
        return None
    return _mention(hit, now, begins, home.replace(day=int(last)))


def _zh_part(hit: Hit, now: datetime) -> DateMention | None:
    part, greeting, hour, minute, by = hit.groups
    if greeting:
        return None
    over = _at(now.date(), now, _PARTS[part][1]) <= now
    day = now.date() + timedelta(days=1 if over else 0)
    return _dayless(_mention(_from_group(hit, part), now, day, part=part, clock=(hour, minute), by=bool(by)))


def _zh_meal(hit: Hit, now: datetime) -> DateMention | None:
    return _dayless(_mention(hit, now, now.date(), part=hit.groups[0], by=True))


def _zh_clock(hit: Hit, now: datetime) -> DateMention | None:
    hour, minute, colon, *by = hit.groups
    value = number(hour)
    if value is None or value > 24:
        return None
    past = value < 12 and value + 12 > now.hour >= value + 1  # 三点前, said at ten in the morning, is the afternoon's
    part = "下午" if not hour.startswith("0") and (1 <= value <= 7 or past) else ""  # 09:00 is the morning's
    half = "半" if minute == "半" else minute.rstrip("分钟整") or colon
    return _dayless(
        _mention(_from_group(hit, hour), now, now.date(), part=part, clock=(hour, half), by=bool(by and by[0]))
    )


def _dayless(mention: DateMention) -> DateMention:
    return replace(mention, dayless=True)


def _from_group(hit: Hit, group: str) -> Hit:
    """The hit without the character before its first group."""
    lead = hit.text.find(group)
    return Hit(hit.start + lead, hit.end, hit.text[lead:], hit.groups)


def _en_clock(hit: Hit, now: datetime) -> DateMention | None:
    word, hour, minute, half = hit.groups
    value = int(hour)
    if value > 12:
        return None
    value = value % 12 + (12 if half.startswith("p") or (half.startswith("o") and value < 8) else 0)
    by = word.strip() in {"by", "before", "until", "till"}
    return _dayless(_mention(hit, now, now.date(), clock=(str(value), minute), by=by))


_READERS = (
    (_ZH_DAY, _zh_day), (_ZH_WEEK, _zh_week), (_ZH_SPAN, _zh_span), (_ZH_DATE, _zh_date), (_ZH_NUM, _zh_num),
    (_SLASH, _slash), (_FEAST, _feast), (_EN_DAY, _en_day), (_EN_WEEK, _en_week), (_EN_SPAN, _en_span), (_EN_DATE, _en_date),
    (_ZH_PAIR, _zh_pair), (_ZH_RANGE, _zh_range), (_ZH_PART, _zh_part), (_ZH_MEAL, _zh_meal), (_ZH_CLOCK, _zh_clock), (_ZH_EXACT, _zh_clock), (_EN_CLOCK, _en_clock),
)  # fmt: skip
