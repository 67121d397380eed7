"""Which texts a database can be asked for."""

import re

_HALVES = re.compile("[\ud800-\udfff]")
"""Of a character outside the basic plane, one half alone."""


def plain(text: str) -> bool:
    """Whether a column can hold a text: not so a zero, or half of a character."""
    return "\0" not in text and not _HALVES.search(text)
