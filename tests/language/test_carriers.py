import pytest

from assistant.language.carriers import carriers, plain_name
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("默认发申通，也可以顺丰速运", ["申通", "顺丰"]),
        ("SF Express or DHL", ["顺丰", "dhl"]),
        ("China Post Air Mail", ["邮政"]),
        ("发邮政小包", ["邮政"]),
        ("EMS特快专递", ["ems", "ems"]),
        ("ups and downs of it", ["ups"]),
        ("天天开心", []),
        ("setups", []),
    ],
)
def test_couriers_are_found_by_any_of_their_names(text: str, names: list[str]) -> None:
    """Short names, full names and English ones lead to the same plain name."""
    assert [mention.name for mention in carriers(Encoded(normalise(text).view))] == names


def test_a_carrier_that_only_the_profile_knows_is_found() -> None:
    """An unknown courier is looked for by the name in the profile, without its generic ending."""
    found = carriers(Encoded("可以发飞马的"), ["飞马快运"])
    assert [mention.name for mention in found] == ["飞马"]
    assert found[0].means("飞马快运")


def test_the_post_may_mean_its_express() -> None:
    """邮政 is also said of EMS, not the other way round."""
    post, ems = carriers(Encoded("邮政 ems"))
    assert post.means("EMS") and post.means("中国邮政")
    assert ems.means("EMS") and not ems.means("中国邮政")


def test_plain_names_ignore_spelling() -> None:
    """A profile's and an order's spelling of one carrier agree."""
    assert plain_name("顺丰速运") == plain_name("顺丰") == plain_name("SF Express")
