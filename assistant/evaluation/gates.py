"""Floors and ceilings that CI holds the figures to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assistant.domain.base import Value, load_yaml, parse
from assistant.errors import BadInput
from assistant.evaluation.share import Share

Rate = Annotated[float, Field(ge=0, le=1)]


class Gate(Value):
    """What one figure must keep to."""

    at_least: Rate | None = None
    at_most: Rate | None = None
    cases: Annotated[int, Field(ge=1)]
    """At least so many cases were scored: a gate over nothing would always pass."""


class Gates(Value):
    """`evals/gates.yaml`: suite to figure to gate."""

    suites: dict[str, dict[str, Gate]]


@dataclass(frozen=True, slots=True)
class Missed:
    """A gate that was not kept."""

    suite: str
    figure: str
    says: str


def load_gates(path: Path) -> Gates:
    """The gates of a file.

    Raises:
        BadInput: a key is wrong: says which, and what was expected.
    """
    return parse(Gates, load_yaml(path, error=BadInput), source=str(path), error=BadInput)


def missed(gates: Gates, figures: Mapping[str, Mapping[str, Share]]) -> list[Missed]:
    """The gates that the figures of each suite do not keep; a figure that was not measured is missed."""
    found = []
    for suite, wanted in gates.suites.items():
        for name, gate in wanted.items():
            share = figures.get(suite, {}).get(name)
            if share is None or share.rate is None or share.total < gate.cases:
                found.append(
                    Missed(
                        suite, name, f"expected at least {gate.cases} scored cases, got {share.total if share else 0}"
                    )
                )
            elif gate.at_least is not None and share.rate < gate.at_least:
                found.append(Missed(suite, name, f"expected at least {gate.at_least:.1%}, got {share}"))
            elif gate.at_most is not None and share.rate > gate.at_most:
                found.append(Missed(suite, name, f"expected at most {gate.at_most:.1%}, got {share}"))
    return found
