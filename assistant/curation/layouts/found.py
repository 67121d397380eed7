"""A document as finders see it, and what they hand back."""

import functools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from assistant.language.normalise import normalise

Span = tuple[int, int]
"""First character and the one behind the last, counted in the document's text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A script found in a document.

    Attributes:
        reply: where the agent's words stand.
        question: where the buyer's words or the heading stand; None where there is neither.
    """

    reply: Span
    question: Span | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell with its place in the document's text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Behind the last character."""
        return self.start + len(self.text)


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Document:
    """A document that was read.

    Attributes:
        name: the file's name.
        text: the decoded text; spans count its characters.
        tables: the tables in it, row by row.
        quotes_doubled: whether a quotation mark within a cell stands there twice, as in CSV.
    """

    name: str
    text: str
    tables: tuple[tuple[Row, ...], ...] = field(default=())
    quotes_doubled: bool = False

    @functools.cached_property
    def view(self) -> str:
        """The text in normal form, character for character in the same place."""
        return aligned_view(self.text)


def aligned_view(text: str) -> str:
    """`text` in normal form, but of the same length: what has no form of one character stays as it is."""
    normal = normalise(text)
    if normal.offsets is None:
        return normal.view
    chars = list(text)
    ends = [*normal.offsets, len(text)]
    previous = -1
    for (place, after), char in zip(pairwise(ends), normal.view, strict=True):
        if place != after and place != previous:
            chars[place] = char
        previous = place
    return "".join(chars)


class Finder(Protocol):
    """Finds the scripts of one kind of layout, in any order, leaving alone what is taken already."""

    def __call__(self, document: Document, taken: "Taken", /) -> list[Found]: ...


class Taken:
    """The places of a document that a finder has already read."""

    def __init__(self) -> None:
        # Disjoint and sorted: a document of a megabyte has thousands of them, and each finder asks for each of its finds.
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, span: Span) -> None:
        """Mark a place as read."""
        start, end = span
        first = bisect_left(self._ends, start)
        last = bisect_right(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any part of the place was read."""
        return self.first_in(start, end) < end

    def first_in(self, start: int, end: int) -> int:
        """Where the first read place between the two begins; `end` where there is none."""
        place = bisect_right(self._ends, start)
        if place < len(self._starts) and self._starts[place] < end:
            return max(start, self._starts[place])
        return end
