"""Floors and ceilings that CI holds the figures to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assistant.domain.base import Value, load_yaml, parse
from assistant.errors import BadInput
from assistant.evaluation.figures import SuiteFigures
from assistant.evaluation.results import Never, Result, names, wrong_for
from assistant.evaluation.share import Share
from assistant.evaluation.suites import SUITES

Rate = Annotated[float, Field(ge=0, le=1)]


class Gate(Value):
    """What one figure must keep to."""

    at_least: Rate | None = None
    at_most: Rate | None = None
    cases: Annotated[int, Field(ge=1)]
    """At least so many cases were scored: a gate over nothing would always pass."""


class Gates(Value):
    """`evals/gates.yaml`: suite to figure to gate, and what must not happen in any case of any suite."""

    suites: dict[str, dict[str, Gate]]
    never: dict[Never, str] = Field(default_factory=dict)
    """What must never happen, each with why."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A gate that was not kept."""

    suite: str
    figure: str
    says: str
    cases: tuple[str, ...] = ()
    """The cases that speak against it."""


def load_gates(path: Path) -> Gates:
    """The gates of a file.

    Raises:
        BadInput: a key is wrong: says which, and what was expected.
    """
    return parse(Gates, load_yaml(path, error=BadInput), source=str(path), error=BadInput)


def missed(gates: Gates, figures: Mapping[str, SuiteFigures], results: Sequence[Result]) -> list[Missed]:
    """The gates that the figures of each suite do not keep, with the cases.

    A figure that was not measured, or over too few cases, is missed; so is a figure that its suite does not have.
    """
    found = [
        Missed(suite, name, says, _against(results, suite, name))
        for suite, wanted in gates.suites.items()
        for name, gate in wanted.items()
        if (says := _says(gate, figures[suite].headline.get(name) if suite in figures else None))
    ]
    for never, why in gates.never.items():
        happened = [result for result in results if never in result.never]
        if happened:
            says = f"must never happen ({why}), happened in {len(happened)} cases"
            found.append(Missed("all", never, says, tuple(names(happened))))
    return found


def _says(gate: Gate, share: Share | None) -> str | None:
    if share is None or share.rate is None or share.total < gate.cases:
        return f"expected at least {gate.cases} scored cases, got {share.total if share else 0}"
    if gate.at_least is not None and share.rate < gate.at_least:
        return f"expected at least {gate.at_least:.1%}, got {share}"
    if gate.at_most is not None and share.rate > gate.at_most:
        return f"expected at most {gate.at_most:.1%}, got {share}"
    return None


def _against(results: Sequence[Result], suite: str, figure: str) -> tuple[str, ...]:
    hit_is_good = suite not in SUITES or figure not in SUITES[suite].fewer_is_better
    return tuple(names(wrong_for([r for r in results if r.suite == suite], figure, hit_is_good=hit_is_good)))
