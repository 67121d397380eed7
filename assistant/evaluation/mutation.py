"""Has the gate teeth? Each rule, each family of scripts and each fact is taken away in turn, and some case must notice.

`make mutation`, or `python -m assistant.evaluation.mutation [evals]`. A case notices when it was right and is wrong now, or when
something leaves that must never. Only cases that the loss may touch are run, up to the first that notices. Survivors are
listed; one that is a `block` rule fails the run.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

from assistant.corpus import Corpus, Searcher
from assistant.domain.reply import Outcome, Verdict
from assistant.domain.request import Request
from assistant.domain.store import StoreProfile
from assistant.drafting.composer import Composer
from assistant.evaluation.bench import Bench, Shop
from assistant.evaluation.blanking import blank, fact_paths
from assistant.evaluation.cases import HALVES
from assistant.evaluation.results import Result
from assistant.evaluation.running import BenchSpec, own_stores, run_in_processes, score, work_of
from assistant.evaluation.suites import SUITES, Suite
from assistant.facts import Facts
from assistant.policy import MANNERS, Checker, Manner

Kind = Literal["rule", "scripts", "fact"]
_ORDER: tuple[Outcome, ...] = ("block", "handover", "warn", "pass")
_QUICK_FIRST = ("tasks", "exam", "draft", "intent", "conversation", "attack", "policy")
"""Facts and scripts are noticed by drafts soonest."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One thing that is taken away."""

    kind: Kind
    name: str
    severe: bool = False
    """A rule that blocks: it must not survive."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant.

    Attributes:
        noticed_by: the first case that noticed; None: it survived.
        tried: how many cases were run.
    """

    mutant: Mutant
    noticed_by: str | None
    tried: int


@dataclass(frozen=True, slots=True)
class Known:
    """A case that was right before anything was taken away."""

    suite: Suite
    case: Any
    result: Result


class DeafChecker(Checker):
    """A checker that does not know one rule."""

    def __init__(self, bench: Bench, shop: Shop, rule: str, *, manner: Manner = "plain") -> None:
        super().__init__(shop.referee.rules, bench.tools.resemblance, manner=manner)
        self._rule = rule

    def check(self, text: str, facts: Facts) -> Verdict:
        """The verdict without that rule."""
        verdict = super().check(text, facts)
        kept = tuple(violation for violation in verdict.violations if violation.rule != self._rule)
        if len(kept) == len(verdict.violations):
            return verdict
        severities: list[Outcome] = [violation.severity for violation in kept]
        outcome = min(severities, key=_ORDER.index, default="handover" if verdict.unchecked else "pass")
        return verdict.model_copy(update={"violations": kept, "outcome": outcome})


def mutants(bench: Bench) -> list[Mutant]:
    """Everything that is taken away in turn."""
    rules = [Mutant("rule", rule.id, rule.severity == "block") for rule in bench.rules.rules]
    families = sorted({script.intent for script in bench.tools.corpus.usable})
    paths = [*fact_paths(StoreProfile, "store"), *fact_paths(Request, "request")]
    return [*rules, *(Mutant("scripts", name) for name in families), *(Mutant("fact", path) for path in paths)]


def mutated(bench: Bench, mutant: Mutant) -> Bench:
    """The bench without it."""
    match mutant.kind:
        case "rule":
            return bench.with_shops(lambda shop: _without_rule(bench, shop, mutant.name))
        case "scripts":
            return _without_scripts(bench, mutant.name)
        case "fact":
            return bench.with_shops(lambda shop: replace(shop, look=_Blind(mutant.name)))


def _without_rule(bench: Bench, shop: Shop, rule: str) -> Shop:
    deaf, proofreader, wary = (DeafChecker(bench, shop, rule, manner=manner) for manner in MANNERS)
    composer = Composer(bench.tools.corpus, bench.tools.intent_reader, deaf)
    pipeline = replace(shop.pipeline, checker=deaf, wary=wary, composer=composer)
    return replace(shop, referee=deaf, proofreader=proofreader, pipeline=pipeline)


def _without_scripts(bench: Bench, intent: str) -> Bench:
    whole = bench.tools.corpus
    kept = tuple(script for script in whole.scripts if script.intent != intent)
    corpus = Corpus(scripts=kept, questions=whole.questions, version=whole.version)
    reader = bench.tools.intent_reader
    searcher = Searcher(corpus, reader)

    def without(shop: Shop) -> Shop:
        composer = Composer(corpus, reader, shop.referee)
        return replace(shop, pipeline=replace(shop.pipeline, composer=composer, searcher=searcher))

    return bench.with_shops(without, searcher=searcher)


@dataclass(frozen=True, slots=True)
class _Blind:
    """Makes facts in which one key is blank."""

    path: str

    def __call__(self, store: StoreProfile, request: Request) -> Facts:
        owner, _, path = self.path.partition(".")
        if owner == "store":
            return Facts(blank(store, path), request)
        return Facts(store, blank(request, path))


# Which cases may notice


def touched(mutant: Mutant, known: Sequence[Known], bench: Bench) -> Iterator[Known]:
    """The cases that the loss may touch, those first that are likely to notice."""
    match mutant.kind:
        case "rule":
            for item in known:
                if item.suite.name == "policy" and mutant.name in {*item.result.wanted, *item.result.got}:
                    yield item
        case "scripts":
            for item in known:
                if mutant.name in item.result.scripts or (
                    item.suite.name == "intent" and mutant.name in item.result.wanted
                ):
                    yield item
        case "fact":
            yield from (item for item in known if _sees(mutant, item, bench))


def _sees(mutant: Mutant, item: Known, bench: Bench) -> bool:
    owner, _, path = mutant.name.partition(".")
    request = _request(item.case)
    if item.suite.name == "conversation":
        return True  # its requests are made turn by turn
    if request is None or request.store not in bench.shops:
        return False
    if owner == "store":
        profile = bench.shops[request.store].profile
        return blank(profile, path) is not profile
    return blank(request, path) is not request


def _request(case: Any) -> Request | None:
    inner = getattr(case, "case", case)
    found = getattr(inner, "request", None)
    return found if isinstance(found, Request) else None


def notices(before: Result, after: Result, suite: Suite) -> bool:
    """Whether a case tells the loss."""
    if set(after.never) - set(before.never) or (before.outcome == "right" and after.outcome == "wrong"):
        return True
    return any(
        hit is (figure not in suite.fewer_is_better) and after.figures.get(figure) is not hit
        for figure, hit in before.figures.items()
        if figure in suite.figures
    )


def fate(mutant: Mutant, known: Sequence[Known], bench: Bench) -> Fate:
    """Take it away, and run cases until one notices."""
    without = mutated(bench, mutant)
    tried = 0
    for item in touched(mutant, known, bench):
        tried += 1
        if _notices(item, without):
            return Fate(mutant, f"{item.suite.name}/{item.result.id}", tried)
    return Fate(mutant, None, tried)


def _notices(item: Known, without: Bench) -> bool:
    try:
        after = score(item.suite, item.case, without)
    except Exception:  # code that gives way where a fact is missing makes every run fail: nobody would overlook that
        return True
    return notices(item.result, after, item.suite)


# The run


def known_cases(evals: Path, results: Sequence[Result]) -> list[Known]:
    """Every case with what it came to, in the order in which they are tried."""
    by_key = {result.key: result for result in results}
    return [
        Known(suite, case, by_key[suite.name, case.id])
        for suite in (SUITES[name] for name in _QUICK_FIRST)
        for half in HALVES
        for case in suite.cases(evals, half)
        if (suite.name, case.id) in by_key and by_key[suite.name, case.id].outcome == "right"
    ]


_given: list[tuple[Path, Sequence[Result]]] = []
"""What this worker process knows before its first mutant."""


def _prepare(evals: Path, results: Sequence[Result]) -> None:
    _given[:] = [(evals, results)]


@cache
def _loaded() -> tuple[list[Known], Bench]:
    return known_cases(*_given[0]), Bench(own_stores=own_stores(_given[0][0]))


def _fate(mutant: Mutant) -> Fate:
    known, bench = _loaded()
    return fate(mutant, known, bench)


def run(evals: Path, jobs: int) -> list[Fate]:
    """The fate of every mutant, in order."""
    suites = list(SUITES.values())
    spec = BenchSpec(own_stores=own_stores(evals))
    results = [result for half in HALVES for result in run_in_processes(work_of(suites, evals, half), spec, jobs)]
    every = mutants(spec.build())
    with ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (evals, results)) as pool:
        return [_said_if_survived(item) for item in pool.map(_fate, every)]


def _said_if_survived(item: Fate) -> Fate:
    """The same; a survivor is told at once, since the whole run takes minutes."""
    if item.noticed_by is None:
        print(f"survived: {item.mutant.kind} {item.mutant.name}", file=sys.stderr)
    return item


def told(fates: Sequence[Fate]) -> Iterator[str]:
    """The outcome in words: counts a kind, then the survivors."""
    for kind in ("rule", "scripts", "fact"):
        of = [item for item in fates if item.mutant.kind == kind]
        noticed = sum(item.noticed_by is not None for item in of)
        yield f"{kind:8} {noticed} of {len(of)} noticed"
    for item in fates:
        if item.noticed_by is None:
            grave = " (BLOCK)" if item.mutant.severe else ""
            yield f"  survived: {item.mutant.kind} {item.mutant.name}{grave}, {item.tried} cases tried"


def main() -> None:
    """Run all, list survivors; exit with 1 where a block rule survived."""
    evals = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("evals")
    begun = time.monotonic()
    fates = run(evals, max(1, min(os.cpu_count() or 1, 4)))
    print("\n".join(told(fates)))
    print(f"{time.monotonic() - begun:.0f} s", file=sys.stderr)
    if any(item.mutant.severe and item.noticed_by is None for item in fates):
        print("a block rule survived: no case would notice if it were lost")
        sys.exit(1)


if __name__ == "__main__":
    main()
