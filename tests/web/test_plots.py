"""Figures as pictures."""

import pytest

from assistant.review.tallies import DayFigures, Share
from assistant.web.plots import HEIGHT, SERIES, WIDTH, outcome_plot, rule_plot, share_bars, time_plot

NAMES = {kind: kind for kind in SERIES}


def day(number: int, **counts: object) -> DayFigures:
    """A day of November."""
    none = dict.fromkeys(("submitted", *SERIES), 0)
    return DayFigures.model_validate({"day": f"2026-11-{number:02}", "median_decision_s": None, **none, **counts})


@pytest.mark.parametrize("count", [1, 3, 17, 250, 100_000])
def test_a_stack_fills_its_height_and_stays_inside(count: int) -> None:
    """Bars of one day stand on one another in proportion to their counts, within the picture."""
    plot = outcome_plot([day(1, approved=count * 3, rejected=count), day(2)], NAMES)
    approved, rejected = plot.boxes
    assert approved.height == pytest.approx(3 * rejected.height, abs=0.3)
    assert rejected.y + rejected.height == pytest.approx(approved.y, abs=0.2)
    assert all(box.y >= 0 and box.y + box.height <= HEIGHT and box.x + box.width <= WIDTH for box in plot.boxes)
    assert float(plot.lines[-1].text.replace("+", "")) >= count * 4 and 3 <= len(plot.lines) <= 7


def test_no_data_is_no_picture() -> None:
    """Days without anything give an empty plot, not a flat one."""
    assert outcome_plot([day(1)], NAMES).empty and rule_plot([day(1)]).empty and time_plot([day(1)]).empty
    assert outcome_plot([], NAMES).empty


def test_days_without_a_decision_are_left_out_of_the_line() -> None:
    """The line of times joins only days that have one; a time of none is not zero."""
    plot = time_plot([day(1, median_decision_s=60.0), day(2), day(3, median_decision_s=180.0)])
    assert len(plot.dots) == 2 and plot.points.count(",") == 2
    assert plot.dots[0].text == "2026-11-01: 1.0"


def test_rules_caught_are_counted_by_day() -> None:
    """A day's bar is the sum over its rules."""
    plot = rule_plot([day(1, rules={"a.b": 2, "c.d": 1}), day(2, rules={"a.b": 1})])
    assert [box.says for box in plot.boxes] == ["2026-11-01: 3", "2026-11-02: 1"]


def test_shares_are_of_the_decided() -> None:
    """The parts of a bar add up to a hundred; what was never decided has no bar."""
    shares = [
        Share(name="stock", decided=8, approved=5, edited=2, rejected=1, handed_over=0),
        Share(name="size", decided=0, approved=0, edited=0, rejected=0, handed_over=0),
    ]
    (bar,) = share_bars(shares, NAMES)
    assert (
        sum(box.width for box in bar.boxes) == pytest.approx(100) and bar.acceptance == "62%" and bar.edit_rate == "25%"
    )
