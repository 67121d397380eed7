"""Each case of a data file as a test of pytest's: `pytest evals -k ID`.

A case of the test half says no more than what went wrong in a word; with `EVALS_REVEAL=1` it says all, and is then a case to
be tuned on. Known faults fail here too: this is for looking at cases, the gates are `assistant eval --gate`.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.bench import Bench
from assistant.evaluation.cases import HALVES
from assistant.evaluation.results import Result
from assistant.evaluation.running import own_stores
from assistant.evaluation.suites import SUITES, Suite


@cache
def _bench() -> Bench:
    return Bench(own_stores=own_stores(Path(__file__).parent))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the data files of every suite, `SUITE/HALF/*.jsonl` and `SUITE/HALF.jsonl`."""
    if file_path.suffix != ".jsonl":
        return None
    suite, half = file_path.parent.parent.name, file_path.parent.name
    if suite not in SUITES:  # the data lies in the suite's own folder
        suite, half = half, file_path.stem.split("_")[0]
    if suite not in SUITES or half not in HALVES:
        return None
    return CaseFile.from_parent(parent, path=file_path, suite=SUITES[suite], half=half)  # type: ignore[no-any-return]


class CaseFile(pytest.File):
    """A data file."""

    def __init__(self, *, suite: Suite, half: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.suite = suite
        self.half = half

    def collect(self) -> Iterator[pytest.Item]:
        """A test a case."""
        for case in self.suite.load([self.path]):
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseFailed(Exception):
    """A case that did not come out as it should."""


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Any, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case

    def runtest(self) -> None:
        """Score it. Fails where it is wrong, is skipped where it cannot be scored."""
        file = self.parent
        assert isinstance(file, CaseFile)
        result = file.suite.score(self.case, _bench())
        if file.half == "test" and not os.environ.get("EVALS_REVEAL"):
            result = result.hidden()
        if result.outcome == "not_scored":
            pytest.skip("; ".join(map(str, result.faults)))
        if result.outcome == "wrong" or result.never:
            raise CaseFailed("\n".join(_told(result)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The case itself, not the place in our code."""
        return str(excinfo.value) if isinstance(excinfo.value, CaseFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands."""
        return self.path, None, f"{self.path.name}:{self.name}"


def _told(result: Result) -> Iterator[str]:
    yield f"{result.suite}/{result.id}: " + "; ".join([*map(str, result.faults), *result.never])
    shown = result.shown
    if shown is None:
        return
    yield from (f"  {role}: {text}" for role, text in shown.turns)
    if result.suite != "conversation":
        yield from (f"  buyer: {shown.message}", f"  reply: {shown.reply}")
    yield f"  wanted: {shown.wanted}"
    yield from (f"  broken: {item.rule} ({item.evidence}): {item.why}" for item in shown.broken)
    yield from (
        f"  claim: {claim.kind} {claim.text!r} {'holds' if claim.holds else 'does not hold'} ({claim.fact})"
        for claim in shown.claims
    )
