"""Linear-time patterns over a text in normal form.

RE2 matches bytes far faster than text (4 µs against 10 for a chat message), so a text is encoded once, and places come
back as characters. What was looked for in the whole of a text is remembered with it. `re2` has its home here.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, repeat
from operator import or_
from typing import NamedTuple

import re2

from assistant.language.letter_index import LetterIndex
from assistant.language.literals import required

_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.UTF8
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 8 << 20
_ANYWHERE = re2._Anchor.UNANCHORED

_Match = Callable[[object, bytes, int, int], Sequence[tuple[int, int]]]
"""RE2's search of a text between two bytes: the spans of the match and its groups, (-1, -1) for none."""
_ANCHOR = re.compile(r"(?<!\[)\^|\$|\\[bBAz]")


class PatternError(ValueError):
    """A pattern that RE2 does not take."""


class Hit(NamedTuple):
    """Where a pattern was found: characters of the view, end exclusive, with its groups ('' where one took no part)."""

    start: int
    end: int
    text: str
    groups: tuple[str, ...] = ()


class _Widths(dict[str, int]):
    """Character to the number of its bytes."""

    def __missing__(self, char: str) -> int:
        width = len(char.encode("utf-8", "replace"))
        if len(self) < 70_000:
            self[char] = width
        return width


_WIDTHS = _Widths()


class Encoded:
    """A text in normal form with its UTF-8 bytes, the way from byte to character, and what was looked for in it."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.data = view.encode("utf-8", "replace")
        self.hits: dict[Pattern, tuple[Hit, ...]] = {}
        """All occurrences of a pattern in the whole text, where somebody asked."""
        self.holds: dict[Pattern, bool] = {}
        """Whether a pattern occurs at all, where somebody asked."""
        self.possible: dict[PatternSet, int] = {}
        """The patterns of a set that may occur, as bits; see `PatternSet`."""
        self.named: dict[Vocabulary, Mapping[str, tuple[Hit, ...]]] = {}
        """The occurrences by name; see `Vocabulary.within`."""

    @cached_property
    def byte_of(self) -> Sequence[int]:
        """For each character (and the end) its first byte."""
        if len(self.data) == len(self.view):
            return range(len(self.view) + 1)
        return list(accumulate(map(_WIDTHS.__getitem__, self.view), initial=0))

    @cached_property
    def char_of(self) -> Sequence[int]:
        """For each byte (and the end) the character that it belongs to."""
        if len(self.data) == len(self.view):
            return range(len(self.view) + 1)
        widths = map(_WIDTHS.__getitem__, self.view)
        return list(chain(chain.from_iterable(map(repeat, range(len(self.view)), widths)), (len(self.view),)))


class Pattern:
    """One pattern, compiled when it is first looked for (or asked to be `checked`)."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _match(self) -> _Match:
        try:
            compiled = re2.compile(self.source.encode("utf-8"), _OPTIONS)
        except re2.error as caught:
            said = caught.args[0]
            raise PatternError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None
        # the wrapper's own iteration costs three times what RE2 does; `_hits` follows the same steps
        match: _Match = compiled._regexp.Match
        return match

    def checked(self) -> "Pattern":
        """The pattern itself, surely compiled.

        Raises:
            PatternError: RE2 does not take it.
        """
        self._match  # noqa: B018
        return self

    @cached_property
    def _anchored(self) -> bool:
        """Whether the ends of a stretch may make it occur there, though it does not occur in the whole text."""
        return _ANCHOR.search(self.source) is not None

    def found(self, text: Encoded, start: int = 0, end: int | None = None) -> bool:
        """Whether it occurs in `text` between two characters."""
        whole = start == 0 and end is None
        if whole or not self._anchored:
            holds = self._holds(text)
            if whole or not holds:
                return holds
        places = text.byte_of
        last = len(text.view) if end is None else end
        return self._match(_ANYWHERE, text.data, places[start], places[last])[0][0] >= 0

    def _holds(self, text: Encoded) -> bool:
        holds = text.holds.get(self)
        if holds is None:
            holds = text.holds[self] = self._match(_ANYWHERE, text.data, 0, len(text.data))[0][0] >= 0
        return holds

    def hits(self, text: Encoded, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Every occurrence between two characters of `text`, from the left, without overlap."""
        if start == 0 and end is None:
            return iter(self.all_hits(text))
        if not self._anchored and not self._holds(text):
            return iter(())
        places = text.byte_of
        return iter(self._hits(text, places[start], places[len(text.view) if end is None else end]))

    def all_hits(self, text: Encoded) -> tuple[Hit, ...]:
        """Every occurrence in the whole text."""
        found = text.hits.get(self)
        if found is None:
            found = tuple(self._hits(text, 0, len(text.data))) if text.holds.get(self, True) else ()
            text.hits[self] = found
            text.holds[self] = bool(found)
        return found

    def _hits(self, text: Encoded, place: int, end: int) -> list[Hit]:
        """The occurrences between two bytes. After an empty one the search goes on one byte later."""
        found: list[Hit] = []
        view, data, match = text.view, text.data, self._match
        while place <= end:
            spans = match(_ANYWHERE, data, place, end)
            first, after = spans[0]
            if first < 0:
                break
            char_of = text.char_of
            start, stop = char_of[first], char_of[after]
            groups = (
                tuple(view[char_of[a] : char_of[b]] if a >= 0 else "" for a, b in spans[1:]) if len(spans) > 1 else ()
            )
            found.append(Hit(start, stop, view[start:stop], groups))
            place = after + (after == place)
        return found


@functools.cache
def pattern(source: str) -> Pattern:
    """The pattern of that source, one for all who ask: compiled when it is first looked for."""
    return Pattern(source)


class PatternSet:
    """Many patterns; which of them a text may hold is found out for all of them at once, and kept with the text.

    Args:
        sources: the patterns; a doubled one counts once.
        index: what they need, where that is known already.
    """

    def __init__(self, sources: Iterable[str], index: LetterIndex | None = None) -> None:
        self.sources = tuple(dict.fromkeys(sources))
        self.index = index or LetterIndex.of(map(required, self.sources))
        self._numbers = {source: number for number, source in enumerate(self.sources)}

    def bit(self, source: str) -> int:
        """The bit that stands for a pattern in `possible`.

        Raises:
            KeyError: it is not in the set.
        """
        return 1 << self._numbers[source]

    def possible(self, text: Encoded) -> int:
        """The patterns that the text may hold, going by its letters, as bits."""
        found = text.possible.get(self)
        if found is None:
            found = text.possible[self] = self.index.candidates(text.view)
        return found


class Screen:
    """Many patterns looked for at once: which of them occur at all.

    Args:
        sources: the patterns, by number.
        among: a larger set that they are part of, where one is shared.
    """

    def __init__(self, sources: Sequence[str], among: PatternSet | None = None) -> None:
        self.sources = tuple(sources)
        self._set = among or PatternSet(self.sources)
        self._bits = functools.reduce(or_, map(self._set.bit, sources), 0)
        self._by_length: dict[int, tuple[Pattern, list[int]]] = {}
        """By the length of its bit each pattern, and its numbers."""
        for number, source in enumerate(sources):
            self._by_length.setdefault(self._set.bit(source).bit_length(), (pattern(source), []))[1].append(number)

    def seen(self, text: Encoded) -> set[int]:
        """The numbers of the patterns that occur."""
        found: set[int] = set()
        possible = self._set.possible(text) & self._bits
        while possible:
            length = possible.bit_length()
            sought, numbers = self._by_length[length]
            if sought.found(text):
                found.update(numbers)
            possible ^= 1 << length - 1
        return found


class Vocabulary:
    """Patterns by name, looked for in a text when somebody asks; what a text cannot hold by its letters is not searched.

    Args:
        sources: the patterns by name.
        among: a larger set that they are part of, where one is shared.
    """

    def __init__(self, sources: Mapping[str, str], among: PatternSet | None = None) -> None:
        self._set = among or PatternSet(sources.values())
        self._patterns = {name: (self._set.bit(source), pattern(source)) for name, source in sources.items()}

    def __contains__(self, name: object) -> bool:
        return name in self._patterns

    def bits(self, names: Iterable[str]) -> int:
        """Some of its patterns as bits of `possible`. Raises as `hits`."""
        return functools.reduce(or_, (self._patterns[name][0] for name in names), 0)

    def possible(self, text: Encoded) -> int:
        """The patterns that the text may hold, as bits (those of others in the same set among them)."""
        return self._set.possible(text)

    def within(self, text: Encoded) -> Mapping[str, tuple[Hit, ...]]:
        """Every occurrence in the whole text by name, searched when it is first asked for and kept with the text.

        Its look-up raises KeyError where there is no pattern of that name.
        """
        found = text.named.get(self)
        if found is None:
            found = text.named[self] = _Occurrences(text, self._set.possible(text), self._patterns)
        return found

    def hits(self, name: str, text: Encoded) -> tuple[Hit, ...]:
        """Every occurrence in the whole text; kept with the text.

        Raises:
            KeyError: there is no pattern of that name.
        """
        return self.within(text)[name]

    def hits_between(self, name: str, text: Encoded, start: int, end: int | None) -> tuple[Hit, ...]:
        """Every occurrence between two characters, where the text's ends are those of the stretch. Raises as `hits`."""
        bit, sought = self._patterns[name]
        return tuple(sought.hits(text, start, end)) if self._set.possible(text) & bit else ()

    def found(self, name: str, text: Encoded, start: int, end: int | None) -> bool:
        """Whether it occurs between two characters. Raises as `hits`."""
        bit, sought = self._patterns[name]
        return bool(self._set.possible(text) & bit) and sought.found(text, start, end)


class _Occurrences(dict[str, tuple[Hit, ...]]):
    """Where the patterns of a vocabulary stand in a text; each is searched once, if the text can hold it."""

    def __init__(self, text: Encoded, possible: int, patterns: Mapping[str, tuple[int, Pattern]]) -> None:
        super().__init__()
        self._text = text
        self._possible = possible
        self._patterns = patterns

    def __missing__(self, name: str) -> tuple[Hit, ...]:
        bit, sought = self._patterns[name]
        found = self[name] = sought.all_hits(self._text) if self._possible & bit else ()
        return found
