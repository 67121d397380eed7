"""What is decided about an order between choosing and dispatch."""

from typing import Any

import pytest

from assistant.drafting.answers.orders import ANSWERS
from tests.drafting.answers.orders_seen import OF_LAN, an_order
from tests.drafting.conftest import Read

# intent, store, message, state of the order, case, slots, whether it may be sent without a look
CASES: list[tuple[str, str, str, str | None, str, dict[str, str], bool]] = [
    ("nudge_payment", "qinghe", "晚点付", "unpaid", "unpaid", {"hours": "48小时"}, True),
    ("nudge_payment", "qinghe", "可以保留多久", "unpaid", "expiry", {}, True),
    ("nudge_payment", "qinghe", "晚点付", None, "later", {}, True),
    ("payment_problem", "qinghe", "付不了款", "unpaid", "failed", {"methods": "支付宝、信用卡、花呗"}, True),
    ("payment_problem", "qinghe", "钱扣了还显示待付款", "unpaid", "deducted", {}, False),
    ("price_change", "qinghe", "改下价", "unpaid", "promotions", {"promotions": "满300减30"}, True),
    ("price_change", "ningxiahong", "改下价", "unpaid", "within_floor", {}, False),
    ("price_change", "qinghe", "改下价", "paid", "paid_already", {}, True),
    ("confirm_order", "qinghe", "地址对的", "paid", "noted_paid", {"deadline": "11月22日20:00前"}, True),
    ("confirm_order", "qinghe", "我的地址是哪", "paid", "address", {"phone": "138****8000"}, True),
    ("confirm_order", "qinghe", "地址对的", "overdue", "overdue", {}, False),
    ("change_address", "qinghe", "改地址", "paid", "paid", {}, True),
    ("change_address", "qinghe", "改到新疆", "paid", "paid_remote", {"remote_fee": "15元", "region": "新疆"}, True),
    ("change_address", "qinghe", "改成南京市鼓楼区中山路8号", "paid", "paid_given", {}, False),
    ("change_address", "qinghe", "改地址", "shipped", "shipped", {"tracking": "773012345678901"}, True),
    ("change_address", "qinghe", "改地址", None, "no_order", {}, True),
    ("change_items", "qinghe", "换成L码", "paid", "paid_wanted", {"wanted": "L码"}, False),
    ("change_items", "qinghe", "换成L码", "unpaid", "unpaid", {}, True),
    ("change_items", "qinghe", "再加一件", "paid", "more", {}, False),
    ("change_items", "qinghe", "帮我改成顺丰发", "paid", "carrier_fee", {"fee": "15元"}, False),
    ("change_items", "qinghe", "帮我改成圆通发", "paid", "carrier_not_ours", {"ours": "申通快递、顺丰速运和EMS"}, True),
    ("order_note", "qinghe", "备注别放价格单", "paid", "paid", {}, False),
    ("order_note", "qinghe", "备注别放价格单", "shipped", "shipped", {"carrier": "申通快递"}, True),
    ("cancel_order", "qinghe", "取消订单", "unpaid", "unpaid", {}, True),
    ("cancel_order", "qinghe", "取消订单", "paid", "paid", {}, True),
    ("cancel_order", "windrunner", "cancel my order", "shipped", "shipped", {}, True),
    ("cancel_order", "qinghe", "为什么取消我的订单", "closed", "closed_why", {}, False),
    ("paid_thanks", "qinghe", "付好了", "paid", "paid", {"deadline": "11月22日20:00前"}, True),
    ("paid_thanks", "ningxiahong", "付好了", "paid_today", "same_day", {}, True),
    ("paid_thanks", "qinghe", "付好了", "unpaid", "unpaid", {}, True),
    ("paid_thanks", "qinghe", "付好了", None, "unknown", {"hours": "48小时"}, True),
    ("combine_orders", "qinghe", "一起发", "paid", "one", {}, False),
    ("combine_orders", "qinghe", "一起发", "shipped", "sent", {}, True),
]


@pytest.mark.parametrize(("intent", "store", "message", "state", "case", "slots", "certain"), CASES)
def test_the_state_of_the_order_decides(
    read: Read,
    intent: str,
    store: str,
    message: str,
    state: str | None,
    case: str,
    slots: dict[str, str],
    certain: bool,
) -> None:
    """Unpaid, paid, shipped and closed orders change what is said; what a person must do first is for review."""
    orders: list[dict[str, Any]] = [an_order(store, state)] if state else []
    answer = ANSWERS[intent](read(store, message, orders=orders, **OF_LAN))
    assert answer is not None
    assert (answer.case, answer.certain) == (case, certain)
    told = {name: answer.slots.get(name) for name in slots}
    assert {name: (value or "").replace("和", "、") for name, value in told.items()} == {
        name: value.replace("和", "、") for name, value in slots.items()
    }


def test_a_cancellation_is_about_the_order_that_can_be_cancelled(read: Read) -> None:
    """Of several orders the one that has not left is meant."""
    orders = [an_order("qinghe", "shipped"), an_order("qinghe", "paid", id="2026112000032")]
    answer = ANSWERS["cancel_order"](read("qinghe", "取消订单", orders=orders, **OF_LAN))
    assert answer is not None
    assert answer.case == "paid"


def test_the_order_that_the_message_numbers_is_meant(read: Read) -> None:
    """An order number in the message wins over every guess."""
    orders = [an_order("qinghe", "shipped"), an_order("qinghe", "paid", id="2026112000032")]
    answer = ANSWERS["cancel_order"](read("qinghe", "取消订单2026112000031", orders=orders, **OF_LAN))
    assert answer is not None
    assert answer.case == "shipped"


@pytest.mark.parametrize("intent", ["change_address", "cancel_order", "confirm_order", "order_note", "combine_orders"])
def test_another_accounts_order_does_not_exist(read: Read, intent: str) -> None:
    """Nothing of another account's order reaches the answer, not even a slot."""
    orders = [an_order("qinghe", "shipped", buyer_nick="someone")]
    answer = ANSWERS[intent](read("qinghe", "我的单", orders=orders, **OF_LAN))
    assert answer is not None
    assert answer.case == "other_account"
    assert not answer.slots
