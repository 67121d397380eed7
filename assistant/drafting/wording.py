"""Chooses the words: a script of the answer's intent and case whose slots can all be filled, not said before."""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus import Corpus, Script
from assistant.domain.request import Turn
from assistant.drafting.answer import Answer
from assistant.drafting.phrasing import with_short_titles
from assistant.drafting.situation import Situation
from assistant.facts import Facts
from assistant.language.detect import detect
from assistant.language.normalise import normalise

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_SENTENCE = re.compile(r"[。!?\n~;…]+|\.(?=\s|$)")
_PLAIN = "plain"
"""The tag of wordings that say less than others: the last to be tried."""
_SHORT = 9
"""Sentences shorter than this (好的, 不客气) may be said again."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words for an answer, and the script that they come from."""

    text: str
    script: str
    repeated: bool = False
    """Whether some of it was said before in this talk."""


class Wording:
    """Words answers with the scripts of a corpus; the same request always gets the same words."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def lines(self, answer: Answer, situation: Situation) -> Iterator[Line]:
        """Every way to word an answer, best first: the store's own, then the buyer's mood, then not said before."""
        titles = [item.title for item in situation.facts.store.products]
        slots = {**common_slots(situation), **with_short_titles(answer.slots, titles, situation.language)}
        said = said_sentences(situation.facts.request.history)
        fresh: list[Line] = []
        repeated: list[Line] = []
        for group in self._groups(answer, situation, slots):
            for line in _turned(list(_filled(group, slots)), situation.facts):
                again = bool(said) and not said.isdisjoint(sentences(line.text))
                (repeated if again else fresh).append(line)
        yield from fresh
        yield from (Line(line.text, line.script, repeated=True) for line in repeated)

    def _groups(self, answer: Answer, situation: Situation, slots: Mapping[str, str]) -> Iterator[list[Script]]:
        everything = self._corpus.by_intent(answer.intent, situation.language)
        ours = [script for script in everything if script.case == answer.case and not script.own]
        plain = [script for script in ours if _PLAIN in script.tags]
        ours = [script for script in ours if _PLAIN not in script.tags]
        facts_told = _always_told(ours, slots)
        yield [script for script in everything if script.own and _fits(script, answer, facts_told, slots)]
        yield [script for script in ours if script.mood == situation.mood]
        yield [script for script in ours if script.mood is None]
        yield plain


def common_slots(situation: Situation) -> dict[str, str]:
    """What every script may name: agent, store, hotline and service hours, where the profile has them.

    A store whose name is Chinese goes unnamed in English: an English reply is to stay one.
    """
    store = situation.facts.store
    named = {"agent": store.agent, "store": store.name, "hotline": store.hotline, "service_hours": store.service_hours}
    if situation.language == "en" and detect(store.name) == "zh":
        named["store"] = None
    return {name: value for name, value in named.items() if value}


def sentences(text: str) -> frozenset[str]:
    """The sentences of a text in normal form that are long enough to be noticed when they come twice."""
    parts = (part.strip(" ,，") for part in _SENTENCE.split(normalise(text).view))
    return frozenset(part for part in parts if len(part) >= _SHORT)


def said_sentences(history: Sequence[Turn]) -> frozenset[str]:
    """What the store has said in this talk."""
    return frozenset(part for turn in history if turn.role == "agent" for part in sentences(turn.text))


def _always_told(scripts: Sequence[Script], slots: Mapping[str, str]) -> frozenset[str]:
    """The values that every wording of ours states: what a store's own wording must state too."""
    told = [set(_SLOT.findall(reply)) for script in scripts for reply in script.replies]
    return frozenset(slots[name] for name in set.intersection(*told) if name in slots) if told else frozenset()


def _fits(script: Script, answer: Answer, facts_told: frozenset[str], slots: Mapping[str, str]) -> bool:
    if script.case is not None:
        return script.case == answer.case
    return bool(facts_told) and any(
        all(value in line.text for value in facts_told) for line in _filled([script], slots)
    )


def _filled(scripts: Sequence[Script], slots: Mapping[str, str]) -> Iterator[Line]:
    for script in scripts:
        for reply in script.replies:
            if all(slots.get(name) for name in _SLOT.findall(reply)):
                text = _SLOT.sub(lambda match: slots[match.group(1)], reply).strip().replace("这款这款", "这款")
                yield Line(text[:1].upper() + text[1:], script.id)


def _turned(lines: list[Line], facts: Facts) -> list[Line]:
    """The lines in an order that differs between talks and stays the same for one request."""
    if len(lines) < 2:
        return lines
    request = facts.request
    seed = f"{request.buyer.nick}|{request.conversation}|{len(request.history)}|{request.message}"
    first = zlib.crc32(seed.encode()) % len(lines)
    return lines[first:] + lines[:first]
