"""How the queue does, in numbers: what is counted of it, by day, by intent and by script."""

from pydantic import Field

from assistant.domain.base import Value


class Share(Value):
    """How drafts of one kind fared."""

    name: str
    decided: int
    approved: int
    edited: int
    rejected: int
    handed_over: int

    @property
    def acceptance(self) -> float | None:
        """Share of the decided that went out as drafted; None where none was decided."""
        return self.approved / self.decided if self.decided else None

    @property
    def edit_rate(self) -> float | None:
        """Share of the decided that went out edited; None where none was decided."""
        return self.edited / self.decided if self.decided else None


class DayFigures(Value):
    """One day, in the time zone that was asked for."""

    day: str
    """`2026-11-21`."""
    submitted: int
    approved: int
    edited: int
    rejected: int
    handed_over: int
    expired: int
    superseded: int
    median_decision_s: float | None
    """From creation to decision."""
    rules: dict[str, int] = Field(default_factory=dict)
    """Rule to how many drafts of the day it was caught in."""


class Figures(Value):
    """How the queue does."""

    waiting: int
    claimed: int
    overdue: int
    oldest_s: float | None
    """How long the oldest has waited."""
    median_decision_s: float | None
    p90_decision_s: float | None
    days: tuple[DayFigures, ...]
    intents: tuple[Share, ...]
    """Most decided first."""
    scripts: tuple[Share, ...]
    rules: dict[str, int]
    """Rule to how many drafts it was caught in, most first."""
    undelivered: int
    """Approved, and not yet with the tool that sends."""
