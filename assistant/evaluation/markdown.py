"""A run, or the difference of two, for a pull request."""

from collections.abc import Iterator, Sequence

from assistant.evaluation.compare import Comparison, Flip
from assistant.evaluation.figures import run_figures
from assistant.evaluation.gates import Missed
from assistant.evaluation.results import Run
from assistant.evaluation.share import Share

_MOST = 50
"""So many cases are listed one by one."""


def run_markdown(run: Run, failed: Sequence[Missed] = ()) -> str:
    """Headline figures, then what is missed, then what each is given apart by."""
    return "\n".join(_run(run, failed)) + "\n"


def comparison_markdown(before: Run, after: Run, parts: Sequence[Comparison]) -> str:
    """The verdict a suite, then the cases that flipped."""
    return "\n".join(_comparison(before, after, parts)) + "\n"


def _run(run: Run, failed: Sequence[Missed]) -> Iterator[str]:
    yield f"## Evals{f' of {_cell(run.head.label)}' if run.head.label else ''}"
    yield ""
    yield f"{run.head.half} half, drafted by {_cell(run.head.drafter)}{' with a second reader' if run.head.judge else ''}."
    yield ""
    for item in failed:
        yield f"- **Gate missed** {item.suite}.{item.figure}: {item.says}. {_some(item.cases)}"
    yield (
        ""
        if failed
        else "Nothing that must never happen has happened."
        if not any(r.never for r in run.results)
        else ""
    )
    yield ""
    yield from ("| suite | figure | count | rate | 95 % interval |", "| --- | --- | --: | --: | --- |")
    figures = run_figures(run)
    for name, suite in figures.items():
        yield from (f"| {name} | {_row(figure, share)}" for figure, share in suite.headline.items())
        if suite.not_scored:
            yield f"| {name} | not scored | {suite.not_scored} of {suite.cases} | | |"
    for name, suite in figures.items():
        for part, shares in suite.parts.items():
            yield from ("", f"<details><summary>{name} {part.replace('_', ' ')}</summary>", "")
            yield from ("| | count | rate | 95 % interval |", "| --- | --: | --: | --- |")
            yield from (f"| {_row(_cell(key), share)}" for key, share in shares.items())
            yield from ("", "</details>")


def _row(name: str, share: Share) -> str:
    if share.rate is None:
        return f"{name} | 0 | not scored | |"
    low, high = share.interval
    return f"{name} | {share.hit}/{share.total} | {share.rate:.1%} | {low:.1%} to {high:.1%} |"


def _comparison(before: Run, after: Run, parts: Sequence[Comparison]) -> Iterator[str]:
    yield f"## Evals: {_cell(before.head.label or 'before')} against {_cell(after.head.label or 'after')}"
    yield ""
    yield from (
        "| suite | verdict | right before | right after | of | gained | lost | p |",
        "| --- | --- | --: | --: | --: | --: | --: | --: |",
    )
    for part in parts:
        yield (
            f"| {part.name} | **{part.call}** | {part.right_before} | {part.right_after} | {part.paired} "
            f"| {part.gained} | {part.lost} | {part.p:.4f} |"
        )
    for part in (part for part in parts if part.name != "all"):
        for result in part.never:
            yield f"- **must never happen** {part.name}/{result.id}: {', '.join(result.never)}"
        for title, flips in (("Lost", _of(part, False)), ("Gained", _of(part, True))):
            if flips:
                yield from ("", f"{title} in {part.name}:", "")
                yield from (_flip(flip) for flip in flips[:_MOST])
                if len(flips) > _MOST:
                    yield f"- and {len(flips) - _MOST} more"


def _of(part: Comparison, better: bool) -> list[Flip]:
    return [flip for flip in part.flips if flip.better is better]


def _flip(flip: Flip) -> str:
    faults = flip.before.faults if flip.better else flip.after.faults
    return f"- `{flip.after.id}` {_cell('; '.join(map(str, faults)))}".rstrip()


def _some(cases: Sequence[str]) -> str:
    shown = ", ".join(f"`{case}`" for case in cases[:_MOST])
    return shown + (f" and {len(cases) - _MOST} more" if len(cases) > _MOST else "")


def _cell(text: str) -> str:
    """Text that breaks no table and marks nothing up."""
    cleaned = " ".join(text.split())
    return "".join(f"\\{char}" if char in "|`*_[]<>#\\" else char for char in cleaned)
