"""Linear-time patterns over a text in normal form.

RE2 matches bytes far faster than text (4 µs against 10 for a chat message), so a text is encoded once, and places come
back as characters. `re2` has its home here.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import re2

from assistant.language.literals import atoms_of, required

_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.UTF8
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 64 << 20


class PatternError(ValueError):
    """A pattern that RE2 does not take."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern was found: characters of the view, end exclusive, with its groups ('' where one took no part)."""

    start: int
    end: int
    text: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _FoundWords:
    """What a vocabulary knows of one text: which of its patterns may occur, and the hits of those asked for so far."""

    possible: set[int]
    hits: dict[int, tuple[Hit, ...]]


class Encoded:
    """A text in normal form with its UTF-8 bytes and the way from byte to character."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.data = view.encode("utf-8", "replace")
        self.found_words: dict[int, _FoundWords] = {}
        """What vocabularies have found in it so far, by the vocabulary's id; see `Vocabulary`."""

    @cached_property
    def _char_of(self) -> Sequence[int]:
        if len(self.data) == len(self.view):
            return range(len(self.view) + 1)
        places: list[int] = []
        for place, char in enumerate(self.view):
            places.extend([place] * (1 if char < "\x80" else len(char.encode("utf-8", "replace"))))
        places.append(len(self.view))
        return places

    @cached_property
    def byte_of(self) -> Sequence[int]:
        """For each character (and the end) its first byte."""
        if len(self.data) == len(self.view):
            return range(len(self.view) + 1)
        places = [0]
        for char in self.view:
            places.append(places[-1] + (1 if char < "\x80" else len(char.encode("utf-8", "replace"))))
        return places

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """A span of bytes as a span of characters."""
        return self._char_of[start], self._char_of[end]


class Pattern:
    """One compiled pattern."""

    def __init__(self, source: str) -> None:
        self.source = source
        try:
            self._compiled = re2.compile(source.encode("utf-8"), _OPTIONS)
        except re2.error as caught:
            said = caught.args[0]
            raise PatternError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None

    def found(self, text: Encoded, start: int = 0, end: int | None = None) -> bool:
        """Whether it occurs in `text` between two characters."""
        places = text.byte_of
        last = len(text.view) if end is None else end
        return self._compiled.search(text.data, places[start], places[last]) is not None

    def hits(self, text: Encoded, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Every occurrence between two characters of `text`, from the left, without overlap."""
        places = text.byte_of
        last = len(text.view) if end is None else end
        for match in self._compiled.finditer(text.data, places[start], places[last]):
            first, after = text.chars(*match.span())
            groups = tuple((group or b"").decode("utf-8", "replace") for group in match.groups())
            yield Hit(first, after, text.view[first:after], groups)


@functools.cache
def pattern(source: str) -> Pattern:
    """The compiled pattern of that source; compiled once.

    Raises:
        PatternError: RE2 does not take it.
    """
    return Pattern(source)


class _LetterIndex:
    """Which of many patterns may occur in a text, going by its letters: most are spared most texts."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._always: list[int] = []
        self._by_atom: dict[str, list[int]] = {}
        for number, source in enumerate(sources):
            needed = required(source)
            if needed is None:
                self._always.append(number)
            for atom in needed or ():
                self._by_atom.setdefault(atom, []).append(number)

    def candidates(self, text: Encoded) -> set[int]:
        """The numbers of the patterns that may occur."""
        found = set(self._always)
        for atom in atoms_of(text.view) & self._by_atom.keys():
            found.update(self._by_atom[atom])
        return found


class Screen:
    """Many patterns looked for at once: which of them occur at all."""

    def __init__(self, sources: Sequence[str]) -> None:
        self.sources = tuple(sources)
        self._patterns = tuple(pattern(source) for source in self.sources)
        self._index = _LetterIndex(self.sources)

    def seen(self, text: Encoded) -> set[int]:
        """The numbers of the patterns that occur."""
        return {number for number in self._index.candidates(text) if self._patterns[number].found(text)}


class Vocabulary:
    """Patterns by name, looked for in a text when somebody asks; what a text cannot hold by its letters is not searched."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._numbers = {name: number for number, name in enumerate(sources)}
        self._patterns = tuple(pattern(source) for source in sources.values())
        self._index = _LetterIndex(sources.values())

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def hits(self, name: str, text: Encoded) -> tuple[Hit, ...]:
        """Every occurrence in the whole text; kept with the text.

        Raises:
            KeyError: there is no pattern of that name.
        """
        found = self._found_in(text)
        number = self._numbers[name]
        if number not in found.possible:
            return ()
        if number not in found.hits:
            found.hits[number] = tuple(self._patterns[number].hits(text))
        return found.hits[number]

    def hits_between(self, name: str, text: Encoded, start: int, end: int | None) -> tuple[Hit, ...]:
        """Every occurrence between two characters, where the text's ends are those of the stretch. Raises as `hits`."""
        number = self._numbers[name]
        if number not in self._found_in(text).possible:
            return ()
        return tuple(self._patterns[number].hits(text, start, end))

    def found(self, name: str, text: Encoded, start: int, end: int | None) -> bool:
        """Whether it occurs between two characters. Raises as `hits`."""
        number = self._numbers[name]
        return number in self._found_in(text).possible and self._patterns[number].found(text, start, end)

    def _found_in(self, text: Encoded) -> "_FoundWords":
        found = text.found_words.get(id(self))
        if found is None:
            found = text.found_words[id(self)] = _FoundWords(self._index.candidates(text), {})
        return found
