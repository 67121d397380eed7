"""Numbers, durations, dates and sums as buyers and agents type them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.language.dates import HINT as DATE_HINT
from assistant.language.dates import dates
from assistant.language.durations import HINT as DURATION_HINT
from assistant.language.durations import durations
from assistant.language.money import sums
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, pattern

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Saturday


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48", 48),
        ("四十八", 48),
        ("两", 2),
        ("两百五", 250),
        ("一千零五", 1005),
        ("十二", 12),
        ("1,200", 1200),
        ("半", 0.5),
        ("3.5", 3.5),
        ("twenty-five", 25),
        ("a couple of", 2),
        ("一万二", 12000),
    ],
)
def test_numbers(text: str, value: float) -> None:
    """Arabic, Chinese and English numerals have their value."""
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "几", "abc", "第", "一定"])
def test_what_is_no_number(text: str) -> None:
    """Words that say no figure give none."""
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("48小时内发货", (48, 48)), ("四十八个小时", (48, 48)), ("三四天就到", (72, 96)), ("两天内", (48, 48)), ("一周左右", (168, 168)),
        ("3-5天", (72, 120)), ("within 3 working days", (72, 72)), ("a couple of days", (48, 48)), ("usually 25-30 days", (600, 720)),
        ("隔天到", (24, 24)), ("半个月", (360, 360)), ("五到七个工作日", (120, 168)), ("48h", (48, 48)), ("3个半小时", (3.5, 3.5)),
    ],
)  # fmt: skip
def test_durations(text: str, hours: tuple[float, float]) -> None:
    """A length of time has its lower and upper end."""
    found = durations(Encoded(text))
    assert [(item.low_hours, item.high_hours) for item in found] == [hours]


@pytest.mark.parametrize("text", ["一定", "第3天", "11月23日", "三分钱", "99朵"])
def test_what_is_no_duration(text: str) -> None:
    """Ordinals, dates and other counts are no lengths of time."""
    assert durations(Encoded(text)) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今天就发", "11-21 00:00", "11-21 23:59"), ("明天上午", "11-22 06:00", "11-22 11:59"), ("后天到", "11-23 00:00", "11-23 23:59"),
        ("周五前发出", "11-21 10:00", "11-27 23:59"), ("下周二", "11-24 00:00", "11-24 23:59"), ("11月23号", "11-23 00:00", "11-23 23:59"),
        ("明晚九点之前", "11-21 10:00", "11-22 21:00"), ("12月10号前", "11-21 10:00", "12-10 23:59"), ("by friday", "11-21 10:00", "11-27 23:59"),
        ("tomorrow morning", "11-22 06:00", "11-22 11:59"), ("on 19 november", "11-19 00:00", "11-19 23:59"), ("the 29th", "11-29 00:00", "11-29 23:59"),
    ],
)  # fmt: skip
def test_dates(text: str, first: str, last: str) -> None:
    """A named day is an interval of local time, counted from now."""
    found = dates(Encoded(text), NOW)
    assert [(f"{item.first:%m-%d %H:%M}", f"{item.last:%m-%d %H:%M}") for item in found] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("补6个点", 6, "percent"), ("15元", 15, "amount"), ("¥239.5", 239.5, "amount"), ("九折", 90, "fold"), ("95折", 95, "fold"), ("八五折", 85, "fold"),
        ("三块五", 3.5, "amount"), ("13%", 13, "percent"), ("百分之六", 6, "percent"), ("$15.98 each", 15.98, "amount"), ("2 bucks", 2, "amount"), ("five dollars", 5, "amount"),
    ],
)  # fmt: skip
def test_sums(text: str, value: float, kind: str) -> None:
    """Money, per cent and folds are read with their value."""
    assert [(item.value, item.kind) for item in sums(Encoded(text))] == [(value, kind)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("满150减10,158元", 158), ("减20,1299元", 1299), ("10,158元", 10158), ("$1,598.00", 1598), ("满300,408元", 408)],
)
def test_a_comma_behind_a_reduction_parts_two_figures(text: str, value: float) -> None:
    """What comes behind 减10, or behind a threshold, is another figure; elsewhere the comma parts thousands."""
    assert [item.value for item in sums(Encoded(text)) if item.kind == "amount"] == [value]


def test_a_comma_in_full_width_parts_clauses() -> None:
    """Where it is known to be one, a comma between figures makes no thousands."""
    assert [item.value for item in sums(Encoded("身高165,158元"), stops={5})] == [158]


@pytest.mark.parametrize(
    "text", ["一星期", "两礼拜", "三钟点", "5自然日", "five more days", "3-5 full days", "半天", "一宿", "a week"]
)
def test_the_hint_stands_wherever_a_duration_does(text: str) -> None:
    """Whatever the reader of durations reads triggers it."""
    assert durations(Encoded(text))
    assert pattern(DURATION_HINT).found(Encoded(text))


@pytest.mark.parametrize("text", ["这个月", "本月", "平安夜", "半夜", "两日", "明天", "周末", "by friday", "3 pm"])
def test_the_hint_stands_wherever_a_date_does(text: str) -> None:
    """Whatever the reader of dates reads triggers it."""
    assert dates(Encoded(text), NOW)
    assert pattern(DATE_HINT).found(Encoded(text))
