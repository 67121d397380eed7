"""Chooses the words: a script of the answer's intent and case whose slots can all be filled, not said before."""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus import Corpus, Script
from assistant.domain.request import Turn
from assistant.drafting.answer import Answer
from assistant.drafting.audience import suits
from assistant.drafting.phrasing import with_short_titles
from assistant.drafting.situation import Situation
from assistant.facts import Facts
from assistant.language.detect import detect
from assistant.language.normalise import normalise

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_SENTENCE = re.compile(r"[。!?\n~;…]+|\.(?=\s|$)")
_PLAIN = "plain"
"""The tag of wordings that say less than others: the last to be tried."""
_LETTER = "letter"
"""The tag of wordings in the form of a letter: who writes one gets one."""
_FIXED_CHARS = 8
"""So much of a wording must be the same each time to be known again with other values."""
_SHORT = 9
"""Sentences shorter than this (好的, 不客气) may be said again."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words for an answer, and the script that they come from."""

    text: str
    script: str
    repeated: bool = False
    """Whether some of it was said before in this talk."""


@dataclass(frozen=True, slots=True)
class _Template:
    """A reply with its slots taken apart, so that filling it costs next to nothing."""

    form: str
    names: tuple[str, ...]
    said_as: re.Pattern[str] | None = None
    """Finds it with other values in it; None where little but values stands in it."""

    def was_said(self, heard: str) -> bool:
        """Whether the store has said this before, be it with other values."""
        return bool(heard) and self.said_as is not None and self.said_as.search(heard) is not None

    def filled(self, slots: Mapping[str, str]) -> str | None:
        """The words; None where a slot has no value."""
        values = [slots.get(name) for name in self.names]
        if not all(values):
            return None
        text = (self.form % tuple(values)).strip().replace("这款这款", "这款")
        return text if "\u3400" <= text[:1] <= "\u9fff" else text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The scripts of an intent in a language, with the templates of each.

    Attributes:
        own: the store's own.
        ours: those that come with the package, by case.
    """

    own: tuple[tuple[Script, tuple[_Template, ...]], ...]
    ours: Mapping[str | None, tuple[tuple[Script, tuple[_Template, ...]], ...]]


class Wording:
    """Words answers with the scripts of a corpus; the same request always gets the same words."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._shelves: dict[tuple[str, str], _Shelf] = {}

    def lines(self, answer: Answer, situation: Situation) -> Iterator[Line]:
        """Every way to word an answer, best first: the store's own, then the buyer's mood, then not said before."""
        titles = [item.title for item in situation.facts.store.products]
        slots = {**common_slots(situation), **with_short_titles(answer.slots, titles, situation.language)}
        said = said_sentences(situation.facts.request.history)
        repeated: list[Line] = []
        heard = "\n".join(turn.text for turn in situation.facts.request.history if turn.role == "agent")
        for group in self._groups(answer, situation, slots, heard):
            for line in _turned(group, situation.facts):
                if line.repeated or (said and not said.isdisjoint(sentences(line.text))):
                    repeated.append(Line(line.text, line.script, repeated=True))
                else:
                    yield line
        yield from repeated

    def _groups(
        self, answer: Answer, situation: Situation, slots: Mapping[str, str], heard: str
    ) -> Iterator[list[Line]]:
        shelf = self._shelf(answer.intent, situation.language)
        ours = [row for row in shelf.ours.get(answer.case, ()) if not row[0].tags or suits(row[0].tags, situation)]
        worded = [row for row in ours if _PLAIN not in row[0].tags]
        # What is said in one mood or to one audience may leave a fact out; what everybody is told does not.
        usual = [row for row in worded if row[0].mood is None and not row[0].tags]
        yield _own_lines(shelf, answer, _always_told(usual, slots), slots)
        yield _filled([row for row in worded if _LETTER in row[0].tags], slots, heard)
        yield _filled([row for row in worded if row[0].mood == situation.mood], slots, heard)
        yield _filled([row for row in worded if row[0].mood is None], slots, heard)
        yield _filled([row for row in ours if _PLAIN in row[0].tags], slots, heard)

    def _shelf(self, intent: str, language: str) -> _Shelf:
        key = (intent, language)
        if key not in self._shelves:
            rows = [
                (script, tuple(map(_template, script.replies))) for script in self._corpus.by_intent(intent, language)
            ]
            ours: dict[str | None, tuple[tuple[Script, tuple[_Template, ...]], ...]] = {}
            for row in rows:
                if not row[0].own:
                    ours[row[0].case] = (*ours.get(row[0].case, ()), row)
            self._shelves[key] = _Shelf(tuple(row for row in rows if row[0].own), ours)
        return self._shelves[key]


def _template(reply: str) -> _Template:
    names = tuple(_SLOT.findall(reply))
    fixed = _SLOT.split(reply)[::2]  # a name stands between each two
    told = names and sum(len(part.strip()) for part in fixed) >= _FIXED_CHARS
    said_as = re.compile(".{1,60}?".join(map(re.escape, fixed)), re.IGNORECASE | re.DOTALL) if told else None
    return _Template(_SLOT.sub("%s", reply.replace("%", "%%")), names, said_as)


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


def _always_told(rows: Sequence[tuple[Script, tuple[_Template, ...]]], slots: Mapping[str, str]) -> frozenset[str]:
    """The values that every wording of ours states: what a store's own wording must state too."""
    told = [frozenset(template.names) for _, templates in rows for template in templates]
    return frozenset(slots[name] for name in frozenset.intersection(*told) if name in slots) if told else frozenset()


def _own_lines(shelf: _Shelf, answer: Answer, facts_told: frozenset[str], slots: Mapping[str, str]) -> list[Line]:
    """The lines of the store's own scripts that fit: of the answer's case; without a case where they tell its facts."""
    found: list[Line] = []
    for script, templates in shelf.own:
        if script.case != answer.case and (script.case is not None or not facts_told):
            continue
        texts = [text for template in templates if (text := template.filled(slots)) is not None]
        if script.case is not None or any(_tells(text, facts_told) for text in texts):
            found += [Line(text, script.id) for text in texts]
    return found


def _tells(text: str, facts: frozenset[str]) -> bool:
    return all(value in text for value in facts)


def _filled(rows: Sequence[tuple[Script, tuple[_Template, ...]]], slots: Mapping[str, str], heard: str) -> list[Line]:
    return [
        Line(text, script.id, repeated=template.was_said(heard))
        for script, templates in rows
        for template in templates
        if (text := template.filled(slots)) is not None
    ]


def _turned(lines: list[Line], facts: Facts) -> list[Line]:
    """The lines in an order that differs between talks and stays the same for one request."""
    if len(lines) < 2:
        return lines
    request = facts.request
    seed = f"{request.buyer.nick}|{request.conversation}|{len(request.history)}|{request.message}"
    first = zlib.crc32(seed.encode()) % len(lines)
    return lines[first:] + lines[:first]
