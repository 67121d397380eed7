"""Endless replies, read in overlapping pieces: what they bring to light, at its place in the whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from assistant.domain.reply import Claim, Violation

_LONGEST_PIECE = 2_000
_SHARED = 300
"""Characters of a piece that the next one reads again, so that nothing said across the cut is lost."""


@dataclass
class Found:
    """What the pieces of a reply brought to light, at its place in the whole."""

    claims: list[Claim] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    doubts: list[Violation] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    shown: bool = False
    """Whether any text shows."""
    offset: int = 0

    def at(self, offset: int) -> "Found":
        """The same, for a piece that begins there."""
        self.offset = offset
        return self

    def add(
        self,
        claims: Iterable[Claim],
        violations: Iterable[Violation],
        doubts: Iterable[Violation],
        unchecked: Iterable[str],
    ) -> None:
        """What one piece brought."""
        self.shown = True
        self.claims.extend(_moved(claim, self.offset) for claim in claims)
        self.violations.extend(_moved(violation, self.offset) for violation in violations)
        self.doubts.extend(_moved(doubt, self.offset) for doubt in doubts)
        self.unchecked.extend(unchecked)


Placed = TypeVar("Placed", Claim, Violation)


def _moved(item: Placed, offset: int) -> Placed:
    if not offset:
        return item
    start, end = item.span
    return item.model_copy(update={"span": (start + offset, end + offset)})


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The whole of a reply, or of an endless one overlapping pieces, so that the time grows with the length alone."""
    start = 0
    while len(text) - start > _LONGEST_PIECE + _SHARED:
        end = start + _LONGEST_PIECE
        yield start, end
        start = end - _SHARED
    yield start, len(text)
