"""English words typed so as not to be seen: s0cks, c.a.n.c.e.l, w r o n g, re.fund."""

from collections.abc import Iterator

from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex
from assistant.policy.edits import Edit

TONED = r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]"
"""RE2 source: a letter of pinyin with its tone."""
APART = r"(?:^|[^a-z0-9])([a-z](?:[ .\-_*·~][a-z0-9@$])+[ .\-_*·~][a-z])(?:[^a-z0-9]|$)"
"""RE2 source with one group: three letters or more, each typed apart."""
MIXED = (
    r"[a-z]+(?:[*_.\-·|]?[013457@$]{1,2}[*_.\-·|]?[a-z]+)+|[a-z]+(?:[*_.\-·|]+[a-z0-9@$]+)+"
    r"|[a-z]{2,}[013457@$]{1,2}(?:[^a-z0-9]|$)|[0145@$][a-z]{1,}"
)
"""RE2 source: a word with figures, signs or separators in it."""

_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")
_READ_AS = (str.maketrans("013457@$", "oleastas"), str.maketrans("013457@$", "oieastas"))
_INSIDE = regex(r"[a-z]+(?:[013457@$]{1,2}[a-z]+)+")


def without_tones(view: str) -> Iterator[Edit]:
    """jīn wǎn as jin wan."""
    for place, char in enumerate(view):
        plain = char.translate(_TONES)
        if plain != char:
            yield Edit(place, place + 1, plain)


def letters_apart(text: Encoded) -> Iterator[Edit]:
    """Letters with the same separator between each two, read as one word."""
    for hit in pattern(APART).hits(text):
        spelled = hit.groups[0]
        if len(set(spelled[1::2])) == 1:
            start = hit.start + hit.text.index(spelled)
            yield Edit(start, start + len(spelled), spelled[::2].translate(_READ_AS[1]))


def mixed_words(text: Encoded, english: frozenset[str]) -> Iterator[Edit]:
    """Words with other signs in them, where an English word comes out, or letters stand on either side of each figure."""
    for hit in pattern(MIXED).hits(text):
        spelled = hit.text.strip(" ,.!?;:。")
        start = hit.start + hit.text.index(spelled)
        if start and text.view[start - 1].isascii() and text.view[start - 1].isalnum():
            continue
        bare = "".join(char for char in spelled if char.isalnum() or char in "@$")
        word = next((word for letters in _READ_AS if (word := bare.translate(letters)) in english), None)
        if word is None and _INSIDE.fullmatch(spelled) and sum(char.isalpha() for char in spelled) >= 3:
            word = spelled.translate(_READ_AS[1])
        hyphened = all(len(piece) > 1 for piece in spelled.split("-")) and word == spelled.replace("-", "")
        if word is not None and word != spelled and not hyphened:
            yield Edit(start, start + len(spelled), word)
