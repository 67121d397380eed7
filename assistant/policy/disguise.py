"""A second reading of a text whose words are disguised: 发.漂 and fapiao are 发票, s0cks are socks.

Used beside the plain reading, never in its place. A clean text has no second reading; finding that out takes one pass
of all patterns and one over the sounds, a few µs. What sounds alike lies in `data/sounds.txt` (made at build time), what
disguise is read back to in `data/disguise.yaml`.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from assistant.language.normalise import NormalText
from assistant.language.patterns import Encoded, Pattern, Screen, pattern
from assistant.language.regex import regex
from assistant.policy import letters
from assistant.policy.edits import Edit, applied
from assistant.policy.spelling import Spelling, spelling

_HAN = r"[\x{3400}-\x{9fff}]"
_TIGHT = r"[.·•‧∙⋅*_^|/\\=\-\x60~\x{2190}-\x{2bff}\x{3030}\x{1f000}-\x{1faff}]{1,3}"
_RUN = rf"{_HAN}(?:(?:{_TIGHT}| {{1,3}})(?:{_HAN}|\d{{1,3}})){{2,}}"
_APART = rf"{_HAN}{_TIGHT}[\x{{3400}}-\x{{9fff}}a-z]|[a-z]{_TIGHT}{_HAN}|(?:^|[^\x{{3400}}-\x{{9fff}}]){_HAN} {{1,2}}{_HAN}|{_HAN} {{1,2}}{_HAN}(?:[^\x{{3400}}-\x{{9fff}}]|$)"
_CAPITALS = (
    r"[壹贰叁肆伍陆柒捌玖拾佰仟]{2,}|[壹贰叁肆伍陆柒捌玖拾佰仟](?:天|块|元|个|点|折|件|小时|分|号|日|月|%|成)|[❶❷❸❹❺❻❼❽❾]"
    r"|\d[〇零○]+|[〇○]\d"
)
_STOPPED = rf"{_HAN}(?:[,。、;!?]{_HAN}){{3,}}"
_DOTTED = rf"{_HAN}[·•‧∙⋅*_|^]{_HAN}"

_CAPITAL_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟❶❷❸❹❺❻❼❽❾〇零○", "一二三四五六七八九十百千123456789000")

_TIGHT_CHARS = r"[.·•‧∙⋅*_^|/\\=\-`~\u2190-\u2bff\u3030\U0001f000-\U0001faff]{1,3}"
_SQUEEZED = regex(
    rf"(?<=[\u3400-\u9fffa-z]){_TIGHT_CHARS}(?=[\u3400-\u9fffa-z])|(?<=[\u3400-\u9fff]) {{1,2}}(?=[\u3400-\u9fff])|(?<=[a-z])[ '](?=[a-z])"
)
_PIECES = regex(r"[\u3400-\u9fff]|\d+")


@dataclass(frozen=True)
class _Table:
    spelling: Spelling
    any: Pattern
    sources: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    """Pattern with one group, and what the group stands for; among the sources they come behind `_LOOKS`."""

    @cached_property
    def screen(self) -> Screen:
        """Which of the sources occur: made when a text first shows one of them."""
        return Screen(self.sources)


_LOOKS = ("run", "stopped", "dotted", "apart", "latin", "mixed", "letters", "capitals", "toned")
"""What the first sources look for, in their order."""


@functools.cache
def _table() -> _Table:
    known = spelling()
    forms = (*known.forms, *((f"({spelled})", char) for char, spelled in known.split))
    looks = (_RUN, _STOPPED, _DOTTED, _APART, known.latin, letters.MIXED, letters.APART, _CAPITALS, letters.TONED)
    sources = (*looks, *(source for source, _ in forms))
    return _Table(known, pattern("|".join(f"(?:{source})" for source in sources)), sources, forms)


def repaired(normal: NormalText, encoded: Encoded | None = None) -> NormalText | None:
    """The second reading of a text, or None where nothing in it is disguised.

    Its offsets lead to the text as given, so a finding in it points at the disguised words.

    Args:
        normal: the text.
        encoded: its view, where it is encoded already.
    """
    table = _table()
    text = normal
    seen, forms = _seen(table, encoded or Encoded(normal.view))
    if "toned" in seen:
        text = applied(text, letters.without_tones(text.view))
        seen, forms = _seen(table, Encoded(text.view))
    if seen or forms:
        text = applied(text, _joined(text.view, seen))
        text = applied(text, _respelled(text.view, seen, forms, table))
    text = applied(text, _sounded(text.view, table.spelling, seen))
    return None if text is normal else text


def _seen(table: _Table, text: Encoded) -> tuple[set[str], list[int]]:
    """Which looks occur, and which forms (by number): one pass for a clean text."""
    if not table.any.found(text):
        return set(), []
    numbers = sorted(table.screen.seen(text))
    looks = {_LOOKS[number] for number in numbers if number < len(_LOOKS)}
    return looks, [number - len(_LOOKS) for number in numbers if number >= len(_LOOKS)]


# Separators


def _joined(view: str, seen: set[str]) -> Iterator[Edit]:
    """Single characters typed apart: 林.娜.亲, 补 6 个 点, 发,票.开.不.了. Figures alone stay: 3-5天 is not 35天."""
    text = Encoded(view)
    for look, source in (("stopped", _STOPPED), ("dotted", _DOTTED)):
        if look in seen:
            for hit in pattern(source).hits(text):
                yield Edit(hit.start, hit.end, "".join(_PIECES.findall(hit.text)))
    for hit in pattern(_RUN).hits(text) if "run" in seen else ():
        pieces = _PIECES.findall(hit.text)
        gaps = {_kind_of_gap(gap) for gap in _PIECES.split(hit.text)[1:-1]}
        figures = sum(piece.isdigit() for piece in pieces)
        enough = 3 if figures and "." in gaps else 2
        if len(gaps) == 1 and len(pieces) - figures >= enough and len(pieces) >= (4 if gaps <= set(" /-~") else 3):
            yield Edit(hit.start, hit.end, "".join(pieces))


def _kind_of_gap(gap: str) -> str:
    """The separator itself, all emoji being one kind: a numbered list has several, a word typed apart has one."""
    bare = gap.strip()[:1]
    return "emoji" if bare > "\u2190" else bare or " "


# Other spellings


def _respelled(view: str, seen: set[str], forms: Sequence[int], table: _Table) -> Iterator[Edit]:
    text = Encoded(view)
    if "letters" in seen:
        yield from letters.letters_apart(text)
    if "mixed" in seen:
        yield from letters.mixed_words(text, table.spelling.english)
    if "capitals" in seen:
        for hit in pattern(_CAPITALS).hits(text):
            yield Edit(hit.start, hit.end, hit.text.translate(_CAPITAL_DIGITS))
    for number in forms:
        source, reads = table.forms[number]
        for hit in pattern(source).hits(text):
            start = hit.start + hit.text.index(hit.groups[0])
            end = start + len(hit.groups[0])
            if number < len(table.spelling.forms) or _makes_word(view, start, end, reads, table.spelling):
                yield Edit(start, end, reads)


def _makes_word(view: str, start: int, end: int, char: str, known: Spelling) -> bool:
    """Whether a character put together from its parts makes a sensitive word with its neighbours."""
    around = view[max(0, start - 2) : start] + char + view[end : end + 2]
    return any(word in around for word in known.words_with.get(char, ()))


# Sounds


def _sounded(view: str, known: Spelling, seen: set[str]) -> list[Edit]:
    """Stretches that sound like a sensitive word without being it, or are it with separators inside."""
    latin = "latin" in seen
    apart = latin or "apart" in seen
    if not apart:
        return [] if view.isascii() else _read(known, view, view.translate(known.codes), None)
    squeezed, places = _squeeze(view, known.codes)
    if not latin:
        return _read(known, view, squeezed.translate(known.codes), [(place, place + 1) for place in places])
    units = list(known.units(squeezed))
    spans = [(places[start], places[end - 1] + 1) for _, start, end in units]
    return _read(known, view, "".join(code for code, _, _ in units), spans)


def _squeeze(view: str, codes: Mapping[int, str]) -> tuple[str, Sequence[int]]:
    """The text without what stands between single characters, and the place of each character that is left."""
    kept: list[range] = []
    at = 0
    for match in _SQUEEZED.finditer(view):
        if any(ord(char) in codes for char in match.group()):
            continue
        if (
            match.group().isspace()
            and not _single(view, match.start() - 1)
            and not _single(view, match.end())
            and not view[match.end()].isascii()
        ):
            continue
        kept.append(range(at, match.start()))
        at = match.end()
    kept.append(range(at, len(view)))
    return "".join(view[part.start : part.stop] for part in kept), list(chain.from_iterable(kept))


def _single(view: str, place: int) -> bool:
    """Whether a character stands by itself, so that blanks part characters (发 票) and not words (明天发 票随货走)."""
    return not any(0 <= other < len(view) and "\u3400" <= view[other] <= "\u9fff" for other in (place - 1, place + 1))


def _read(known: Spelling, view: str, codes: str, spans: Sequence[tuple[int, int]] | None) -> list[Edit]:
    edits: list[Edit] = []
    for match in known.sounding.finditer(codes):
        first, after = match.span()
        start, end = (spans[first][0], spans[after - 1][1]) if spans is not None else (first, after)
        if view[start:end] in known.words:
            continue
        units = [view[a:b] for a, b in spans[first:after]] if spans is not None else list(view[start:end])
        word = known.read(units, match.group(), view[start - 1 : start], view[end : end + 1])
        if word is not None:
            edits.append(Edit(start, end, word))
    return edits
