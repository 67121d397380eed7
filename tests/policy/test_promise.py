"""Discounts, gifts, refusals and stock, held against profiles other than the examples."""

import pytest

from assistant.domain.store import load_store
from tests.conftest import ROOT
from tests.policy.goods_case import BEDS, MUGS, broken, claims


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("四件套能便宜点吗", "四件套给您430元"),
        ("四件套能便宜点吗", "那就给您打九折吧"),
        ("四件套多少钱", "四件套480，给您减80"),
        ("两套多少钱", "两套960，满900减80"),
        ("三套多少钱", "三套1440，每满一千都减80，减两次"),
        ("降价了能退差价吗", "能退的，降多少退多少"),
        ("四件套能便宜点吗", "给您优惠四十块"),
    ],
)
def test_what_the_profile_does_not_allow_off_is_a_broken_promise(message: str, reply: str) -> None:
    """A price below the floor, a promotion not reached or stacked, and price protection break `promise.discount`."""
    assert "promise.discount" in broken(BEDS, message, reply, product="BD-1")


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("四件套能便宜点吗", "四件套最低给您442元"),
        ("四件套能便宜点吗", "可以给您优惠30元"),
        ("三套多少钱", "三套1440，满1000减80，付1360"),
        ("四件套能便宜点吗", "给您打九五折"),
        ("降价了能退差价吗", "我们没有价保，差价退不了哦"),
    ],
)
def test_what_the_profile_allows_off_may_be_said(message: str, reply: str) -> None:
    """Down to the floor, and the promotion at its condition, hold."""
    assert "promise.discount" not in broken(BEDS, message, reply, product="BD-1")


def test_a_store_without_bargaining_gives_nothing_off() -> None:
    """With bargaining left out of the profile, two dollars off are two too many."""
    assert "promise.discount" in broken(MUGS, "any discount?", "I can take $2 off for you", product="MG-1")


def test_a_discount_names_the_fact_that_carries_it() -> None:
    """A promotion told with its condition stands beside that promotion."""
    found = claims(BEDS, "三套多少钱", "三套1440，满1000减80元", "promise.discount", product="BD-1")
    assert [(claim.fact, claim.holds) for claim in found] == [("promotions[年末]", True)]


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("有赠品吗", "送您一对枕巾", True),
        ("一套送蜡烛吗", "一套也送香薰蜡烛的", True),
        ("两套送蜡烛吗", "两套960，送香薰蜡烛2个", False),
        ("两套送蜡烛吗", "两套的话给您放3个香薰蜡烛", True),
        ("送蜡烛吗", "满300就送香薰蜡烛", True),
        ("送蜡烛吗", "满500元送香薰蜡烛2个", False),
        ("能送货上门吗", "德邦可以送货上门", False),
    ],
)
def test_a_gift_is_given_as_the_profile_states_it(message: str, reply: str, breaks: bool) -> None:
    """Another thing, a lower amount or a larger number than the profile's breaks `promise.gift`."""
    assert ("promise.gift" in broken(BEDS, message, reply, product="BD-1")) is breaks


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("三套能减80吗", "不能减的，活动结束了", True),
        ("一套能减80吗", "一套480没到1000，减不了哦", False),
        ("有运费险吗", "没有运费险哦", True),
        ("到海南包邮吗", "海南不包邮的，要补60元", False),
        ("到江苏包邮吗", "不包邮的", True),
        ("两套送蜡烛吗", "不送的亲", True),
        ("送床垫吗", "床垫不送的亲", False),
    ],
)
def test_what_the_profile_gives_may_not_be_denied(message: str, reply: str, breaks: bool) -> None:
    """A denial breaks `promise.refused` only where this buyer is entitled to it."""
    assert ("promise.refused" in broken(BEDS, message, reply, product="BD-1")) is breaks


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("1.8m的有货吗", "1.8m有货的", True),
        ("1.8m的有货吗", "1.8m没货了", False),
        ("1.5m的有货吗", "1.5m没货了", True),
        ("1.5m的要6套有吗", "6套有的，直接拍", True),
        ("1.5m的有货吗", "有的亲", False),
        ("乳胶枕有货吗", "乳胶枕有现货", True),
        ("乳胶枕什么时候补货", "乳胶枕12月1号补货", False),
        ("乳胶枕什么时候补货", "乳胶枕后天就补货", True),
    ],
)
def test_stock_counts_by_size_and_restock_by_its_date(message: str, reply: str, breaks: bool) -> None:
    """`stock_by` wins over `stock`, and only the profile's restock date may be promised."""
    assert ("promise.stock" in broken(BEDS, message, reply, product="BD-1")) is breaks


@pytest.mark.parametrize(
    ("store", "message", "reply", "request_"),
    [
        ("lumo", "有活动吗", "现在有两件九折，满2件打9折，付款时自动减。", {}),
        ("lumo", "有赠品吗", "有的，满299送硅胶饭勺一个。", {"product": "LM-10"}),
        ("nordtrail", "any discount?", "You can use this: 10 EUR off orders over 120 EUR.", {"product": "NT-1"}),
    ],
)
def test_an_offer_may_be_repeated_as_the_profile_words_it(
    store: str, message: str, reply: str, request_: dict[str, str]
) -> None:
    """What stands within a quoted promotion or gift is said with its conditions: no promise of its own."""
    trade = load_store(ROOT / "tests" / "drafting" / "other_trades" / f"{store}.yaml")
    assert broken(trade, message, reply, **request_) == set()


def test_a_share_off_beyond_its_condition_stays_a_broken_promise() -> None:
    """One piece at 九折 under an offer from two pieces on is not what the profile gives."""
    trade = load_store(ROOT / "tests" / "drafting" / "other_trades" / "lumo.yaml")
    assert "promise.discount" in broken(trade, "只买1件能便宜吗", "1件也给您打9折", product="LM-10")
