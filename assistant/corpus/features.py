"""What a message shows of its meaning: short character runs, words, concepts, and concepts that stand together."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from assistant.corpus.concepts import Homophones, Phrases, Token, Trie, han_tokens, inverted

BUCKETS = {"zh": 36_000, "en": 24_000}
"""How many places the features of a language share."""

MAX_CHARS = 240
"""Of a longer message only the beginning and the end are read: what a buyer wants stands there."""

_MAX_CONCEPTS = 14
_REMEMBERED = 50_000
_MARKS = frozenset(" \t\n,.!?;:~…、。，！？；：·-—_()（）[]【】\"'“”‘’<>《》|/\\*#^=+&@")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language.

    Attributes:
        concepts: concept -> words.
        homophones: slip -> what is meant (Chinese only).
    """

    concepts: Mapping[str, Sequence[str]]
    homophones: Mapping[str, str]


class HanFeatures:
    """Features of Chinese messages."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._homophones = Homophones(lexicon.homophones)
        self._trie = Trie(
            inverted({name: map(self._homophones.mended, words) for name, words in lexicon.concepts.items()})
        )

    def mended(self, view: str) -> str:
        """A text in normal form with its known slips put right."""
        return self._homophones.mended(view)

    def names(self, view: str) -> set[str]:
        """The features of a text in normal form, by name."""
        text = "".join([" " if char in _MARKS else char for char in self.mended(view)])
        found: set[str] = set()
        for run in text.split():
            edged = f"^{run}$"
            for size in (1, 2, 3):
                found.update(["c" + edged[i : i + size] for i in range(len(edged) - size + 1)])
        _add_concepts(found, list(han_tokens(text, self._trie)))
        return found


class LatinFeatures:
    """Features of English messages."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = Phrases(lexicon.concepts)

    def names(self, view: str) -> set[str]:
        """The features of a text in normal form, by name."""
        tokens = list(self._phrases.tokens(view))
        stems = ["^", *(part for token in tokens for part in token.text.split()), "$"]
        found = {f"w{word}" for word in stems}
        found.update(f"b{first} {second}" for first, second in pairwise(stems))
        found.update(f"t{' '.join(stems[i : i + 3])}" for i in range(len(stems) - 2))
        for word in stems:
            edged = f"^{word}$"
            found.update("c" + edged[i : i + 4] for i in range(len(edged) - 3))
        _add_concepts(found, tokens)
        return found


def _add_concepts(found: set[str], tokens: Sequence[Token]) -> None:
    labels = ["^", *(token.concepts[0] if token.concepts else token.text for token in tokens), "$"]
    found.update([f"m{first}|{second}" for first, second in pairwise(labels)])
    concepts = list(dict.fromkeys(concept for token in tokens for concept in token.concepts))[:_MAX_CONCEPTS]
    found.update(f"k{concept}" for concept in concepts)
    found.update(f"p{first}&{second}" for first, second in combinations(sorted(concepts), 2))


def clipped(view: str) -> str:
    """A long message cut to its beginning and end."""
    if len(view) <= MAX_CHARS:
        return view
    half = MAX_CHARS // 2
    return f"{view[:half]} {view[-half:]}"


def bucket(name: str, count: int) -> int:
    """The place of a feature among `count`."""
    return zlib.crc32(name.encode("utf-8", "replace")) % count


class Buckets(dict[str, int]):
    """Features to their places among `count`, found out on first sight and remembered."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def __missing__(self, name: str) -> int:
        place = bucket(name, self._count)
        if len(self) < _REMEMBERED:
            self[name] = place
        return place
