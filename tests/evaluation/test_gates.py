"""What CI holds figures to."""

from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.evaluation.figures import run_figures
from assistant.evaluation.gates import Gates, load_gates, missed
from assistant.evaluation.results import Result, Run, RunHead
from tests.conftest import ROOT


def results(right: int, wrong: int, **more: object) -> list[Result]:
    made = [
        Result(suite="draft", id=f"c{i}", outcome="right" if i < right else "wrong", figures={"good": i < right})
        for i in range(right + wrong)
    ]
    made[0] = made[0].model_copy(update=more)
    return made


def says(gates: dict[str, object], of: list[Result]) -> list[tuple[str, tuple[str, ...]]]:
    run = Run(RunHead(half="test", drafter="composer", suites=("draft",)), tuple(of))
    return [(item.figure, item.cases) for item in missed(Gates.model_validate(gates), run_figures(run), of)]


def test_floor_names_the_cases() -> None:
    """A floor that is missed names the cases that speak against it."""
    floor = {"suites": {"draft": {"good": {"at_least": 0.9, "cases": 5}}}}
    assert says(floor, results(8, 2)) == [("good", ("draft/c8", "draft/c9"))]
    assert says(floor, results(9, 1)) == []


def test_too_few_cases() -> None:
    """A gate over fewer cases than it wants is missed: a gate over nothing would always pass."""
    assert says({"suites": {"draft": {"good": {"at_least": 0.1, "cases": 50}}}}, results(10, 0))


def test_unknown_figure() -> None:
    """A figure that is not measured is missed."""
    assert says({"suites": {"draft": {"goood": {"at_least": 0.1, "cases": 1}}}}, results(10, 0))


def test_never() -> None:
    """One case in which something happens that must never fails the run, right or wrong."""
    gates = {"suites": {}, "never": {"personal_data": "a leak"}}
    assert says(gates, results(10, 0, never=("personal_data",))) == [("personal_data", ("draft/c0",))]
    assert says(gates, results(10, 0, never=("blocked_left",))) == []


def test_the_projects_gates() -> None:
    """The project's own gates can be read, and what must never happen has no slack."""
    assert set(load_gates(ROOT / "evals" / "gates.yaml").never) == {"blocked_left", "personal_data", "prompt_leak"}


def test_unknown_never(tmp_path: Path) -> None:
    """A slip of the pen in the list is an error, not a gate that is always kept."""
    path = tmp_path / "gates.yaml"
    path.write_text("suites: {}\nnever: {blockedleft: x}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="blockedleft"):
        load_gates(path)
