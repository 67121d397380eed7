"""Dispatch, arrival and postage (contract section 8: Dispatch, Arrival, Postage)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.request import Order
from assistant.domain.store import Carrier, Product, Shipping
from assistant.language.regions import province


@dataclass(frozen=True, slots=True)
class Dispatch:
    """When the parcel leaves at the latest, and what of an earlier time may be promised.

    Attributes:
        runs_from: payment, or `now` where nothing is paid yet.
        deadline: the latest moment of dispatch, local time.
        same_day: whether dispatch on the day of payment is promised (cutoff).
        presale: whether the deadline is a presale date.
        hours: the hours of the item page, where they make the deadline.
        fact: the profile key (or order key) behind it.
    """

    runs_from: datetime
    deadline: datetime
    same_day: bool
    presale: bool
    hours: float
    fact: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a parcel may arrive: an estimate, never a guarantee."""

    carrier: Carrier
    counted_from: datetime
    """`shipped_at`, else the dispatch deadline."""
    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class Postage:
    """What the buyer pays for shipping."""

    carrier: Carrier
    base: float
    remote: float
    free_from: float | None
    """The amount from which the base is waived; None where amount plays no part."""

    @property
    def total(self) -> float:
        """Everything that the buyer pays for shipping."""
        return self.base + self.remote


def dispatch(
    shipping: Shipping, zone: ZoneInfo, now: datetime, order: Order | None, products: tuple[Product, ...]
) -> Dispatch:
    """The dispatch terms of an order, or of an order paid now."""
    local_now = now.astimezone(zone)
    paid_at = order.paid_at.astimezone(zone) if order and order.paid_at else None
    runs_from = paid_at or local_now
    presale = [product.presale_dispatch_by for product in products if product.presale_dispatch_by]
    if presale:
        return Dispatch(
            runs_from,
            max(presale).astimezone(zone),
            False,
            True,
            shipping.dispatch_hours,
            "products.presale_dispatch_by",
        )
    deadline = runs_from + timedelta(hours=shipping.dispatch_hours)
    cutoff = shipping.same_day_cutoff
    if cutoff is not None and runs_from.time() < cutoff:
        end_of_day = datetime.combine(runs_from.date(), time(23, 59, 59), zone)
        return Dispatch(
            runs_from, min(deadline, end_of_day), True, False, shipping.dispatch_hours, "shipping.same_day_cutoff"
        )
    return Dispatch(runs_from, deadline, False, False, shipping.dispatch_hours, "shipping.dispatch_hours")


def arrival(carrier: Carrier, terms: Dispatch, zone: ZoneInfo, order: Order | None) -> Arrival:
    """The window in which a parcel of that carrier may arrive."""
    start = order.shipped_at.astimezone(zone) if order and order.shipped_at else terms.deadline
    return Arrival(carrier, start, start + timedelta(days=carrier.days[0]), start + timedelta(days=carrier.days[1]))


def is_remote(shipping: Shipping, region: str | None) -> bool:
    """Whether a region pays the remote fee."""
    if shipping.free_shipping is None or region is None:
        return False
    named = {name.lower() for name in shipping.free_shipping.except_} | {
        province(name) for name in shipping.free_shipping.except_
    }
    return province(region) in named or region.lower() in named


def postage(shipping: Shipping, carrier: Carrier, amount: float | None, region: str | None) -> Postage:
    """What shipping costs. With `amount` None (not known yet) the base is not waived unless it always is."""
    terms = shipping.free_shipping
    remote = terms.remote_fee if terms is not None and is_remote(shipping, region) else 0.0
    if not carrier.default or terms is None or carrier.fee == 0:
        return Postage(carrier, carrier.fee, remote, None)
    waived = terms.min_amount <= 0 or (amount is not None and amount >= terms.min_amount)
    return Postage(carrier, 0.0 if waived else carrier.fee, remote, terms.min_amount)
