"""Items of lists: a number, a topic or a buyer's question, and one reply or several, in every mixture of these."""

import re
from itertools import pairwise

from assistant.curation.layouts.found import Document, Found, Span, Taken
from assistant.curation.layouts.numbering import Marker, markers
from assistant.curation.layouts.replies import REMARK, labels_within, reply_span
from assistant.curation.layouts.topics import CUE, HEADING_LENGTH, heading_before, strip, topic
from assistant.curation.voice import agent_voice, first_salute, salute_at, salutes, sentences

_LABEL = re.compile(r"[^,;。!?~…:\n]{1,24}(?:[,、;/][^,;。!?~…:\n]{1,16}){0,2}[:]\s*")
_BUYER_LABEL = re.compile(
    r"\W*(?:\(.{0,12}\))?(?:客户|顾客|买家|客人|用户|buyer|customer)(?:说|问|表达|提问|咨询|的话|\d|[a-z])?\s*[:]"
)
_INNER_LABEL = re.compile(r"[^,;。!?~…:\n.]{2,14}[:]\s*$")
_TOPIC_MARKS = re.compile(r"[。!~…]|\.(?!\d)")


def find_items(document: Document, taken: Taken) -> list[Found]:
    """Scripts among the items of numbered lists, dash lists and headed lists."""
    return _Reader(document, taken).read()


class _Reader:
    def __init__(self, document: Document, taken: Taken) -> None:
        self._view = document.view
        self._taken = taken
        self._markers = markers(document.view, document.text)
        self._furniture = _furniture(document.view)

    def read(self) -> list[Found]:
        found: list[Found] = []
        leads: dict[int, Span | None] = {}
        for place, marker in enumerate(self._markers):
            if marker.kind == "chapter":
                continue
            following = self._markers[place + 1] if place + 1 < len(self._markers) else None
            if marker.first or marker.depth not in leads:
                leads = {depth: lead for depth, lead in leads.items() if depth < marker.depth}
                leads[marker.depth] = self._lead(place)
            stop = self._stop(marker, following)
            found.extend(self._item(marker.end, stop, leads[marker.depth], last=following is None or following.first))
        return found

    def _lead(self, place: int) -> Span | None:
        """The words that introduce the run which opens here."""
        marker = self._markers[place]
        floor = self._markers[place - 1].end if place else 0
        return heading_before(self._view, marker.start, floor)

    def _stop(self, marker: Marker, following: Marker | None) -> int:
        end = following.start if following else len(self._view)
        if following and following.first:
            return _before_heading(self._view, marker.end, end)
        return end

    def _item(self, start: int, end: int, lead: Span | None, *, last: bool) -> list[Found]:
        view = self._view
        end = self._taken.first_in(start, end)
        end = self._end_of_item(start, end, last)
        start, end = strip(view, start, end)
        cue = CUE.search(view, start, end)
        if end - start < 4 or (_BUYER_LABEL.match(view, start, end) and not cue) or (cue and cue.end() >= end):
            return []
        question, body = self._parted(start, end)
        own_topic = question is not None
        # A heading over a list of replies is the question of each; an item's own topic wins over it.
        asked = question or lead
        found = []
        for first, behind in self._pieces(body, end, split=own_topic):
            label = _INNER_LABEL.search(view, first, behind)
            if label and REMARK.search(label.group(0)):
                label = None
            reply = reply_span(view, first, label.start() if label else behind)
            if reply is not None:
                found.append(Found(reply, asked))
            if label:
                asked = topic(view, label.start(), label.end()) or asked
        return found

    def _end_of_item(self, start: int, end: int, last: bool) -> int:
        """Where the item's words end: page furniture and titles do not belong to it."""
        view = self._view
        place = start
        limit = min(end, start + (900 if last else 2000))
        while True:
            line_end = view.find("\n", place, limit)
            if line_end < 0:
                return limit
            next_start = line_end
            while next_start < limit and view[next_start].isspace():
                next_start += 1
            if next_start >= limit:
                return line_end
            next_end = view.find("\n", next_start, end)
            next_end = end if next_end < 0 else next_end
            if not self._goes_on(
                view[start:line_end], view[line_end:next_start].count("\n"), view[next_start:next_end].strip(), last
            ):
                return line_end
            place = next_end

    def _goes_on(self, so_far: str, breaks: int, line: str, last: bool) -> bool:
        if line in self._furniture or not line:
            return False
        ended = so_far.rstrip()[-1:] in "。!?~…;.)】:"
        wrapped = not ended and len(so_far.rpartition("\n")[2]) >= 20 and breaks == 1
        titled = line[-1:] not in "。!?~…;.)】,吗呢哦" and len(line) < HEADING_LENGTH
        if wrapped:
            return not (titled and agent_voice(line) <= 0)
        if breaks > 1 and not ended:
            return False
        if last:
            return agent_voice(line) > 0 and not titled
        return agent_voice(line) >= 0 and not titled

    def _parted(self, start: int, end: int) -> tuple[Span | None, int]:
        """The item's own question or topic, and where its reply begins."""
        view = self._view
        if salute_at(view, start):
            return None, start
        cue = CUE.search(view, start, min(end, start + 160))
        if cue and cue.end() < end:
            return topic(view, start, cue.start()), cue.end()
        label = _LABEL.match(view, start, end)
        if label and agent_voice(label.group(0)) <= 1 and not salute_at(view, start):
            return topic(view, start, label.end()), label.end()
        opening = first_salute(view, start, min(end, start + 60))
        if opening > start and not _TOPIC_MARKS.search(view, start, opening) and view[opening - 1] not in ",;":
            return topic(view, start, opening), opening
        argument = self._argument(start, end)
        if argument:
            return topic(view, start, argument), argument
        return None, start

    def _argument(self, start: int, end: int) -> int | None:
        """Where the reply begins behind a buyer's words that nothing but a line or a salutation parts from it."""
        spans = sentences(self._view, start, min(end, start + 200))
        for (_, before), (place, after) in pairwise(spans):
            first = place
            while first < after and self._view[first].isspace():
                first += 1
            said = self._view[start:before]
            if re.search('[您“”"]|我们', said):
                return None
            asked = said.rstrip().endswith("?") and len(said.strip()) <= 20 and not re.search("亲|请|帮", said)
            if salute_at(self._view, first) or (asked and agent_voice(self._view[first:end]) > 0):
                return first
        return None

    def _pieces(self, start: int, end: int, *, split: bool) -> list[Span]:
        """The replies of one item."""
        view = self._view
        places = [p for p in salutes(view, start, end) if p > start]
        if not split:
            greeted = set(salutes(view, start, end, greetings=True))
            places = [p for p in places if p in greeted or "\n" in view[max(start, p - 2) : p] or view[p - 1] == ":"]
        places = [p for p in places if view[p - 1] != ":" or not REMARK.search(view[max(start, p - 8) : p])]
        places = sorted({p for p in places if p - start > 6} | set(labels_within(view, start, end)))
        cuts = [start, *places, end]
        return list(pairwise(cuts))


def _before_heading(view: str, start: int, end: int) -> int:
    """Where an item ends that is followed by the heading of another list."""
    while end > start and view[end - 1].isspace():
        end -= 1
    line = view.rfind("\n", start, end)
    tail = max(line, max((view.rfind(mark, start, end - 1) for mark in "。!?~…. "), default=-1))
    if tail <= start:
        return end
    words = view[tail + 1 : end].strip()
    if (
        2 <= len(words) <= HEADING_LENGTH
        and words[0].isalnum()
        and agent_voice(words) <= 0
        and words[-1:] not in "。!?~…."
        and (line == tail or _ended(view, tail))
    ):
        return tail + 1
    return end


def _ended(view: str, place: int) -> bool:
    return (
        view[: place + 1].rstrip(" ")[-1:] in "。!?~…."
        if place < 6
        else view[place - 5 : place + 1].rstrip(" ")[-1:] in "。!?~…."
    )


def _furniture(view: str) -> frozenset[str]:
    """Lines of the page around the text: page numbers, and short lines that stand there twice."""
    lines = [line.strip() for line in view.split("\n")]
    counts: dict[str, int] = {}
    for line in lines:
        if line and len(line) < 40:
            counts[line] = counts.get(line, 0) + 1
    return frozenset(
        line
        for line, count in counts.items()
        if (count > 1 and agent_voice(line) <= 1)
        or re.fullmatch(r"第?\d+页?\s*[/共]\s*\d+页?|-?\s*\d+\s*-?|第\d+页.{0,8}", line)
    )
