"""What no list holds: 比如: examples in prose, `label: reply` lines, replies on lines of their own under a heading."""

import re
from itertools import pairwise

from assistant.curation.layouts.found import Document, Found, Span, Taken
from assistant.curation.layouts.replies import labels_within, reply_span
from assistant.curation.layouts.topics import topic
from assistant.curation.voice import agent_voice, salute_at, salutes, teaches, trimmed

_EXAMPLE = re.compile(r"(?:比如|例如|譬如|如|格式[为是])\s*[:]\s*")
_LABEL = re.compile(r"[ \t]*(?:[#>*]+[ \t]*)?([^,;。!?~…:\n]{2,24})[:][ \t]*(?=\S)")
_BOXED = re.compile(r"[ \t]*[【\[]([^【】\[\]\n]{2,20})[】\]][ \t]*[:]?[ \t]*(?=\S)")
_LABEL_LEFT = re.compile(r"[。!?~]\s?[^,;。!?~…:\n.“”\"]{2,12}:$")
_REPLY_LABEL = re.compile(r"回复|话术|回答|应答|答复|说法|客服|^答")
_EXAMPLE_END = re.compile(r" {2,}|\n|(?:比如|例如|譬如|如)\s*[:]| ▲")
_QUESTION = re.compile(r"[?吗呢么]\s*$|(?:怎么|什么|多少|多久|几天|是否|能不能|可不可以|有没有|哪)")


def find_lines(document: Document, taken: Taken) -> list[Found]:
    """Examples, labelled lines and bare lines."""
    return [*_examples(document.view, taken), *_lines(document.view, taken)]


def _examples(view: str, taken: Taken) -> list[Found]:
    found = []
    for match in _EXAMPLE.finditer(view):
        start = match.end()
        stop = _EXAMPLE_END.search(view, start)
        end = min(stop.start() if stop else len(view), start + 200)
        end = taken.first_in(start, end)
        cuts = [start, *(place for place in salutes(view, start, end, greetings=True) if place > start), end]
        for first, last in pairwise(cuts):
            reply = reply_span(view, first, last)
            if reply and agent_voice(view[reply[0] : reply[1]]) >= 2 and not taken.overlaps(*reply):
                found.append(Found(reply))
    return found


def _lines(view: str, taken: Taken) -> list[Found]:
    found: list[Found] = []
    heading: Span | None = None
    place = 0
    for line in view.split("\n"):
        start, end = place, place + len(line)
        place = end + 1
        words = line.strip()
        if not words:
            continue
        if len(words) > 600 or taken.overlaps(start, end):
            heading = None
            continue
        cuts = [start, *labels_within(view, start, end), end]
        scripts = [script for part in pairwise(cuts) for script in _scripts(view, *_unlabelled(view, *part), heading)]
        found.extend(scripts)
        if not scripts:
            heading = (
                topic(view, start, end) if len(words) <= (90 if words.isascii() else 40) and _leads(words) else None
            )
    return found


def _unlabelled(view: str, start: int, end: int) -> Span:
    """A part of a line without the label of the next part at its end."""
    label = _LABEL_LEFT.search(view, start, end)
    return start, label.start() + 1 if label else end


def _leads(words: str) -> bool:
    """Whether a line may be the question of the replies below it."""
    return bool(_QUESTION.search(words)) or words[-1] not in "。!;,…~."


_ASKED = re.compile(r"(?<=[;?~。!])\s+(?=\S)|\s+(?=亲|请问|您)")


def _several(view: str, start: int, end: int) -> list[Span]:
    """The short things to ask that share a line, parted by blanks: three or more, else it is one reply."""
    cuts = [start, *(match.end() for match in _ASKED.finditer(view, start, end)), end]
    pieces = [trimmed(view, *pair) for pair in pairwise(cuts)]
    short = [piece for piece in pieces if 4 <= piece[1] - piece[0] <= 30]
    speaking = sum(agent_voice(view[first:last]) > 0 for first, last in short)
    return short if len(short) == len(pieces) >= 3 and speaking * 2 > len(short) else []


def _scripts(view: str, start: int, end: int, heading: Span | None) -> list[Found]:
    label = _BOXED.match(view, start, end) or _LABEL.match(view, start, end)
    question = heading
    if label and agent_voice(label.group(1)) <= 1 and not salute_at(view, label.start(1)):
        start = label.end()
        if not (heading and _REPLY_LABEL.search(label.group(1))):
            question = topic(view, label.start(1), label.end(1)) or heading
    while start < end and view[start] in " \t\r>*-#•·|":
        start += 1
    if salute_at(view, start):
        bar = 2.0
    elif label and label.re is _LABEL:
        bar = 3.0
    else:
        bar = 2.0 if heading else 3.0
    several = _several(view, start, end)
    if several and not teaches(view[start:end]):
        return [Found(span, question) for span in several]
    words = view[start:end]
    if teaches(words) or agent_voice(words) < bar:
        return []
    reply = reply_span(view, start, end)
    return [Found(reply, question)] if reply and agent_voice(view[reply[0] : reply[1]]) >= bar else []
