"""The tables of disguise: what sounds alike, how rare a spelling is, and which words are worth a second reading."""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import yaml

_FIRST_CODE = 0xE000
_RARE_SAME, _RARE_OTHER = 12, 15
"""How rare (in half steps of -log10) two characters must be beside each other: with one of them right, with none."""


@dataclass(frozen=True)
class Spelling:
    """What is known of spellings.

    Attributes:
        words: the sensitive words.
        codes: character to the code of its syllable, for `str.translate`.
        sounding: over codes: every sensitive word by its syllables.
        latin: RE2 source: a sensitive word in Latin letters, or a Latin syllable that touches a Chinese character.
        forms: RE2 source with one group, and what the group stands for.
        split: character and what it looks like taken apart.
        english: English words that are read through digits and separators.
    """

    words: frozenset[str]
    codes: Mapping[int, str]
    sounding: re.Pattern[str]
    latin: str
    forms: tuple[tuple[str, str], ...]
    split: tuple[tuple[str, str], ...]
    english: frozenset[str]
    words_with: Mapping[str, tuple[str, ...]]
    _word_of: Mapping[str, str]
    _aliases: Mapping[str, str]
    _common: frozenset[str]
    _pairs: frozenset[str]
    _never: frozenset[str]
    _rarity: Mapping[str, tuple[int, int]]
    _code_of_syllable: Mapping[str, str]

    def units(self, view: str) -> Iterator[tuple[str, int, int]]:
        """Code, start and end of each unit of a text: a character, or a syllable in Latin letters."""
        at = 0
        for token in re.finditer(r"[a-z]{2,}", view):
            read = self._latin_units(token.group())
            if read is None:
                continue
            for place in range(at, token.start()):
                yield self.codes.get(ord(view[place]), view[place]), place, place + 1
            place = token.start()
            for syllable in read:
                yield self._code_of_syllable[syllable], place, place + len(syllable)
                place += len(syllable)
            at = token.end()
        for place in range(at, len(view)):
            yield self.codes.get(ord(view[place]), view[place]), place, place + 1

    def _latin_units(self, token: str) -> list[str] | None:
        """A token cut into syllables, as few as can be; None where it can't be."""
        # how many syllables lead to a place (0: none do), and where the last of them begins
        counts, begins = [1] + [0] * len(token), [0] * (len(token) + 1)
        for end in range(1, len(token) + 1):
            for start in range(max(0, end - 6), end):
                longer = counts[start] and token[start:end] in self._code_of_syllable
                if longer and (not counts[end] or counts[start] + 1 < counts[end]):
                    counts[end], begins[end] = counts[start] + 1, start
        if not counts[-1]:
            return None
        units: list[str] = []
        end = len(token)
        while end:
            units.append(token[begins[end] : end])
            end = begins[end]
        return units[::-1]

    def read(self, units: Sequence[str], codes: str, before: str, behind: str) -> str | None:
        """The sensitive word that units (characters, Latin syllables) are read as.

        None where they are more likely to be what they say; the word itself where they are that word.

        Args:
            units: what stands there, without separators.
            codes: their syllables.
            before: the character before them ('' at the start).
            behind: the character behind them.
        """
        word = self._word_of[codes]
        spelled = "".join(units)
        if spelled == word:
            return word
        if spelled in self._aliases:
            return self._aliases[spelled]
        if (
            spelled in self._common
            or (units[0] != word[0] and before + units[0] in self._pairs)
            or (units[-1] != word[-1] and units[-1] + behind in self._pairs)
        ):
            return None
        if any(unit in self._never and unit != char for unit, char in zip(units, word, strict=True)):
            return None
        return word if self._rare(units, word) else None

    def common_pair(self, pair: str) -> bool:
        """Whether two characters are a common word, and so hardly a name."""
        return pair in self._pairs or pair in self.words

    def _rare(self, units: Sequence[str], word: str) -> bool:
        """Whether it is unlikely that the characters stand together by chance."""
        if all(unit.isascii() for unit in units):
            return sum(map(len, units)) >= 5
        if any(unit not in self._rarity for unit in units):
            return all(unit == char or unit not in self._rarity for unit, char in zip(units, word, strict=True))
        same = any(unit == char for unit, char in zip(units, word, strict=True))
        rarity = sum(self._rarity[a][0] + self._rarity[b][1] for a, b in itertools.pairwise(units))
        return rarity >= (_RARE_SAME if same else _RARE_OTHER) * (len(units) - 1)


@functools.cache
def spelling() -> Spelling:
    """The tables, read once from the package's data."""
    folder = files("assistant.policy") / "data"
    data = yaml.load((folder / "disguise.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    syllables, rarity, read_as, common, pairs = _sounds((folder / "sounds.txt").read_text(encoding="utf-8"))
    code = {
        syllable: chr(_FIRST_CODE + i)
        for i, syllable in enumerate(
            sorted(set(syllables.values()) | {s for reading in read_as.values() for s in reading})
        )
    }
    codes = {ord(char): code[syllable] for char, syllable in syllables.items()}
    codes |= {ord(char): code[syllable] for syllable, chars in data["emoji"].items() for char in chars.split()}
    words = tuple(data["words"].split())
    word_of: dict[str, str] = {}
    latin: list[str] = []
    for word in words:
        for reading in {
            tuple(syllables[char] for char in word),
            read_as.get(word, tuple(syllables[char] for char in word)),
        }:
            word_of.setdefault("".join(code[syllable] for syllable in reading), word)
            latin.append(r"[ '.\-_·]?".join(reading))
    aliases = {alias: word for word, spelled in data["aliases"].items() for alias in spelled.split()}
    words_with: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for char in set(word):
            words_with[char].append(word)
    any_syllable = "|".join(sorted((s for s in code if len(s) >= 2), key=len, reverse=True))
    return Spelling(
        words=frozenset(words),
        codes=codes,
        sounding=_any_of(word_of),
        latin=rf"(?:^|[^a-z])(?:{'|'.join(latin)})(?:[^a-z]|$)|[\x{{3400}}-\x{{9fff}}](?:{any_syllable})(?:[^a-z]|$)|(?:^|[^a-z])(?:{any_syllable})[\x{{3400}}-\x{{9fff}}]",
        forms=tuple((source, reads) for source, reads in data["forms"]),
        split=tuple((char, spelled) for char, forms in data["split"].items() for spelled in forms.split()),
        english=frozenset(data["english"].split()),
        words_with={char: tuple(found) for char, found in words_with.items()},
        _word_of=word_of,
        _aliases=aliases,
        _common=frozenset(common) | frozenset(data["keep"].split()),
        _pairs=frozenset(pairs),
        _never=frozenset(data["never"].split()),
        _rarity=rarity,
        _code_of_syllable=code,
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for literal words (two characters or more), longest first, that skips fast where none begins."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        tails[word[0]].append(word[1:])
    branches = {first: f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(tails.items())}
    firsts = list(branches)
    groups = [firsts[at : at + 24] for at in range(0, len(firsts), 24)]
    seconds = "".join(sorted({rest[0] for several in tails.values() for rest in several}))
    # the first look rules out most places at once: three times as fast as without
    found = "|".join(f"(?=[{''.join(group)}])(?:{'|'.join(branches[first] for first in group)})" for group in groups)
    return re.compile(f"(?=[{''.join(firsts)}][{seconds}])(?:{found})")


def _sounds(
    text: str,
) -> tuple[dict[str, str], dict[str, tuple[int, int]], dict[str, tuple[str, ...]], list[str], list[str]]:
    syllable_of: dict[str, str] = {}
    rarity: dict[str, tuple[int, int]] = {}
    read_as: dict[str, tuple[str, ...]] = {}
    common: list[str] = []
    pairs: list[str] = []
    for line in text.splitlines():
        head, *cells = line.split()
        if head == "#":
            continue
        if head == "!":
            common = cells
        elif head == "&":
            pairs = cells
        elif head.startswith("="):
            read_as[head[1:]] = tuple(cells)
        else:
            for cell in cells:
                syllable_of[cell[0]] = head
                rarity[cell[0]] = (ord(cell[1]) - ord("a"), ord(cell[2]) - ord("a"))
    return syllable_of, rarity, read_as, common, pairs
