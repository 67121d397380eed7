"""The normal form that everything is read in, with the way back to the text as given.

Full width becomes half width, traditional becomes simplified, capitals become small, and characters that show nothing
(zero-width, combining, variation selectors) go. Nothing else: separators stay, since 3-5天 is not 35天.
"""

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, repeat

_KEPT = {"…", "—", "℃", "½"}
"""Characters whose compatibility form is longer without being clearer."""


class _Folding(dict[str, str]):
    """Character to its normal form ('' where it shows nothing), found out on first sight and remembered."""

    def __missing__(self, char: str) -> str:
        folded = _fold(char)
        if len(self) < 70_000:
            self[char] = folded
        return folded


@functools.cache
def _simplify() -> "object":
    from opencc import OpenCC  # 10 ms to build: not before the first Chinese character

    return OpenCC("t2s").convert


def _fold(char: str) -> str:
    if char in _KEPT:
        return char
    plain = unicodedata.normalize("NFKC", char)
    shown = "".join(
        c for c in plain if unicodedata.category(c) not in {"Mn", "Me", "Cf", "Cc", "Co", "Cs"} or c in "\n\t"
    )
    if shown and "\u3400" <= shown[0] <= "\u9fff":
        shown = _simplify()(shown)  # type: ignore[operator]
    return shown.lower()


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in normal form.

    Attributes:
        raw: the text as given.
        view: the normal form, which is what patterns see.
        offsets: for each character of `view` its place in `raw`; None where both agree throughout.
    """

    raw: str
    view: str
    offsets: tuple[int, ...] | None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `raw` (code points, end exclusive) behind `view[start:end]`."""
        if self.offsets is None:
            return start, end
        if start >= end:
            place = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return place, place
        return self.offsets[start], self.offsets[end - 1] + 1


_SHORT = 300
"""A text of no more characters than this is remembered: within a draft the same few are read again and again."""


def normalise(raw: str) -> NormalText:
    """`raw` in normal form, with its offset map."""
    return _remembered(raw) if len(raw) <= _SHORT else _normalised(raw)


@functools.lru_cache(maxsize=1024)
def _remembered(raw: str) -> NormalText:
    return _normalised(raw)


def _normalised(raw: str) -> NormalText:
    if raw.isascii() and "\x00" not in raw:
        return NormalText(raw, raw.lower(), None)
    folding = _FOLDING
    changed = {char: folded for char in set(raw) if (folded := folding[char]) != char}
    if _one_by_one(changed):
        view = raw
        for char, folded in changed.items():
            view = view.replace(char, folded)
        return NormalText(raw, view, None)
    pieces = [folding[char] for char in raw]
    offsets = tuple(chain.from_iterable(repeat(place, len(piece)) for place, piece in enumerate(pieces)))
    return NormalText(raw, "".join(pieces), offsets)


def _one_by_one(changed: Mapping[str, str]) -> bool:
    """Whether characters can be replaced one kind after the other: all stay in place, and none becomes another kind."""
    return all(len(folded) == 1 and folded not in changed for folded in changed.values())
