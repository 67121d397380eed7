"""The kinds of layout in which scripts stand in documents: one finder each, the surest first."""

from assistant.curation.layouts.brackets import find_brackets
from assistant.curation.layouts.found import Cell, Document, Finder, Found, Row, Span, Taken
from assistant.curation.layouts.items import find_items
from assistant.curation.layouts.letters import find_letters
from assistant.curation.layouts.lines import find_lines
from assistant.curation.layouts.quotes import find_quotes
from assistant.curation.layouts.speakers import find_speakers
from assistant.curation.layouts.tables import find_tables

FINDERS: tuple[Finder, ...] = (
    find_tables,
    find_letters,
    find_brackets,
    find_speakers,
    find_quotes,
    find_items,
    find_lines,
)
"""What an earlier one has read, a later one leaves alone."""

__all__ = ["FINDERS", "Cell", "Document", "Finder", "Found", "Row", "Span", "Taken", "find_scripts"]


def find_scripts(document: Document) -> list[Found]:
    """Every script of a document, in document order."""
    taken = Taken()
    scripts: list[Found] = []
    for finder in FINDERS:
        for found in finder(document, taken):
            if not taken.overlaps(*found.reply):
                taken.add(found.reply)
                if found.question and found.question[1] <= found.reply[0] and found.reply[0] - found.question[1] < 40:
                    taken.add(found.question)
                scripts.append(found)
    return sorted(scripts, key=lambda found: found.reply)
