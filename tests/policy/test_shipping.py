import pytest

from tests.policy.delivery_case import BIKES, TOOLS, broken, check, order

EARLY, LATE = {"shipping.dispatch_overpromise"}, {"shipping.dispatch_late"}
ARRIVAL, STATUS = {"shipping.arrival_promise"}, {"shipping.false_status"}
FEE, CARRIER = {"shipping.fee_contradiction"}, {"shipping.carrier"}
FINE: set[str] = set()

PAID = order("paid")
PAID_LATE = order("paid", paid="2026-03-09T18:00:00+08:00")
SHIPPED = order("shipped", shipped_at="2026-03-08T20:00:00+08:00", carrier="圆通速递", tracking="YT1002003004005")
DELIVERED = SHIPPED | {"status": "delivered", "delivered_at": "2026-03-09T15:00:00+08:00"}


@pytest.mark.parametrize(
    ("reply", "rules"),
    [
        ("今天就能发出", FINE),
        ("现在付款的话今天发货", FINE),
        ("五点半前付款当天发", FINE),
        ("六点前付款的都当天发", EARLY),
        ("晚上付款的明天上午就发", EARLY),
        ("晚上付款的72小时内发出", FINE),
        ("付款后72小时内发货", FINE),
        ("付款后三天内发货", FINE),
        ("要五天才能发", LATE),
        ("明天给您发", LATE),
    ],
)
def test_the_cutoff_and_the_hours_bound_what_may_be_promised_before_payment(reply: str, rules: set[str]) -> None:
    """Before half past five the same day may be promised, after it three days; the time of payment may be named."""
    assert broken(TOOLS, "什么时候发货", reply, product="T-1") == rules


@pytest.mark.parametrize(
    ("reply", "rules"),
    [
        ("12号晚上六点前发出", FINE),
        ("最晚后天发出", FINE),
        ("明天给您发出", EARLY),
        ("两小时后发走", EARLY),
        ("马上给您发走", EARLY),
        ("会尽量早发，最晚后天晚上", FINE),
        ("不一定能今天发", FINE),
        ("13号发出", LATE),
        ("这几天单子太多，发货要延迟", LATE),
        ("后天怕是发不出来", LATE),
        ("不会延迟发货的", FINE),
    ],
)
def test_a_paid_order_has_its_own_deadline(reply: str, rules: set[str]) -> None:
    """Paid at six in the evening after the cutoff, it leaves by the twelfth at six: nothing sooner, nothing later."""
    assert broken(TOOLS, "几号发货", reply, PAID_LATE) == rules


def test_a_delay_that_the_buyer_wants_is_none() -> None:
    """Who asks to wait may be told a later date."""
    assert broken(TOOLS, "我出差，15号以后再发吧", "好的，15号以后给您发出", PAID_LATE) == FINE


def test_a_presale_item_leaves_by_its_date() -> None:
    """The date of the item page holds, anything sooner does not."""
    assert broken(TOOLS, "几号发", "3月20号前发货", product="T-2") == FINE
    assert broken(TOOLS, "几号发", "后天就能给您发", product="T-2") == EARLY
    assert broken(TOOLS, "几号发", "要到3月25号才发", product="T-2") == LATE


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("几天到", "圆通一般三到五天", FINE),
        ("几天到", "圆通三到五天就到", FINE),
        ("几天到", "圆通两天就到", ARRIVAL),
        ("几天到", "京东要加10元，发出后一天左右到", FINE),
        ("几天到", "保证五天到", ARRIVAL),
        ("几天到", "不敢保证几天到，一般三五天", FINE),
        ("15号前能到吗", "能的，一定到", ARRIVAL),
        ("11号能到吗", "能到的亲", ARRIVAL),
        ("11号能到吗", "到不了哦", FINE),
    ],
)
def test_arrivals_are_held_against_the_carriers_days(message: str, reply: str, rules: set[str]) -> None:
    """The fastest day of the carrier named is the bound; a guarantee breaks it whatever the figure."""
    assert broken(TOOLS, message, reply, PAID) == rules


@pytest.mark.parametrize(
    ("orders", "reply", "rules"),
    [
        ([], "已经给您发出了", STATUS),
        ([PAID], "已经给您发出了", STATUS),
        ([PAID], "还没发出，今天会发的", FINE),
        ([SHIPPED], "已经发出了，在路上", FINE),
        ([SHIPPED], "正在给您派送", STATUS),
        ([SHIPPED], "显示已签收了", STATUS),
        ([DELIVERED], "显示已签收了", FINE),
        ([DELIVERED], "还在运输途中呢", STATUS),
        ([SHIPPED], "单号YT1002003004005", FINE),
        ([SHIPPED], "单号YT1002003009999", STATUS),
        ([SHIPPED], "给您发的韵达，在路上了", STATUS),
        ([PAID], "等发出了会通知您", FINE),
        ([order("paid", buyer_nick="somebody")], "已经给您发出了", STATUS),
    ],
)
def test_states_are_those_of_this_buyers_orders(orders: list[dict[str, object]], reply: str, rules: set[str]) -> None:
    """What the order does not show, or an order of another account, bears nothing out."""
    assert STATUS & broken(TOOLS, "发货了吗，单号多少", reply, *orders) == rules


def test_out_for_delivery_is_borne_out_by_the_task() -> None:
    """The store announces the delivery only when the platform reports it."""
    told = broken(TOOLS, "", "您的包裹正在派送中，请留意电话", SHIPPED, task="notify_out_for_delivery")
    assert told == FINE


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("一台包邮吗", "一台不包邮，邮费12元", FINE),
        ("一台包邮吗", "包邮的亲", FEE),
        ("两台包邮吗", "两台满199了，包邮", FINE),
        ("两台包邮吗", "不包的，收12元邮费", FEE),
        ("满多少包邮", "满199包邮", FINE),
        ("满多少包邮", "满99包邮", FEE),
        ("到海口多少运费", "12加偏远18，一共30元", FINE),
        ("到海口多少运费", "海南也是12元", FEE),
        ("发京东加多少", "加10元就行", FINE),
        ("发京东加多少", "加15元就行", FEE),
        ("飞马快运呢", "飞马补六块", FINE),
        ("飞马快运呢", "飞马补个八块", FEE),
        ("邮费谁出", "邮费给您免了", FEE),
    ],
)
def test_postage_follows_carrier_region_and_amount(message: str, reply: str, rules: set[str]) -> None:
    """The chosen carrier's fee, the threshold for the default's, and the remote fee on top; nothing else."""
    assert FEE & broken(TOOLS, message, reply, product="T-1") == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("发什么快递", "默认圆通", FINE),
        ("发什么快递", "默认京东", CARRIER),
        ("发什么快递", "默认圆通，换京东加10元", FINE),
        ("发什么快递", "飞马快运，补6元", FINE),
        ("发什么快递", "我们发顺丰的", CARRIER),
        ("能发顺丰吗", "顺丰发不了哦", FINE),
        ("我加10块发京东行吗", "行，给您发京东", FINE),
        ("发什么快递", "哪家便宜发哪家", CARRIER),
    ],
)
def test_carriers_are_those_of_the_profile(message: str, reply: str, rules: set[str]) -> None:
    """A courier that no other store here has is known by the profile alone; what costs extra is no default."""
    assert CARRIER & broken(TOOLS, message, reply, product="T-1") == rules


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("When do you ship?", "Within 24 hours of payment.", FINE),
        ("When do you ship?", "Within 12 hours of payment.", EARLY),
        ("When do you ship?", "It takes 3 days to ship.", LATE),
        ("How long to France?", "GLS usually needs 8-12 days.", FINE),
        ("How long to France?", "About five days with GLS.", ARRIVAL),
        ("How long with UPS?", "3-4 days, and it costs 22 EUR extra.", FINE),
        ("How much is UPS?", "UPS is 15 EUR extra.", FEE),
        ("Is shipping free to Brazil?", "Yes, shipping is free.", FEE),
        ("Is shipping free to Brazil?", "No, for Brazil we add 9 EUR.", FINE),
        ("Which courier?", "We ship with DHL.", CARRIER),
        ("Has it shipped?", "Yes, it was shipped this morning.", STATUS),
        ("Has it shipped?", "Not yet, it will be shipped within 24 hours.", FINE),
    ],
)
def test_english_is_read_alike(message: str, reply: str, rules: set[str]) -> None:
    """The same facts bound what is said in English, in another currency and with other couriers."""
    assert broken(BIKES, message, reply, product="B-1") == rules


def test_a_claim_stands_beside_its_fact() -> None:
    """What holds is told too, with the key that carries it."""
    _, claims = check(TOOLS, "什么时候发，几天到", "付款后72小时内发货，圆通三到五天到", product="T-1")
    told = {claim.text: (claim.kind, claim.fact, claim.holds) for claim in claims}
    assert told["72小时内"] == ("dispatch.time", "shipping.same_day_cutoff", True)
    assert told["三到五天"] == ("arrival.time", "shipping.carriers[圆通速递].days", True)
