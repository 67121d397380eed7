"""List markers: the numbers, dashes and chapter marks that part a text into items, on lines or run together on one.

A number counts as a marker when it goes on a run (so that the 5 of 补邮费205. is found after item 4, and 2.5 is not), or
when it begins a line.
"""

import re
from dataclasses import dataclass, replace

from assistant.curation.voice import salute_at

_DIGITS = re.compile(r"\d{1,6}")
_AFTER = re.compile(r"\s{0,2}([.、)。;(丶,])|([\s\u3400-\u9fff\"“【])|(?=[a-z])")
_DASH = re.compile(r"(?:(?<=\n)|(?<=[。!?~.;:\s\u4e00-\u9fff]))[ \t]{0,8}(?:[-•·●◆■★☆▲*→]|–|—)[ \t]+(?=[^\s\d-])")
_CHINESE = "一二三四五六七八九十"
_CHAPTER = re.compile(
    r"(?<=\n)\d{1,2}(?:\.\d{1,2}){1,2}[ \t]+(?=[^\d\s.])|"
    r"(?:(?<=\n)|(?<=[\s。.!?~;:…)】”\"]))[ \t]{0,8}(?:[(]?[一二三四五六七八九十]{1,3}[)]?[、丶.:][ \t]*|第[一二三四五六七八九十\d]{1,3}[章节部篇条][ \t:、]*"
    r"|方案[一二三四五六七八九十][ \t:、]*|#{1,6}[ \t]+)|([一二三四五六七八九十])[、丶]"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """Where an item begins.

    Attributes:
        start: the marker's first character.
        end: where the item's words begin.
        kind: `number`, `dash` or `chapter`.
        first: whether it opens a run, so that the words before it lead the run in.
        depth: how many runs are open around it.
    """

    start: int
    end: int
    kind: str
    first: bool
    depth: int = 0


@dataclass(slots=True)
class _Run:
    separator: str
    last: int


def markers(view: str, raw: str) -> list[Marker]:
    """Every marker of a text in order."""
    found = [*_numbers(view, raw), *_dashes(view), *_chapters(view)]
    found.sort(key=lambda marker: (marker.start, -marker.end))
    kept: list[Marker] = []
    for marker in found:
        if kept and marker.start < kept[-1].end:
            continue
        if marker.kind == "dash":
            opens = not kept or kept[-1].kind != "dash" or marker.start - kept[-1].end > 400
            marker = replace(marker, first=opens, depth=9)
        kept.append(marker)
    return kept


def _chapters(view: str) -> list[Marker]:
    found = []
    last = 0
    for match in _CHAPTER.finditer(view):
        words = match.group(0).strip(" \t()")
        value = _CHINESE.find(words[:1]) + 1 if len(words) == 2 else 0
        if match.group(1) is None or (value and value == last + 1):
            found.append(Marker(match.start(), match.end(), "chapter", first=True))
            last = value
    return found


def _dashes(view: str) -> list[Marker]:
    return [Marker(match.start(), match.end(), "dash", first=False) for match in _DASH.finditer(view)]


def _numbers(view: str, raw: str) -> list[Marker]:
    found: list[Marker] = []
    runs: list[_Run] = []
    for match in _DIGITS.finditer(view):
        marker = _number(view, raw, match, runs)
        if marker is not None:
            found.append(marker)
    return found


def _number(view: str, raw: str, match: re.Match[str], runs: list[_Run]) -> Marker | None:
    start, end = match.span()
    before = view[:start].rstrip(" \t(*#")[-1:] if start < 4 else view[max(0, start - 6) : start].rstrip(" \t(*#")[-1:]
    opens_line = before in {"", "\n", "\r"}
    circled = "\u2460" <= raw[start] <= "\u2473"
    after = _AFTER.match(view, end)
    if circled:
        separator, behind = "①", end
    elif after and after.group(1):
        separator, behind = after.group(1), after.end()
    elif after and opens_line and end - start <= 2:
        separator, behind = " ", end
    else:
        return None
    if separator == "." and (view[behind : behind + 1].isdigit() and not _next_is_words(view, behind)):
        return None
    number = _fits(view, end, match.group(0), separator, opens_line or circled, before, runs)
    if number is None and separator in ".、)" and end - start <= 2 and int(match.group(0)) and salute_at(view, behind):
        number = int(match.group(0))
    if number is None:
        return None
    first = _enter(number, separator, runs)
    begin = end - len(str(number))
    if begin > 0 and view[begin - 1] == "(" and separator == ")":
        begin -= 1
    return Marker(begin, behind, "number", first, len(runs))


def _next_is_words(view: str, place: int) -> bool:
    """Whether the digits here begin words (3.7天内可以…), rather than go on a decimal number."""
    match = re.compile(r"\d{1,2}(?=天|小时|元|件|个)").match(view, place)
    return match is not None


def _fits(
    view: str, end: int, digits: str, separator: str, opens_line: bool, before: str, runs: list[_Run]
) -> int | None:
    """The number that these digits end in, where it goes on an open run, begins one or opens a line."""
    for run in reversed(runs[-4:]):
        wanted = str(run.last + 1)
        same = separator == run.separator
        if digits == wanted and (same or opens_line or separator in ".、)①(丶。"):
            return run.last + 1
        if digits.endswith(wanted) and len(digits) > len(wanted) and same and separator in ".、)" and not opens_line:
            return run.last + 1
    if not digits.isdigit() or len(digits) > 2:
        return None
    number = int(digits)
    if (
        number == 1
        and separator not in ",。"
        and (separator != ";" or "2;" in view[end : end + 400])
        and (separator != "(" or before in ",:")
    ):
        return 1
    if opens_line and separator in ".、)丶①" and 0 < number < 100:
        return number
    if number > 1 and separator in ".、" and before in "。!?~ " and before and (not runs or number > 9):
        return number if separator == "、" or not runs else None
    if any(number == run.last and separator == run.separator == "、" for run in runs[-3:]):
        return number
    return None


def _enter(number: int, separator: str, runs: list[_Run]) -> bool:
    """Put a marker into its run; whether it opens one."""
    candidates = [i for i in range(len(runs) - 1, -1, -1) if runs[i].last + 1 == number]
    same = [i for i in candidates if runs[i].separator == separator]
    # 1( … 2( … 3. within 1、 … 2、: the inner run may change its mark, the outer one's own mark leads back out.
    chosen = same[0] if same else (candidates[0] if candidates else None)
    if chosen is not None and number > 1:
        del runs[chosen + 1 :]
        runs[chosen].last = number
        if not same and separator in "、":
            runs[chosen].separator = separator
        return False
    for i in range(len(runs) - 1, -1, -1):
        if runs[i].separator == separator and number != 1 and runs[i].last <= number <= runs[i].last + 5:
            del runs[i + 1 :]
            runs[i].last = number
            return False
    while runs and runs[-1].separator == separator:
        runs.pop()
    runs.append(_Run(separator, number))
    del runs[:-5]
    return True
