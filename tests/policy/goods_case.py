"""Stores unlike the examples, for the tests of promises, goods, urgency, reviews and tone."""

from typing import Any

from assistant.domain.reply import Claim, Verdict
from assistant.domain.store import StoreProfile
from tests.policy.judging import judged

_NOW = "2026-11-21T10:00:00+08:00"

BEDS = StoreProfile.model_validate(
    {
        "id": "beds",
        "name": "眠山家居",
        "platform": "taobao",
        "language": "zh",
        "agent": "小山",
        "shipping": {
            "dispatch_hours": 72,
            "carriers": [{"name": "德邦快递", "days": [3, 6], "default": True, "fee": 0}],
            "free_shipping": {"min_amount": 0, "except": ["海南"], "remote_fee": 60},
        },
        "invoice": {"kinds": ["电子普通发票"], "issue_days": 5},
        "payment": {"methods": ["支付宝"]},
        "returns": {"no_reason_days": 7, "freight_insurance": True},
        "promotions": [
            {"name": "年末", "says": "满1000减80", "min_amount": 1000, "off": 80, "until": "2026-11-22T23:59:59+08:00"}
        ],
        "gifts": [{"name": "香薰蜡烛", "says": "满500元送香薰蜡烛2个", "min_amount": 500}],
        "bargaining": {"allowed": True, "floor_percent": 92},
        "products": [
            {
                "id": "BD-1",
                "title": "天丝四件套",
                "price": 480.0,
                "stock": 60,
                "stock_by": {"1.5m": 4, "1.8m": 0},
                "material": "面料60%天丝 40%棉",
                "colors": ["灰", "杏"],
                "sizes": ["1.5m", "1.8m"],
                "care": "可机洗,不可漂白,不可烘干",
            },
            {"id": "BD-2", "title": "乳胶枕", "price": 260.0, "stock": 0, "restock_at": "2026-12-01T00:00:00+08:00"},
        ],
    }
)
"""A Chinese store with stock by size, a promotion that ends tomorrow, and two gifts an order from 500."""

MUGS = StoreProfile.model_validate(
    {
        "id": "mugs",
        "name": "Kiln & Co",
        "platform": "aliexpress",
        "language": "en",
        "agent": "Ben",
        "currency": "USD",
        "shipping": {"dispatch_hours": 48, "carriers": [{"name": "YunExpress", "days": [10, 15], "default": True}]},
        "invoice": {"kinds": ["commercial invoice"], "issue_days": 3},
        "payment": {"methods": ["Alipay"]},
        "returns": {"no_reason_days": 15},
        "products": [
            {"id": "MG-1", "title": "Stoneware mug", "price": 20.0, "stock": 3, "material": "stoneware, 350 ml"}
        ],
    }
)
"""An English store without promotion, gift or bargaining."""


def verdict(store: StoreProfile, message: str, reply: str, **request: Any) -> Verdict:
    """The verdict on a reply at the time of these cases."""
    return judged(store, message, reply, **{"now": _NOW, "buyer": {"nick": "lan"}, **request})


def broken(store: StoreProfile, message: str, reply: str, **request: Any) -> set[str]:
    """The ids of the rules that a reply breaks."""
    return {violation.rule for violation in verdict(store, message, reply, **request).violations}


def claims(store: StoreProfile, message: str, reply: str, kind: str, **request: Any) -> list[Claim]:
    """The claims of one kind that a reply makes."""
    return [claim for claim in verdict(store, message, reply, **request).claims if claim.kind == kind]
