"""Days and times in a text, relative to now: 明天上午, 后天, 周五前, 下周二, 月底, 11月23号, by Friday, next Monday."""

from dataclasses import replace
from datetime import datetime

from assistant.language import dates_en, dates_zh
from assistant.language.days import DateMention
from assistant.language.numerals import CHINESE
from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex

__all__ = ["HINT", "DateMention", "dates"]

_LATIN = regex(r"[a-z]{3}|\d ?[ap]\.?m")
_BESIDE = regex(r"[ ,]{0,2}(?:(?:\w+ )?time,? )?(?:at |by |before |on |of )?")

HINT = (
    rf"今|明后|明[天日儿早晚个上夜黑]|赶明|晌午|后[天日儿]|次日|第二天|当[天日]|昨|前[天日]|周|星期|礼拜|月[底末初]|[本这]个?月|\d\s*月|{CHINESE}\s*月|\d\s*[号日]|{CHINESE}\s*[号日]|下个?月|年[底前]|双十二|双12|圣诞|元旦|平安夜"
    r"|\d[./]\d|christmas|new year|today|tonight|tonite|tomorrow|tmr|yesterday|same.day|next.day|午饭|晚饭|下班|收工|打烊|天黑|[落下]山前|上午|中午|下午|晚上|傍晚|凌晨|半夜|早上|[点时](?:前|之前|以前|半|整|钟|后|之后|以后|左右|\d)|\d:\d\d|\d\s?(?:am|pm|o'clock)\b|this (?:morning|afternoon|evening)|\b(?:mon|tues?|wed|thu|fri|sat|sun)|week|month|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d(?:st|nd|rd|th)\b"
)
"""RE2 source that occurs wherever a date may stand."""


def dates(text: Encoded, now: datetime, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Every named day between two characters of `text`, from the left; `now` is local time, with its zone."""
    found: list[DateMention] = []
    shown = set(text.view)
    readers = [(source, read) for needed, source, read in dates_zh.READERS if not shown.isdisjoint(needed)]
    if _LATIN.search(text.view):
        readers.extend(dates_en.READERS)
    for source, read in readers:
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
        if before is None or not _BESIDE.fullmatch(view[before.end : item.start][:24]):
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
