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


def test_a_title_full_of_search_words_is_not_repeated() -> None:
    """A long title gives way to "this one", or is cut where several stand in a list."""
    title = "新款法式复古碎花连衣裙女桑蚕丝气质长裙收腰显瘦秋冬"
    assert phrasing.with_short_titles({"product": title}, [title, "大衣"], "zh") == {"product": "这款"}
    listed = phrasing.with_short_titles({"titles": f"大衣、{title}"}, [title, "大衣"], "zh")
    assert listed["titles"].startswith("大衣、新款法式复古碎花连衣裙")
    assert listed["titles"].endswith("…")
    assert phrasing.with_short_titles({"product": "大衣"}, ["大衣"], "zh") == {"product": "大衣"}


def test_a_place_is_known_by_its_english_name() -> None:
    """Provinces and great cities in an English text."""
    assert phrasing.chinese_place("shipping to shanghai, please") == "上海"
    assert phrasing.chinese_place("to chengdu?") == "四川"
    assert phrasing.chinese_place("to madrid") is None
