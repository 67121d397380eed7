"""What a time or a sum is said of: the parcel's rules leave invoices, refunds, offers and fees alone."""

import pytest

from tests.policy.delivery_case import BIKES, TOOLS, broken, order

FINE: set[str] = set()
EARLY, LATE = {"shipping.dispatch_overpromise"}, {"shipping.dispatch_late"}
STATUS, FEE = {"shipping.false_status"}, {"shipping.fee_contradiction"}
REFUSED, FREIGHT = {"returns.refused"}, {"returns.freight_misstated"}

PAID = order("paid", paid="2026-03-09T18:00:00+08:00")
UNPAID = order("unpaid")
SHIPPED = order("shipped", shipped_at="2026-03-08T20:00:00+08:00", carrier="圆通速递", tracking="YT1002003004005")
DELIVERED = SHIPPED | {"status": "delivered", "delivered_at": "2026-03-09T15:00:00+08:00"}


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("能开专票吗", "可以的，资料给我，五天内给您开好"),
        ("抬头发你了", "收到，15号之前给您"),
        ("发票要等发货才开吗", "不用等发货，申请后五天之内就出电子票"),
        ("活动到几号", "到15号晚上结束"),
        ("退款几天到", "收到退货后两天内给您退"),
        ("什么时候补货", "预计20号到仓"),
    ],
)
def test_a_time_of_papers_money_offers_or_stock_is_none_of_the_parcel(message: str, reply: str) -> None:
    """A time that answers another question, in words that any matter may have, is neither dispatch nor arrival."""
    assert broken(TOOLS, message, reply, PAID) == FINE


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("发票能开吗，什么时候发货", "能开，明天上午就给您发走", EARLY),
        ("抬头发你了", "收到，货13号才能发出", LATE),
        ("今天不发我就退了", "别急，下午就给您发货", EARLY),
    ],
)
def test_the_parcel_s_time_counts_in_talk_of_something_else(message: str, reply: str, rules: set[str]) -> None:
    """Where the clause names the parcel, or the buyer asks for it too, its time is held against the deadline."""
    assert broken(TOOLS, message, reply, PAID) == rules


@pytest.mark.parametrize(
    ("reply", "rules"),
    [
        ("12号是最晚的一天，到点前肯定寄", FINE),
        ("发海口一般3到5天", FINE),
        ("明天怕是悬，12号晚上六点前发出", FINE),
        ("今天还早，12号晚上六点前给您发", FINE),
    ],
)
def test_a_time_that_promises_nothing_is_left_out(reply: str, rules: set[str]) -> None:
    """A day as a noun, the days to a place, a doubted day and a word on the day itself are no dispatch promise."""
    assert broken(TOOLS, "几号发货", reply, PAID) == rules


def test_a_clock_with_its_zone_between_it_and_the_day_is_one_time() -> None:
    """The deadline may be told as a clock in the store's zone before its day."""
    paid = order("paid", product="B-1", paid="2026-03-10T09:00:00+08:00")
    assert broken(BIKES, "Sent?", "Not yet, it will be sent by 09:00 China time on 11 March.", paid) == FINE


@pytest.mark.parametrize(
    ("message", "reply", "orders", "rules"),
    [
        ("能放门卫吗", "可以备注，最后看派送员方便", [PAID], FINE),
        ("怎么付钱", "包裹到手把钱交给快递员就好", [UNPAID], FINE),
        ("海关要资料", "海关要的资料请您直接给他们", [SHIPPED], FINE),
        ("今天能到吗", "圆通前天晚上收走的，一般3到5天", [SHIPPED], FINE),
        ("走了没", "昨天就交给快递了", [PAID], STATUS),
        ("我的钻呢", "已经帮您寄走啦", [UNPAID], STATUS),
        ("是不是签收了", "嗯嗯是的", [SHIPPED], STATUS),
        ("能放驿站吗", "可以的", [SHIPPED], FINE),
    ],
)
def test_nouns_are_no_states_and_a_yes_takes_over_the_question(
    message: str, reply: str, orders: list[dict[str, object]], rules: set[str]
) -> None:
    """A courier or customs named is no state of the parcel; a state asked for and affirmed is."""
    assert broken(TOOLS, message, reply, *orders) == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("货到付款要代收费吗", "一分不加", FINE),
        ("冲击钻包邮吗", "满199包邮，不足199收12元邮费", FINE),
        ("冲击钻包邮吗", "150没到199，要付12元邮费，再凑一件就免了", FINE),
        ("冲击钻寄三亚一共多少邮费", "三亚收18元", FEE),
        ("冲击钻寄三亚一共多少邮费", "一共30元运费", FINE),
    ],
)
def test_postage_is_told_by_its_terms_for_these_goods(message: str, reply: str, rules: set[str]) -> None:
    """Another fee is no postage; the threshold, what lies below it and what more goods would bring are kept apart."""
    assert broken(TOOLS, message, reply, product="T-1") == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("差价能退吗", "没有价保的，差价退不了", FINE),
        ("退换要手续费吗", "不扣手续费的", FINE),
        ("钻头断了", "质量的事三天内说才管用", REFUSED),
        ("不想要了，通过下退货", "这个我不给您通过了", REFUSED),
        ("开关坏了，邮费我出？", "哪能让您出，质量问题运费我们来", FINE),
        ("开关坏了要退", "行，就是回程的快递单您自己付一下", FREIGHT),
    ],
)
def test_returns_are_told_apart_from_money_and_from_rhetoric(message: str, reply: str, rules: set[str]) -> None:
    """A price difference is no return, 不扣 denies the fee, 哪能 denies what follows it."""
    assert broken(TOOLS, message, reply, DELIVERED) == rules
