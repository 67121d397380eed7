"""Words that mean the same: what lets a message in unseen words find its way to the variants that we have."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple


class Token(NamedTuple):
    """A stretch of a message: a concept, or a character or word that belongs to none."""

    text: str
    concepts: tuple[str, ...] = ()


class Trie:
    """Words to what they stand for, found longest first."""

    def __init__(self, entries: Mapping[str, tuple[str, ...]]) -> None:
        self._entries = dict(entries)
        lengths: dict[str, set[int]] = {}
        for word in entries:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def at(self, text: str, place: int) -> tuple[str, tuple[str, ...]] | None:
        """The longest word that begins at `place`, with what it stands for."""
        for length in self._lengths.get(text[place], ()):
            word = text[place : place + length]
            meant = self._entries.get(word)
            if meant is not None:
                return word, meant
        return None


def inverted(groups: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """From concept -> words to word -> concepts."""
    found: dict[str, list[str]] = {}
    for concept, words in groups.items():
        for word in words:
            concepts = found.setdefault(word.lower(), [])
            if concept not in concepts:
                concepts.append(concept)
    return {word: tuple(concepts) for word, concepts in found.items()}


class Homophones:
    """What buyers mistype or shorten, put right."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._trie = Trie({word: (meant,) for word, meant in entries.items()})

    def mended(self, text: str) -> str:
        """`text` with every known slip put right; letters count only as a whole word."""
        pieces = []
        place = 0
        while place < len(text):
            found = self._trie.at(text, place)
            if found and self._stands_alone(text, place, found[0]):
                pieces.append(found[1][0])
                place += len(found[0])
            else:
                pieces.append(text[place])
                place += 1
        return "".join(pieces)

    @staticmethod
    def _stands_alone(text: str, place: int, word: str) -> bool:
        if not word.isascii():
            return True
        before = text[place - 1] if place else " "
        after = text[place + len(word)] if place + len(word) < len(text) else " "
        return not (_is_letter(before) or _is_letter(after))


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"


def _is_word(char: str) -> bool:
    return "a" <= char <= "z" or "0" <= char <= "9" or char in "'*"


def han_tokens(text: str, trie: Trie) -> Iterator[Token]:
    """Tokens of a Chinese text: concept words, runs of letters or digits, single characters."""
    place = 0
    while place < len(text):
        char = text[place]
        if char.isspace():
            place += 1
            continue
        found = trie.at(text, place)
        if found:
            yield Token(*found)
            place += len(found[0])
        elif _is_word(char):
            end = place + 1
            while end < len(text) and _is_word(text[end]):
                end += 1
            yield Token(text[place:end])
            place = end
        else:
            yield Token(char)
            place += 1


_KEPT_WHOLE = frozenset(
    ["this", "was", "has", "his", "yes", "less", "does", "its", "address", "dress", "express", "always", "news", "plus"]
)


_ENDINGS = (
    ("ies", "y"),
    ("pping", "p"),
    ("pped", "p"),
    ("tting", "t"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
)


def stem(word: str) -> str:
    """An English word without its ending; crude on purpose: both sides go through it."""
    if word in _KEPT_WHOLE or len(word) < 4:
        return word
    for ending, kept in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + kept
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def stemmed(phrase: str) -> tuple[str, ...]:
    """The stems of the words of a phrase."""
    return tuple(stem(word) for word in words_of(phrase))


def words_of(text: str) -> list[str]:
    """The words of a text in normal form."""
    words: list[str] = []
    current: list[str] = []
    for char in text.replace("’", "'"):
        if _is_word(char):
            current.append(char)
        elif current:
            words.append("".join(current))
            current = []
    if current:
        words.append("".join(current))
    return words


class Phrases:
    """English words and phrases to concepts, by stems."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._entries: dict[tuple[str, ...], tuple[str, ...]] = {}
        for phrase, concepts in inverted(groups).items():
            key = stemmed(phrase)
            self._entries[key] = tuple(dict.fromkeys(self._entries.get(key, ()) + concepts))
        self._longest = max(map(len, self._entries), default=0)

    def tokens(self, text: str) -> Iterator[Token]:
        """Tokens of an English text: phrases that stand for a concept, else single stems."""
        stems = stemmed(text)
        place = 0
        while place < len(stems):
            for length in range(min(self._longest, len(stems) - place), 0, -1):
                key = stems[place : place + length]
                concepts = self._entries.get(key)
                if concepts is not None:
                    yield Token(" ".join(key), concepts)
                    place += length
                    break
            else:
                yield Token(stems[place])
                place += 1
