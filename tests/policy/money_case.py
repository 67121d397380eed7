"""One reply through the readers of money and closing, in any store: what the tests of those families share."""

from typing import Any

from assistant.domain.reply import Verdict
from assistant.domain.store import StoreProfile
from tests.policy.judging import judged

_FAMILIES = ("invoice.", "payment.card", "payment.cod", "payment.overpromise", "order.", "refund.", "trade.")
_NOW = "2026-11-21T10:00:00+08:00"  # a Saturday

BOOKS = StoreProfile.model_validate(
    {
        "id": "pages",
        "name": "Pages",
        "platform": "taobao",
        "language": "zh",
        "agent": "小页",
        "shipping": {"dispatch_hours": 24, "carriers": [{"name": "韵达", "days": [2, 3], "default": True}]},
        "invoice": {"kinds": ["纸质普通发票"], "issue_days": 10},
        "payment": {"methods": ["微信支付", "云闪付"], "cash_on_delivery": False, "installments_from": 300},
        "returns": {"no_reason_days": 7},
        "products": [{"id": "B1", "title": "硬壳笔记本", "price": 150.0, "stock": 9}],
    }
)
"""A store like none of the examples: other kinds of invoice, other ways to pay."""


def verdict(store: StoreProfile, message: str, reply: str, **request: Any) -> Verdict:
    """The verdict on a reply at the time of these cases."""
    return judged(store, message, reply, **{"now": _NOW, **request})


def broken(store: StoreProfile, message: str, reply: str, **request: Any) -> set[str]:
    """The rules of these families that a reply breaks."""
    return {v.rule for v in verdict(store, message, reply, **request).violations if v.rule.startswith(_FAMILIES)}
