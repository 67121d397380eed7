"""Orders in every state, for the tests of what is said about them."""

from typing import Any

OF_LAN: dict[str, Any] = {"buyer": {"nick": "lan"}}

_AT: dict[str, dict[str, str]] = {
    "unpaid": {"placed_at": "2026-11-21T09:00:00+08:00"},
    "paid": {"paid_at": "2026-11-20T20:00:00+08:00"},
    "overdue": {"paid_at": "2026-11-17T20:00:00+08:00"},
    "paid_today": {"paid_at": "2026-11-21T09:00:00+08:00"},
    "shipped": {"paid_at": "2026-11-18T20:00:00+08:00", "shipped_at": "2026-11-19T16:00:00+08:00"},
    "late": {"paid_at": "2026-09-01T20:00:00+08:00", "shipped_at": "2026-09-02T16:00:00+08:00"},
    "delivered": {"shipped_at": "2026-11-15T16:00:00+08:00", "delivered_at": "2026-11-18T12:00:00+08:00"},
    "old": {"shipped_at": "2026-10-10T16:00:00+08:00", "delivered_at": "2026-10-20T12:00:00+08:00"},
    "refunding": {"paid_at": "2026-11-18T20:00:00+08:00"},
    "closed": {"paid_at": "2026-11-18T20:00:00+08:00"},
}
_STATUS = {"overdue": "paid", "paid_today": "paid", "late": "shipped", "old": "completed"}
_GOODS = {"qinghe": ("QH-2201", 239.0), "ningxiahong": ("NX-01", 79.0), "windrunner": ("WR-501", 15.98)}
_CARRIER = {"qinghe": "申通快递", "ningxiahong": "韵达快递", "windrunner": "China Post Air Mail"}

STATES: tuple[str, ...] = tuple(_AT)


def an_order(store: str, state: str, **changes: Any) -> dict[str, Any]:
    """An order of the buyer `lan` in a state; changes replace keys."""
    product, amount = _GOODS[store]
    order: dict[str, Any] = {
        "id": "2026112000031",
        "buyer_nick": "lan",
        "status": _STATUS.get(state, state),
        "amount": amount,
        "items": [{"product": product, "quantity": 1}],
        "receiver": {"name": "兰某", "phone": "13812348000", "address": "江苏省南京市中山北路"},
        **_AT[state],
    }
    if "shipped_at" in order:
        order |= {"carrier": _CARRIER[store], "tracking": "773012345678901"}
    return {**order, **changes}
