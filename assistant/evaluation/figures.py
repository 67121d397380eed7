"""From results to figures: shares with their doubt, and what was not scored kept apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.results import Result, Run
from assistant.evaluation.share import Share
from assistant.evaluation.suites import SUITES, Suite


@dataclass(frozen=True, slots=True)
class SuiteFigures:
    """The figures of one suite.

    Attributes:
        headline: figure to share.
        parts: part (`by_rule`) to key to share.
        cases: how many cases there were.
        not_scored: how many of them could not be scored.
        never: what must never happen, and in how many cases it did.
    """

    suite: Suite
    headline: Mapping[str, Share]
    parts: Mapping[str, Mapping[str, Share]]
    cases: int
    not_scored: int
    never: Mapping[str, int]


def figures_of(suite: Suite, results: Sequence[Result]) -> SuiteFigures:
    """Count what the results of one suite came to."""
    parts = {
        part: _shares_by(results, label, figure)
        for part, (label, figure) in suite.parts.items()
        if any(label in result.labels for result in results)
    }
    return SuiteFigures(
        suite,
        {figure: share_of(results, figure) for figure in suite.figures},
        parts,
        len(results),
        sum(result.outcome == "not_scored" for result in results),
        Counter(never for result in results for never in result.never),
    )


def share_of(results: Sequence[Result], figure: str) -> Share:
    """A figure over the cases that count for it."""
    counted = [result.figures[figure] for result in results if figure in result.figures]
    return Share(sum(counted), len(counted))


def _shares_by(results: Sequence[Result], label: str, figure: str) -> dict[str, Share]:
    keys = sorted({result.labels[label] for result in results if label in result.labels})
    shares = {key: share_of([r for r in results if r.labels.get(label) == key], figure) for key in keys}
    return {key: share for key, share in shares.items() if share.total}


def run_figures(run: Run) -> dict[str, SuiteFigures]:
    """The figures of every suite of a run that has cases."""
    return {name: figures_of(SUITES[name], run.of(name)) for name in run.head.suites if name in SUITES and run.of(name)}
