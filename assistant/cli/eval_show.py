"""How runs and comparisons look in a terminal, and to a program."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.evaluation import Result, Run, Share, SuiteFigures, run_figures
from assistant.evaluation.compare import Comparison


def bar(results: Iterable[Result], total: int) -> Iterator[Result]:
    """A progress bar on standard error while that is a terminal."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, description="eval", total=total, console=Console(stderr=True), transient=True)


def show_run(whole: Run, *, cases: bool, as_json: bool) -> None:
    figures = run_figures(whole)
    if as_json:
        sys.stdout.write(json.dumps({n: _as_data(f) for n, f in figures.items()}, ensure_ascii=False, indent=2) + "\n")
        return
    for name, suite in figures.items():
        print("\n".join(_rendered(name, suite)))
        if cases:
            print("\n".join(map(_wrong_case, (r for r in whole.of(name) if r.outcome == "wrong"))))


def _as_data(suite: SuiteFigures) -> dict[str, object]:
    parts = {name: {key: _plain(share) for key, share in shares.items()} for name, shares in suite.parts.items()}
    counts = {"cases": suite.cases, "not_scored": suite.not_scored, "never": dict(sorted(suite.never.items()))}
    return {**{name: _plain(share) for name, share in suite.headline.items()}, **parts, **counts}


def _plain(share: Share) -> dict[str, object]:
    return {"hit": share.hit, "total": share.total, "rate": share.rate, "interval": share.interval}


def _rendered(name: str, suite: SuiteFigures) -> Iterator[str]:
    yield name
    yield from (f"  {figure:18} {share}" for figure, share in suite.headline.items())
    if suite.not_scored:
        yield f"  {'not scored':18} {suite.not_scored} of {suite.cases} cases"
    yield from (f"  {never:18} {count} cases: MUST NEVER HAPPEN" for never, count in sorted(suite.never.items()))
    for part, shares in suite.parts.items():
        yield f"  {part}"
        yield from (f"    {key:32} {share}" for key, share in shares.items())


def _wrong_case(result: Result) -> str:
    shown = result.shown
    faults = "; ".join(map(str, result.faults))
    kind = f" [{result.labels['kind']}]" if "kind" in result.labels else ""
    if shown is None:
        return f"{result.id}{kind} {faults}"
    talk = "".join(f"\n    {role}: {text}" for role, text in shown.turns) if result.suite == "conversation" else ""
    got = ", ".join(f"{b.rule} ({b.evidence})" for b in shown.broken) or shown.outcome
    said = "" if result.suite == "conversation" else f"{shown.message} → {shown.reply}"
    return f"{result.id}{kind} {said}{talk}\n    want {shown.wanted}; got {got or shown.reply}; {faults}"


def comparison_data(part: Comparison) -> Mapping[str, object]:
    return {
        "suite": part.name,
        "paired": part.paired,
        "right_before": part.right_before,
        "right_after": part.right_after,
        "gained": [flip.after.id for flip in part.flips if flip.better],
        "lost": [flip.after.id for flip in part.flips if not flip.better],
        "changed": part.changed,
        "unpaired": part.unpaired,
        "never": [result.id for result in part.never],
        "p": part.p,
        "verdict": part.call,
    }


def compared(parts: Sequence[Comparison]) -> Iterator[str]:
    for part in parts:
        yield (
            f"{part.name:14} {part.call:14} {part.right_before}→{part.right_after} of {part.paired} right, "
            f"{part.gained} gained, {part.lost} lost, p={part.p:.4f}; {part.changed} said otherwise, {part.unpaired} unpaired"
        )
    for part in parts:
        if part.name == "all":
            continue
        for result in part.never:
            yield f"  never  {part.name}/{result.id}: {', '.join(result.never)}"
        for flip in part.flips:
            faults = flip.before.faults if flip.better else flip.after.faults
            says = "; ".join(map(str, faults)) or flip.after.verdict
            yield f"  {'gained' if flip.better else 'lost  '} {part.name}/{flip.after.id}: {says}"
