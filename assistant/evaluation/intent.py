"""Buyer messages through intent reader and search: is the right intent first, or among three; does noise get nothing?"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.domain.intents import STAGE_OF
from assistant.errors import BadInput
from assistant.evaluation.cases import read_cases
from assistant.evaluation.share import Share

Search = Callable[[str, str], Sequence[str]]
"""Gives the intents of the hits for a message and its language, best first."""

OFF_TOPIC = "off_topic"


@dataclass(frozen=True, slots=True)
class IntentCase:
    """A buyer message with the intents that fit."""

    id: str
    text: str
    language: str
    intents: tuple[str, ...]


@dataclass
class IntentFigures:
    """How often search found what the buyer means."""

    first: Share
    among_three: Share
    noise_silent: Share
    """Off-topic messages for which nothing was returned."""
    by_language: dict[str, Share]
    """Right intent first."""
    by_intent: dict[str, Share]
    wrong: list[tuple[IntentCase, tuple[str, ...]]] = field(default_factory=list)


def load_intent_cases(path: Path) -> list[IntentCase]:
    """The labelled messages of a file, or of every file of a folder.

    Raises:
        BadInput: a case is broken, doubled, or names no intent of the contract.
    """
    seen: set[str] = set()
    cases: list[IntentCase] = []
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for place, data in read_cases(file, seen):
            intents = tuple(data.get("intents", ()))
            if not intents or any(intent not in STAGE_OF for intent in intents):
                raise BadInput(f"{place}: intents: expected at least one intent of the contract (got {intents})")
            cases.append(IntentCase(data["id"], data["text"], data["language"], intents))
    return cases


def measure_intent(cases: Sequence[IntentCase], search: Search) -> IntentFigures:
    """Run every message."""
    first: Counter[str] = Counter()
    total: Counter[str] = Counter()
    intents_right: Counter[str] = Counter()
    intents_total: Counter[str] = Counter()
    three = silent = noise = 0
    wrong: list[tuple[IntentCase, tuple[str, ...]]] = []
    for case in cases:
        found = tuple(dict.fromkeys(search(case.text, case.language)))
        if OFF_TOPIC in case.intents:
            noise += 1
            silent += not found
            if found:
                wrong.append((case, found))
            continue
        right = bool(found) and found[0] in case.intents
        total[case.language] += 1
        first[case.language] += right
        intents_total[case.intents[0]] += 1
        intents_right[case.intents[0]] += right
        three += any(intent in case.intents for intent in found[:3])
        if not right:
            wrong.append((case, found))
    return IntentFigures(
        first=Share(sum(first.values()), sum(total.values())),
        among_three=Share(three, sum(total.values())),
        noise_silent=Share(silent, noise),
        by_language={name: Share(first[name], total[name]) for name in sorted(total)},
        by_intent={name: Share(intents_right[name], intents_total[name]) for name in sorted(intents_total)},
        wrong=wrong,
    )
