"""The facts in force as short statements with their keys: what a model is told, and what a reviewer reads beside a claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.request import Order
from assistant.domain.store import Product
from assistant.facts.situation import Facts


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact in words.

    Attributes:
        key: the profile or order key that carries it.
        says: the statement, in English, with names and figures as the profile has them.
    """

    key: str
    says: str


def stated(facts: Facts) -> tuple[Stated, ...]:
    """Everything that may be promised to this buyer now; personal data and other accounts' orders are not in it."""
    return (*_delivery(facts), *_money(facts), *_returns(facts), *_goods(facts), *_orders(facts))


def _amount(facts: Facts, value: float) -> str:
    return f"{value:g} {facts.store.currency}"


def _delivery(facts: Facts) -> Iterator[Stated]:
    shipping = facts.store.shipping
    terms = facts.dispatch
    if shipping.origin:
        yield Stated("shipping.origin", f"parcels leave from {shipping.origin}")
    if not (facts.order and facts.order.shipped_at):
        promise = f"dispatch by {terms.deadline:%Y-%m-%d %H:%M} at the latest"
        promise += " (presale)" if terms.presale else f" (within {terms.hours:g} hours of payment)"
        yield Stated(
            terms.fact, promise + ("; paid before the cutoff, so it leaves the same day" if terms.same_day else "")
        )
    for carrier in shipping.carriers:
        which = "default carrier" if carrier.default else "carrier on request"
        yield Stated(
            f"shipping.carriers[{carrier.name}]",
            f"{which} {carrier.name}: usually {carrier.days[0]}-{carrier.days[1]} days from dispatch, an estimate and never a guarantee",
        )
        cost = facts.postage(carrier, facts.amount)
        where = f" to {facts.region}" if facts.region else ""
        words = "free" if cost.total == 0 else _amount(facts, cost.total)
        waived = f" (free from {_amount(facts, cost.free_from)} of goods)" if cost.free_from and cost.base else ""
        remote = f", of which {_amount(facts, cost.remote)} for a remote region" if cost.remote else ""
        yield Stated(
            "shipping.free_shipping" if carrier.default else f"shipping.carriers[{carrier.name}].fee",
            f"postage by {carrier.name}{where}: {words}{remote}{waived}",
        )
    if shipping.free_shipping and shipping.free_shipping.except_ and not facts.region:
        regions = ", ".join(shipping.free_shipping.except_)
        yield Stated(
            "shipping.free_shipping.except", f"to {regions}: {_amount(facts, shipping.free_shipping.remote_fee)} on top"
        )


def _money(facts: Facts) -> Iterator[Stated]:
    store = facts.store
    yield Stated(
        "invoice",
        f"invoices: {', '.join(store.invoice.kinds)}; free of charge, issued within {store.invoice.issue_days} days of the request",
    )
    ways = ", ".join(store.payment.methods)
    yield Stated("payment.methods", f"payment only at the platform's checkout: {ways}")
    yield Stated(
        "payment.cash_on_delivery",
        "cash on delivery is " + ("offered" if store.payment.cash_on_delivery else "not offered"),
    )
    if store.payment.installments_from is not None:
        yield Stated(
            "payment.installments_from", f"installments from {_amount(facts, store.payment.installments_from)}"
        )
    for promotion in facts.promotions:
        until = f", until {promotion.until:%Y-%m-%d}" if promotion.until else ""
        yield Stated(f"promotions[{promotion.name}]", f"promotion {promotion.name}: {promotion.says}{until}")
    for gift in store.gifts:
        yield Stated(f"gifts[{gift.name}]", f"gift: {gift.says}")
    terms = store.bargaining
    if terms.allowed:
        least = f" from {terms.min_quantity} pieces" if terms.min_quantity else ""
        yield Stated(
            "bargaining",
            f"price may go down to {terms.floor_percent:g} % of the list price{least}, all discounts counted; not a cent lower",
        )
    else:
        yield Stated("bargaining", "no bargaining: the price is fixed, promotions aside")


def _returns(facts: Facts) -> Iterator[Stated]:
    terms = facts.store.returns
    exempt = f"; not for {', '.join(terms.exempt)}" if terms.exempt else ""
    yield Stated(
        "returns.no_reason_days",
        f"return without reason within {terms.no_reason_days} days of delivery, fit for resale{exempt}",
    )
    payer = (
        "the buyer, whom the freight insurance reimburses by its own terms" if terms.freight_insurance else "the buyer"
    )
    yield Stated(
        "returns.freight_insurance", f"return freight: quality problem or our mistake, the store; no reason, {payer}"
    )


def _goods(facts: Facts) -> Iterator[Stated]:
    products = {
        product.id: product for product in (*((facts.product,) if facts.product else ()), *facts.order_products)
    }
    for product in products.values() or facts.store.products[:8]:
        yield from _product(facts, product)


def _product(facts: Facts, product: Product) -> Iterator[Stated]:
    key = f"products[{product.id}]"
    stock = ", ".join(f"{name}: {count}" for name, count in product.stock_by.items()) or f"{product.stock}"
    yield Stated(key, f"{product.title} costs {_amount(facts, product.price)}; pieces in stock: {stock}")
    if not facts.in_stock(product):
        when = f"{product.restock_at:%Y-%m-%d}" if product.restock_at else "no date known: promise none"
        yield Stated(f"{key}.restock_at", f"back in stock: {when}")
    if product.presale_dispatch_by:
        yield Stated(f"{key}.presale_dispatch_by", f"presale: dispatch by {product.presale_dispatch_by:%Y-%m-%d}")
    if product.material:
        yield Stated(f"{key}.material", f"material: {product.material}")
    if product.colors:
        yield Stated(f"{key}.colors", f"colours: {', '.join(product.colors)}")
    for name, measures in product.sizes.items():
        ranges = ", ".join(f"{what} {low:g}-{high:g}" for what, (low, high) in measures.items())
        yield Stated(f"{key}.sizes[{name}]", f"size {name}" + (f": {ranges}" if ranges else ""))
    if product.care:
        yield Stated(f"{key}.care", f"care: {product.care}")
    for feature in product.features:
        words = ", ".join(part for part in (feature.feature, feature.advantage, feature.benefit) if part)
        yield Stated(f"{key}.features", f"selling point: {words}")


def _orders(facts: Facts) -> Iterator[Stated]:
    for order in facts.own_orders:
        yield Stated(f"orders[{order.id}]", _order(order))
    if not facts.own_orders:
        yield Stated("orders", "this account has no order that we know of: say nothing about the state of any parcel")


def _order(order: Order) -> str:
    parts = [f"order {order.id} is {order.status}"]
    items = ", ".join(f"{item.quantity} x {item.product} {item.sku or ''}".strip() for item in order.items)
    if items:
        parts.append(items)
    for what, when in (("paid", order.paid_at), ("shipped", order.shipped_at), ("delivered", order.delivered_at)):
        if when:
            parts.append(f"{what} {when:%Y-%m-%d %H:%M}")
    if order.carrier:
        parts.append(f"by {order.carrier}")
    if order.tracking:
        parts.append(f"tracking number {order.tracking}")
    if order.receiver.address:
        parts.append(
            f"goes to {order.receiver.name or ''} {order.receiver.phone or ''} {order.receiver.address}".strip()
        )
    return "; ".join(parts)
