"""Which of many patterns a text can hold at all: a cheap test that spares most patterns of a large set most texts.

RE2's own `Set` would do this, but its automaton for a hundred wide patterns outgrows any cache: 10 ms a reply (RE2's
`Filter`: 1 ms). Here one pass over the text (Aho-Corasick) finds the stretches that the patterns need (`literals`), and a
ledger with a row for each alternative shows whether all that it needs was met: some 20 µs. `ahocorasick` has its home here.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import or_
from typing import Any

import ahocorasick

from assistant.language.literals import Needs, Pieces


@dataclass(frozen=True)
class LetterIndex:
    """Which of many patterns may occur in a text, going by what they need: most are spared most texts.

    The ledger has a row for each alternative that needs several sets of pieces, and a column for each of them.

    Attributes:
        always: the patterns of which nothing is known, as bits.
        pieces: every piece, and which of `shows` it is.
        shows: the patterns that a piece is enough for, as bits, and the places that it fills in the ledger.
        rows: for each row the number of its sets.
        serves: for each row the patterns that may occur where it is full, as bits.
    """

    always: int
    pieces: Mapping[str, int]
    shows: Sequence[tuple[int, Sequence[int]]]
    rows: Sequence[int]
    serves: Sequence[int]

    @classmethod
    def of(cls, needs: Iterable[Needs | None]) -> "LetterIndex":
        """The index of patterns with these needs."""
        always = 0
        enough: dict[str, int] = {}
        served: dict[tuple[Pieces, ...], int] = {}
        for number, alternatives in enumerate(needs):
            bit = 1 << number
            always |= 0 if alternatives is not None else bit
            for sets in alternatives or ():
                if len(sets) > 1:
                    served[sets] = served.get(sets, 0) | bit
                else:
                    enough.update({piece: enough.get(piece, 0) | bit for piece in sets[0]})
        # rows that differ in their first set alone are one
        firsts: dict[tuple[tuple[Pieces, ...], int], set[str]] = {}
        for sets, bits in served.items():
            firsts.setdefault((sets[1:], bits), set()).update(sets[0])
        fills: dict[str, list[int]] = {}
        for row, ((others, _), first) in enumerate(firsts.items()):
            for column, pieces in enumerate((frozenset(first), *others)):
                for piece in pieces:
                    fills.setdefault(piece, []).append(column * len(firsts) + row)
        shown = {piece: (enough.get(piece, 0), tuple(fills.get(piece, ()))) for piece in (*enough, *fills)}
        numbers = {shows: number for number, shows in enumerate(dict.fromkeys(shown.values()))}
        return cls(
            always=always,
            pieces={piece: numbers[shows] for piece, shows in shown.items()},
            shows=list(numbers),
            rows=[len(others) + 1 for others, _ in firsts],
            serves=[bits for _, bits in firsts],
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "LetterIndex":
        """The index that `as_data` wrote.

        Raises:
            KeyError, TypeError: it is none.
        """
        return cls(**{field.name: data[field.name] for field in fields(cls)})

    def as_data(self) -> dict[str, Any]:
        """The index as JSON can hold it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def candidates(self, text: str) -> int:
        """The patterns that may occur in a text, as bits."""
        if self._scanner is None:
            return self.always
        met = {number for _, number in self._scanner.iter(text)}
        ledger = functools.reduce(or_, map(self._entries.__getitem__, met), self._blank)
        found = ledger & self._patterns
        full = self._all_rows
        for column in self._columns:
            full &= ledger >> column
        while full:
            row = full.bit_length() - 1
            found |= self.serves[row]
            full ^= 1 << row
        return found

    # A ledger is one whole number: the bits of the patterns first, then column after column.

    @cached_property
    def _scanner(self) -> Any:
        if not self.pieces:
            return None
        scanner = ahocorasick.Automaton()
        for piece, number in self.pieces.items():
            scanner.add_word(piece, number)
        scanner.make_automaton()
        return scanner

    @cached_property
    def _patterns(self) -> int:
        """The bits of all patterns."""
        known = (self.always, *self.serves, *(enough for enough, _ in self.shows))
        return (1 << max(bits.bit_length() for bits in known)) - 1

    @cached_property
    def _columns(self) -> Sequence[int]:
        """Where each column begins."""
        first = self._patterns.bit_length()
        return [first + column * len(self.rows) for column in range(max(self.rows, default=0))]

    @cached_property
    def _all_rows(self) -> int:
        return (1 << len(self.rows)) - 1

    @cached_property
    def _entries(self) -> Sequence[int]:
        return [enough | self._filled(places) for enough, places in self.shows]

    @cached_property
    def _blank(self) -> int:
        """A ledger in which nothing is met: what a row does not need counts as filled."""
        columns, rows = len(self._columns), len(self.rows)
        spare = (column * rows + row for row, sets in enumerate(self.rows) for column in range(sets, columns))
        return self.always | self._filled(spare)

    def _filled(self, places: Iterable[int]) -> int:
        first = self._patterns.bit_length()
        return functools.reduce(or_, (1 << first + place for place in places), 0)
