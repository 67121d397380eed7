"""Ordinary service replies whose words resemble a promise or a refusal, beside the ones that are one."""

from typing import Any

import pytest

from tests.policy.delivery_case import TOOLS
from tests.policy.judging import judged

NOW = "2026-03-10T11:00:00+08:00"
PAID: dict[str, Any] = {
    "now": NOW,
    "buyer": {"nick": "b1"},
    "orders": [
        {
            "id": "1",
            "buyer_nick": "b1",
            "status": "paid",
            "amount": 150.0,
            "items": [{"product": "T-1", "quantity": 1}],
            "paid_at": "2026-03-10T09:00:00+08:00",
        }
    ],
}
LOOKING: dict[str, Any] = {"now": NOW, "product": "T-1"}


@pytest.mark.parametrize(
    ("message", "reply", "request_keys", "stopped_by"),
    [
        ("单号呢", "还没寄，寄了订单里会有单号，您刷新看看。", PAID, None),
        ("发了没", "昨天就发了，您能查到物流", PAID, "shipping.false_status"),
        ("地址错了，送我单位", "没发呢，您把地址完整发一遍，我照着改。", PAID, None),
        ("送个小东西呗", "好的，给您放一条毛巾", PAID, "promise.gift"),
        ("付款老失败", "退出来重进一下，或者换个网络试试。", PAID, None),
        ("邮费多少", "一把150，差49块包邮，邮费12块。", LOOKING, None),
        ("邮费多少", "一把150，邮费9块。", LOOKING, "shipping.fee_contradiction"),
        ("退款几天到", "仓库收到验完没问题，一般两三天内给您退，原路回去。", LOOKING, None),
        ("能退吗", "签收两天内才给您退，过了不行", LOOKING, "returns.refused"),
        ("一把包邮吗", "一把150，您再凑49元邮费就免了。", LOOKING, None),
        ("能退吗", "签收后10天内都可以无理由退的。", LOOKING, None),
        ("外壳裂了要退", "您以不喜欢为由申请就行", LOOKING, "refund.reason_steering"),
        ("不合适退货运费谁出", "不合适算是个人原因，有运费险的。", LOOKING, None),
        ("能开发票吗", "可以开电子普通发票的。您再说下抬头，我记上。", LOOKING, None),
        ("能开发票吗", "发票以后再说吧", LOOKING, "invoice.deferred"),
        ("我想换成手柄", "没发货的，您先申请退款，再拍手柄就行。", PAID, None),
        ("怎么还没发", "您先申请退款，再拍手柄吧", PAID, "order.forced_close"),
        ("还我钱", "您在订单里申请退款就可以。", PAID, None),
        ("怎么还没发", "还没到时限，您再等等，到点没走找我。", PAID, None),
    ],
)
def test_only_what_is_said_counts(
    message: str, reply: str, request_keys: dict[str, Any], stopped_by: str | None
) -> None:
    """A word within another word, a condition or another figure breaks no rule; the plain statement does."""
    found = judged(TOOLS, message, reply, **request_keys)
    stopping = {item.rule for item in found.violations if item.severity != "warn"}
    assert (stopped_by in stopping) if stopped_by else not stopping
