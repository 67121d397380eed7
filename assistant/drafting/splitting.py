"""Puts pieces together as chat messages: lines of at most 200 characters, at most three of them long."""

import re
from collections.abc import Sequence

from assistant.domain.store import Language

MAX_CHARS = {"zh": 200, "en": 500}
"""What one chat message holds, by language."""
MAX_MESSAGES = 3
_SENTENCE = re.compile(r"[^。！？!?~～]*[。！？!?~～]+|[^。！？!?~～]+$")


def split(texts: Sequence[str], cases: Sequence[str], language: Language) -> str:
    """The pieces as one text: manners (opening, acknowledgement) run on into what follows, answers stand on lines.

    A message that would be too long is broken at its sentences; a blank line parts messages.
    """
    gap = "" if language == "zh" else " "
    lines: list[str] = []
    run_on = False
    for text, case in zip(texts, cases, strict=True):
        if run_on and lines:
            lines[-1] += gap + text.removeprefix("亲，")
        else:
            lines.append(text)
        run_on = case.startswith(("opening", "acknowledge"))
    limit = MAX_CHARS[language]
    short = [part for line in lines for part in _broken(line, limit)]
    messages: list[str] = []
    for line in short:
        if messages and len(messages[-1]) + 1 + len(line) <= limit:
            messages[-1] += "\n" + line
        else:
            messages.append(line)
    return "\n\n".join(messages[:MAX_MESSAGES])


def _broken(line: str, limit: int) -> list[str]:
    """A line in parts of at most `limit` characters, broken behind sentences where they allow it."""
    if len(line) <= limit:
        return [line]
    parts = [""]
    for sentence in (match.group() for match in _SENTENCE.finditer(line)):
        if len(parts[-1]) + len(sentence) <= limit:
            parts[-1] += sentence
        else:
            parts.append(sentence.lstrip())
    return [part[start : start + limit] for part in parts if part for start in range(0, len(part), limit)]
