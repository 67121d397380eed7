"""The agent's words in a passage, without what only agents should read."""

import re

from assistant.curation.layouts.found import Span
from assistant.curation.voice import agent_voice, sentences, teaches, trimmed

_LABEL_WITHIN = re.compile(r"(?<=[。!?~])\s?([^,;。!?~…:\n.“”\"]{2,12}):(?=\S)")
REMARK = re.compile(r"提示|注意|备注|说明|提醒|^ps")


def labels_within(view: str, start: int, end: int) -> list[int]:
    """Where replies begin behind labels of their own within a passage (首次回复:… 二次跟进:…)."""
    return [
        match.end()
        for match in _LABEL_WITHIN.finditer(view, start, end)
        if agent_voice(match.group(1)) <= 0
        and not REMARK.search(match.group(1))
        and agent_voice(view[match.end() : min(end, match.end() + 40)]) > 1
    ]


def reply_span(view: str, start: int, end: int) -> Span | None:
    """The agent's words at the beginning of a passage, without what only agents should read; None where there are none."""
    spans = sentences(view, start, end)
    if not spans:
        return None
    stop = spans[0][0]
    for place, (first, after) in enumerate(spans):
        sentence = view[first:after]
        if teaches(sentence) and place > 0:
            break
        stop = after
    first, last = trimmed(view, spans[0][0], stop)
    words = view[first:last]
    if last - first < 4 or agent_voice(words) <= 0 or not _says_enough(words) or _only_quotes(words):
        return None
    return first, last


def _only_quotes(words: str) -> bool:
    """Whether nothing but what it quotes speaks to a buyer: advice then."""
    outside = re.sub(r"“[^”]*”?|\"[^\"]*\"", "", words)
    return len(outside) < len(words) and agent_voice(outside) <= 0


def _says_enough(words: str) -> bool:
    letters = sum(char.isalnum() for char in words)
    return letters >= 4
