"""Runs cases: here, in other processes, or in threads where a model is waited for. The order of results is the data's."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from assistant.errors import BadInput
from assistant.evaluation.bench import Bench, DrafterName
from assistant.evaluation.results import Fault, Result
from assistant.evaluation.spending import CutShort
from assistant.evaluation.suites import SUITES, Suite
from assistant.settings import Settings, Toolbox

_CHUNK = 32
"""So many cases are sent to a process at once."""
_ALONE = 200
"""Fewer cases than this are not worth another process, which loads everything anew."""


@dataclass(frozen=True, slots=True)
class Work:
    """The cases of one suite."""

    suite: Suite
    cases: Sequence[Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Folders:
    """Other rules, templates and scripts than the bundled ones, to be held against them."""

    policies: Path | None = None
    prompts: Path | None = None
    corpus: Path | None = None

    def tools(self) -> Toolbox:
        """The pieces made of them, each when it is first needed."""
        return Toolbox(Settings(policies=self.policies, prompts=self.prompts, corpus=self.corpus))


@dataclass(frozen=True, slots=True)
class BenchSpec:
    """What an offline bench is made of: what another process needs to make the same."""

    drafter: DrafterName = "composer"
    stores: Path | None = None
    folders: Folders = Folders()
    own_stores: Path | None = None

    def build(self, tools: Toolbox | None = None) -> Bench:
        """The bench, of pieces that are loaded already where there are such."""
        return Bench(self.drafter, stores=self.stores, own_stores=self.own_stores, tools=tools or self.folders.tools())


def own_stores(evals: Path) -> Path:
    """Where the profiles of stores lie that only cases speak of."""
    return evals / "stores"


def work_of(suites: Sequence[Suite], evals: Path, half: str) -> list[Work]:
    """The cases of each suite that has any."""
    if not evals.is_dir():
        raise BadInput(f"{evals}: expected the folder of eval data")
    return [Work(suite, cases) for suite in suites if (cases := suite.cases(evals, half))]


def count(work: Sequence[Work]) -> int:
    """How many cases there are."""
    return sum(len(part.cases) for part in work)


def run_here(work: Sequence[Work], bench: Bench) -> Iterator[Result]:
    """Score case after case."""
    for part in work:
        for case in part.cases:
            yield score(part.suite, case, bench)


def score(suite: Suite, case: Any, bench: Bench) -> Result:
    """Score one case; one that the spending limit or a silent endpoint cut short is not scored."""
    try:
        result = suite.score(case, bench)
        # Nobody looks at the words of what is right, and a run of thousands of cases would be megabytes of them.
        return result if result.outcome == "wrong" or result.never else result.model_copy(update={"shown": None})
    except CutShort as caught:
        return Result(suite=suite.name, id=case.id, outcome="not_scored", faults=(Fault(kind=caught.why),))


def run_in_processes(
    work: Sequence[Work], spec: BenchSpec, jobs: int, tools: Toolbox | None = None
) -> Iterator[Result]:
    """Score in several processes, or here where that is not worth it; the results come in the order of the cases."""
    if jobs < 2 or count(work) < _ALONE:
        yield from run_here(work, spec.build(tools))
        return
    chunks = [
        (part.suite.name, part.cases[start : start + _CHUNK])
        for part in work
        for start in range(0, len(part.cases), _CHUNK)
    ]
    # Spawned, not forked: a fork of a process with threads may hang.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (spec,)) as pool:
        for results in pool.map(_score_chunk, chunks):
            yield from results


def run_in_threads(work: Sequence[Work], bench: Bench, jobs: int) -> Iterator[Result]:
    """Score concurrently where each case waits for a model."""
    pairs = [(part.suite, case) for part in work for case in part.cases]
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda pair: score(pair[0], pair[1], bench), pairs)


_spec: list[BenchSpec] = []
"""What this worker process is to make its bench of."""


def _prepare(spec: BenchSpec) -> None:
    _spec[:] = [spec]


@cache
def _bench() -> Bench:
    """The bench of this worker process; made for the first cases, so that an error comes back with their results."""
    return _spec[0].build()


def _score_chunk(chunk: tuple[str, Sequence[Any]]) -> list[Result]:
    name, cases = chunk
    return [score(SUITES[name], case, _bench()) for case in cases]
