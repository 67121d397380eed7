"""Linear-time patterns: places in characters, and a screen that never misses what a pattern finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.literals import required
from assistant.language.patterns import Encoded, PatternError, Screen, pattern

SOURCES = (
    "开.{0,4}票", "可以(?:的|哒)?", "(?:补|加)税点?", r"\d+元", "[微薇]信", "好评|五星", r"\bpay\b", "a{2,}b", "(?:税|点){2}", "[^票]票",
    r"\$\d+", "x{0,3}收", "(?:开|(?:补|加){1,2})票", "税+", "微?信{1}", r"\x{5fae}信", "[点-税]", "(?:好|)评", "a*", r"[\d点]元",
)  # fmt: skip


@given(st.text(alphabet="开票可以的补加税点微薇信好评五星pay ab12元$x收", max_size=14))
def test_a_screen_finds_what_each_pattern_finds(text: str) -> None:
    """Sparing patterns by their letters never costs a hit."""
    encoded = Encoded(text)
    alone = {number for number, source in enumerate(SOURCES) if pattern(source).found(encoded)}
    assert Screen(SOURCES).seen(encoded) == alone


@pytest.mark.parametrize(
    ("source", "atoms"),
    [
        ("可以(?:的|哒)?", {"可以"}),
        ("好评|五星", {"好评", "五星"}),
        ("补?税点", {"税点"}),
        ("[微薇]信", {"信"}),
        (r"\d+", None),
        ("a*", None),
        ("(?P<n>x)", None),
        ("(?i)x", None),
    ],
)
def test_what_a_pattern_cannot_do_without(source: str, atoms: set[str] | None) -> None:
    """Letters or pairs of letters, or nothing where that is not plain."""
    assert required(source) == atoms


def test_places_are_characters() -> None:
    """Hits in text of several bytes a letter lead to the right letters, also within a part of the text."""
    text = Encoded("亲😀,48小时内发货")
    (hit,) = pattern(r"(\d+)小时").hits(text)
    assert text.view[hit.start : hit.end] == hit.text == "48小时"
    assert hit.groups == ("48",)
    assert not pattern(r"\d+小时").found(text, 0, 4)


@pytest.mark.parametrize("source", ["(", "(?=x)", r"(a)\1", "[z-a]"])
def test_a_pattern_that_re2_does_not_take_is_refused(source: str) -> None:
    """Broken ones, look-around and back-references."""
    with pytest.raises(PatternError):
        pattern(source)
