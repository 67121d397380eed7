"""Two runs side by side, case by case: which flipped, and whether that is more than noise.

The test is McNemar's exact one: of the cases that flipped, better and worse are equally likely if nothing changed. It is
a sum of binomial coefficients, so no library is needed for it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.errors import BadInput
from assistant.evaluation.results import Result, Run

Call = Literal["better", "worse", "no difference"]

DOUBT = 0.05
"""A difference that chance alone would bring as often as this is none."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that was right in one run and wrong in the other."""

    before: Result
    after: Result

    @property
    def better(self) -> bool:
        """Whether it is right now."""
        return self.after.outcome == "right"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the cases that two runs share.

    Attributes:
        name: a suite's, or "all".
        paired: cases scored in both.
        right_before: of these.
        right_after: of these.
        flips: in the order of the data.
        unpaired: cases in only one of the runs, or not scored in one.
        never: cases in which something now happens that must never, and did not before.
        changed: cases in which another text came out, though they are as right or wrong as before.
    """

    name: str
    paired: int
    right_before: int
    right_after: int
    flips: tuple[Flip, ...]
    unpaired: int
    never: tuple[Result, ...]
    changed: int

    @property
    def gained(self) -> int:
        """How many are right now that were wrong."""
        return sum(flip.better for flip in self.flips)

    @property
    def lost(self) -> int:
        """How many are wrong now that were right."""
        return len(self.flips) - self.gained

    @property
    def p(self) -> float:
        """How often chance alone would part the flips as unevenly as this."""
        return mcnemar(self.gained, self.lost)

    @property
    def call(self) -> Call:
        """The verdict. What must never happen and now does is worse, whatever the figures say."""
        if self.never:
            return "worse"
        if self.p >= DOUBT:
            return "no difference"
        return "better" if self.gained > self.lost else "worse"


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided probability under "nothing changed"."""
    flips = gained + lost
    tail = sum(math.comb(flips, k) for k in range(min(gained, lost) + 1))
    return min(1.0, float(Fraction(2 * tail, 2**flips)))  # a fraction: 2**flips may be too large for a float


def compare(before: Run, after: Run) -> list[Comparison]:
    """The suites that both runs have, each by itself, and at last all together.

    Raises:
        BadInput: the runs are over different halves, or share no case.
    """
    if before.head.half != after.head.half:
        raise BadInput(f"the runs are over different halves ({before.head.half}, {after.head.half})")
    suites = [name for name in before.head.suites if name in after.head.suites]
    parts = [_compared(name, before.of(name), after.of(name)) for name in suites]
    parts = [part for part in parts if part.paired or part.unpaired]
    if not any(part.paired for part in parts):
        raise BadInput("the runs share no case that is scored in both")
    return [*parts, _joined(parts)] if len(parts) > 1 else parts


def _compared(name: str, before: Sequence[Result], after: Sequence[Result]) -> Comparison:
    old = {result.id: result for result in before}
    shared = [(old[new.id], new) for new in after if new.id in old]
    paired = [pair for pair in shared if "not_scored" not in {pair[0].outcome, pair[1].outcome}]
    flips = tuple(Flip(*pair) for pair in paired if pair[0].outcome != pair[1].outcome)
    return Comparison(
        name,
        len(paired),
        sum(pair[0].outcome == "right" for pair in paired),
        sum(pair[1].outcome == "right" for pair in paired),
        flips,
        (len(before) - len(paired)) + (len(after) - len(shared)),
        tuple(new for new in after if set(new.never) - set(old[new.id].never if new.id in old else ())),
        sum(pair[0].outcome == pair[1].outcome and pair[0].digest != pair[1].digest for pair in paired),
    )


def _joined(parts: Sequence[Comparison]) -> Comparison:
    return Comparison(
        "all",
        sum(part.paired for part in parts),
        sum(part.right_before for part in parts),
        sum(part.right_after for part in parts),
        tuple(flip for part in parts for flip in part.flips),
        sum(part.unpaired for part in parts),
        tuple(result for part in parts for result in part.never),
        sum(part.changed for part in parts),
    )
