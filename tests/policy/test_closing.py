import pytest

from assistant.domain.store import StoreProfile
from tests.policy.money_case import broken


@pytest.mark.parametrize(
    ("message", "reply", "forced"),
    [
        ("什么时候发货", "订单已经给您取消了", True),
        ("帮我取消订单", "订单已经给您取消了", False),
        ("什么时候发货", "没货了，麻烦您申请退款吧", True),
        ("什么时候发货", "48小时内发出，等不及的话可以申请退款", False),
        ("我晚上付", "再不付款我们就关闭订单了", True),
        ("我晚上付", "超时未付款系统会自动关闭订单哦", False),
        ("我晚上付", "不会关闭您的订单的", False),
        ("别给我取消啊", "订单已经给您取消了", True),
        ("两条都要，别发错", "不想接您这单了，请您点退款吧", True),
        ("什么时候发货", "再催就给您退掉了", True),
        ("什么时候发货", "48小时内发，想取消随您", False),
        ("支持花呗吗", "以前支持，现在取消了", False),
    ],
)
def test_an_order_is_ended_only_as_the_buyer_wishes(
    stores: dict[str, StoreProfile], message: str, reply: str, forced: bool
) -> None:
    """Closing, pressing to cancel and threatening break the rule; the platform's own time limit does not."""
    assert ("order.forced_close" in broken(stores["qinghe"], message, reply)) is forced


def test_an_order_that_is_closed_may_be_called_closed(stores: dict[str, StoreProfile]) -> None:
    """The order's own status bears it out."""
    order = {"id": "1", "buyer_nick": "lan", "status": "closed", "amount": 239.0}
    reply = "亲，您的订单已经关闭了"
    assert not broken(stores["qinghe"], "订单怎么了", reply, buyer={"nick": "lan"}, orders=[order])


@pytest.mark.parametrize(
    ("message", "reply", "steers"),
    [
        ("衣服破了我要退", "原因选不想要了就行", True),
        ("衣服破了我要退", "原因选质量问题就行", False),
        ("不想要了", "原因选不想要了就行", False),
        ("不想要了，怎么退", "原因选质量问题吧，这样包邮", True),
        ("尺码小了想退", "原因选尺码不合适", False),
        ("一直不发货，退款", "别选未按时发货哈", True),
        ("怎么退款", "原因按实际情况选就好", False),
        ("有虫子，怎么申请", "上头写口味不合适", True),
        ("想退了重新买M码", "理由选拍错就行", False),
    ],
)
def test_the_stated_reason_is_the_buyers_own(
    stores: dict[str, StoreProfile], message: str, reply: str, steers: bool
) -> None:
    """What the buyer said decides which reason is true."""
    assert ("refund.reason_steering" in broken(stores["qinghe"], message, reply)) is steers
