"""What a prompt may take: the history goes first, then scripts, then the middle of a very long message; facts never."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.prompting.values import ReplyPrompt

Count = Callable[[ReplyPrompt], int]
"""How many tokens a prompt takes."""

_LEAST_MESSAGE_CHARS = 400
MOST_CHARS = 3000
"""Longer texts are cut before anything is looked for in them: a prompt has no room for more, and a draft no time."""
_EDGE_CHARS = 60
"""So much beside such a cut goes too: of a number or an address that it goes through, nothing may be left."""
_TOKEN = re.compile(r"⟦[^⟦⟧]{1,40}⟧")
CUT = " […] "
"""What stands where a piece of the message is left out."""


def tokens(text: str) -> int:
    """About how many tokens a text takes, rather too many: one for each Chinese character, one for three others."""
    wide = (len(text.encode("utf-8", "replace")) - len(text)) // 2  # a Chinese character has three bytes
    return wide + (len(text) - wide + 2) // 3


def hidden(text: str, hide: Callable[[str], str]) -> str:
    """A text as `hide` leaves it, without its middle where it is very long."""
    if len(text) <= MOST_CHARS:
        return hide(text)
    head, tail = hide(text[: MOST_CHARS * 2 // 3]), hide(text[-MOST_CHARS // 3 :])
    return _without_middle(head + tail, len(head) - _EDGE_CHARS, len(head) + _EDGE_CHARS)


def fitted(prompt: ReplyPrompt, budget: int, count: Count) -> ReplyPrompt:
    """The prompt with as much history, scripts and message as the budget allows.

    Facts, rules and the frame are never cut: where they alone take more, the prompt stays over the budget.
    """
    over = count(prompt) - budget
    while over > 0 and prompt.history:
        kept = list(prompt.history)
        while kept and over > 0:
            over -= max(1, tokens(kept.pop(0).text))
        prompt = replace(prompt, history=tuple(kept))
        over = count(prompt) - budget
    while over > 0 and prompt.scripts:
        prompt = replace(prompt, scripts=prompt.scripts[:-1])
        over = count(prompt) - budget
    if over > 0:
        share = max(0.0, 1 - over / max(1, tokens(prompt.message)))
        prompt = replace(prompt, message=_shortened(prompt.message, int(len(prompt.message) * share) - len(CUT)))
    return prompt


def _shortened(message: str, chars: int) -> str:
    """A long message without its middle: what is wanted stands at the beginning or at the end."""
    chars = max(chars, _LEAST_MESSAGE_CHARS)
    if len(message) <= chars:
        return message
    head = chars * 2 // 3
    return _without_middle(message, head, len(message) - (chars - head))


def _without_middle(message: str, head: int, tail: int) -> str:
    for token in _TOKEN.finditer(message):  # half a token stands for nothing
        if token.start() < head < token.end():
            head = token.start()
        if token.start() < tail < token.end():
            tail = token.end()
    return message[:head] + CUT + message[tail:]
