"""`assistant eval`: checker, search and drafts on labelled cases."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from assistant.cli.progress import counted
from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import CheckRequest, Request
from assistant.errors import BadInput
from assistant.evaluation import (
    Share,
    load_draft_cases,
    load_intent_cases,
    load_policy_cases,
    measure_drafts,
    measure_intent,
    measure_policy,
)
from assistant.evaluation.gates import load_gates, missed
from assistant.resources import resource_dir
from assistant.settings import Assistant, Settings, Toolbox

_HALVES = ("test", "tuning")


@dataclass(frozen=True)
class Outcome:
    """What a suite measured, and the lines that show its wrong cases."""

    figures: object
    wrong: tuple[str, ...]

    def shares(self) -> dict[str, Share]:
        """The headline figures by name."""
        every = {item.name: getattr(self.figures, item.name) for item in fields(self.figures)}  # type: ignore[arg-type]
        return {name: value for name, value in every.items() if isinstance(value, Share)}

    def parts(self) -> dict[str, dict[str, Share]]:
        """The figures by rule, kind, store …"""
        every = {item.name: getattr(self.figures, item.name) for item in fields(self.figures)}  # type: ignore[arg-type]
        return {name: value for name, value in every.items() if isinstance(value, dict)}


class Bench:
    """The example stores, without a model: what the suites are measured with."""

    def __init__(self) -> None:
        self.tools = Toolbox(Settings())
        folder = resource_dir("examples") / "stores"
        self._shops = {}
        for path in sorted(folder.glob("*.yaml")):
            shop = Assistant.from_store(path, toolbox=self.tools)
            self._shops[shop.store.id] = shop

    def check(self, request: CheckRequest) -> Verdict:
        """The verdict on a labelled reply."""
        return self._shops[request.store].check(request.reply, request)

    def draft(self, request: Request) -> Draft:
        """The draft for a labelled request."""
        return self._shops[request.store].draft(request)

    def search(self, text: str, language: str) -> list[str]:
        """The intents found for a labelled message."""
        return [hit.intent for hit in self.tools.searcher.search(text, language=language, k=5)]


def _policy(bench: Bench, folder: Path, half: str) -> Outcome:
    cases = load_policy_cases(folder / "policy" / half)
    warns = frozenset(rule.id for rule in bench.tools.rules.rules if rule.severity == "warn")
    figures = measure_policy(list(counted(cases, "policy", total=len(cases))), bench.check, warns)
    wrong = []
    for case, verdict in figures.wrong:
        got = ", ".join(f"{v.rule} ({v.evidence})" for v in verdict.violations) or verdict.outcome
        wrong.append(
            f"{case.id} [{case.kind}] {case.request.message} → {case.request.reply}\n    want {', '.join(case.rules) or 'good'}; got {got}"
        )
    return Outcome(figures, tuple(wrong))


def _intent(bench: Bench, folder: Path, half: str) -> Outcome:
    figures = measure_intent(load_intent_cases(folder / "intent" / half), bench.search)
    wrong = [
        f"{case.id} {case.text}: want {'/'.join(case.intents)}; got {', '.join(found) or 'nothing'}"
        for case, found in figures.wrong
    ]
    return Outcome(figures, tuple(wrong))


def _draft(bench: Bench, folder: Path, half: str) -> Outcome:
    figures = measure_drafts(load_draft_cases(folder / "draft" / half), bench.draft)
    wrong = [
        f"{w.case.id} {w.case.request.message or w.case.request.task} → {w.draft.text}\n    {'; '.join(w.faults)}"
        for w in figures.wrong
    ]
    return Outcome(figures, tuple(wrong))


SUITES: dict[str, Callable[[Bench, Path, str], Outcome]] = {"policy": _policy, "intent": _intent, "draft": _draft}
"""Every suite by name."""


def run(suite: str | None, *, half: str, gate: bool, cases: bool, as_json: bool, folder: Path) -> int:
    """Run one suite or all.

    Raises:
        BadInput: no such suite, half or folder; or the test half's cases are asked for.
    """
    if suite is not None and suite not in SUITES:
        raise BadInput(f"expected one of {', '.join(SUITES)} (got {suite!r})")
    if half not in _HALVES:
        raise BadInput(f"--half: expected test or tuning (got {half!r})")
    if cases and half == "test":
        raise BadInput("--cases: the test half is measured, not read; expected --half tuning")
    if not folder.is_dir():
        raise BadInput(f"{folder}: expected the folder of eval data")
    bench = Bench()
    outcomes = {name: SUITES[name](bench, folder, half) for name in SUITES if suite in {None, name}}
    if as_json:
        sys.stdout.write(
            json.dumps({name: _as_data(outcome) for name, outcome in outcomes.items()}, ensure_ascii=False, indent=2)
            + "\n"
        )
    else:
        for name, outcome in outcomes.items():
            print("\n".join(_rendered(name, outcome, cases)))
    if not gate:
        return 0
    gates = load_gates(folder / "gates.yaml")
    wanted = gates.model_copy(
        update={"suites": {name: gates.suites[name] for name in outcomes if name in gates.suites}}
    )
    failed = missed(wanted, {name: outcome.shares() for name, outcome in outcomes.items()})
    for item in failed:
        print(f"gate missed: {item.suite}.{item.figure}: {item.says}")
    print("gates: " + ("missed" if failed else "kept"))
    return 1 if failed else 0


def _as_data(outcome: Outcome) -> dict[str, object]:
    def plain(share: Share) -> dict[str, object]:
        return {"hit": share.hit, "total": share.total, "rate": share.rate, "interval": share.interval}

    parts = {name: {key: plain(share) for key, share in shares.items()} for name, shares in outcome.parts().items()}
    return {**{name: plain(share) for name, share in outcome.shares().items()}, **parts}


def _rendered(name: str, outcome: Outcome, cases: bool) -> Iterator[str]:
    yield f"{name}"
    yield from (f"  {figure:18} {share}" for figure, share in outcome.shares().items())
    for part, shares in outcome.parts().items():
        yield f"  {part}"
        yield from (f"    {key:32} {share}" for key, share in shares.items())
    if cases:
        yield from outcome.wrong
