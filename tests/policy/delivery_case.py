"""Two stores unlike the examples, and what a reply in them breaks of the delivery rules."""

from datetime import datetime
from typing import Any

from assistant.domain.reply import Claim
from assistant.domain.store import StoreProfile
from tests.policy.judging import judged

NOW = "2026-03-10T11:00:00+08:00"
"""A Tuesday."""

TOOLS = StoreProfile.model_validate(
    {
        "id": "tools",
        "name": "老周五金店",
        "platform": "taobao",
        "language": "zh",
        "agent": "小周",
        "shipping": {
            "dispatch_hours": 72,
            "same_day_cutoff": "17:30",
            "carriers": [
                {"name": "圆通速递", "days": [3, 5], "fee": 12, "default": True},
                {"name": "京东快递", "days": [1, 3], "fee": 10},
                {"name": "飞马快运", "days": [2, 6], "fee": 6},
            ],
            "free_shipping": {"min_amount": 199, "except": ["海南", "内蒙古"], "remote_fee": 18},
        },
        "invoice": {"kinds": ["电子普通发票"], "issue_days": 5},
        "payment": {"methods": ["支付宝"]},
        "returns": {"no_reason_days": 10, "freight_insurance": True, "exempt": ["定制商品"]},
        "products": [
            {"id": "T-1", "title": "冲击钻", "price": 150.0, "stock": 9},
            {
                "id": "T-2",
                "title": "定制手柄",
                "price": 60.0,
                "stock": 9,
                "presale_dispatch_by": "2026-03-20T12:00:00+08:00",
            },
        ],
    }
)
"""Half past five is the cutoff, postage is free from 199, and the no-reason return runs ten days."""

BIKES = StoreProfile.model_validate(
    {
        "id": "bikes",
        "name": "Bike Barn",
        "platform": "aliexpress",
        "language": "en",
        "agent": "Tom",
        "currency": "EUR",
        "shipping": {
            "dispatch_hours": 24,
            "carriers": [
                {"name": "GLS", "days": [8, 12], "fee": 0, "default": True},
                {"name": "UPS", "days": [3, 4], "fee": 22},
            ],
            "free_shipping": {"min_amount": 0, "except": ["Brazil"], "remote_fee": 9},
        },
        "invoice": {"kinds": ["commercial invoice"], "issue_days": 3},
        "payment": {"methods": ["credit card"]},
        "returns": {"no_reason_days": 30, "freight_insurance": False},
        "products": [{"id": "B-1", "title": "Bell", "price": 9.0, "stock": 50}],
    }
)
"""Dispatch within a day, GLS by default, and thirty days for returns."""

FAMILIES = ("shipping.", "returns.")


def order(status: str, *, product: str = "T-1", paid: str = "2026-03-10T09:00:00+08:00", **keys: Any) -> dict[str, Any]:
    """An order of this buyer's."""
    base = {
        "id": "2026031000001",
        "buyer_nick": "lin",
        "status": status,
        "items": [{"product": product, "quantity": 1}],
    }
    return base | {"paid_at": None if status == "unpaid" else paid} | keys


def check(
    store: StoreProfile, message: str, reply: str, *orders: dict[str, Any], **request: Any
) -> tuple[set[str], tuple[Claim, ...]]:
    """The delivery rules that a reply breaks, and the claims that were read out of it."""
    given = {"now": NOW, "buyer": {"nick": "lin"}, "orders": list(orders), **request}
    verdict = judged(store, message, reply, **given)
    return {v.rule for v in verdict.violations if v.rule.startswith(FAMILIES)}, verdict.claims


def broken(store: StoreProfile, message: str, reply: str, *orders: dict[str, Any], **request: Any) -> set[str]:
    """The delivery rules that a reply breaks."""
    return check(store, message, reply, *orders, **request)[0]


def local(text: str) -> datetime:
    """A time in the stores' zone."""
    return datetime.fromisoformat(f"{text}+08:00")
