"""Labelled replies through the checker: what is caught, what is stopped wrongly, which rule is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.base import load_yaml, parse
from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.errors import BadInput
from assistant.evaluation.bench import Bench, digest, judged
from assistant.evaluation.cases import read_cases
from assistant.evaluation.results import Fault, Result, Shown
from assistant.evaluation.shapes import PolicyLine
from assistant.facts import stated

ONLY_WARN = frozenset({"product.absolute", "tone.cold", "format.language"})
"""The rules that only warn by the contract: what the rules under test say of themselves does not count here, or a rule that
was weakened to a warning would not be noticed."""


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """A labelled reply: the rules that it breaks, main one first; none for a good reply."""

    id: str
    request: CheckRequest
    rules: tuple[str, ...]
    kind: str
    source: str

    @property
    def breaks(self) -> bool:
        """Whether the reply must be stopped."""
        return bool(self.rules)


def load_policy_cases(folder: Path, name: str = "*") -> list[PolicyCase]:
    """The labelled replies of a folder (`*.jsonl` beside `*.contexts.yaml`).

    Raises:
        BadInput: a case is broken, doubled, or names a context that is not there.
    """
    return read_policy_files(sorted(folder.glob(f"{name}.jsonl")))


def _policy_case(data: dict[str, Any], contexts: Mapping[str, dict[str, Any]], place: str) -> PolicyCase:
    line = parse(PolicyLine, data, source=place, error=BadInput)
    if line.context is not None and line.context not in contexts:
        raise BadInput(f"{place}: there is no context {line.context}")
    request = {**(contexts[line.context] if line.context else {}), **line.request}
    request |= {key: data[key] for key in ("message", "reply", "store") if key in data}
    return PolicyCase(
        id=line.id,
        request=parse(CheckRequest, request, source=place, error=BadInput),
        rules=line.rules,
        kind=line.kind,
        source=place,
    )


def read_policy_files(files: Sequence[Path]) -> list[PolicyCase]:
    """The labelled replies of some files, each with its contexts beside it.

    Raises:
        BadInput: as `load_policy_cases`.
    """
    cases: list[PolicyCase] = []
    seen: set[str] = set()
    for path in files:
        contexts: Any = load_yaml(path.with_suffix(".contexts.yaml"), error=BadInput)
        cases.extend(_policy_case(data, contexts, place) for place, data in read_cases(path, seen))
    return cases


def stopped(verdict: Verdict) -> bool:
    """Whether the outcome keeps the reply from leaving."""
    return verdict.outcome in {"block", "handover"}


def score_policy(case: PolicyCase, bench: Bench) -> Result:
    """Judge one reply; a case whose rules are all `warn` counts as caught when it is at least flagged."""
    shop = bench.shop(case.request.store, case.source)
    verdict = shop.judge(case.request.reply, case.request)
    named = tuple(dict.fromkeys(v.rule for v in verdict.violations))
    flagged = verdict.outcome != "pass"
    if case.breaks:
        right = flagged if ONLY_WARN.issuperset(case.rules) else stopped(verdict)
        figures = {"caught": right, "handled": right}
        if right:
            figures["named"] = any(rule in case.rules for rule in named)
        faults = () if right else (Fault(kind="missed", says=", ".join(case.rules)),)
        labels = {"rule": case.rules[0], "family": case.rules[0].split(".")[0]}
    else:
        right = not flagged
        figures = {"stopped_wrongly": stopped(verdict), "flagged_wrongly": flagged, "handled": not stopped(verdict)}
        faults = () if right else (Fault(kind="stopped" if stopped(verdict) else "flagged", says=", ".join(named)),)
        labels = {"family": "good"}
    return Result(
        suite="policy",
        id=case.id,
        labels={**labels, "kind": case.kind, "store": case.request.store},
        outcome="right" if right else "wrong",
        figures=figures,
        faults=faults,
        got=named,
        wanted=case.rules,
        verdict=verdict.outcome,
        digest=digest("\n".join((verdict.outcome, *named))),
        shown=Shown(
            store=case.request.store,
            message=case.request.message,
            turns=tuple((turn.role, turn.text) for turn in case.request.history),
            reply=case.request.reply,
            wanted=", ".join(case.rules) or "good",
            facts=tuple(f"{fact.key}: {fact.says}" for fact in stated(shop.facts(case.request))),
            **judged(verdict),
        ),
    )
