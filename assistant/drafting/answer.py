"""The seam between deciding and wording: an answerer looks at the situation and says what is to be said, not how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from assistant.drafting.situation import Situation


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said about one thing that the buyer means.

    Attributes:
        intent: the intent (or task) that is answered.
        case: the situation within it; scripts of that intent and case word it.
        slots: what scripts may fill in, each already in the reply's language ("15元", "11月23日09:30前").
        certain: whether intent and facts are clear; if not, a person looks first (`review`).
        person: why a person must answer (`handover`); None where none must.
        note: why the status is not `ready`, for the reviewer.
        silent: nothing may be sent now (a third nudge, a task that the order contradicts): the text stays empty.
        covers: other intents that these words answer too, so that they are not answered twice.
    """

    intent: str
    case: str
    slots: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    certain: bool = True
    person: str | None = None
    note: str | None = None
    silent: bool = False
    covers: frozenset[str] = frozenset()


Answerer = Callable[[Situation], Answer | None]
"""Gives the answer to its intent in a situation; None where nothing true can be said."""


def always(answer: Answer) -> Answerer:
    """An answerer that gives the same answer in every situation."""
    return lambda _situation: answer
