"""What the state of the buyer's order says about words that could mean two things, and about scripts for one state only."""

from collections.abc import Mapping
from types import MappingProxyType

_SHIFTS: Mapping[str, tuple[tuple[str, str, float], ...]] = MappingProxyType(
    {
        "unpaid": (("urge_dispatch", "dispatch_time", 0.6), ("return_exchange", "cancel_order", 0.3)),
        "paid": (
            ("dispatch_time", "urge_dispatch", 0.7),
            ("price_change", "price_protection", 0.5),
            ("return_exchange", "cancel_order", 0.2),
        ),
        "shipped": (
            ("delivery_time", "track", 0.6),
            ("urge_dispatch", "track", 0.5),
            ("dispatch_time", "track", 0.6),
            ("change_items", "return_exchange", 0.4),
            ("price_change", "price_protection", 0.6),
        ),
        "delivered": (
            ("quality", "quality_issue", 0.4),
            ("cancel_order", "return_exchange", 0.6),
            ("change_items", "return_exchange", 0.7),
            ("price_change", "price_protection", 0.7),
            ("urge_dispatch", "not_received", 0.4),
            ("track", "not_received", 0.4),
        ),
        "refunding": (("refund", "refund_progress", 0.6), ("return_exchange", "refund_progress", 0.3)),
    }
)
"""For each order status: from this intent, to that one, how much of its likelihood goes over."""

_SAME_AS = {"completed": "delivered"}


def with_order(probabilities: Mapping[str, float], status: str | None) -> dict[str, float]:
    """The probabilities once the order's status is known; all intents still sum to the same."""
    shifted = dict(probabilities)
    for source, target, share in _SHIFTS.get(_SAME_AS.get(status or "", status or ""), ()):
        moved = probabilities.get(source, 0.0) * share
        shifted[source] = shifted.get(source, 0.0) - moved
        shifted[target] = shifted.get(target, 0.0) + moved
    return shifted


NO_ORDER = "no_order"
OTHER_ACCOUNT = "other_account"
_STATES = (NO_ORDER, "unpaid", "paid", "shipped", "delivered", "refunding", "closed", OTHER_ACCOUNT)
_FITS = 3.0
_DOES_NOT_FIT = -10.0


def state_of(case: str | None) -> str | None:
    """The state of the order that a script's case is about; None where it holds in any."""
    return next((state for state in _STATES if case and (case == state or case.startswith(f"{state}_"))), None)


def points_by_state(status: str | None) -> dict[str | None, float]:
    """What a script gains (of 100) by being about this state of the order, and loses by being about another."""
    state = _SAME_AS.get(status, status) if status else NO_ORDER
    return {None: 0.0, **{other: _FITS if other == state else _DOES_NOT_FIT for other in _STATES}}


_ON_PRODUCT_PAGE = ("urge_dispatch", "dispatch_time", 0.3)


def with_product_page(probabilities: Mapping[str, float]) -> dict[str, float]:
    """The probabilities for a buyer who looks at a product and has no order."""
    source, target, share = _ON_PRODUCT_PAGE
    shifted = dict(probabilities)
    moved = shifted.get(source, 0.0) * share
    shifted[source] = shifted.get(source, 0.0) - moved
    shifted[target] = shifted.get(target, 0.0) + moved
    return shifted
