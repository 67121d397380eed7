"""Named days as intervals of local time: what the readers of Chinese and English dates build on."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from assistant.language.numerals import number
from assistant.language.patterns import Hit


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


PARTS = {
    "凌晨": (0, 6), "清早": (5, 9), "一早": (6, 10), "一大早": (6, 10), "早上": (6, 12), "早晨": (6, 12), "早": (6, 12),
    "上午": (6, 12), "中午": (11, 14), "午后": (12, 18), "下午": (12, 19), "傍晚": (17, 20), "晚上": (18, 24), "夜里": (20, 24),
    "晚": (18, 24), "夜": (18, 24), "晌午": (11, 14), "后晌": (12, 19), "大清早": (5, 9), "半夜": (22, 24), "之内": (0, 24), "午饭": (11, 13), "晚饭": (17, 19), "下班": (17, 19), "收工": (17, 20), "打烊": (18, 22), "天黑": (17, 19), "落山": (17, 19), "下山": (17, 19), "morning": (6, 12), "noon": (11, 14), "afternoon": (12, 18),
    "evening": (17, 24), "night": (18, 24),
}  # fmt: skip
"""Parts of a day, as hours from and to."""
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_NIGHT_PARTS = frozenset({"晚上", "晚", "夜里", "夜", "半夜"})
DAYS = {
    "今天": 0, "今日": 0, "今儿个": 0, "今个儿": 0, "今个": 0, "明个儿": 1, "明个": 1, "赶明儿": 1, "今儿": 0, "今朝": 0, "明朝": 1, "当天": 0, "当日": 0, "今": 0, "today": 0, "tonight": 0, "same day": 0, "same-day": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "tonite": 0,
    "明天": 1, "明日": 1, "明儿个": 1, "明儿": 1, "次日": 1, "第二天": 1, "明": 1, "tomorrow": 1, "tmrw": 1, "tmr": 1, "next day": 1, "next-day": 1,
    "后天": 2, "后日": 2, "后儿": 2, "the day after tomorrow": 2, "day after tomorrow": 2, "大后天": 3,
    "昨天": -1, "昨日": -1, "昨儿": -1, "昨": -1, "yesterday": -1, "前天": -2, "前日": -2,
}  # fmt: skip
"""Words for a day, as days from today."""
_LATE_PARTS = _NIGHT_PARTS | {"下午", "傍晚", "午后", "后晌"}


def mention_of(
    hit: Hit,
    now: datetime,
    day: date,
    until: date | None = None,
    part: str = "",
    clock: tuple[str, str] = ("", ""),
    by: bool = False,
) -> DateMention:
    """A named day (or the days up to `until`), narrowed to a part of the day or a clock time."""
    begins, ends = PARTS.get(part, (0, 24))
    first = moment_of(day, now, begins)
    last = moment_of(until or day, now, ends)
    if clock[0]:
        hour = int(number(clock[0]) or 0)
        if part in _LATE_PARTS and (hour < 12 or part in _NIGHT_PARTS):
            hour += 12  # 晚上12点 and 今晚0点 are midnight
        if not part and 1 <= hour <= 6 and not clock[0].startswith("0"):
            hour += 12  # 明天三点 is the afternoon's
        if hour == 12 and part in _NIGHT_PARTS:
            hour = 24
        minute = _MINUTES[clock[1]] if clock[1] in _MINUTES else int(number(clock[1]) or 0)
        if hour <= 24 and minute < 60:
            moment = moment_of(day, now, hour) + timedelta(minutes=minute)
            first, last = moment, moment
    elif by and not until and (begins, ends) == (0, 24):
        last = moment_of(day, now, 24)  # 周五前 and "by Friday" both take Friday in, as agents mean it
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


def moment_of(day: date, now: datetime, hour: int) -> datetime:
    return datetime.combine(day, time(), now.tzinfo) + timedelta(hours=hour)


def weekday_of(now: datetime, which: str, weekday: int) -> date:
    """The date of a weekday: this week's or the next to come, or as 下, 下下, 上 say."""
    monday = now.date() - timedelta(days=now.weekday())
    if which.startswith("下下"):
        return monday + timedelta(days=14 + weekday)
    if which.startswith("下"):
        return monday + timedelta(days=7 + weekday)
    if which.startswith("上"):
        return monday + timedelta(days=weekday - 7)
    day = monday + timedelta(days=weekday)
    return day if day >= now.date() or which else day + timedelta(days=7)


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def nearest(now: datetime, month: int | None, day: int) -> date | None:
    """The date of that month and day nearest to now; without a month, of the last, this or the next one."""
    today = now.date()
    try:
        if month is not None:
            options = [date(today.year + years, month, day) for years in (-1, 0, 1)]
            return min(options, key=lambda option: abs((option - today).days))
    except ValueError:
        return None
    around = (today.replace(day=1) - timedelta(days=1), today, month_end(today) + timedelta(days=1))
    options = [of.replace(day=day) for of in around if 1 <= day <= calendar.monthrange(of.year, of.month)[1]]
    # a day to come is meant more often than one gone by
    return min(
        options,
        key=lambda option: (option - today).days if option >= today else 3 * (today - option).days,
        default=None,
    )


def dayless(mention: DateMention) -> DateMention:
    """The mention, marked as one that names no day."""
    return replace(mention, dayless=True)
