from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.language.dates import dates
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded

NOW = datetime(2026, 3, 10, 11, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


def read(text: str) -> list[tuple[str, str]]:
    """The days of a text, as first and last moment."""
    found = dates(Encoded(normalise(text).view), NOW)
    return [(f"{item.named:%m-%d %H:%M}", f"{item.last:%m-%d %H:%M}") for item in found]


@pytest.mark.parametrize(
    ("text", "named", "last"),
    [
        ("明天上午给您发", "03-11 06:00", "03-11 11:59"),
        ("下午就到", "03-10 12:00", "03-10 18:59"),
        ("上午十点前", "03-10 10:00", "03-10 10:00"),
        ("明天三点前", "03-11 15:00", "03-11 15:00"),
        ("后天晚上八点半", "03-12 20:30", "03-12 20:30"),
        ("今晚12点前", "03-11 00:00", "03-11 00:00"),
        ("下午四点四十发", "03-10 16:40", "03-10 16:40"),
        ("明天，下午四点前", "03-11 16:00", "03-11 16:00"),
        ("周五前", "03-13 00:00", "03-13 23:59"),
        ("下周二", "03-17 00:00", "03-17 23:59"),
        ("明后天到", "03-11 00:00", "03-12 23:59"),
        ("23-25号到", "03-23 00:00", "03-25 23:59"),
        ("30号到2号", "03-30 00:00", "04-02 23:59"),
        ("28号发的", "03-28 00:00", "03-28 23:59"),
        ("9号发的", "03-09 00:00", "03-09 23:59"),
        ("下班前发", "03-10 17:00", "03-10 18:59"),
        ("tomorrow morning", "03-11 06:00", "03-11 11:59"),
        ("by Saturday 14 March, 2 pm", "03-14 14:00", "03-14 14:00"),
        ("on the 12th, Thursday", "03-12 00:00", "03-12 23:59"),
        ("before 5pm", "03-10 17:00", "03-10 17:00"),
    ],
)
def test_days_and_times_become_intervals(text: str, named: str, last: str) -> None:
    """A named day or time is read relative to now, a day and the time beside it as one."""
    assert read(text) == [(named, last)]


@pytest.mark.parametrize(
    "text", ["早上好", "有一点慢", "补6个点", "幸福路7号2栋", "3号楼", "两点需要注意", "满199元", "第3天"]
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    """Greetings, amounts, addresses and figures of speech name no day."""
    assert read(text) == []
