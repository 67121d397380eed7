"""Every question of a corpus, made ready for search once: in normal form, by intent, and found again word for word.

The questions of one intent in one language stand on a shelf. They are packed into a few plain arrays, so that an index of
a million questions is read back in a moment, and a question becomes text only where it is looked at.
"""

import hashlib
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from assistant.corpus.scripts import LANGUAGES, Corpus, Script
from assistant.corpus.signals import state_of
from assistant.language.normalise import normalise

SCANNED = 2_000
"""Shelves of up to so many questions are looked through; larger ones are narrowed down first (`grams.py`)."""

_BLANK_OR_MARK = re.compile(r"[\s,.!?;:，。！？；、~…]+")
_HASH_BYTES = 8
_PROBES = 64


class Narrower(Protocol):
    """Names the few questions of a large shelf that share most with a text."""

    def candidates(self, shelf: int, view: str) -> list[int]:
        """Places on that shelf, most in common first."""


@dataclass(frozen=True)
class Packed:
    """The questions of a corpus as arrays.

    Attributes:
        shelves: intent, language and number of questions of each shelf, in the order of the views.
        views: all questions in normal form, joined, in UTF-8.
        ends: where each view ends.
        known: hashes of the questions without blanks and marks, rising.
        meant: for each hash the number of a shelf that has the question.
    """

    shelves: tuple[tuple[str, str, int], ...]
    views: bytes
    ends: "array[int]"
    known: "array[int]"
    meant: "array[int]"

    @cached_property
    def firsts(self) -> tuple[int, ...]:
        """For each shelf the number of its first question."""
        firsts = [0]
        for _, _, count in self.shelves:
            firsts.append(firsts[-1] + count)
        return tuple(firsts)

    def view(self, number: int) -> str:
        """The normal form of a question."""
        start = self.ends[number - 1] if number else 0
        return self.views[start : self.ends[number]].decode("utf-8", "surrogatepass")

    def views_of(self, shelf: int) -> Iterator[str]:
        """The normal forms of all questions of a shelf."""
        return map(self.view, range(self.firsts[shelf], self.firsts[shelf + 1]))

    @property
    def large(self) -> list[int]:
        """The shelves that are too large to be looked through."""
        return [number for number, (_, _, count) in enumerate(self.shelves) if count > SCANNED]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All scripts of one intent in one language, with every question that leads to one of them.

    Attributes:
        number: of the shelf in the index; None where it has no questions.
        scripts: the scripts, the store's own first.
        own: for each script whether it is the store's own.
        asked: for each script whether it has questions of its own.
        unasked: the places of those that have none.
        states: for each script the state of the order that it is for; None where it is for any.
        texts: the questions as they were written.
        owners: for each question the place of its script; None where it leads to any script without questions.
        views: the questions in normal form; empty on a large shelf.
    """

    number: int | None
    scripts: tuple[Script, ...]
    own: tuple[bool, ...]
    asked: tuple[bool, ...]
    unasked: tuple[int, ...]
    states: tuple[str | None, ...]
    texts: tuple[str, ...]
    owners: tuple[int | None, ...]
    views: tuple[str, ...]


class QuestionIndex:
    """The questions of a corpus, ready for search."""

    def __init__(self, corpus: Corpus, packed: Packed, narrower: Narrower | None = None) -> None:
        self._corpus = corpus
        self._packed = packed
        self._narrower = narrower
        self._numbers = {(intent, language): number for number, (intent, language, _) in enumerate(packed.shelves)}
        self._shelves: dict[tuple[str, str], Shelf] = {}

    def __len__(self) -> int:
        return len(self._packed.ends)

    def intents_of(self, view: str) -> tuple[str, ...]:
        """The intents of a question that reads just like this text, but for blanks and marks."""
        known, wanted = self._packed.known, _hashed(view)
        place = bisect_left(known, wanted)
        found = []
        while place < len(known) and known[place] == wanted:
            found.append(self._packed.shelves[self._packed.meant[place]][0])
            place += 1
        return tuple(dict.fromkeys(found))

    def shelf(self, intent: str, language: str) -> Shelf:
        """The scripts and questions of an intent in a language."""
        key = (intent, language)
        if key not in self._shelves:
            number = self._numbers.get(key)
            scripts, texts, owners = _rows(self._corpus, intent, language)
            few = number is not None and len(texts) <= SCANNED
            views = tuple(self._packed.views_of(number)) if number is not None and few else ()
            own, asked = tuple(script.own for script in scripts), tuple(bool(script.questions) for script in scripts)
            states = tuple(state_of(script.case) for script in scripts)
            unasked = tuple(place for place, has in enumerate(asked) if not has)
            self._shelves[key] = Shelf(number, scripts, own, asked, unasked, states, texts, owners, views)
        return self._shelves[key]

    def candidates(self, shelf: Shelf, view: str) -> tuple[Sequence[int] | None, Sequence[str]]:
        """The places on a shelf that may be nearest to a text (None: all), and the questions there in normal form."""
        if shelf.number is None or shelf.views or self._narrower is None:
            return None, shelf.views
        places = self._narrower.candidates(shelf.number, view)
        first = self._packed.firsts[shelf.number]
        return places, [self._packed.view(first + place) for place in places]


def packed(corpus: Corpus) -> Packed:
    """The questions of a corpus, read anew."""
    shelves: list[tuple[str, str, int]] = []
    views = bytearray()
    ends = array("I")
    pairs: set[tuple[int, int]] = set()
    for number, (intent, language) in enumerate(sorted(counted(corpus))):
        _, texts, _ = _rows(corpus, intent, language)
        shelves.append((intent, language, len(texts)))
        for text in texts:
            view = normalise(text).view
            views += view.encode("utf-8", "surrogatepass")
            ends.append(len(views))
            pairs.add((_hashed(view), number))
    ordered = sorted(pairs)
    known, meant = array("Q", [pair[0] for pair in ordered]), array("H", [pair[1] for pair in ordered])
    return Packed(tuple(shelves), bytes(views), ends, known, meant)


def counted(corpus: Corpus) -> dict[tuple[str, str], int]:
    """How many questions there are, by intent and language; none that has none."""
    counts: dict[tuple[str, str], int] = {}
    for language in LANGUAGES:
        for intent, texts in corpus.questions.get(language, {}).items():
            counts[intent, language] = len(texts)
    for script in corpus.usable:
        if script.questions:
            key = (script.intent, script.language)
            counts[key] = counts.get(key, 0) + len(script.questions)
    return {key: count for key, count in counts.items() if count}


def belongs(found: Packed, corpus: Corpus) -> bool:
    """Whether packed questions are those of a corpus, as they are read today: by their numbers, and by some of them."""
    if {(intent, language): count for intent, language, count in found.shelves} != counted(corpus):
        return False
    step = max(1, len(found.shelves) // _PROBES)
    for number in range(0, len(found.shelves), step):
        intent, language, count = found.shelves[number]
        last = _last_question(corpus, intent, language)
        if found.view(found.firsts[number] + count - 1) != normalise(last).view:
            return False
    return True


def _last_question(corpus: Corpus, intent: str, language: str) -> str:
    asked = [script for script in corpus.by_intent(intent, language) if script.questions]
    return asked[-1].questions[-1] if asked else corpus.questions_of(intent, language)[-1]


def _rows(
    corpus: Corpus, intent: str, language: str
) -> tuple[tuple[Script, ...], tuple[str, ...], tuple[int | None, ...]]:
    scripts = tuple(corpus.by_intent(intent, language))
    variants = corpus.questions_of(intent, language)
    texts = (*variants, *(text for script in scripts for text in script.questions))
    owners = (*(None for _ in variants), *(place for place, script in enumerate(scripts) for _ in script.questions))
    return scripts, texts, owners


def _hashed(view: str) -> int:
    plain = _BLANK_OR_MARK.sub("", view) or view.strip()
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=_HASH_BYTES).digest(), "little")
