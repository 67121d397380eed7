"""Stretches of a text that are read as something else, and the text that results, with the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.language.normalise import NormalText


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands between two characters of the view is read as something else."""

    start: int
    end: int
    reads: str


def applied(text: NormalText, edits: Iterable[Edit]) -> NormalText:
    """The text as it reads with the edits; of two that overlap the first (then the longer) counts."""
    ordered = sorted(edits, key=lambda item: (item.start, -item.end))
    if not ordered:
        return text
    places: Sequence[int] = range(len(text.view)) if text.offsets is None else text.offsets
    view: list[str] = []
    offsets: list[int] = []
    at = 0
    for edit in ordered:
        if edit.start < at:
            continue
        view += [text.view[at : edit.start], edit.reads]
        offsets.extend(places[at : edit.start])
        # the last character of the reading stands for all that is left, so that spans reach to the end
        offsets.extend(places[min(edit.start + i, edit.end - 1)] for i in range(len(edit.reads) - 1))
        offsets.append(places[edit.end - 1])
        at = edit.end
    view.append(text.view[at:])
    offsets.extend(places[at:])
    return NormalText(text.raw, "".join(view), tuple(offsets))
