import pytest

from assistant.language.patterns import Encoded
from assistant.language.regions import named_region, province


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("到阿克苏多少钱", "新疆"),
        ("寄林芝呢", "西藏"),
        ("shipping to brazil?", "Brazil"),
        ("to the united kingdom", "United Kingdom"),
        ("寄到巴西", "巴西"),
        ("a woman's size", None),
        ("包邮吗", None),
    ],
)
def test_places_lead_to_their_region(text: str, region: str | None) -> None:
    """A city gives its province, a country itself, and words that only look like one nothing."""
    assert named_region(Encoded(text)) == region


def test_an_unknown_place_stays_as_it_is() -> None:
    """Where no province is known the place itself counts."""
    assert province("Atlantis") == "Atlantis"
