"""One reply through the readers of money and closing, in any store: what the tests of those families share."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.domain.store import StoreProfile
from assistant.facts import Facts
from assistant.policy import Checker, load_rules
from assistant.policy.claims import CLAIM_KINDS

_POLICIES = Path(__file__).parents[2] / "policies"
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


@cache
def _checker() -> Checker:
    return Checker(load_rules(_POLICIES, CLAIM_KINDS, min_examples=0))


def verdict(store: StoreProfile, message: str, reply: str, **request: Any) -> Verdict:
    """The verdict on a reply; fails when a check could not run."""
    whole: Mapping[str, Any] = {"store": store.id, "message": message, "reply": reply, "now": _NOW, **request}
    found = _checker().check(reply, Facts(store, CheckRequest.model_validate(whole)))
    assert not found.unchecked
    return found


def broken(store: StoreProfile, message: str, reply: str, **request: Any) -> set[str]:
    """The rules of these families that a reply breaks."""
    return {v.rule for v in verdict(store, message, reply, **request).violations if v.rule.startswith(_FAMILIES)}
