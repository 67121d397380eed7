"""Endless replies, read in overlapping pieces: what they bring to light, at its place in the whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from assistant.domain.reply import Claim, Violation

_LONGEST_PIECE = 2_000
_SHARED = 300
"""Characters of a piece that the next one reads again, so that nothing said across the cut is lost."""


@dataclass
class Found:
    """What a reply, or a piece of it, brought to light."""

    claims: list[Claim] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    doubts: list[Violation] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    shown: bool = False
    """Whether any text shows."""

    def add(self, piece: "Found", offset: int) -> None:
        """What one piece brought, which begins at `offset` of the whole."""
        self.shown = self.shown or piece.shown
        self.claims.extend(_moved(claim, offset) for claim in piece.claims)
        self.violations.extend(_moved(violation, offset) for violation in piece.violations)
        self.doubts.extend(_moved(doubt, offset) for doubt in piece.doubts)
        self.unchecked.extend(piece.unchecked)


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
