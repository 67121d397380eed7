"""Figures with their doubt."""

import pytest

from assistant.evaluation.figures import figures_of
from assistant.evaluation.results import Result
from assistant.evaluation.share import Share
from assistant.evaluation.suites import SUITES


@pytest.mark.parametrize(
    ("hit", "total", "low", "high"),
    # As statsmodels gives them (proportion_confint, method "wilson").
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (10, 10, 0.7225, 1.0)],
)
def test_wilson(hit: int, total: int, low: float, high: float) -> None:
    """The interval is Wilson's, as other programs give it."""
    assert Share(hit, total).interval == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize("total", [1, 7, 9, 27, 112, 310])
def test_ends_of_the_scale(total: int) -> None:
    """All hit: the interval ends at 1 and not a rounding error short of it; none: it begins at 0."""
    assert Share(total, total).interval[1] == 1.0
    assert Share(0, total).interval[0] == 0.0


def test_not_scored_is_not_zero() -> None:
    """A case that was not scored counts in no figure and is told apart."""
    results = [
        Result(suite="exam", id="a", outcome="right", figures={"correct": True}),
        Result(suite="exam", id="b", outcome="not_scored"),
    ]
    figures = figures_of(SUITES["exam"], results)
    assert figures.headline["correct"] == Share(1, 1)
    assert (figures.cases, figures.not_scored) == (2, 1)


def test_nothing_scored() -> None:
    """A figure over nothing has no rate, and says so."""
    assert Share(0, 0).rate is None
    assert str(Share(0, 0)) == "not scored"


def test_parts() -> None:
    """A part counts its figure for each value of its label, and leaves out cases without the label."""
    results = [
        Result(suite="policy", id="a", outcome="right", labels={"rule": "x.y"}, figures={"caught": True}),
        Result(suite="policy", id="b", outcome="wrong", labels={"rule": "x.y"}, figures={"caught": False}),
        Result(suite="policy", id="c", outcome="right", figures={"stopped_wrongly": False}),
    ]
    assert figures_of(SUITES["policy"], results).parts["by_rule"] == {"x.y": Share(1, 2)}
