"""Whether a text gives away what the prompts say: a run of words that stands in a template stands in no honest reply."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_WORD = re.compile(r"[a-z0-9_']+|[\u3400-\u9fff]")
_WORDS_IN_A_ROW, _CHARACTERS_IN_A_ROW = 10, 14
"""So many words, or so many Chinese characters, are no accident."""
_INNER = re.compile(r"needs_person|⟦|⟧")
"""Words of ours that no buyer ever needs."""


class Quotes:
    """The runs of words of some texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {run.words for text in texts for run in _runs(text)}

    def in_text(self, text: str) -> tuple[int, int] | None:
        """Where a text quotes one of them (code points, end exclusive); None where it does not."""
        inner = _INNER.search(text)
        if inner:
            return inner.span()
        return next(((run.start, run.end) for run in _runs(text) if run.words in self._runs), None)


class _Run(NamedTuple):
    words: tuple[str, ...]
    start: int
    end: int


def _runs(text: str) -> Iterator[_Run]:
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text.lower())]
    for first, (word, start, _) in enumerate(words):
        row = words[first : first + (_WORDS_IN_A_ROW if word.isascii() else _CHARACTERS_IN_A_ROW)]
        if len(row) >= _WORDS_IN_A_ROW and (word.isascii() or len(row) == _CHARACTERS_IN_A_ROW):
            yield _Run(tuple(item[0] for item in row), start, row[-1][2])
