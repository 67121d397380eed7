"""Which of many patterns a text can hold at all: a cheap test that spares most patterns of a large set most texts.

RE2's own `Set` would do this, but its automaton for a hundred wide patterns outgrows any cache: 10 ms a reply (RE2's
`Filter`: 1 ms), against some 30 µs for meeting the stretches of a text with those that the patterns need (`literals`).
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from functools import cached_property
from operator import add
from typing import Any, TypeVar

from assistant.language.literals import COMMON, Alternative, Needs, Pieces

Item = TypeVar("Item")

_GRAM = 3
"""Letters up to which every stretch of a text is listed."""


def grams_of(text: str) -> set[str]:
    """Every stretch of one, two or three letters of a text."""
    pairs = list(map(add, text, text[1:]))
    return {*text, *pairs, *map(add, pairs, text[2:])}


@dataclass(frozen=True)
class LetterIndex:
    """Which of many patterns may occur in a text, going by what they need: most are spared most texts.

    Attributes:
        long: pieces of more letters than a gram, by their rarest gram.
        always: the patterns of which nothing is known.
        alone: by a piece, the group of patterns that it is enough for.
        beside: by a piece, which `sets` must show a piece of theirs too, and for which group.
        sets: pieces of which one is enough.
        groups: groups of patterns, each as the bits of a whole number: what holds for a piece holds for all of a group.
    """

    long: Mapping[str, Sequence[str]]
    always: int
    alone: Mapping[str, int]
    beside: Mapping[str, Sequence[tuple[Sequence[int], int]]]
    sets: Sequence[Pieces]
    groups: Sequence[int]

    @classmethod
    def of(cls, needs: Iterable[Needs | None]) -> "LetterIndex":
        """The index of patterns with these needs."""
        always = 0
        alone: dict[str, int] = {}
        beside: dict[str, dict[Alternative, int]] = {}
        for number, alternatives in enumerate(needs):
            if alternatives is None:
                always |= 1 << number
            for rarest, *others in alternatives or ():
                for piece in rarest:
                    if others:
                        served = beside.setdefault(piece, {})
                        served[tuple(others)] = served.get(tuple(others), 0) | 1 << number
                    else:
                        alone[piece] = alone.get(piece, 0) | 1 << number
        sets = _Numbered(one for served in beside.values() for others in served for one in others)
        groups = _Numbered((*alone.values(), *(bits for served in beside.values() for bits in served.values())))
        pieces = {*alone, *beside, *(piece for one in sets for piece in one)}
        return cls(
            long=_by_rarest_gram(piece for piece in sorted(pieces) if len(piece) > _GRAM),
            always=always,
            alone={piece: groups[bits] for piece, bits in alone.items()},
            beside={
                piece: [([sets[one] for one in others], groups[bits]) for others, bits in served.items()]
                for piece, served in beside.items()
            },
            sets=list(sets),
            groups=list(groups),
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "LetterIndex":
        """The index that `as_data` wrote.

        Raises:
            KeyError, TypeError: it is none.
        """
        sets = [frozenset(pieces) for pieces in data["sets"]]
        return cls(data["long"], data["always"], data["alone"], data["beside"], sets, data["groups"])

    def as_data(self) -> dict[str, Any]:
        """The index as JSON can hold it."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "sets": list(map(sorted, self.sets))
        }

    def candidates(self, text: str) -> int:
        """The patterns that may occur in a text, as bits."""
        groups, sets, alone, beside = self.groups, self.sets, self.alone, self.beside
        present = self._present(text)
        found = self.always
        for piece in present & self._enough:
            found |= groups[alone[piece]]
        shown: dict[int, bool] = {}
        for piece in present & self._lacking:
            for others, group in beside[piece]:
                bits = groups[group]
                if bits & found == bits:
                    continue
                for one in others:
                    shows = shown.get(one)
                    if shows is None:
                        shows = shown[one] = not present.isdisjoint(sets[one])
                    if not shows:
                        break
                else:
                    found |= bits
        return found

    def _present(self, text: str) -> Set[str]:
        """The pieces that stand in a text, among other stretches of it."""
        present = grams_of(text)
        for gram in present & self._of_long:
            present.update(piece for piece in self.long[gram] if piece in text)
        return present

    @cached_property
    def _of_long(self) -> frozenset[str]:
        return frozenset(self.long)

    @cached_property
    def _enough(self) -> frozenset[str]:
        return frozenset(self.alone)

    @cached_property
    def _lacking(self) -> frozenset[str]:
        return frozenset(self.beside)


class _Numbered(dict[Item, int]):
    """Things with their numbers, in the order in which they first came."""

    def __init__(self, items: Iterable[Item]) -> None:
        super().__init__((item, number) for number, item in enumerate(dict.fromkeys(items)))


def _by_rarest_gram(pieces: Iterable[str]) -> dict[str, list[str]]:
    """Pieces by the gram in them that has the fewest common letters."""
    found: dict[str, list[str]] = {}
    for piece in pieces:
        grams = (piece[place : place + _GRAM] for place in range(len(piece) - _GRAM + 1))
        rarest = min(grams, key=lambda gram: sum(letter in COMMON for letter in gram))
        found.setdefault(rarest, []).append(piece)
    return found
