"""Linear-time patterns: places in characters, and a screen that never misses what a pattern finds."""

import json

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.letter_index import LetterIndex
from assistant.language.literals import Needs, required
from assistant.language.patterns import Encoded, PatternError, PatternSet, Screen, Vocabulary, pattern

SOURCES = (
    "开.{0,4}票", "可以(?:的|哒)?", "(?:补|加)税点?", r"\d+元", "[微薇]信", "好评|五星", r"\bpay\b", "a{2,}b", "(?:税|点){2}", "[^票]票",
    r"\$\d+", "x{0,3}收", "(?:开|(?:补|加){1,2})票", "税+", "微?信{1}", r"\x{5fae}信", "[点-税]", "(?:好|)评", "a*", r"[\d点]元",
    r"(?:^|[^票])开(?:可|以){1,3}$", r"pay\s12", "(?:开.票|补.税|可以)(?:的好|元.收|a+y)", "[a-cy]{3}", "a{,2}b", "[^a]y|[]税]点", r"[\-$]收",
    "(?:补税点元收好|评五星微信元收)", "(?:开|补|加)(?:可以|税点|五星)(?:元|收|票)(?:a|p|y)(?:1|2)",
)  # fmt: skip
SCREEN = Screen(SOURCES)
WORDS = Vocabulary({source: source for source in SOURCES})
TEXTS = st.text(alphabet="开票可以的补加税点微薇信好评五星pay ab12元$x收]-", max_size=14)


@given(TEXTS)
def test_a_screen_finds_what_each_pattern_finds(text: str) -> None:
    """Sparing patterns by their letters never costs a hit."""
    alone = {number for number, source in enumerate(SOURCES) if re2.search(source, text)}
    assert SCREEN.seen(Encoded(text)) == alone


@given(TEXTS, st.integers(0, 14), st.integers(0, 14))
def test_a_stretch_is_searched_as_if_alone(text: str, start: int, end: int) -> None:
    """What is known of the whole text never costs a hit in a part of it, and hits are those of RE2's own wrapper."""
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    encoded = Encoded(text)
    for source in SOURCES:
        expected = [match.span() for match in re2.compile(source).finditer(text, start, end) if match.group()]
        hits = WORDS.hits_between(source, encoded, start, end)
        assert [(hit.start, hit.end) for hit in hits if hit.text] == expected
        assert WORDS.found(source, encoded, start, end) == bool(re2.compile(source).search(text, start, end))
        whole = [match.span() for match in re2.compile(source).finditer(text) if match.group()]
        assert [(hit.start, hit.end) for hit in WORDS.hits(source, encoded) if hit.text] == whole


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("可以(?:的|哒)?", ((frozenset({"可以"}),),)),
        ("好评|五星", ((frozenset({"好评", "五星"}),),)),
        ("补?税点", ((frozenset({"税点"}),),)),
        ("[微薇]信", ((frozenset({"微信", "薇信"}),),)),
        (r"\d+", ((frozenset("0123456789"),),)),
        ("开.{0,4}发票", ((frozenset({"发票"}), frozenset({"开"})),)),
        ("开.票|不能", ((frozenset({"开"}), frozenset({"票"})), (frozenset({"不能"}),))),
        ("开具增值税", ((frozenset({"开具增"}),),)),
        ("a*", None),
        ("[^a]", None),
        ("(?P<n>x)", None),
        ("(?i)x", None),
    ],
)
def test_what_a_pattern_cannot_do_without(source: str, needs: Needs | None) -> None:
    """Stretches of text by alternatives, the rarest first, or nothing where that is not plain."""
    assert required(source) == needs


def test_an_index_comes_back_from_json() -> None:
    """What is kept between runs screens as what was kept."""
    first = PatternSet(SOURCES)
    again = PatternSet(SOURCES, LetterIndex.from_data(json.loads(json.dumps(first.index.as_data()))))
    for text in ("开可以票,补a12", "好评微信", ""):
        assert again.possible(Encoded(text)) == first.possible(Encoded(text))


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
        pattern(source).checked()
