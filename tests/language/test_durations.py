import pytest

from assistant.language.durations import durations
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("四十八小时内", 48, 48),
        ("48h内", 48, 48),
        ("两三天", 48, 72),
        ("3到5天左右", 72, 120),
        ("一周", 168, 168),
        ("半天", 12, 12),
        ("隔天到", 24, 24),
        ("睡一觉就到", 12, 24),
        ("一个半钟头", 1.5, 1.5),
        ("within the next 24hrs", 24, 24),
        ("in a few hours", 3, 3),
        ("five more days", 120, 120),
        ("25-30 days", 600, 720),
    ],
)
def test_lengths_of_time_are_hours(text: str, low: float, high: float) -> None:
    """Digits, words and ranges in both languages come out as hours from the lower to the upper end."""
    found = durations(Encoded(normalise(text).view))
    assert [(item.low_hours, item.high_hours) for item in found] == [(low, high)]


@pytest.mark.parametrize(
    ("text", "within"), [("三天内", True), ("三天", False), ("不超过三天", True), ("within 3 days", True)]
)
def test_a_limit_says_so(text: str, within: bool) -> None:
    """内 and within make an upper limit."""
    assert durations(Encoded(text))[0].within is within


@pytest.mark.parametrize("text", ["付款后1155151515个工作日左右", "484848484848小时内发出", "in 99999999999 days"])
def test_an_endless_duration_ends_after_ten_years(text: str) -> None:
    """A number that no date can hold is read as ten years, and breaks nothing."""
    (found,) = durations(Encoded(text))
    assert found.high_days == 3650
