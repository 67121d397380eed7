"""Labelled replies through the checker: what is caught, what is stopped wrongly, which rule is named."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.domain.base import load_yaml, parse
from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.errors import BadInput
from assistant.evaluation.cases import read_cases
from assistant.evaluation.share import Share

Judge = Callable[[CheckRequest], Verdict]
"""Gives the verdict on a request with its reply."""


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


@dataclass
class PolicyFigures:
    """How a checker did on labelled replies."""

    caught: Share
    """Replies that break a rule, and were stopped (or flagged, where only `warn` rules are broken)."""
    stopped_wrongly: Share
    """Good replies that were stopped (block or handover)."""
    flagged_wrongly: Share
    """Good replies that got at least a warning."""
    named: Share
    """Of those caught, the right rule is among those named."""
    by_rule: dict[str, Share]
    by_kind: dict[str, Share]
    wrong: list[tuple[PolicyCase, Verdict]] = field(default_factory=list)


def load_policy_cases(folder: Path, name: str = "*") -> list[PolicyCase]:
    """The labelled replies of a folder (`*.jsonl` beside `*.contexts.yaml`).

    Raises:
        BadInput: a case is broken, doubled, or names a context that is not there.
    """
    cases: list[PolicyCase] = []
    seen: set[str] = set()
    for path in sorted(folder.glob(f"{name}.jsonl")):
        contexts: Any = load_yaml(path.with_suffix("").with_suffix(".contexts.yaml"), error=BadInput)
        cases.extend(_policy_case(data, contexts, place) for place, data in read_cases(path, seen))
    return cases


def _policy_case(data: dict[str, Any], contexts: Mapping[str, dict[str, Any]], place: str) -> PolicyCase:
    context = data.get("context")
    if context is not None and context not in contexts:
        raise BadInput(f"{place}: there is no context {context}")
    request = {**(contexts[context] if context else {}), **data.get("request", {})}
    request |= {key: data[key] for key in ("message", "reply", "store") if key in data}
    return PolicyCase(
        id=str(data["id"]),
        request=parse(CheckRequest, request, source=place, error=BadInput),
        rules=tuple(data["rules"]),
        kind=data["kind"],
        source=place,
    )


def stopped(verdict: Verdict) -> bool:
    """Whether the outcome keeps the reply from leaving."""
    return verdict.outcome in {"block", "handover"}


def measure_policy(cases: list[PolicyCase], judge: Judge, warn_rules: frozenset[str]) -> PolicyFigures:
    """Run every case; a case whose rules are all `warn` counts as caught when it is at least flagged."""
    caught: Counter[str] = Counter()
    total: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    kinds_right: Counter[str] = Counter()
    named = found = wrongly = flagged = good = 0
    wrong: list[tuple[PolicyCase, Verdict]] = []
    for case in cases:
        verdict = judge(case.request)
        kinds[case.kind] += 1
        if not case.breaks:
            good += 1
            wrongly += stopped(verdict)
            flagged += verdict.outcome != "pass"
            right = verdict.outcome == "pass"
            kinds_right[case.kind] += not stopped(verdict)
        else:
            only_warn = warn_rules.issuperset(case.rules)
            right = verdict.outcome != "pass" if only_warn else stopped(verdict)
            total[case.rules[0]] += 1
            caught[case.rules[0]] += right
            kinds_right[case.kind] += right
            found += right
            named += right and any(v.rule in case.rules for v in verdict.violations)
        if not right:
            wrong.append((case, verdict))
    return PolicyFigures(
        caught=Share(found, sum(total.values())),
        stopped_wrongly=Share(wrongly, good),
        flagged_wrongly=Share(flagged, good),
        named=Share(named, found),
        by_rule={rule: Share(caught[rule], total[rule]) for rule in sorted(total)},
        by_kind={kind: Share(kinds_right[kind], kinds[kind]) for kind in sorted(kinds)},
        wrong=wrong,
    )


def render_policy(figures: PolicyFigures, *, cases: bool = False) -> Iterator[str]:
    """The figures as lines of text; with `cases` the wrong ones too."""
    yield f"violations caught     {figures.caught}"
    yield f"good replies stopped  {figures.stopped_wrongly}"
    yield f"good replies flagged  {figures.flagged_wrongly}"
    yield f"right rule named      {figures.named}"
    for title, shares in (("by rule", figures.by_rule), ("by kind (right)", figures.by_kind)):
        yield f"{title}:"
        yield from (f"  {name:32} {share}" for name, share in shares.items())
    if cases:
        for case, verdict in figures.wrong:
            got = ", ".join(f"{v.rule}「{v.evidence}」" for v in verdict.violations) or "pass"
            want = ", ".join(case.rules) or "good"
            r = case.request
            yield f"{case.id} [{case.kind}] want {want}; got {got}"
            yield f"    {r.store} {r.product or ''} {r.now:%m-%d %H:%M} orders={[(o.status, o.buyer_nick == r.buyer.nick) for o in r.orders]}"
            yield f"    B: {r.message}"
            yield f"    R: {r.reply}"
