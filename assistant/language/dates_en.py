"""Days and times in English: tomorrow morning, by Friday, next week, 28 November, before 3 pm, Christmas."""

from datetime import datetime, timedelta

from assistant.language.days import DAYS, DateMention, dayless, mention_of, month_end, nearest, weekday_of
from assistant.language.patterns import Hit

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
_M = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_EN_DATE = (
    _EN_PRE
    + rf"(?:{_M}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?|(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M}|the\s+(\d{{1,2}})(?:st|nd|rd|th))\b"
)
_EN_CLOCK = r"\b(by |before |until |till |at |around )?(\d{1,2})(?::(\d\d))?\s?(am|pm|a\.m|p\.m|o'clock)"


def _en_by(hit: Hit) -> bool:
    return hit.text.lstrip().startswith(("by ", "before ", "until ", "till ", "no later"))


def _en_day(hit: Hit, now: datetime) -> DateMention | None:
    _, word, part = hit.groups
    part = part or next(
        (p for p in ("morning", "afternoon", "evening") if p in word), "night" if word.startswith("toni") else ""
    )
    return mention_of(
        hit,
        now,
        now.date() + timedelta(days=DAYS[word.replace("-", " ") if "-" in word else word]),
        part=part,
        by=_en_by(hit),
    )


def _en_week(hit: Hit, now: datetime) -> DateMention | None:
    _, word, part = hit.groups
    weekday = next(i for i, name in enumerate(_EN_WEEKDAYS) if name.startswith(word[:3]))
    day = weekday_of(now, "", weekday)
    if "next " in hit.text and (day - now.date()).days < 7 - now.weekday():
        day = weekday_of(now, "下", weekday)
    return mention_of(hit, now, day, part=part, by=_en_by(hit))


def _en_span(hit: Hit, now: datetime) -> DateMention | None:
    word = hit.groups[1]
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    if word.startswith("end of") and "month" in word:
        return mention_of(hit, now, max(today, month_end(today) - timedelta(days=3)), month_end(today), by=_en_by(hit))
    if word.startswith("end of"):
        return mention_of(hit, now, max(today, monday + timedelta(days=4)), monday + timedelta(days=6), by=_en_by(hit))
    if "next " in hit.text and word == "week":
        return mention_of(hit, now, monday + timedelta(days=7), monday + timedelta(days=13), by=_en_by(hit))
    if "next " in hit.text and word == "month":
        following = month_end(today) + timedelta(days=1)
        return mention_of(hit, now, following, month_end(following), by=_en_by(hit))
    if "this " in hit.text and word == "week":
        return mention_of(hit, now, today, monday + timedelta(days=6), by=_en_by(hit))
    if "weekend" in word:
        return mention_of(hit, now, max(today, monday + timedelta(days=5)), monday + timedelta(days=6), by=_en_by(hit))
    return None


def _en_date(hit: Hit, now: datetime) -> DateMention | None:
    _, month_a, day_a, day_b, month_b, day_c = hit.groups
    month = month_a or month_b
    number_of_month = next((i + 1 for i, name in enumerate(_EN_MONTHS) if month and name.startswith(month[:3])), None)
    found = nearest(now, number_of_month, int(day_a or day_b or day_c))
    return mention_of(hit, now, found, by=_en_by(hit)) if found else None


def _en_clock(hit: Hit, now: datetime) -> DateMention | None:
    word, hour, minute, half = hit.groups
    value = int(hour)
    if value > 12:
        return None
    value = value % 12 + (12 if half.startswith("p") or (half.startswith("o") and value < 8) else 0)
    by = word.strip() in {"by", "before", "until", "till"}
    return dayless(mention_of(hit, now, now.date(), clock=(str(value), minute), by=by))


READERS = (
    (_EN_DAY, _en_day),
    (_EN_WEEK, _en_week),
    (_EN_SPAN, _en_span),
    (_EN_DATE, _en_date),
    (_EN_CLOCK, _en_clock),
)
"""A pattern, and what makes a date of its hit."""
