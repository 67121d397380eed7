"""Buyer messages through intent reader and search: is the right intent first, or among three; does noise get nothing?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.base import parse
from assistant.domain.intents import STAGE_OF
from assistant.errors import BadInput
from assistant.evaluation.bench import Bench, digest
from assistant.evaluation.cases import read_cases
from assistant.evaluation.results import Fault, Result, Shown
from assistant.evaluation.shapes import IntentLine

OFF_TOPIC = "off_topic"


@dataclass(frozen=True, slots=True)
class IntentCase:
    """A buyer message with the intents that fit."""

    id: str
    text: str
    language: str
    intents: tuple[str, ...]


def load_intent_cases(files: Sequence[Path]) -> list[IntentCase]:
    """The labelled messages of some files.

    Raises:
        BadInput: a case is broken, doubled, or names no intent of the contract.
    """
    seen: set[str] = set()
    cases: list[IntentCase] = []
    for file in files:
        for place, data in read_cases(file, seen):
            line = parse(IntentLine, data, source=place, error=BadInput)
            cases.append(IntentCase(line.id, line.text, line.language, line.intents))
    return cases


def score_intent(case: IntentCase, bench: Bench) -> Result:
    """Search for one message; of an off-topic one nothing may be found."""
    found = tuple(dict.fromkeys(bench.search(case.text, case.language)))
    if OFF_TOPIC in case.intents:
        right = not found
        figures = {"noise_silent": right}
    else:
        right = bool(found) and found[0] in case.intents
        figures = {"first": right, "among_three": any(intent in case.intents for intent in found[:3])}
    labels = {} if OFF_TOPIC in case.intents else {"language": case.language, "intent": case.intents[0]}
    return Result(
        suite="intent",
        id=case.id,
        labels={**labels, "family": STAGE_OF[case.intents[0]]},
        outcome="right" if right else "wrong",
        figures=figures,
        faults=() if right else (Fault(kind="intent", says=", ".join(found) or "nothing"),),
        got=found,
        wanted=case.intents,
        digest=digest(" ".join(found)),
        shown=Shown(message=case.text, reply=", ".join(found) or "nothing", wanted="/".join(case.intents)),
    )
