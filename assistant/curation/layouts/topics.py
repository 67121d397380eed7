"""The words that lead a reply in: the buyer's own, or the heading that names the situation."""

import re

from assistant.curation.layouts.found import Span
from assistant.curation.voice import agent_voice, sentences

_SAID = re.compile(r"(?:买家|顾客|客户|客人|用户)[^:“\"]{0,10}[:]\s*[“\"]?|(?:咨询|问|说)[:]\s*[“\"]")
_TOPIC_TAIL = re.compile(r"(?:话术|[:,、;\s])+$")
_TOPIC_PREFIX = re.compile(
    r"(?:(?:【|\[)?(?:情景|情境|情况|场景|案例|问题|示例|case|scenario|q)\s*[一二三四五六七八九十\d]{0,2}\s*(?:】|\])?\s*[:.、]?\s*(?=\S)|\d{1,2}(?:\.\d{1,2})+[ \t]*|\d{1,2}\s*[.)、]\s*|【[^】]{1,4}】\s*"
    r"|(?:顾客|客户|买家|客人)(?:问|说)[:,]?\s*|[\u4e00-\u9fff]{2,5}型(?![号的])[:\s]*(?=.{6}))"
)
_HOW_TO_ANSWER = re.compile(
    r"[,;”\"]\s*(?:假设[^,;]{0,24}[,;])?\s*(?:你|您)(?:将|会|该|应该?)?(?:如何|怎么|怎样)[^,;]{0,8}$"
)
_ONE_QUOTE = re.compile(r"“([^“”]{2,60}?)[,;]?”")
_BUYERS = re.compile(r"客户|顾客|买家|客人|咨询|提问")
HEADING_LENGTH = 32
CUE = re.compile(
    r"(?:可以说|可以这样说|可以这么说|可以回复|可以回答|您的回答|你的回答|参考回复|参考话术|标准话术|推荐话术|回答|回复|应答|话术|答)\s*[:]\s*"
)


def topic(view: str, start: int, end: int) -> Span | None:
    """The buyer's words or the heading in a passage that leads a reply in."""
    start, end = _quoted_words(view, start, end)
    first, last = strip(view, start, end)
    prefix = _TOPIC_PREFIX.match(view, first, last)
    if prefix and last - prefix.end() >= 3:
        first = prefix.end()
    for tail_pattern in (_TOPIC_TAIL, _HOW_TO_ANSWER, _TOPIC_TAIL):
        tail = tail_pattern.search(view[first:last])
        if tail and tail.start() >= 2:
            last = first + tail.start()
    while first < last and view[last - 1] in ',;:、”"“ ':
        last -= 1
    while first < last and view[first] in '“"”,;:、.)(#* ':
        if view[first] == "(" and ")" in view[first:last]:
            break
        first += 1
    return (first, last) if last - first >= 2 else None


def _quoted_words(view: str, start: int, end: int) -> Span:
    """The buyer's words where the passage quotes them, else the passage."""
    said = last_match(_SAID, view, start, end)
    if said:
        closing = max(view.rfind("”", said.end(), end), view.rfind('"', said.end(), end))
        return said.end(), closing if closing > said.end() else end
    quote = _ONE_QUOTE.search(view, start, end)
    if quote and _BUYERS.search(view, start, quote.start()):
        return quote.span(1)
    return start, end


def last_match(pattern: re.Pattern[str], view: str, start: int, end: int) -> re.Match[str] | None:
    """The last occurrence of a pattern between two places."""
    return max(pattern.finditer(view, start, end), key=lambda match: match.start(), default=None)


def heading_before(view: str, place: int, floor: int) -> Span | None:
    """The words that lead a list in: those right before it on the line, or the line above."""
    end = place
    while end > floor and view[end - 1].isspace():
        end -= 1
    start = max(floor, view.rfind("\n", floor, end) + 1)
    if end - start > 90:
        spans = sentences(view, start, end)
        start = spans[-1][0] if spans else start
        if end - start > 90:
            start = end - 90
    spans = sentences(view, start, end)
    if len(spans) > 1:
        tail = view[spans[-1][0] : end].strip()
        reply_before = agent_voice(view[spans[-2][0] : spans[-2][1]].strip()) > 0
        if reply_before and 3 <= len(tail) <= HEADING_LENGTH and agent_voice(tail) <= 0 and tail[0] not in '等,;”"':
            start = spans[-1][0]
    cue = last_match(CUE, view, start, end)
    if cue and cue.end() >= end - 2:
        end = cue.start()
    return topic(view, start, end)


def strip(view: str, start: int, end: int) -> Span:
    """The passage without blanks and loose marks at its edges."""
    while start < end and (view[start].isspace() or view[start] in ".、:,;*"):
        if view.startswith("**", start):
            break
        start += 1
    while start < end and view[end - 1].isspace():
        end -= 1
    return start, end
