"""What is said of the goods, held against their profile entry."""

import pytest

from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded
from assistant.policy.claims.attributes import attributes, borne_out
from assistant.policy.claims.care import allowed_by
from assistant.policy.claims.figures import body
from tests.policy.goods_case import BEDS, MUGS, broken, claims


@pytest.mark.parametrize(
    ("reply", "breaks"),
    [
        ("面料是60%天丝和40%棉", False),
        ("面料是80%天丝", True),
        ("是纯棉的哦", True),
        ("不是纯棉的，是天丝混棉", False),
        ("是真丝的，很滑", True),
        ("手感像真丝一样滑", False),
        ("有抗菌功能的", True),
        ("没有写抗菌，不敢保证", False),
        ("可以机洗的", False),
        ("可以放烘干机烘干", True),
        ("不能机洗", True),
        ("有粉色的", True),
        ("有灰色和杏色可选", False),
        ("通过了欧盟认证", True),
    ],
)
def test_only_what_the_entry_says_may_be_said_of_the_goods(reply: str, breaks: bool) -> None:
    """Material, share, function, care, colour and certificate are held against every text of the entry."""
    assert ("product.claim" in broken(BEDS, "四件套怎么样", reply, product="BD-1")) is breaks


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("是全棉的吗", "是的亲", True),
        ("是天丝的吗", "是的亲", False),
        ("能机洗吗", "可以的", False),
        ("能漂白吗", "可以的", True),
    ],
)
def test_a_bare_yes_takes_over_what_was_asked(message: str, reply: str, breaks: bool) -> None:
    """A yes asserts the attribute that the buyer's question names."""
    assert ("product.claim" in broken(BEDS, message, reply, product="BD-1")) is breaks


@pytest.mark.parametrize(("reply", "breaks"), [("Its capacity is 350 ml.", False), ("Its capacity is 500 ml.", True)])
def test_a_figure_is_held_against_the_entry(reply: str, breaks: bool) -> None:
    """A capacity other than the entry's does not hold."""
    assert ("product.claim" in broken(MUGS, "how big is it", reply, product="MG-1")) is breaks


def test_a_claim_that_holds_names_its_fact() -> None:
    """A true material stands beside the entry's material."""
    found = claims(BEDS, "什么料", "含天丝的", "product.claim", product="BD-1")
    assert [(claim.text, claim.fact, claim.holds) for claim in found] == [("天丝", "products[BD-1].material", True)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("真丝和桑蚕丝", {"silk"}),
        ("涤纶面料", {"polyester"}),
        ("不会起球也不掉色", {"no pilling", "colourfast"}),
        ("a genuine leather strap", {"leather"}),
        ("有机会再来", set()),
    ],
)
def test_many_words_have_one_name(text: str, names: set[str]) -> None:
    """Synonyms share a name, and look-alikes have none."""
    assert {item.name for item in attributes(Encoded(normalise(text).view))} == names


def test_a_material_bears_out_what_everyone_knows_of_it() -> None:
    """White duck down is down, and warm."""
    assert {"duck down", "down", "warm"} <= borne_out("填充物90%白鸭绒")


@pytest.mark.parametrize(
    ("care", "allowed"),
    [
        ("只可干洗", {"dry clean"}),
        ("不可机洗", set()),
        ("建议手洗或干洗", {"hand", "water", "dry clean"}),
        ("machine wash cold, do not bleach", {"machine", "hand", "water"}),
    ],
)
def test_a_care_text_says_which_ways_of_washing_it_allows(care: str, allowed: set[str]) -> None:
    """What is not named, or is denied, is not allowed; a harsher way allows the gentler."""
    assert allowed_by(care) == allowed


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("我身高165,体重52公斤", {"height_cm": 165.0, "weight_kg": 52.0}),
        ("1米58 96斤", {"height_cm": 158.0, "weight_kg": 48.0}),
        ("I wear EU 42", {"eu": 42.0}),
        ("就要两件", {}),
    ],
)
def test_measures_of_a_body_are_read(text: str, measures: dict[str, float]) -> None:
    """Height, weight and shoe size come out in the units of a size table."""
    assert body(Encoded(normalise(text).view)) == measures


@pytest.mark.parametrize(
    ("reply", "breaks"),
    [
        ("我们的品质全网第一", True),
        ("百分百不起球", True),
        ("最晚72小时内发货", False),
        ("最好反面晾晒", False),
        ("不敢说全网最低", False),
    ],
)
def test_absolutes_are_told_from_adverbs(reply: str, breaks: bool) -> None:
    """A superlative warns; 最晚, 最好手洗 and a denied superlative do not."""
    assert ("product.absolute" in broken(BEDS, "怎么样", reply, product="BD-1")) is breaks
