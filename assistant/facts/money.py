"""Promotions, gifts and the bargaining floor (contract section 8: Discounts, Gifts)."""

from dataclasses import dataclass
from datetime import datetime

from assistant.domain.store import Gift, Promotion, StoreProfile


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A promotion or gift in force, and whether this purchase reaches it.

    Attributes:
        reached: True or False where amount and quantity are known; None where they are not.
        missing_amount: goods still missing, in currency units (0 where reached or not known).
        missing_quantity: pieces still missing.
    """

    name: str
    says: str
    reached: bool | None
    missing_amount: float = 0.0
    missing_quantity: int = 0


def promotions_in_force(store: StoreProfile, now: datetime) -> tuple[Promotion, ...]:
    """The promotions whose dates include `now`."""
    return tuple(
        item
        for item in store.promotions
        if (item.from_ is None or item.from_ <= now) and (item.until is None or now <= item.until)
    )


def promotion_entitlement(item: Promotion, amount: float | None, quantity: int | None) -> Entitlement:
    """Whether goods of that amount (list price, without postage) and number reach the promotion."""
    lacks_amount = _lacking(item.min_amount, amount)
    lacks_quantity = _lacking(item.min_quantity, quantity)
    if lacks_amount is None or lacks_quantity is None:
        return Entitlement(item.name, item.says, None)
    return Entitlement(item.name, item.says, not lacks_amount and not lacks_quantity, lacks_amount, int(lacks_quantity))


def gift_entitlement(item: Gift, amount: float | None) -> Entitlement:
    """Whether goods of that amount reach the gift."""
    lacks = _lacking(item.min_amount, amount)
    return (
        Entitlement(item.name, item.says, None)
        if lacks is None
        else Entitlement(item.name, item.says, not lacks, lacks)
    )


def _lacking(limit: float, given: float | None) -> float | None:
    if limit <= 0:
        return 0.0
    return None if given is None else max(0.0, limit - given)


def discount(item: Promotion, amount: float, quantity: int) -> float:
    """What a promotion takes off goods of that amount and number (once an order)."""
    if amount < item.min_amount or quantity < item.min_quantity:
        return 0.0
    return item.off if item.off is not None else amount * (item.off_percent or 0) / 100


def floor_price(store: StoreProfile, list_price: float, quantity: int) -> float:
    """The lowest price a piece that bargaining allows: the list price where it allows none."""
    terms = store.bargaining
    if not terms.allowed or quantity < terms.min_quantity:
        return list_price
    return list_price * terms.floor_percent / 100
