"""The normal form, and the way back to the text as given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("補６個點", "补6个点"),
        ("微\u200b信", "微信"),
        ("ＷｅＣｈａｔ", "wechat"),
        ("1⃣2⃣", "12"),
        ("①②", "12"),
        ("3-5天，可以的。", "3-5天,可以的。"),
        ("e\u0301te", "ete"),
        ("没有…", "没有…"),
    ],
)
def test_what_looks_alike_becomes_one(raw: str, view: str) -> None:
    """Width, script, case and invisible characters make no difference; separators stay."""
    assert normalise(raw).view == view


@given(st.text(max_size=80))
def test_every_span_of_the_view_leads_into_the_text(raw: str) -> None:
    """Spans lie inside the text as given, in order, and never turn round."""
    normal = normalise(raw)
    for place in range(len(normal.view)):
        start, end = normal.raw_span(place, place + 1)
        assert 0 <= start < end <= len(raw)
        if place:
            assert normal.raw_span(place - 1, place)[0] <= start


@given(st.text(max_size=60))
def test_the_normal_form_is_normal(raw: str) -> None:
    """Normalising twice changes nothing more."""
    once = normalise(raw).view
    assert normalise(once).view == once
