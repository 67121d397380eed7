"""Label and lenticular brackets: 欢迎语【…】, several brackets after one label."""

import re

from assistant.curation.layouts.found import Document, Found, Span, Taken
from assistant.curation.layouts.topics import topic
from assistant.curation.voice import agent_voice, trimmed

_BRACKET = re.compile(r"【([^【】]{6,400})】|「([^「」]{6,400})」")


def find_brackets(document: Document, taken: Taken) -> list[Found]:
    """Replies that stand in 【…】 behind a label."""
    view = document.view
    found: list[Found] = []
    label: Span | None = None
    last_end = -1
    for match in _BRACKET.finditer(view):
        group = 1 if match.group(1) else 2
        start, end = trimmed(view, *match.span(group))
        between = view[last_end : match.start()].strip() if last_end >= 0 else "start"
        if between or label is None:
            label = _label(view, match.start(), max(last_end, 0))
        last_end = match.end()
        if taken.overlaps(start, end) or agent_voice(view[start:end]) < 2:
            continue
        found.append(Found((start, end), label))
    return found


def _label(view: str, place: int, floor: int) -> Span | None:
    start = max(floor, view.rfind("\n", floor, place) + 1)
    for mark in "。!?~】」)】 ":
        start = max(start, view.rfind(mark, floor, place - 1) + 1)
    if place - start > 30:
        return None
    return topic(view, start, place)
