"""Orders as a reviewer sees them: enough to judge the reply by, and no phone number or address in full."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from assistant.domain.request import Order, Request
from assistant.domain.store import StoreProfile
from assistant.prompting.masking import masked

_REGION = re.compile(r"^.*?(?:省|自治区|特别行政区|市)(?:[^省市区县]{1,12}?(?:市|自治州|地区|盟))?")


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order, masked."""

    id: str
    own: bool
    """Whether the buyer's account is the order's; of another account's nothing may be said."""
    status: str
    amount: str
    items: tuple[str, ...]
    moments: tuple[tuple[str, str], ...]
    """What happened when: a word of the catalogue, and the time."""
    carrier: str | None
    tracking: str | None
    receiver: str
    note: str | None


def order_cards(request: Request, store: StoreProfile) -> Sequence[OrderCard]:
    """The orders of a request; what is another account's shows nothing but that it is there."""
    return [_card(order, request, store) for order in request.orders]


def _card(order: Order, request: Request, store: StoreProfile) -> OrderCard:
    own = order.buyer_nick is not None and order.buyer_nick == request.buyer.nick
    if not own:
        return OrderCard(masked(order.id), False, order.status, "***", (), (), None, None, "***", None)
    times = ("placed", order.placed_at), ("paid", order.paid_at), ("shipped", order.shipped_at)
    return OrderCard(
        id=order.id,
        own=True,
        status=order.status,
        amount=f"{order.amount:,.2f} {store.currency}",
        items=tuple(_item(item.product, item.sku, item.quantity, store) for item in order.items),
        moments=tuple(
            (word, moment(at, store.zone)) for word, at in (*times, ("delivered", order.delivered_at)) if at is not None
        ),
        carrier=order.carrier,
        tracking=order.tracking,
        receiver=" · ".join(
            part
            for part in (
                mask_name(order.receiver.name),
                masked(order.receiver.phone) if order.receiver.phone else "",
                mask_address(order.receiver.address),
            )
            if part
        ),
        note=order.note,
    )


def _item(product_id: str | None, sku: str | None, quantity: int, store: StoreProfile) -> str:
    product = store.product(product_id)
    name = product.title if product else product_id or "?"
    return f"{name}{f' ({sku})' if sku else ''} × {quantity}"


def mask_name(name: str | None) -> str:
    """A name of which only the first letter shows."""
    return f"{name.strip()[0]}**" if name and name.strip() else ""


def mask_address(address: str | None) -> str:
    """An address down to the city; of one that is written otherwise nothing."""
    if not address:
        return ""
    region = _REGION.match(address)
    return f"{region.group()}***" if region else "***"


def moment(at: datetime, zone: tzinfo) -> str:
    """A time as the store's clock shows it."""
    return at.astimezone(zone).strftime("%m-%d %H:%M")
