"""How much hangs on a draft, from 0 to 100: what was found in it, what it is about, how much money is at stake."""

from assistant.domain.reply import Draft, Outcome, Status
from assistant.domain.request import Request

_STATUS: dict[Status, int] = {"ready": 0, "review": 10, "handover": 30}
_OUTCOME: dict[Outcome, int] = {"pass": 0, "warn": 5, "handover": 15, "block": 25}
_TROUBLE = {
    "complaint": 30, "bad_review": 30, "abuse": 25, "human": 20, "reply_review": 20, "privacy_request": 20,
    "quality_issue": 15, "damaged": 15, "wrong_or_missing": 15, "not_received": 15, "abnormal_logistics": 15,
    "refund": 15, "refund_progress": 15, "return_exchange": 10, "return_freight": 10, "cancel_order": 10,
    "urge_dispatch": 10, "price_protection": 5, "bargain": 5,
}  # fmt: skip
_MOST_POINTS = 15
_MUCH_MONEY = ((5000.0, 15), (1000.0, 10), (300.0, 5))


def risk_of(request: Request, draft: Draft) -> int:
    """The risk of a draft.

    Points of the rules that it, or an attempt before it, broke count up to 15; amounts of the buyer's orders from 300 on.
    """
    points = max((violation.points or 0 for violation in draft.verdict.violations), default=0)
    tried = any(attempt.violations for attempt in draft.attempts)
    amount = max((order.amount for order in request.orders), default=0.0)
    money = next((extra for least, extra in _MUCH_MONEY if amount >= least), 0)
    sum_of_all = (
        _STATUS[draft.status]
        + _OUTCOME[draft.verdict.outcome]
        + _TROUBLE.get(draft.intent, 0)
        + max(0, min(points, _MOST_POINTS))
        + (5 if tried else 0)
        + money
    )
    return min(100, sum_of_all)
