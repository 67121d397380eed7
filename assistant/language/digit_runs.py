"""Runs of digits however they are typed: 138-0013-8000, 幺三八…, ❶❸❽, one three eight, 138oo13….

Serves identity and contact rules alone: it joins what separators part, which would spoil everything else (3-5天 is not 35天).
"""

import unicodedata
from dataclasses import dataclass

from assistant.language.regex import regex

_HAN_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= {c: str(i + 1) for i, c in enumerate("壹贰叁肆伍陆柒捌玖")} | {
    "〇": "0",
    "○": "0",
    "洞": "0",
    "幺": "1",
    "拐": "7",
}
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PINYIN = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_WORDS = {word: str(i) for words in (_ENGLISH, _PINYIN) for i, word in enumerate(words)} | {"oh": "0", "yao": "1"}
_TIMES = {"double": 2, "triple": 3}
_LOOKALIKES = {"o": "0", "l": "1", "i": "1", "|": "1", "丨": "1"}
_DINGBATS = "❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒⓵⓶⓷⓸⓹⓺⓻⓼⓽⓿"

_WORD = "|".join(sorted([*_WORDS, *_TIMES], key=len, reverse=True))
_PIECE = regex(
    rf"\d[\doli|丨]*|(?<![a-z0-9])[oli|丨]{{1,2}}\d[\doli|丨]*|(?<![a-z0-9])[o丨|]{{2,4}}(?![a-z])|[{''.join(_HAN_DIGITS)}]+|[{_DINGBATS}]+"
    rf"|(?<![a-z])(?:{_WORD})(?![a-z])"
)
_GAP = regex(r"[^\w\u3400-\u9fff\n。;!?]{0,4}|_{1,3}")

LIKELY = (
    rf"(?:[\d{''.join(_HAN_DIGITS)}{_DINGBATS}][^\n]{{0,8}}){{7}}",
    rf"(?:\b(?:{_WORD})\b\W*){{5}}",
)
"""RE2 sources: what a text with seven digits of any kind has. Only a gate."""


@dataclass(frozen=True, slots=True)
class Group:
    """Digits typed together."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True, slots=True)
class Run:
    """Groups with nothing but separators between them.

    Attributes:
        groups: at least one, from the left.
        gaps: what stands between them, blanks left out.
    """

    groups: tuple[Group, ...]
    gaps: tuple[str, ...]

    @property
    def digits(self) -> str:
        """All digits of the run."""
        return "".join(group.digits for group in self.groups)


def digit_groups(view: str) -> list[Group]:
    """Every stretch of digits of a text in normal form, with Chinese, spelled-out and look-alike ones read."""
    found: list[Group] = []
    times, times_at = 1, -1
    for match in _PIECE.finditer(view):
        piece = match.group()
        if piece in _TIMES:
            times, times_at = _TIMES[piece], match.start()
            continue
        digits = _WORDS[piece] * times if piece in _WORDS else "".join(_digit(char) for char in piece)
        found.append(Group(match.start() if times == 1 else times_at, match.end(), digits))
        times = 1
    return found


def digit_runs(view: str) -> list[Run]:
    """The groups of a text joined where only separators part them."""
    runs: list[Run] = []
    groups: list[Group] = []
    gaps: list[str] = []
    for group in digit_groups(view):
        gap = view[groups[-1].end : group.start] if groups else ""
        if groups and _GAP.fullmatch(gap):
            gaps.append(gap.strip())
        elif groups:
            runs.append(Run(tuple(groups), tuple(gaps)))
            groups, gaps = [], []
        groups.append(group)
    if groups:
        runs.append(Run(tuple(groups), tuple(gaps)))
    return runs


def _digit(char: str) -> str:
    if char in "0123456789":
        return char
    plain = _HAN_DIGITS.get(char) or _LOOKALIKES.get(char)
    return plain if plain is not None else str(unicodedata.digit(char, 0))
