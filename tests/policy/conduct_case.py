"""One reply through every rule, in any store: what the tests of privacy, contact and disguise share."""

from typing import Any

from assistant.domain.reply import Verdict
from assistant.domain.store import StoreProfile
from tests.policy.judging import judged

_NOW = "2026-11-21T10:00:00+08:00"

TEA = StoreProfile.model_validate(
    {
        "id": "tea",
        "name": "山下茶坊",
        "platform": "taobao",
        "language": "zh",
        "agent": "阿茗",
        "hotline": "021-60001234",
        "shipping": {"dispatch_hours": 24, "carriers": [{"name": "极兔", "days": [2, 3], "default": True}]},
        "invoice": {"kinds": ["电子普通发票"], "issue_days": 5},
        "payment": {"methods": ["微信支付", "PayPal"]},
        "returns": {"no_reason_days": 7},
        "products": [{"id": "13812345678", "title": "白茶", "price": 60.0, "stock": 9}],
    }
)
"""A store like none of the examples: other methods, a landline as hotline, an id that looks like a phone."""

OTHERS: dict[str, Any] = {
    "id": "2026111900031",
    "buyer_nick": "laogong88",
    "status": "shipped",
    "amount": 169.0,
    "paid_at": "2026-11-19T09:00:00+08:00",
    "shipped_at": "2026-11-20T09:00:00+08:00",
    "carrier": "申通快递",
    "tracking": "773300112233445",
    "receiver": {"name": "周建", "phone": "13900001234", "address": "四川省成都市武侯区桐梓林路8号"},
}
OWN: dict[str, Any] = {**OTHERS, "id": "2026112000077", "buyer_nick": "lan", "tracking": "773355667788990"} | {
    "receiver": {"name": "兰心", "phone": "13700007788", "address": "江苏省南京市鼓楼区汉口路2号"}
}


def verdict(store: StoreProfile, message: str, reply: str, **request: Any) -> Verdict:
    """The verdict on a reply at the time of these cases."""
    return judged(store, message, reply, **{"now": _NOW, "buyer": {"nick": "lan"}, **request})


def broken(store: StoreProfile, message: str, reply: str, **request: Any) -> set[str]:
    """The rules that a reply breaks."""
    return {violation.rule for violation in verdict(store, message, reply, **request).violations}
