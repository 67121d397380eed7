import pytest

from assistant.domain.store import StoreProfile
from tests.policy.money_case import BOOKS, broken


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("能用微信付吗", "可以的，微信支付和云闪付都行", set()),
        ("能用微信付吗", "不行的亲", {"payment.card_refused"}),
        ("支付宝可以吗", "可以的亲", {"payment.overpromise"}),
        ("支付宝可以吗", "支付宝付不了哦，微信支付可以", set()),
        ("怎么付款", "用花呗付就行", {"payment.overpromise"}),
        ("货到付款行吗", "行的", {"payment.overpromise"}),
        ("货到付款行吗", "这个没有哦", set()),
    ],
)
def test_the_ways_are_those_of_the_profile(message: str, reply: str, rules: set[str]) -> None:
    """What is listed may not be refused, what is not listed may not be offered, whatever the store lists."""
    assert broken(BOOKS, message, reply) == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("能分期吗", "可以分期的", {"payment.overpromise"}),
        ("买2本能分期吗", "可以分期的", set()),
        ("买2本能分期吗", "分期做不了", {"payment.card_refused"}),
        ("能分期吗", "满300可以分期", set()),
        ("能分期吗", "满500才可以分期", {"payment.card_refused"}),
        ("能分期吗", "满100可以分期", {"payment.overpromise"}),
        ("能分期吗", "这一本150不能分期哦", set()),
    ],
)
def test_installments_are_held_against_the_amount(message: str, reply: str, rules: set[str]) -> None:
    """The price times the pieces decides; a threshold that is said is the profile's or wrong."""
    assert broken(BOOKS, message, reply, product="B1") == rules


@pytest.mark.parametrize(
    ("reply", "fee"),
    [
        ("可以的，信用卡加收1%", True),
        ("可以的，信用卡不加收手续费", False),
        ("分期的利息由花呗收取，以付款页面显示为准", False),
        ("分期可以，手续费2%您补给我们", True),
        ("用花呗就不能享受满减了", True),
    ],
)
def test_only_the_lenders_own_interest_may_be_spoken_of(stores: dict[str, StoreProfile], reply: str, fee: bool) -> None:
    """What the bank or Huabei shows at payment is theirs; what the store adds is a charge."""
    assert ("payment.card_fee" in broken(stores["qinghe"], "信用卡或者花呗分期行吗", reply, product="QH-3305")) is fee


@pytest.mark.parametrize(
    ("reply", "refused"),
    [
        ("支持的亲", False),
        ("货到付款我们不做哦", True),
        ("可以，多收5块代收费", True),
        ("可以的，79元加8元运费，收货时给快递员", False),
        ("货到付款不能开箱验货哦", False),
    ],
)
def test_cash_on_delivery_where_the_store_has_it(stores: dict[str, StoreProfile], reply: str, refused: bool) -> None:
    """It may be neither refused nor charged; the postage that is due anyway is no charge for it."""
    assert ("payment.cod_refused" in broken(stores["ningxiahong"], "能货到付款吗", reply)) is refused


def test_a_payment_that_fails_is_no_refusal(stores: dict[str, StoreProfile]) -> None:
    """A guess at the buyer's limit, with another way, helps the buyer."""
    reply = "可能是银行限额，信用卡付不了的话可以换花呗试试"
    assert not broken(stores["qinghe"], "信用卡付不了", reply)


@pytest.mark.parametrize(
    ("message", "reply", "fee"),
    [
        ("刷信用卡吗 一共158", "可以，刷卡的话163", True),
        ("刷信用卡吗 一共158", "可以，刷卡也是158", False),
        ("刷信用卡吗 一共158", "可以，600以上还能分期", False),
        ("信用卡成不", "成，不过那0.6%得您认", True),
        ("信用卡成不", "成，店里一分钱不加", False),
    ],
)
def test_a_price_a_little_above_what_is_due_is_a_charge(
    stores: dict[str, StoreProfile], message: str, reply: str, fee: bool
) -> None:
    """Paying by card costs the price; thresholds of the profile are no prices."""
    assert ("payment.card_fee" in broken(stores["ningxiahong"], message, reply)) is fee


@pytest.mark.parametrize(
    ("reply", "refused"),
    [
        ("花呗的话我们不支持", True),
        ("如果花呗不能付，可以换信用卡", False),
        ("店里没停用花呗的", False),
        ("没花呗也可以用支付宝", False),
        ("用吧，没有手续费", False),
        ("花呗、信用卡都没限制", False),
    ],
)
def test_a_no_belongs_to_what_it_denies(stores: dict[str, StoreProfile], reply: str, refused: bool) -> None:
    """的话 may only name the topic; a condition, a no that is denied, and a no to fees refuse nothing."""
    assert ("payment.card_refused" in broken(stores["qinghe"], "能用花呗吗", reply)) is refused


@pytest.mark.parametrize(
    ("reply", "refused"),
    [
        ("可以选，代收那边要5块", True),
        ("可以选，快递员收79块", False),
        ("都得先付款才发", True),
        ("到付的得300往上才受理", True),
    ],
)
def test_what_stands_for_a_refusal_of_cash_on_delivery(
    stores: dict[str, StoreProfile], reply: str, refused: bool
) -> None:
    """Payment first, a gate in the next clause and a fee of the courier's refuse it; the price that he collects does not."""
    assert ("payment.cod_refused" in broken(stores["ningxiahong"], "能货到付款吗", reply, product="NX-01")) is refused
