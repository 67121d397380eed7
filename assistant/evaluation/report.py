"""A run as one HTML page for people: no network, no library; the page carries its own style, drawings and script.

Values are put in by a template that escapes them, and the cases ride along as JSON that only the page's script reads.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.evaluation.figures import SuiteFigures, run_figures
from assistant.evaluation.gates import Missed
from assistant.evaluation.results import Result, Run
from assistant.evaluation.share import Share

_MOST_CASES = 600
"""So many of the worst cases ride along; a page of megabytes opens on no phone."""
_OUTCOMES = ("block", "handover", "warn", "pass")
_MOST_INTENTS = 24
"""The intents that are mixed up most; a table of seventy would show nothing."""
_CURVE_WIDTH, _CURVE_HEIGHT = 240, 48
_FOLDER = Path(__file__).parent / "page"


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure with its bar: where the rate lies and where it may truly lie, in hundredths."""

    suite: str
    name: str
    says: str
    count: str
    rate: float | None
    low: float
    high: float
    fewer_is_better: bool
    curve: str
    """Points of a polyline over the past runs; empty where there are none."""
    past: str
    """What the curve says, in words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table in colours."""

    count: int
    shade: int
    """0 to 9."""
    good: bool
    filter: str


@dataclass(frozen=True, slots=True)
class ColourTable:
    """Rows and columns with a count in each cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def report_html(run: Run, past: Sequence[Run] = (), failed: Sequence[Missed] = ()) -> str:
    """The page."""
    figures = run_figures(run)
    history = [(other, run_figures(other)) for other in past if other.head.half == run.head.half]
    worst = _worst(run.results)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            run=run.head,
            failed=failed,
            suites=figures,
            headlines={name: _headlines(name, suite, history) for name, suite in figures.items()},
            parts={name: _parts(suite) for name, suite in figures.items()},
            rules=_rule_table(run.of("policy")),
            confusion=_confusion(run.of("intent")),
            curve_size=(_CURVE_WIDTH, _CURVE_HEIGHT),
            cases=_as_json([_case(result) for result in worst]),
            shown=len(worst),
            wrong=sum(result.outcome == "wrong" for result in run.results),
            total=len(run.results),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _headlines(
    name: str, suite: SuiteFigures, history: Sequence[tuple[Run, Mapping[str, SuiteFigures]]]
) -> list[Headline]:
    return [
        _headline(name, figure, share, figure in suite.suite.fewer_is_better, history)
        for figure, share in suite.headline.items()
    ]


def _headline(
    suite: str,
    figure: str,
    share: Share,
    fewer_is_better: bool,
    history: Sequence[tuple[Run, Mapping[str, SuiteFigures]]],
) -> Headline:
    low, high = share.interval
    past = [(run.head.label, figures[suite].headline[figure]) for run, figures in history if suite in figures]
    rates = [(label, known.hit / known.total) for label, known in past if known.total]
    points = [rate for _, rate in rates] + ([share.hit / share.total] if share.total else [])
    return Headline(
        suite,
        figure,
        "not scored" if share.rate is None else f"{share.rate:.1%}",
        f"{share.hit} of {share.total}",
        share.rate,
        low * 100,
        high * 100,
        fewer_is_better,
        _curve(points) if rates and points else "",
        ", ".join(f"{label or 'a run'} {rate:.1%}" for label, rate in rates),
    )


def _curve(rates: Sequence[float]) -> str:
    """The points of the line; its height spans what was seen, at least five hundredths."""
    low, high = min(rates), max(rates)
    middle, span = (low + high) / 2, max(high - low, 0.05)
    step = (_CURVE_WIDTH - 8) / max(len(rates) - 1, 1)
    inner = _CURVE_HEIGHT - 8
    return " ".join(
        f"{4 + place * step:.1f},{4 + inner * (0.5 - (rate - middle) / span):.1f}" for place, rate in enumerate(rates)
    )


def _parts(suite: SuiteFigures) -> list[tuple[str, str, list[Headline]]]:
    """Each part with the label that it goes by."""
    found = []
    for part, shares in suite.parts.items():
        label, figure = suite.suite.parts[part]
        fewer = figure in suite.suite.fewer_is_better
        rows = [_headline(suite.suite.name, key, share, fewer, ()) for key, share in shares.items()]
        found.append((part.replace("_", " "), label, rows))
    return found


def _rule_table(results: Sequence[Result]) -> ColourTable:
    """For each rule that was broken, what the checker said; good replies in the last row."""
    names = sorted({result.labels["rule"] for result in results if "rule" in result.labels})
    rows = [(rule, [r for r in results if r.labels.get("rule") == rule]) for rule in names]
    rows += [("(good replies)", [r for r in results if "rule" not in r.labels])] if results else []
    return ColourTable(
        _OUTCOMES,
        tuple((rule, tuple(_rule_cell(rule, of, outcome) for outcome in _OUTCOMES)) for rule, of in rows if of),
    )


def _rule_cell(rule: str, results: Sequence[Result], outcome: str) -> Cell:
    hit = [result for result in results if result.verdict == outcome]
    wrong = sum(result.outcome == "wrong" for result in hit)
    good = wrong * 2 <= len(hit)
    filter_ = f"policy rule {rule}" if any("rule" in result.labels for result in results) else "policy family good"
    return Cell(len(hit), _shade(len(hit), len(results), good), good, filter_)


def _shade(count: int, total: int, good: bool) -> int:
    """How deep the colour is; what is wrong is never pale."""
    return max(1 if good else 4, round(9 * count / total)) if count else 0


def _confusion(results: Sequence[Result]) -> ColourTable:
    """Wanted against found, for the intents that are mixed up most often."""
    asked = [result for result in results if result.wanted and "intent" in result.labels]
    mixed: dict[str, int] = {}
    for result in asked:
        if result.outcome == "wrong":
            for intent in (result.wanted[0], _found(result)):
                mixed[intent] = mixed.get(intent, 0) + 1
    names = sorted(sorted(mixed, key=lambda name: (-mixed[name], name))[:_MOST_INTENTS])
    columns = [name for name in names if any(_found(result) == name for result in asked)]
    rows = []
    for name in names:
        of = [result for result in asked if result.wanted[0] == name]
        cells = [_confusion_cell(name, column, of) for column in columns]
        if of:
            rows.append((name, tuple(cells)))
    return ColourTable(tuple(columns), tuple(rows))


def _found(result: Result) -> str:
    """What was found: the wanted one where any fitting one was."""
    if result.outcome == "right":
        return result.wanted[0]
    return result.got[0] if result.got else "nothing"


def _confusion_cell(wanted: str, found: str, results: Sequence[Result]) -> Cell:
    count = sum(_found(result) == found for result in results)
    return Cell(count, _shade(count, len(results), wanted == found), wanted == found, f"intent intent {wanted}")


def _worst(results: Sequence[Result]) -> list[Result]:
    """What is wrong, the gravest first: what must never happen, then wrong cases by suite."""
    wrong = [result for result in results if result.outcome == "wrong" or result.never]
    return sorted(wrong, key=lambda result: (not result.never, -len(result.faults)))[:_MOST_CASES]


def _case(result: Result) -> dict[str, object]:
    shown = result.shown
    return {
        "suite": result.suite,
        "id": result.id,
        "labels": dict(result.labels),
        "faults": [str(fault) for fault in result.faults],
        "never": list(result.never),
        "verdict": result.verdict,
        "wanted": list(result.wanted),
        "got": list(result.got),
        "shown": shown.model_dump(mode="json") if shown else None,
    }


def _as_json(data: object) -> str:
    """JSON that cannot end the script element that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
