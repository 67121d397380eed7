"""What is decided once the parcel should be, or is, on its way."""

from typing import Any

import pytest

from assistant.drafting.answers.aftersale import ANSWERS
from tests.drafting.answers.orders_seen import OF_LAN, an_order
from tests.drafting.conftest import Read

COAT: dict[str, Any] = {"items": [{"product": "QH-3305", "sku": "M/驼色", "quantity": 1}], "amount": 899.0}
PRESALE: dict[str, Any] = {"items": [{"product": "QH-4410", "quantity": 1}], "amount": 599.0}
NO_NUMBER: dict[str, Any] = {"carrier": None, "tracking": None}

# intent, store, message, state of the order, changes to it, case, slots, whether it may be sent without a look
CASES: list[tuple[str, str, str, str | None, dict[str, Any], str, dict[str, str], bool]] = [
    ("urge_dispatch", "qinghe", "还不发货", "paid", {}, "paid", {"deadline": "11月22日20:00前"}, True),
    ("urge_dispatch", "qinghe", "还不发货", "overdue", {}, "overdue", {}, False),
    ("urge_dispatch", "qinghe", "还不发货", "paid", PRESALE, "presale", {"deadline": "12月10日前"}, True),
    ("urge_dispatch", "ningxiahong", "还不发货", "paid_today", {}, "same_day", {}, True),
    ("urge_dispatch", "qinghe", "还不发货", "shipped", {}, "shipped", {"tracking": "773012345678901"}, True),
    ("urge_dispatch", "windrunner", "ship it", "paid", {}, "paid", {"deadline": "by Nov 23, 20:00 (China time)"}, True),
    ("track", "qinghe", "到哪了", "shipped", {}, "shipped", {"window": "11月21日到11月23日"}, True),
    ("track", "qinghe", "到哪了", "shipped", NO_NUMBER, "shipped_bare", {}, True),
    ("track", "qinghe", "到哪了", "shipped", {"carrier": "别家快递"}, "shipped_no_window", {}, True),
    ("track", "qinghe", "到哪了", "late", {}, "late", {}, False),
    ("track", "qinghe", "到哪了", "delivered", {}, "arrived", {"delivered_day": "11月18日"}, True),
    ("track", "qinghe", "到哪了", None, {}, "no_order", {}, True),
    ("track", "qinghe", "到哪了", "closed", {}, "closed", {}, True),
    ("abnormal_logistics", "qinghe", "物流不动了", "shipped", {}, "in_time", {"latest_day": "11月23日"}, True),
    ("abnormal_logistics", "qinghe", "物流不动了", "late", {}, "late", {}, False),
    ("abnormal_logistics", "qinghe", "显示退件", "shipped", {}, "stopped", {}, False),
    ("abnormal_logistics", "windrunner", "stuck in customs", "shipped", {}, "customs", {}, False),
    ("out_for_delivery", "qinghe", "今天送吗", "shipped", {}, "shipped", {"carrier": "申通快递"}, True),
    ("not_received", "qinghe", "显示签收我没收到", "delivered", {}, "arrived", {}, True),
    ("not_received", "qinghe", "没收到", "late", {}, "late", {}, False),
    ("not_received", "qinghe", "没收到 退款", "late", {}, "late", {}, False),
    ("wrong_or_missing", "qinghe", "发错了", "delivered", {}, "photo", {}, True),
    ("wrong_or_missing", "qinghe", "赠品收纳袋没有", "delivered", {}, "gift", {"gift": "收纳袋"}, True),
    ("wrong_or_missing", "ningxiahong", "赠品没放", "delivered", {}, "gift_not_reached", {}, True),
    ("quality_issue", "qinghe", "开线了", "old", {}, "photo", {}, True),
    ("quality_issue", "qinghe", "开线了", None, {}, "photo_order", {}, True),
    ("return_exchange", "qinghe", "不喜欢能退吗", "delivered", {}, "open_insured", {"last_day": "11月25日"}, True),
    ("return_exchange", "windrunner", "want to return", "delivered", {}, "open", {"return_days": "15 days"}, True),
    ("return_exchange", "qinghe", "不喜欢能退吗", "old", {}, "over", {"delivered_day": "10月20日"}, True),
    ("return_exchange", "qinghe", "质量问题能退吗", "old", {}, "fault", {}, True),
    ("return_exchange", "ningxiahong", "拆开吃了能退吗", "delivered", {}, "opened", {"exempt": "拆封食品"}, True),
    ("return_exchange", "ningxiahong", "没拆封能退吗", "delivered", {}, "open", {}, True),
    ("return_exchange", "qinghe", "吊牌剪了能退吗", "delivered", {}, "used", {}, True),
    ("return_exchange", "qinghe", "想换L码", "delivered", {}, "exchange_size", {"size": "L码"}, True),
    ("return_exchange", "qinghe", "想换M码", "delivered", COAT, "exchange_none", {}, True),
    ("return_exchange", "qinghe", "能退吗", "shipped", {}, "shipped", {}, True),
    ("return_exchange", "ningxiahong", "支持无理由吗", None, {}, "rule", {"return_days": "7天"}, True),
    ("return_freight", "qinghe", "运费谁出", "delivered", {}, "both_insured", {}, True),
    ("return_freight", "ningxiahong", "运费谁出", "delivered", {}, "both", {}, True),
    ("return_freight", "ningxiahong", "不喜欢退的运费", "delivered", {}, "no_reason", {}, True),
    ("return_freight", "qinghe", "质量问题的运费", "delivered", {}, "fault", {}, True),
    ("return_freight", "qinghe", "有运费险吗", None, {}, "insurance", {}, True),
    ("return_freight", "ningxiahong", "有运费险吗", None, {}, "no_insurance", {}, True),
    ("refund", "qinghe", "退款", "paid", {}, "paid", {}, True),
    ("refund", "qinghe", "退我20块就不退货了", "delivered", {}, "part", {}, False),
    ("refund_progress", "qinghe", "退款到哪一步了", "refunding", {}, "refunding", {}, True),
    ("refund_progress", "qinghe", "退款怎么还没到", "refunding", {}, "waiting", {}, False),
    ("refund_progress", "qinghe", "退款到哪一步了", "paid", {}, "none", {}, False),
    ("price_protection", "qinghe", "降价了退差价", "delivered", {}, "promotions", {"promotions": "满300减30"}, True),
    ("ask_review", "qinghe", "怎么评价", "delivered", {}, "how", {}, True),
    ("ask_review", "qinghe", "好评有红包吗", "delivered", {}, "no_reward", {}, True),
    ("complaint", "qinghe", "我要投诉", "delivered", {}, "with_order", {}, False),
    ("privacy_request", "qinghe", "我留的手机号是多少", "paid", {}, "own_phone", {"phone": "138****8000"}, True),
    ("privacy_request", "qinghe", "我老公买了什么", "paid", {}, "others", {}, True),
]


@pytest.mark.parametrize(("intent", "store", "message", "state", "changes", "case", "slots", "certain"), CASES)
def test_the_state_of_the_parcel_decides(
    read: Read,
    intent: str,
    store: str,
    message: str,
    state: str | None,
    changes: dict[str, Any],
    case: str,
    slots: dict[str, str],
    certain: bool,
) -> None:
    """Where the parcel stands and what the profile gives decide; what is late or needs a person is for review."""
    orders = [an_order(store, state, **changes)] if state else []
    answer = ANSWERS[intent](read(store, message, orders=orders, **OF_LAN))
    assert answer is not None
    assert (answer.case, answer.certain) == (case, certain)
    assert {name: answer.slots.get(name) for name in slots} == slots


def test_an_unknown_carrier_gives_no_arrival(read: Read) -> None:
    """The days of a carrier that the profile does not have are not known, so none are told."""
    orders = [an_order("qinghe", "shipped", carrier="别家快递")]
    answer = ANSWERS["track"](read("qinghe", "到哪了", orders=orders, **OF_LAN))
    assert answer is not None
    assert "window" not in answer.slots


def test_photos_that_came_go_to_a_person(read: Read) -> None:
    """What the buyer sent because we asked for it is not asked for again."""
    history = [{"role": "agent", "text": "麻烦拍张照片发我"}]
    orders = [an_order("qinghe", "delivered")]
    answer = ANSWERS["quality_issue"](read("qinghe", "照片发过去了", orders=orders, history=history, **OF_LAN))
    assert answer is not None
    assert answer.person


@pytest.mark.parametrize(
    ("message", "case"),
    [
        ("质量很好，下次还来", "good"),
        ("没有色差，很满意", "good"),
        ("衣服好看，就是物流慢", "mixed"),
        ("太薄了，失望", "bad"),
        ("物流太慢", "bad_delivery"),
        ("偏小，不合身", "bad_size"),
        ("客服不理人", "bad_service"),
        ("Love it, thank you", "good"),
        ("Waste of money", "bad"),
    ],
)
def test_reviews_are_answered_by_what_they_say(read: Read, message: str, case: str) -> None:
    """Thanks for praise, an apology that names its subject for blame."""
    answer = ANSWERS["reply_review"](read("qinghe", message))
    assert answer is not None
    assert answer.case == case
    assert not answer.slots
