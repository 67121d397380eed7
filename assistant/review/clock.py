"""The clock, as something that is given."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Says what time it is, with its zone."""


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)
