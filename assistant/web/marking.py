"""A reply cut where its promises and violations begin and end, so that a page can underline each and point to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.reply import Claim, Span, Violation


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the reply under the same marks."""

    text: str
    claims: tuple[str, ...] = ()
    """Labels of the promises that it is part of: `1`, `2` …"""
    violations: tuple[str, ...] = ()
    """Labels of the violations that it is part of: `A`, `B` …"""
    ends: tuple[str, ...] = ()
    """Labels of those that end with it."""
    broken: bool = False
    """Whether a promise in it is borne out by no fact."""

    @property
    def plain(self) -> bool:
        """Whether nothing is to be marked."""
        return not self.claims and not self.violations

    @property
    def refs(self) -> str:
        """The marks as the page ties them together."""
        return " ".join([*(f"c{label}" for label in self.claims), *(f"v{label}" for label in self.violations)])


def letters(number: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def pieces(reply: str, claims: Sequence[Claim], violations: Sequence[Violation]) -> list[Piece]:
    """The reply in order; joined together the pieces are the reply again.

    Spans that reach past the text are cut to it. A violation of the whole (an empty span) marks nothing.
    """
    promised = [(str(number), _within(claim.span, reply), claim.holds) for number, claim in enumerate(claims, 1)]
    broken = [(letters(number), _within(item.span, reply)) for number, item in enumerate(violations)]
    edges = {0, len(reply)}
    for start, end in [*(span for _, span, _ in promised), *(span for _, span in broken)]:
        if start < end:
            edges |= {start, end}
    places = sorted(edges)
    return [
        Piece(
            text=reply[start:end],
            claims=tuple(label for label, span, _ in promised if _covers(span, start)),
            violations=tuple(label for label, span in broken if _covers(span, start)),
            ends=(
                *(label for label, span, _ in promised if _covers(span, start) and span[1] == end),
                *(label for label, span in broken if _covers(span, start) and span[1] == end),
            ),
            broken=any(not holds for _, span, holds in promised if _covers(span, start)),
        )
        for start, end in pairwise(places)
    ]


def _within(span: Span, reply: str) -> Span:
    start, end = (min(max(place, 0), len(reply)) for place in span)
    return start, end


def _covers(span: Span, place: int) -> bool:
    return span[0] <= place < span[1]
