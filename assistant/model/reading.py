"""Reads what a model answered: one JSON object, however it is wrapped. What cannot be read is no reply.

A reply whose JSON is broken in its form alone is mended; a judgement is not, since half of one would be a pardon.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.errors import ModelGarbage
from assistant.model.mending import mended

_THOUGHT = re.compile(r"<(/?)think(?:ing)?>")
MAX_REPLY_CHARS = 1200
"""More is no chat message; and what is checked within a deadline must have an end."""
_MOST_TRIES = 50

REPLY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "reply": {"type": "string"},
        "facts": {"type": "array", "items": {"type": "string"}},
        "needs_person": {"type": "boolean"},
    },
    "required": ["reply", "facts", "needs_person"],
    "additionalProperties": False,
}
"""What a model is asked to answer with."""

_VIOLATION: dict[str, Any] = {
    "type": "object",
    "properties": {"rule": {"type": "string"}, "evidence": {"type": "string"}, "why": {"type": "string"}},
    "required": ["rule", "evidence", "why"],
    "additionalProperties": False,
}
JUDGEMENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"violations": {"type": "array", "items": _VIOLATION}},
    "required": ["violations"],
    "additionalProperties": False,
}
"""What a second reader is asked to answer with."""


@dataclass(frozen=True, slots=True)
class ProposedReply:
    """What a model would say."""

    text: str
    facts: tuple[str, ...]
    needs_person: bool


def read_reply(answer: str) -> ProposedReply:
    """The reply in a model's answer.

    Raises:
        ModelGarbage: there is no JSON object with a `reply` text in it.
    """
    data = _reply_in(answer)
    text = data["reply"]
    if not isinstance(text, str) or not text.strip():
        raise ModelGarbage("expected an object with a text `reply`")
    if len(text) > MAX_REPLY_CHARS:
        raise ModelGarbage(f"the reply has {len(text)} characters")
    facts = data.get("facts")
    listed = tuple(item for item in facts if isinstance(item, str)) if isinstance(facts, list) else ()
    # Whatever is not plainly false is a call for a person.
    return ProposedReply(text.strip(), listed, data.get("needs_person", False) is not False)


def read_violations(answer: str) -> tuple[dict[str, str], ...]:
    """The violations in a judge's answer.

    Raises:
        ModelGarbage: the answer cannot be parsed in full; it then counts as unchecked.
    """
    listed = _object_with("violations", answer)["violations"]
    if not isinstance(listed, list):
        raise ModelGarbage("expected an object with a list `violations`")
    found = []
    for item in listed:
        if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in ("rule", "evidence", "why")):
            raise ModelGarbage("expected each violation to have the texts `rule`, `evidence` and `why`")
        found.append({key: str(item[key]) for key in ("rule", "evidence", "why")})
    return tuple(found)


def _reply_in(answer: str) -> dict[str, Any]:
    try:
        return _object_with("reply", answer)
    except ModelGarbage:
        found = mended(_said(answer), REPLY_SCHEMA, "reply")
        if found is None:
            raise
        return found


def _object_with(key: str, answer: str) -> dict[str, Any]:
    """The last JSON object with that key: what stands before it is reasoning, or the question said over again."""
    said = _said(answer)
    fitting = [found for found in _objects(said) if key in found]
    if not fitting:
        raise ModelGarbage(f"expected one JSON object with {key!r}, got {len(answer)} characters without one")
    return fitting[-1]


def _said(answer: str) -> str:
    """An answer without its reasoning. A template may swallow the opening tag: what stands before a closing one was thought."""
    said: list[str] = []
    at, thinking = 0, False
    for tag in _THOUGHT.finditer(answer):
        if tag.group(1):
            if not thinking:
                said.clear()
            at, thinking = tag.end(), False
        elif not thinking:
            said.append(answer[at : tag.start()])
            at, thinking = tag.start(), True  # one that is never closed was no reasoning
    return "".join(said) + answer[at:]


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(strict=False)  # line breaks within a text are read as what they are
    place, tries = text.find("{"), 0
    while place >= 0 and tries < _MOST_TRIES:  # an endless row of braces must not cost quadratic time
        tries += 1
        try:
            found, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            place = text.find("{", place + 1)
            continue
        if isinstance(found, dict):
            yield found
        place = text.find("{", end)
