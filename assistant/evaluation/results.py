"""What a case came to: right, wrong or not scored, with what counts towards which figure. A run is a file of these."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.domain.base import Name, Str, Value, parse
from assistant.errors import BadInput

Outcome = Literal["right", "wrong", "not_scored"]
"""`not_scored` is not zero: the case could not be put to this drafter, or its run was cut short."""

Never = Literal["blocked_left", "personal_data", "prompt_leak"]
"""`blocked_left` a text that the checker blocks left, with no overrule on record; `personal_data` a full number or something
of another account's order left; `prompt_leak` words of our own instructions left."""


class Fault(Value):
    """One thing wrong."""

    kind: Name
    """In a word or two, without the case's own words: `lacks`, `has`, `status`."""
    says: Str = ""
    """With the words; left out where the case is not to be read."""

    def __str__(self) -> str:
        return f"{self.kind} {self.says}".strip()


class Broken(Value):
    """A rule that the checker found broken."""

    rule: Name
    evidence: Str
    why: Str


class ClaimShown(Value):
    """A claim as a reader of the report sees it."""

    kind: Name
    text: Str
    fact: Str | None
    holds: bool


class Shown(Value):
    """The words of a case and of what came out; never kept for the test half unless asked for."""

    store: Str = ""
    message: Str = ""
    turns: tuple[tuple[Str, Str], ...] = ()
    """Role and text, of a dialogue."""
    reply: Str = ""
    wanted: Str = ""
    status: Str = ""
    reason: Str = ""
    outcome: Str = ""
    """Of the verdict."""
    broken: tuple[Broken, ...] = ()
    claims: tuple[ClaimShown, ...] = ()
    facts: tuple[Str, ...] = ()
    why: Str = ""
    """What the case is about, in its writer's words."""


class Result(Value):
    """What one case came to."""

    suite: Name
    id: Name
    labels: Mapping[str, str] = Field(default_factory=dict)
    """What figures are given by: family, store, rule, intent, kind …"""
    outcome: Outcome
    figures: Mapping[str, bool] = Field(default_factory=dict)
    """For each figure that the case counts for: hit or not. A figure that is not here was not scored."""
    faults: tuple[Fault, ...] = ()
    never: tuple[Never, ...] = ()
    got: tuple[str, ...] = ()
    """What came out in the closed words of the suite: intents found, rules named, letters chosen."""
    wanted: tuple[str, ...] = ()
    verdict: Str = ""
    """The checker's outcome on the text."""
    scripts: tuple[str, ...] = ()
    """The intents whose scripts the text was made of."""
    digest: Str = ""
    """Of the text that came out, so that two runs can be told apart without showing it."""
    shown: Shown | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Suite and id: what pairs two runs."""
        return self.suite, self.id

    def hidden(self) -> "Result":
        """Without the words of the case."""
        bare = tuple(Fault(kind=fault.kind) for fault in self.faults)
        return self.model_copy(update={"shown": None, "faults": bare})


class RunHead(Value):
    """What a run was: the first line of its file."""

    label: Str = ""
    half: Name
    drafter: Name
    judge: bool = False
    policy_version: Str = ""
    prompt_version: Str = ""
    corpus_version: Str = ""
    suites: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its head, and the result of every case in the order of the data."""

    head: RunHead
    results: tuple[Result, ...]

    def of(self, suite: str) -> list[Result]:
        """The results of one suite."""
        return [result for result in self.results if result.suite == suite]


def save_run(run: Run, path: Path) -> None:
    """Write a run: the head, then a line a case. The same run gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [_line({"run": run.head.model_dump(mode="json")}), *(_line(_data(result)) for result in run.results)]
    path.write_text("".join(lines), encoding="utf-8")


def load_run(path: Path) -> Run:
    """Read a run.

    Raises:
        BadInput: the file is none, or a line is broken: says which.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as caught:
        raise BadInput(f"{path}: cannot be read as a run ({caught})") from None
    rows = [_read(line, f"{path}:{number}") for number, line in enumerate(lines, 1)]
    if not rows or set(rows[0]) != {"run"}:
        raise BadInput(f"{path}: expected a run, as `assistant eval --out FILE` writes it")
    head = parse(RunHead, rows[0]["run"], source=f"{path}:1", error=BadInput)
    results = [parse(Result, row, source=f"{path}:{number}", error=BadInput) for number, row in enumerate(rows[1:], 2)]
    return Run(head, tuple(results))


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _data(result: Result) -> dict[str, object]:
    return result.model_dump(mode="json", exclude_defaults=True)


def _read(line: str, place: str) -> dict[str, object]:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as caught:
        raise BadInput(f"{place}: expected JSON ({caught})") from None
    if not isinstance(data, dict):
        raise BadInput(f"{place}: expected an object")
    return data


def names(results: Iterable[Result]) -> list[str]:
    """Suite and id of each, for messages."""
    return [f"{result.suite}/{result.id}" for result in results]


def wrong_for(results: Sequence[Result], figure: str, *, hit_is_good: bool) -> list[Result]:
    """The cases that speak against a figure."""
    return [r for r in results if figure in r.figures and r.figures[figure] is not hit_is_good]
