"""Two runs side by side."""

import pytest

from assistant.errors import BadInput
from assistant.evaluation.compare import compare, mcnemar
from assistant.evaluation.results import Outcome, Result, Run, RunHead


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    # Two-sided binomial tests at one half.
    [(0, 0, 1.0), (0, 5, 0.0625), (0, 6, 0.03125), (1, 9, 0.021484), (9, 1, 0.021484), (10, 10, 1.0), (0, 2000, 0.0)],
)
def test_mcnemar(gained: int, lost: int, p: float) -> None:
    """The test is exact, and does not mind many flips."""
    assert mcnemar(gained, lost) == pytest.approx(p, abs=1e-6)


def run(*outcomes: Outcome, half: str = "test", **last: object) -> Run:
    results = [Result(suite="draft", id=f"c{i}", outcome=outcome) for i, outcome in enumerate(outcomes)]
    results[-1] = results[-1].model_copy(update=last)
    return Run(RunHead(half=half, drafter="composer", suites=("draft",)), tuple(results))


def test_worse() -> None:
    """Six losses and no gain are more than noise; each flip is listed."""
    (part,) = compare(run(*["right"] * 8), run(*["wrong"] * 6, "right", "right"))
    assert part.call == "worse"
    assert [flip.after.id for flip in part.flips] == [f"c{i}" for i in range(6)]


def test_better() -> None:
    """Six gains and no loss are better."""
    (part,) = compare(run(*["wrong"] * 6), run(*["right"] * 6))
    assert (part.call, part.gained, part.lost) == ("better", 6, 0)


def test_noise() -> None:
    """Five losses alone may be chance."""
    (part,) = compare(run(*["right"] * 6), run(*["wrong"] * 5, "right"))
    assert part.call == "no difference"


def test_never_is_worse() -> None:
    """What must never happen makes a run worse, whatever the figures say."""
    (part,) = compare(run("right", "right"), run("right", "right", never=("personal_data",)))
    assert part.call == "worse"
    assert [result.id for result in part.never] == ["c1"]


def test_not_scored_is_unpaired() -> None:
    """A case that was not scored in one run is no pair."""
    (part,) = compare(run("right", "right", "wrong"), run("right", "not_scored", "wrong"))
    assert (part.paired, part.unpaired, part.flips) == (2, 1, ())


def test_other_half() -> None:
    """Runs over different halves cannot be held against each other."""
    with pytest.raises(BadInput, match="halves"):
        compare(run("right"), run("right", half="tuning"))
