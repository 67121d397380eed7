"""Slot values in both languages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.drafting import phrasing

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_money_is_written_as_the_language_has_it() -> None:
    """Amounts carry the currency's word in Chinese and its sign in English, without needless digits."""
    assert phrasing.money(15, "CNY", "zh") == "15元"
    assert phrasing.money(15.98, "USD", "en") == "US $15.98"
    assert phrasing.money(79.5, "CNY", "en") == "79.5 yuan"
    assert phrasing.money(20, "SEK", "en") == "SEK 20"


def test_days_and_hours_agree_in_number() -> None:
    """One day is no days; a range of one length is a single figure."""
    assert phrasing.days((2, 4), "zh") == "2-4天"
    assert phrasing.days((1, 1), "en") == "1 day"
    assert phrasing.days((1, 2), "en") == "1-2 days"
    assert phrasing.hours(48, "en") == "48 hours"


def test_a_deadline_names_day_and_time() -> None:
    """The end of a day names the day alone; English says whose clock it is."""
    moment = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
    assert phrasing.deadline(moment, "zh") == "11月23日09:30前"
    assert phrasing.deadline(moment, "en") == "by Nov 23, 09:30 (China time)"
    assert phrasing.deadline(moment.replace(hour=23, minute=59), "zh") == "11月23日前"


def test_lists_end_as_each_language_ends_them() -> None:
    """、 in Chinese; commas and a last word in English."""
    assert phrasing.listed(["支付宝", "花呗"], "zh") == "支付宝、花呗"
    assert phrasing.listed(["a", "b", "c"], "en", "or") == "a, b or c"


def test_names_of_the_profile_are_explained_in_english() -> None:
    """A Chinese name keeps its form and gets its meaning; a place is translated."""
    assert phrasing.term("花呗", "en") == "花呗 (Huabei)"
    assert phrasing.term("新疆", "en") == "Xinjiang"
    assert phrasing.term("DHL", "zh") == "DHL"


def test_a_phone_shows_only_its_ends() -> None:
    """Masked numbers keep three digits in front and four behind."""
    assert phrasing.masked_phone("138 0013-8000") == "138****8000"
