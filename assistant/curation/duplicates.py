"""Near-duplicates: the same script in other punctuation or with a word changed, but never with another figure."""

import re

from rapidfuzz import fuzz, process

from assistant.language.normalise import normalise

_RATIO = 92
_NOT_WORDS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"\d+")
_NEGATIONS = re.compile(r"不|没|无|未|别|\bnot\b|n't\b|\bno\b")


class FirstOfKind:
    """Remembers scripts, and tells which earlier one says the same."""

    def __init__(self) -> None:
        self._by_length: dict[int, list[tuple[str, str, tuple[str, ...]]]] = {}

    def find_or_add(self, script_id: str, reply: str) -> str | None:
        """The id of the earlier script that says the same; None, and remembered, where there is none."""
        view = normalise(reply).view
        words = _NOT_WORDS.sub("", view)
        said = (*_FIGURES.findall(view), str(len(_NEGATIONS.findall(view))))
        best: tuple[float, str] | None = None
        for length in range(int(len(words) * 0.85), int(len(words) * 1.18) + 1):
            rows = [row for row in self._by_length.get(length, ()) if row[2] == said]
            match = process.extractOne(words, [row[0] for row in rows], scorer=fuzz.ratio, score_cutoff=_RATIO)
            if match and (best is None or match[1] > best[0]):
                best = (match[1], rows[match[2]][1])
        if best:
            return best[1]
        self._by_length.setdefault(len(words), []).append((words, script_id, said))
        return None
