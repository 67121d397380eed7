"""English letters, from the salutation to the closing formula, also glued into Chinese text."""

import re

from assistant.curation.layouts.found import Document, Found, Span, Taken
from assistant.curation.layouts.topics import last_match
from assistant.curation.voice import agent_voice

_OPENING = re.compile(r"(?:dear|hello|hi)\b[ ]?[a-z{\[*×][a-z./'{}\[\]*×_ ]{0,40}[,:!]|(?:dear|hello|hi)[,!]")
_CLOSING = re.compile(
    r"(?:(?:best|kind|warm|many)[ ]*(?:wishes|regards?|thanks)|thanks?\s*(?:&|and)\s*best regards?|regards|yours sincerely|yours truly|sincerely|thanks|thank you)[!.,]*"
)
_QA = re.compile(r"(?:(?<=^)|(?<=[^a-z]))([qa])\s*[:]\s*(?=[a-z])")
_CASE = re.compile(r"(?:案例|例\d*|template|模板|情景)\s*\d*\s*:?")
_SALUTATION_LINE = re.compile(r"[^\n]{0,48}[,:!]?[ \t\r]*\n")
_NOTE_END = re.compile(r"\n[ \t\r]*\n|\n[ \t]*(?:\d{1,2}[.)]|[-*•#])[ \t]")
_SIGNED = re.compile(
    r"\n[ \t]*(?:best|kind|warm|many|yours|sincerely|regards|thanks|thank you|cheers)[a-z& ]{0,24}[,.!]?[ \t\r]*(?:\n[ \t\r]*[^\n\d:)]{2,30})?(?=\n|$)"
)
_GAP = re.compile(r"\n[ \t\r]*\n[ \t\r]*\n")
_FOREIGN = re.compile(r"[\u3400-\u9fff]{2,}")


def find_letters(document: Document, taken: Taken) -> list[Found]:
    """Letters and answers in English, with the buyer's letter or the heading before them."""
    view = document.view
    if "dear" not in view and "hello" not in view and "hi " not in view and "hi," not in view and "a:" not in view:
        return []
    found: list[Found] = []
    question: Span | None = None
    for start, end, is_question in _letters(view):
        if taken.overlaps(start, end):
            continue
        if is_question:
            question = (start, end)
            continue
        if agent_voice(view[start:end]) <= 0 or end - start < 20:
            continue
        found.append(Found((start, end), question or _heading(view, start, found[-1].reply[1] if found else 0)))
        question = None
    return found


def _letters(view: str) -> list[tuple[int, int, bool]]:
    """English passages that are letters: from, to, and whether the buyer wrote them."""
    starts: dict[int, tuple[int, bool]] = {}
    for match in _QA.finditer(view):
        starts[match.end()] = (match.start(), match.group(1) == "q")
    for match in _OPENING.finditer(view):
        if match.start() not in starts and not _inside(view, match.start()):
            starts[match.start()] = (match.start(), False)
    letters: list[tuple[int, int, bool]] = []
    places = sorted(starts)
    for number, place in enumerate(places):
        if letters and place < letters[-1][1]:
            continue
        limit = starts[places[number + 1]][0] if number + 1 < len(places) else len(view)
        if (
            number + 1 < len(places)
            and not starts[places[number + 1]][1]
            and places[number + 1] == starts[places[number + 1]][0]
        ):
            # A salutation inside a marked answer is its own opening, unless a closing formula came first.
            closed = _CLOSING.search(view, place, limit)
            limit = limit if closed else len(view)
        end = _end(view, place, limit)
        if end - place >= 12:
            letters.append((place, end, starts[place][1]))
    return letters


def _inside(view: str, place: int) -> bool:
    return place > 0 and view[place - 1].isalpha() and view[place - 1].isascii()


def _end(view: str, start: int, limit: int) -> int:
    foreign = _FOREIGN.search(view, start, limit)
    end = foreign.start() if foreign else limit
    if not _SALUTATION_LINE.match(view, start):
        # Words go on behind a salutation on the same line: a note of one paragraph, not a letter of several.
        note = _NOTE_END.search(view, start, end)
        return note.start() if note else _closed(view, start, end)
    blank = _GAP.search(view, start, end)
    end = blank.start() if blank else end
    signed = _SIGNED.search(view, start, end)
    return signed.end() if signed else _closed(view, start, end)


def _closed(view: str, start: int, end: int) -> int:
    """Where the closing formula ends, else where the English does."""
    closing = None
    for closing in _CLOSING.finditer(view, start, end):
        tail = view[closing.end() : end]
        if (closing.group(0)[-1:] in "!.," and re.match(r"\s*[\u3400-\u9fff]|\s*$", tail)) or not tail.strip():
            break
    else:
        closing = None
    if closing and end - closing.end() < 30:
        end = closing.end()
    while end > start and (view[end - 1].isspace() or view[end - 1] in "([-•·#*1234567890、"):
        end -= 1
    return end


def _heading(view: str, start: int, floor: int) -> Span | None:
    shift = max(floor, start - 120)
    case = last_match(_CASE, view, shift, start)
    if case:
        first, last = case.end(), start
        if not view[first:last].strip():
            last = case.start()
            first = max(floor, last - 12)
            for mark in "。!? \n":
                first = max(first, view.rfind(mark, first, last) + 1)
    else:
        last = start
        first = (
            max(shift, view.rfind("\n", 0, start) + 1)
            if view[:start].rstrip() == view[:start]
            else _line_above(view, start, shift)
        )
    while first < last and view[last - 1] in " \n\r\t::-,，":
        last -= 1
    while first < last and view[first] in " \n\r\t::#*-.、":
        first += 1
    return (first, last) if 2 <= last - first <= 60 else None


def _line_above(view: str, start: int, floor: int) -> int:
    end = start
    while end > floor and view[end - 1].isspace():
        end -= 1
    return max(floor, view.rfind("\n", 0, end) + 1)
