"""`assistant eval` from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.errors import BadInput

TASK: dict[str, Any] = {
    "id": "t-1",
    "family": "notify_shipped",
    "why": "no order, no message",
    "request": {"store": "qinghe", "message": "", "task": "notify_shipped", "now": "2026-11-21T10:00:00+08:00"},
    "expect": {"empty_text": True},
}


@pytest.fixture
def evals(tmp_path: Path) -> Path:
    """One suite with a right case in each half, and a wrong one in tuning."""
    for half, rows in {"test": [TASK], "tuning": [TASK, TASK | {"id": "t-2", "expect": {"must": [["顺丰"]]}}]}.items():
        folder = tmp_path / "evals" / "tasks" / half
        folder.mkdir(parents=True)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    gates = "suites: {tasks: {good: {at_least: 0.9, cases: 1}}}\nnever: {personal_data: a leak}\n"
    (tmp_path / "evals" / "gates.yaml").write_text(gates, encoding="utf-8")
    return tmp_path / "evals"


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["eval", *words], catch_exceptions=False)


def test_figures(evals: Path) -> None:
    """Each figure is shown with its count, rate and interval; `run` may be left out."""
    shown = run("tasks", "--evals", str(evals))
    assert shown.exit_code == 0
    assert "good               1/1 = 100.0% [20.7%, 100.0%]" in shown.stdout
    assert run("run", "tasks", "--evals", str(evals)).stdout == shown.stdout


def test_json(evals: Path) -> None:
    """A program gets the same figures."""
    data = json.loads(run("--half", "tuning", "--json", "--evals", str(evals)).stdout)
    assert (data["tasks"]["good"]["hit"], data["tasks"]["good"]["total"]) == (1, 2)
    assert data["tasks"]["not_scored"] == 0


def test_gate(evals: Path) -> None:
    """The gate fails with the cases named."""
    assert run("--gate", "--evals", str(evals)).exit_code == 0
    missed = run("--gate", "--half", "tuning", "--evals", str(evals))
    assert missed.exit_code == 1
    assert "gate missed: tasks.good" in missed.stdout and "cases: tasks/t-2" in missed.stdout


def test_words_of_the_test_half_stay_in(evals: Path) -> None:
    """Cases of the test half are measured, not read; `--reveal` says otherwise."""
    with pytest.raises(BadInput, match="--cases"):
        run("--cases", "--evals", str(evals))
    assert "顺丰" in run("--cases", "--half", "tuning", "--evals", str(evals)).stdout


def test_compare(evals: Path, tmp_path: Path) -> None:
    """Two runs of the same thing are no different; both files are the same to the byte."""
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file in files:
        run("--half", "tuning", "--evals", str(evals), "--out", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()
    shown = run("compare", *map(str, files))
    assert (shown.exit_code, "no difference" in shown.stdout) == (0, True)


def test_files(evals: Path, tmp_path: Path) -> None:
    """Page, Markdown and JUnit are written beside the figures."""
    files = {name: tmp_path / "out" / name for name in ("r.html", "r.md", "r.xml")}
    options = [f"--report={files['r.html']}", f"--markdown={files['r.md']}", f"--junit={files['r.xml']}"]
    run("--half", "tuning", "--evals", str(evals), *options)
    assert [path.stat().st_size > 200 for path in files.values()] == [True] * 3


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["--half", "both"], ["--drafter", "nobody"], ["--drafter", "careless", "--model", "m"], ["draft"]],
)
def test_bad_options(evals: Path, words: list[str]) -> None:
    """What cannot be run is refused with what was expected."""
    with pytest.raises(BadInput):
        run(*words, "--evals", str(evals))


def test_near(evals: Path) -> None:
    """The same case in both halves is found."""
    shown = run("near", "--evals", str(evals))
    assert (shown.exit_code, "t-1 is nearly t-1" in shown.stdout) == (1, True)
