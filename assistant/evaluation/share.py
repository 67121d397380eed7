"""A count out of a total, with the doubt that goes with it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total, with its 95% interval (Wilson)."""

    hit: int
    total: int

    @property
    def rate(self) -> float | None:
        """The share; None where nothing was scored."""
        return self.hit / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval at 95 %."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.hit / self.total
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        # Where none or all hit, one end is the end of the scale itself; reckoned, it is short of it by a rounding error.
        low = max(0.0, middle - half) if self.hit else 0.0
        return low, min(1.0, middle + half) if self.hit < n else 1.0

    def __str__(self) -> str:
        if self.rate is None:
            return "not scored"
        low, high = self.interval
        return f"{self.hit}/{self.total} = {self.rate:.1%} [{low:.1%}, {high:.1%}]"
