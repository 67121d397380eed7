"""Figures as pictures: where each bar and label of a plot stands. The templates draw them as SVG.

Each series has a texture of its own beside its colour, and every plot has its table, so that nothing is told by colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10

from assistant.review.tallies import DayFigures, Share

SERIES = ("approved", "edited", "rejected", "handed_over", "expired", "superseded")
"""What became of the drafts of a day, from the foot of the bar up."""
WIDTH = 720
HEIGHT = 220
_LEFT = 40
_TOP = 10
_FOOT = 24


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a plot."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    says: str
    """For the tooltip."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a plot."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Plot:
    """Everything to draw."""

    boxes: Sequence[Box] = ()
    lines: Sequence[Label] = ()
    """Horizontal lines, each with its value."""
    labels: Sequence[Label] = ()
    points: str = ""
    """A line through points, as SVG writes it."""
    dots: Sequence[Label] = ()
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.boxes and not self.dots


def outcome_plot(days: Sequence[DayFigures], names: Mapping[str, str]) -> Plot:
    """A bar a day, stacked by what became of the drafts."""
    top = max((sum(getattr(day, kind) for kind in SERIES) for day in days), default=0)
    if not top:
        return Plot()
    scale = _Scale(top, len(days))
    boxes = []
    for place, day in enumerate(days):
        foot = 0
        for kind in SERIES:
            count = getattr(day, kind)
            if count:
                y, height = scale.y(foot + count), scale.y(foot) - scale.y(foot + count)
                says = f"{day.day}: {names[kind]} {count}"
                boxes.append(Box(scale.x(place), y, scale.bar, round(height, 1), kind, says))
                foot += count
    return Plot(boxes, scale.grid(), scale.days([day.day for day in days]))


def time_plot(days: Sequence[DayFigures]) -> Plot:
    """The median time to decision of each day, in minutes."""
    known = [(place, day.median_decision_s / 60) for place, day in enumerate(days) if day.median_decision_s is not None]
    if not known:
        return Plot()
    scale = _Scale(max(value for _, value in known) or 1, len(days))
    dots = [
        Label(scale.x(place) + scale.bar / 2, scale.y(value), f"{days[place].day}: {value:.1f}")
        for place, value in known
    ]
    points = " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in dots)
    return Plot((), scale.grid(), scale.days([day.day for day in days]), points, dots)


def rule_plot(days: Sequence[DayFigures]) -> Plot:
    """How many rules were caught each day."""
    top = max((sum(day.rules.values()) for day in days), default=0)
    if not top:
        return Plot()
    scale = _Scale(top, len(days))
    boxes = []
    for place, day in enumerate(days):
        count = sum(day.rules.values())
        if count:
            height = round(scale.y(0) - scale.y(count), 1)
            boxes.append(Box(scale.x(place), scale.y(count), scale.bar, height, "caught", f"{day.day}: {count}"))
    return Plot(boxes, scale.grid(), scale.days([day.day for day in days]))


@dataclass(frozen=True, slots=True)
class ShareBar:
    """How drafts of one kind fared, as a bar of 100 parts."""

    name: str
    decided: int
    acceptance: str
    edit_rate: str
    boxes: Sequence[Box]


def share_bars(shares: Sequence[Share], names: Mapping[str, str], limit: int = 15) -> list[ShareBar]:
    """The kinds that were decided most, each as a bar."""
    return [_share_bar(share, names) for share in shares[:limit] if share.decided]


def _share_bar(share: Share, names: Mapping[str, str]) -> ShareBar:
    boxes, x = [], 0.0
    for kind in SERIES[:4]:
        count = getattr(share, kind)
        if count:
            width = 100 * count / share.decided
            boxes.append(Box(round(x, 2), 0, round(width, 2), 10, kind, f"{names[kind]} {count}"))
            x += width
    return ShareBar(share.name, share.decided, _percent(share.acceptance), _percent(share.edit_rate), boxes)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


class _Scale:
    """Values and days to places in the picture."""

    def __init__(self, top: float, days: int) -> None:
        self._step = _round_step(top)
        self._top = self._step * ceil(top / self._step)
        self._slot = (WIDTH - _LEFT) / max(1, days)
        self.bar = round(self._slot * 0.7, 1)

    def x(self, place: int) -> float:
        return round(_LEFT + self._slot * place + self._slot * 0.15, 1)

    def y(self, value: float) -> float:
        return round(_TOP + (HEIGHT - _TOP - _FOOT) * (1 - value / self._top), 1)

    def grid(self) -> list[Label]:
        count = round(self._top / self._step)
        return [Label(_LEFT, self.y(self._step * part), f"{self._step * part:g}") for part in range(count + 1)]

    def days(self, days: Sequence[str]) -> list[Label]:
        every = ceil(len(days) / 14)
        return [
            Label(self.x(place) + self.bar / 2, HEIGHT - 6, day[5:])
            for place, day in enumerate(days)
            if place % every == 0
        ]


def _round_step(top: float) -> float:
    """A round number that goes about four times into `top`."""
    rough = top / 4
    power = 10.0 ** int(log10(rough)) if rough >= 1 else 1.0
    return next((power * factor for factor in (1, 2, 5, 10) if power * factor >= rough), power * 10)
