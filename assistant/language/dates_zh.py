"""Days and times in Chinese: 明天上午, 周五前, 下周二, 11月23号, 月底, 三点前."""

from datetime import date, datetime, timedelta

from assistant.language.days import (
    DAYS,
    PARTS,
    DateMention,
    dayless,
    mention_of,
    moment_of,
    month_end,
    nearest,
    weekday_of,
)
from assistant.language.numerals import CHINESE, number
from assistant.language.patterns import Hit

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
_PART = "(" + "|".join(sorted((p for p in PARTS if not p.isascii()), key=len, reverse=True)) + ")?"
_CLOCK = rf"(?:\s*(\d{{1,2}}|{CHINESE}+)(?:点|时|:)(半|[一三]刻|\d{{1,2}}|[一二三四五]?十[一二三四五六七八九]?)?分?(?:钟)?(?:左右)?)?"
_BY = r"(\s*(?:之前|以前|前))?"
_ZH_DAY = rf"(大后天|今儿个|明儿个|今个儿?|明个儿?|赶明儿|今天|今日|今儿|当天|当日|明天|明日|明儿|今朝|明朝|次日|第二天|后天|后日|后儿|昨天|昨日|昨儿|前天|前日|(?:今|明|昨)(?:晚上?|早上?|夜|黑儿?))\s*(?:的)?{_PART}{_CLOCK}{_BY}"
_ZH_WEEK = rf"(赶得?|碰得?|遇)?(下下|下个?|这个?|本|上个?)?(?:周|星期|礼拜)([一二三四五六日天末])\s*(?:的)?{_PART}{_CLOCK}{_BY}"
_ZH_SPAN = (
    rf"(下个?周|下个?星期|下个?礼拜|这个?周|本周|月底|月末|月初|下个?月初|下个?月|年底|年前|本月|这个?月|周末){_BY}"
)
_ZH_DATE = rf"(?:(\d{{1,2}}|{CHINESE}+)\s*月\s*)(\d{{1,2}}|{CHINESE}+)?\s*(?:号|日|初|底|中旬)?\s*{_PART}{_CLOCK}{_BY}"
_ZH_NUM = rf"([路街弄巷道村区园])?(\d{{1,2}}|{CHINESE}+)\s*(?:号|日)([楼栋院线仓门柜房室店弄码幢色链])?\s*{_PART}{_CLOCK}{_BY}"
_SLASH = r"(?:^|[^0-9.\-/:])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])(?:[^0-9./%折元块a-z米升公斤寸克厘毫倍吨]|$)"
_FEAST = rf"(双十二|双12|圣诞节?|元旦|平安夜|christmas|new year'?s?(?: day| eve)?|black friday){_BY}"
_ZH_PAIR = rf"(今明|明后)(?:两|2)?天{_BY}"
_ZH_RANGE = r"(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*(?:号|日)?\s*(?:-|~|—|–|到|至)+\s*(\d{1,2})\s*(?:号|日)"
# Without a day: 下午给您发 means today's afternoon (tomorrow's, once it is over); 早上好 is a greeting. 一点 and 两点 are
# times only where something says so (两点前, 三点半).
_ZH_PART = rf"(?:^|[^天日晚早号末一二三四五六日0-9])(凌晨|早上|上午|中午|下午|傍晚|晚上|半夜)(好|茶|班)?{_CLOCK}{_BY}"
_ZH_MEAL = r"(午饭|晚饭|下班|收工|打烊|天黑|落山|下山|中午)(?:之前|以前|前)"
_ZH_CLOCK = rf"(?:^|[^0-9.:第早快慢晚有差])(\d{{1,2}}|{CHINESE}+)(?:(?:点|时)(半|\d{{1,2}}分?|[一二三四五]?十[一二三四五六七八九]?分?)?(?:钟|整)?|:(\d\d))(\s*(?:之前|以前|前))"
_ZH_EXACT = rf"(?:^|[^0-9.:第早快慢晚有差])(\d{{1,2}}|{CHINESE}+)(?:(?:点|时)(半|\d{{1,2}}分|钟|整)|:(\d\d)|点(?:以后|之后|后|左右))"


def _zh_day(hit: Hit, now: datetime) -> DateMention | None:
    word, part, hour, minute, by = hit.groups
    if word[-1] in "晚早上夜黑" or word.endswith("黑儿"):
        word, part = word[0], part or ("早" if "早" in word else "晚")
    return mention_of(hit, now, now.date() + timedelta(days=DAYS[word]), part=part, clock=(hour, minute), by=bool(by))


def _zh_week(hit: Hit, now: datetime) -> DateMention | None:
    catches, which, name, part, hour, minute, by = hit.groups
    if catches:  # 赶上周三: the 上 is the verb's
        which = which.removeprefix("上").removeprefix("个")
    if name == "末":
        first = weekday_of(now, which or "这", 5)
        return mention_of(
            hit, now, max(first, now.date()) if not which else first, first + timedelta(days=1), by=bool(by)
        )
    return mention_of(hit, now, weekday_of(now, which, _WEEKDAYS[name]), part=part, clock=(hour, minute), by=bool(by))


def _zh_span(hit: Hit, now: datetime) -> DateMention | None:
    word, by = hit.groups
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    next_month = month_end(today) + timedelta(days=1)
    match word.replace("个", ""):
        case "下周" | "下星期" | "下礼拜":
            span = (monday + timedelta(days=7), monday + timedelta(days=13))
        case "这周" | "本周" | "这星期":
            span = (today, monday + timedelta(days=6))
        case "周末":
            span = (max(today, monday + timedelta(days=5)), monday + timedelta(days=6))
        case "月底" | "月末":
            span = (month_end(today) - timedelta(days=3), month_end(today))
        case "月初" | "下月初":
            span = (next_month, next_month + timedelta(days=5))
        case "下月":
            span = (next_month, month_end(next_month))
        case "本月" | "这月":
            span = (today, month_end(today))
        case "年底" | "年前":
            span = (date(today.year, 12, 20), date(today.year, 12, 31))
        case _:
            return None
    return mention_of(hit, now, max(span[0], today) if span[1] >= today else span[0], span[1], by=bool(by))


def _zh_date(hit: Hit, now: datetime) -> DateMention | None:
    month_text, day_text, part, hour, minute, by = hit.groups
    month = number(month_text)
    if month is None or not 1 <= month <= 12:
        return None
    if day_text:
        found = nearest(now, int(month), int(number(day_text) or 0))
        return mention_of(hit, now, found, part=part, clock=(hour, minute), by=bool(by)) if found else None
    if "个" in hit.text or hit.text.strip().endswith(("月内", "月份")):
        return None
    first = nearest(now, int(month), 1)
    if first is None:
        return None
    if hit.text.endswith("底"):
        return mention_of(hit, now, month_end(first) - timedelta(days=5), month_end(first))
    if hit.text.endswith("初"):
        return mention_of(hit, now, first, first + timedelta(days=6))
    if hit.text.endswith("中旬"):
        return mention_of(hit, now, first + timedelta(days=10), first + timedelta(days=19))
    return mention_of(hit, now, first, month_end(first), by=bool(by))


def _zh_num(hit: Hit, now: datetime) -> DateMention | None:
    street, day_text, building, part, hour, minute, by = hit.groups
    day = number(day_text)
    if day is None or not 1 <= day <= 31 or street or building:
        return None
    found = nearest(now, None, int(day))
    return mention_of(hit, now, found, part=part, clock=(hour, minute), by=bool(by)) if found else None


def _slash(hit: Hit, now: datetime) -> DateMention | None:
    found = nearest(now, int(hit.groups[0]), int(hit.groups[1]))
    return mention_of(hit, now, found) if found else None


def _feast(hit: Hit, now: datetime) -> DateMention | None:
    word, by = hit.groups
    month, day = {"双": (12, 12), "圣": (12, 25), "元": (1, 1), "平": (12, 24), "c": (12, 25), "n": (1, 1)}.get(
        word[0], (0, 0)
    )
    if word == "black friday":
        month, day = 11, 27
    found = nearest(now, month, day) if month else None
    return mention_of(hit, now, found, by=bool(by)) if found else None


def _zh_pair(hit: Hit, now: datetime) -> DateMention | None:
    word, by = hit.groups
    first = now.date() + timedelta(days=1 if word == "明后" else 0)
    return mention_of(hit, now, first, first + timedelta(days=1), by=bool(by))


def _zh_range(hit: Hit, now: datetime) -> DateMention | None:
    month, first, last = hit.groups
    begins = nearest(now, int(month) if month else None, int(first))
    if begins is None or not 1 <= int(last) <= 31:
        return None
    home = begins if int(last) > int(first) else month_end(begins) + timedelta(days=1)
    if int(last) > month_end(home).day:
        return None
    return mention_of(hit, now, begins, home.replace(day=int(last)))


def _zh_part(hit: Hit, now: datetime) -> DateMention | None:
    part, greeting, hour, minute, by = hit.groups
    if greeting:
        return None
    over = moment_of(now.date(), now, PARTS[part][1]) <= now
    day = now.date() + timedelta(days=1 if over else 0)
    return dayless(mention_of(_from_group(hit, part), now, day, part=part, clock=(hour, minute), by=bool(by)))


def _zh_meal(hit: Hit, now: datetime) -> DateMention | None:
    return dayless(mention_of(hit, now, now.date(), part=hit.groups[0], by=True))


def _zh_clock(hit: Hit, now: datetime) -> DateMention | None:
    hour, minute, colon, *by = hit.groups
    value = number(hour)
    if value is None or value > 24:
        return None
    past = value < 12 and value + 12 > now.hour >= value + 1  # 三点前, said at ten in the morning, is the afternoon's
    part = "下午" if not hour.startswith("0") and (1 <= value <= 7 or past) else ""  # 09:00 is the morning's
    half = "半" if minute == "半" else minute.rstrip("分钟整") or colon
    return dayless(
        mention_of(_from_group(hit, hour), now, now.date(), part=part, clock=(hour, half), by=bool(by and by[0]))
    )


def _from_group(hit: Hit, group: str) -> Hit:
    """The hit without the character before its first group."""
    lead = hit.text.find(group)
    return Hit(hit.start + lead, hit.end, hit.text[lead:], hit.groups)


READERS = (
    ("天日儿个晚早上夜黑", _ZH_DAY, _zh_day),
    ("周期拜", _ZH_WEEK, _zh_week),
    ("周月年期拜", _ZH_SPAN, _zh_span),
    ("月", _ZH_DATE, _zh_date),
    ("号日", _ZH_NUM, _zh_num),
    ("./", _SLASH, _slash),
    ("双圣元平cwb", _FEAST, _feast),
    ("天", _ZH_PAIR, _zh_pair),
    ("号日", _ZH_RANGE, _zh_range),
    ("上中下早晚午夜晨", _ZH_PART, _zh_part),
    ("前", _ZH_MEAL, _zh_meal),
    ("点时:", _ZH_CLOCK, _zh_clock),
    ("点时:", _ZH_EXACT, _zh_clock),
)
"""Characters of which one must occur, the pattern, and what makes a date of its hit."""
