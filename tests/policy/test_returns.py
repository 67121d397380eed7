import pytest

from tests.policy.delivery_case import BIKES, TOOLS, broken, order

REFUSED, FREIGHT = {"returns.refused"}, {"returns.freight_misstated"}
FINE: set[str] = set()

SENT = {"shipped_at": "2026-02-20T20:00:00+08:00", "carrier": "圆通速递", "tracking": "YT1002003004005"}
FRESH = order("delivered", paid="2026-02-19T20:00:00+08:00", **SENT, delivered_at="2026-03-02T15:00:00+08:00")
OLD = order("completed", paid="2026-01-19T20:00:00+08:00", **SENT, delivered_at="2026-02-01T15:00:00+08:00")
BELL = order("delivered", product="B-1", **SENT, delivered_at="2026-03-02T15:00:00+08:00")


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("不想要了能退吗", "签收10天内都可以退的", FINE),
        ("不想要了能退吗", "签收7天内可以退", REFUSED),
        ("不想要了能退吗", "已经过了退货时间了", REFUSED),
        ("不想要了能退吗", "不行的哦", REFUSED),
        ("不想要了能退吗", "特价款不退不换", REFUSED),
        ("不想要了能退吗", "只能换货不能退款", REFUSED),
        ("不想要了能退吗", "可以退，收20元手续费", REFUSED),
        ("不想要了能退吗", "最晚3月12号前申请", FINE),
        ("不想要了能退吗", "最晚3月8号前申请退货", REFUSED),
        ("用过了能退吗", "用过了影响二次销售，就退不了了", FINE),
        ("刻了字的能退吗", "定制商品不支持无理由退货", FINE),
        ("钻头断了", "断了也退不了，用过的都不退", REFUSED),
        ("钻头断了", "这是质量问题，给您退或者换新的都行", FINE),
        ("退款到了吗", "退款还没到账，一般三天左右", FINE),
    ],
)
def test_the_profiles_ten_days_may_be_neither_refused_nor_narrowed(message: str, reply: str, rules: set[str]) -> None:
    """Delivered eight days ago, the no-reason return still runs; what is exempt or used may be refused."""
    assert REFUSED & broken(TOOLS, message, reply, FRESH) == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("不想要了能退吗", "签收一个多月了，已经过了10天，退不了了", FINE),
        ("电机坏了", "过了10天，质量问题也退不了", REFUSED),
        ("电机坏了", "过了10天也给您退，质量问题不受这个限制", FINE),
    ],
)
def test_quality_is_not_bound_to_the_days(message: str, reply: str, rules: set[str]) -> None:
    """When the days are over a change of mind comes too late, a defect does not."""
    assert REFUSED & broken(TOOLS, message, reply, OLD) == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("钻头断了 邮费谁出", "质量问题邮费我们出", FINE),
        ("钻头断了 邮费谁出", "邮费您自理哦", FREIGHT),
        ("钻头断了 邮费谁出", "邮费您先垫付，收到后退给您", FINE),
        ("钻头断了 邮费谁出", "邮费一人一半吧", FREIGHT),
        ("不喜欢想退 邮费谁出", "邮费您出，有运费险会赔", FINE),
        ("不喜欢想退 邮费谁出", "邮费我们承担", FREIGHT),
        ("不喜欢想退 邮费谁出", "不用您出邮费的", FREIGHT),
        ("退货邮费谁出", "质量问题我们出，个人原因您出", FINE),
    ],
)
def test_who_pays_follows_the_reason(message: str, reply: str, rules: set[str]) -> None:
    """The store pays for quality, the buyer for a change of mind; advancing it is not paying it."""
    assert FREIGHT & broken(TOOLS, message, reply, FRESH) == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("Can I return it?", "Yes, within 30 days of delivery.", FINE),
        ("Can I return it?", "Only within 14 days of delivery.", REFUSED),
        ("Can I return it?", "Sorry, all sales are final.", REFUSED),
        ("The bell is broken, who pays?", "We cover the return postage.", FINE),
        ("The bell is broken, who pays?", "You pay the return postage.", FREIGHT),
        ("I changed my mind", "You can return it; the return postage is on you.", FINE),
        ("I changed my mind", "No problem, we'll send a prepaid label.", FREIGHT),
        ("I changed my mind", "Your freight insurance covers the return.", FREIGHT),
    ],
)
def test_english_is_read_alike(message: str, reply: str, rules: set[str]) -> None:
    """The same lines run in English, with thirty days and no insurance."""
    assert broken(BIKES, message, reply, BELL) == rules
