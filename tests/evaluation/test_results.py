"""Runs on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.evaluation.results import Fault, Result, Run, RunHead, Shown, load_run, save_run
from assistant.evaluation.running import BenchSpec, run_in_processes, work_of
from assistant.evaluation.suites import SUITES
from tests.evaluation.conftest import task

RUN = Run(
    RunHead(label="今天", half="tuning", drafter="composer", suites=("draft",)),
    (
        Result(
            suite="draft",
            id="a",
            outcome="wrong",
            labels={"store": "s", "intent": "i"},
            figures={"good": False},
            faults=(Fault(kind="lacks", says="手洗"),),
            shown=Shown(message="怎么洗", reply="机洗"),
        ),
        Result(suite="draft", id="b", outcome="not_scored"),
    ),
)


def test_there_and_back(tmp_path: Path) -> None:
    """A run reads as it was written, and writes the same bytes again."""
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    save_run(RUN, first)
    assert load_run(first) == RUN
    save_run(load_run(first), second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("text", ["", "{}\n", "no json\n", '{"run":{"half":"test","drafter":"x"}}\n{"suite":1}\n'])
def test_no_run(tmp_path: Path, text: str) -> None:
    """A file that is no run is refused with its name."""
    path = tmp_path / "x.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"x\.jsonl"):
        load_run(path)


def test_hidden() -> None:
    """Without its words a result still says what kind of thing was wrong."""
    hidden = RUN.results[0].hidden()
    assert (hidden.shown, hidden.faults) == (None, (Fault(kind="lacks"),))


def test_same_bytes_by_processes(evals: Callable[..., Path], tmp_path: Path) -> None:
    """Two processes give the same results in the same order as one."""
    folder = evals(tasks=[task(f"t{number}", status=["ready"], must=[["申通"]]) for number in range(210)])
    work = work_of([SUITES["tasks"]], folder, "tuning")
    alone, together = (list(run_in_processes(work, BenchSpec(), jobs)) for jobs in (1, 2))
    assert [result.id for result in together] == [f"t{number}" for number in range(210)]
    assert alone == together
