"""How much of a talk is read for a draft: the newest turns first, of a long text its beginning and its end.

Twelve turns of 20,000 characters took the composer seconds, which a deadline does not have. What somebody wants stands in the last
few turns, and at the beginning or the end of each. Only reading for the draft is bounded: prompts cut for themselves, where
personal data is hidden first, and what is sent is checked in full.
"""

from collections.abc import Iterator, Sequence

from assistant.domain.request import Request, Turn
from assistant.facts import Facts

MESSAGE_CHARS = 800
TURN_CHARS = 300
"""So much is read of the message, and of any turn before it."""
HISTORY_CHARS = 1_500
"""So much is read of all turns together."""
HISTORY_TURNS = 24
"""So many turns are looked at; of older ones only that the store started them counts (a third reminder to pay)."""
_GAP = "\n"
"""Stands where the middle was, so that nothing is read across it."""


def within_reach(facts: Facts) -> Facts:
    """The facts of a request without what is too far off or too long to be read; the same facts where nothing is."""
    request = facts.request
    newest = request.history[-HISTORY_TURNS:]
    message, turns = _ends(request.message, MESSAGE_CHARS), tuple(_read(newest))
    older = request.history[:-HISTORY_TURNS]
    if message == request.message and turns == newest and not older:
        return facts
    started = tuple(turn.model_copy(update={"text": ""}) for turn in older if turn.task is not None)
    return Facts(facts.store, request.model_copy(update={"message": message, "history": (*started, *turns)}))


def chars_read(request: Request) -> int:
    """How many characters a request gives to read."""
    return len(request.message) + sum(len(turn.text) for turn in request.history)


def _read(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Turns with what is read of each: nothing, where newer ones took all there is."""
    left, kept = HISTORY_CHARS, list[Turn]()
    for turn in reversed(turns):
        text = _ends(turn.text, min(TURN_CHARS, left))
        left -= len(text)
        kept.append(turn if text == turn.text else turn.model_copy(update={"text": text}))
    return reversed(kept)


def _ends(text: str, chars: int) -> str:
    """A text without its middle where it is longer: two parts in three are its beginning."""
    if len(text) <= chars:
        return text
    if chars <= len(_GAP):
        return ""
    tail = (chars - len(_GAP)) // 3
    return text[: chars - len(_GAP) - tail] + _GAP + text[len(text) - tail :]
