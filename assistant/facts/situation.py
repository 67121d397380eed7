"""The facts of one request, computed when asked for and then kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assistant.domain.request import Order, Request
from assistant.domain.store import Carrier, Product, Promotion, StoreProfile
from assistant.facts import goods
from assistant.facts.delivery import Arrival, Dispatch, Postage, arrival, dispatch, postage
from assistant.facts.money import Entitlement, floor_price, gift_entitlement, promotion_entitlement, promotions_in_force
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded
from assistant.language.regions import named_region, province

_OPEN_FIRST = {"shipped": 0, "paid": 1, "unpaid": 2, "refunding": 3, "delivered": 4, "completed": 5, "closed": 6}


@dataclass(frozen=True)
class Facts:
    """What may truthfully be said to this buyer at this moment.

    Attributes:
        store: the profile.
        request: the buyer's message and what is known around it.
    """

    store: StoreProfile
    request: Request

    @cached_property
    def now(self) -> datetime:
        """The request's time on the store's clock."""
        return self.request.now.astimezone(self.store.zone)

    @cached_property
    def message(self) -> Encoded:
        """The buyer's message in normal form."""
        return Encoded(normalise(self.request.message).view)

    @cached_property
    def conversation(self) -> Encoded:
        """The buyer's message after the last few turns, in normal form: what a reply may answer."""
        if not self.request.history:
            return self.message
        recent = [turn.text for turn in self.request.history[-4:]]
        return Encoded(normalise("\n".join([*recent, self.request.message])).view)

    # Whose orders

    @cached_property
    def own_orders(self) -> tuple[Order, ...]:
        """The orders of this very account. A missing nick on either side makes an order somebody else's."""
        nick = self.request.buyer.nick
        return tuple(order for order in self.request.orders if nick and order.buyer_nick == nick)

    @cached_property
    def other_orders(self) -> tuple[Order, ...]:
        """Orders of other accounts: never spoken of, known only so as to recognise a leak."""
        own = {id(order) for order in self.own_orders}
        return tuple(order for order in self.request.orders if id(order) not in own)

    @cached_property
    def order(self) -> Order | None:
        """The order that the talk is about: the one named by its number, else the one most under way, else the newest."""
        if not self.own_orders:
            return None
        for order in self.own_orders:
            if order.id in self.request.message:
                return order
        about = [order for order in self.own_orders if self._mentions_items(order)]
        candidates = about or list(self.own_orders)
        newest = sorted(
            candidates, key=lambda order: order.paid_at or order.placed_at or self.request.now, reverse=True
        )
        return min(newest, key=lambda order: _OPEN_FIRST[order.status])

    def _mentions_items(self, order: Order) -> bool:
        named = {product.id for product in self.named_products}
        return any(item.product in named for item in order.items)

    # Which goods

    @cached_property
    def named_products(self) -> tuple[Product, ...]:
        """The products that the message names: by id, by title, or by the noun that ends the title (裙子, the socks)."""
        return self.products_named_in(self.message.view)

    def products_named_in(self, text: str) -> tuple[Product, ...]:
        """The products that any text in normal form names, in the same way."""
        found = self._named_in.get(text)
        if found is None:
            found = self._named_in[text] = goods.named(self.store.products, text)
        return found

    @cached_property
    def _named_in(self) -> dict[str, tuple[Product, ...]]:
        return {}

    @cached_property
    def product(self) -> Product | None:
        """The product in question: named, else that of the item page, else of the order, else the one hinted at."""
        if self.named_products:
            return self.named_products[0]
        page = self.store.product(self.request.product)
        if page is not None:
            return page
        if self.order is not None and self.order.items:
            return self.store.product(self.order.items[0].product)
        return goods.hinted(self.store.products, self.message.view) or self._spoken_of

    @cached_property
    def _spoken_of(self) -> Product | None:
        """The product that the last turns of the talk named ("那件还有吗")."""
        for turn in reversed(self.request.history[-6:]):
            view = normalise(turn.text).view
            found = goods.named(self.store.products, view)
            if len(found) == 1:
                return found[0]
            near = goods.hinted(self.store.products, view) if turn.role == "buyer" and not found else None
            if near is not None:
                return near
        return None

    @cached_property
    def order_products(self) -> tuple[Product, ...]:
        """The products of the order in question."""
        items = self.order.items if self.order else ()
        return tuple(found for item in items if (found := self.store.product(item.product)) is not None)

    @cached_property
    def products_in_question(self) -> tuple[Product, ...]:
        """The goods whose terms count: of an open order, else of the message or the item page."""
        if self.order is not None and self.order.status in {"paid", "unpaid", "shipped"} and self.order_products:
            return self.order_products
        return (self.product,) if self.product else ()

    def in_stock(self, product: Product, variant: str | None = None) -> int:
        """Pieces on hand, of a size or colour where the profile gives them apart."""
        if product.stock_by:
            return product.stock_by.get(variant, 0) if variant else sum(product.stock_by.values())
        return product.stock

    # Amounts

    @cached_property
    def quantity(self) -> int | None:
        """Pieces in the order in question; None without one."""
        if self.order is None or not self.order.items:
            return None
        return sum(item.quantity for item in self.order.items)

    @cached_property
    def amount(self) -> float | None:
        """Goods of the order in question at list price, without postage; None without an order."""
        if self.order is None:
            return None
        listed = [(self.store.product(item.product), item.quantity) for item in self.order.items]
        if listed and all(product is not None for product, _ in listed):
            return round(sum(product.price * quantity for product, quantity in listed if product), 2)
        return self.order.amount

    # Delivery

    @cached_property
    def region(self) -> str | None:
        """Where it goes: the place that the message names, else the order's address, else the buyer's region."""
        named = named_region(self.message)
        if named:
            return named
        if self.order is not None and self.order.receiver.address:
            return province(self.order.receiver.address)
        return province(self.request.buyer.region) if self.request.buyer.region else None

    @cached_property
    def dispatch(self) -> Dispatch:
        """Dispatch terms of the order in question, or of an order paid now."""
        order = self.order if self.order is not None and self.order.paid_at else None
        products = self.order_products if order is not None else self.products_in_question
        return dispatch(self.store.shipping, self.store.zone, self.request.now, order, products)

    @cached_property
    def dispatch_if_paid_now(self) -> Dispatch:
        """Dispatch terms of the product in question when it is paid now, whatever orders there are."""
        products = (self.product,) if self.product else ()
        return dispatch(self.store.shipping, self.store.zone, self.request.now, None, products)

    @cached_property
    def carrier(self) -> Carrier:
        """The order's carrier where the profile has it, else the default."""
        name = self.order.carrier if self.order else None
        return self.carrier_named(name) or self.store.shipping.default_carrier

    def carrier_named(self, name: str | None) -> Carrier | None:
        """The profile's carrier of that name, or None."""
        return next((carrier for carrier in self.store.shipping.carriers if carrier.name == name), None)

    def arrival(self, carrier: Carrier | None = None) -> Arrival:
        """The arrival window of a carrier (the order's, else the default)."""
        return arrival(carrier or self.carrier, self.dispatch, self.store.zone, self.order)

    def postage(
        self, carrier: Carrier | None = None, amount: float | None = None, region: str | None = None
    ) -> Postage:
        """What shipping costs by a carrier (the default) for goods of an amount to a region (the one in question)."""
        return postage(
            self.store.shipping, carrier or self.store.shipping.default_carrier, amount, region or self.region
        )

    # Money

    @cached_property
    def promotions(self) -> tuple[Promotion, ...]:
        """Promotions in force."""
        return promotions_in_force(self.store, self.request.now)

    def promotion_entitlements(self, amount: float | None, quantity: int | None) -> tuple[Entitlement, ...]:
        """For each promotion in force, whether such a purchase reaches it."""
        return tuple(promotion_entitlement(item, amount, quantity) for item in self.promotions)

    def gift_entitlements(self, amount: float | None) -> tuple[Entitlement, ...]:
        """For each gift, whether such a purchase reaches it."""
        return tuple(gift_entitlement(item, amount) for item in self.store.gifts)

    def floor_price(self, product: Product, quantity: int = 1) -> float:
        """The lowest price a piece that may be promised by bargaining."""
        return floor_price(self.store, product.price, quantity)

    # Returns

    @cached_property
    def days_since_delivery(self) -> int | None:
        """Whole days since the order in question was delivered; None before."""
        if self.order is None or self.order.delivered_at is None:
            return None
        return (self.now.date() - self.order.delivered_at.astimezone(self.store.zone).date()).days

    @cached_property
    def no_reason_return_open(self) -> bool | None:
        """Whether the no-reason return still runs for the order in question; None before delivery."""
        days = self.days_since_delivery
        return None if days is None else days <= self.store.returns.no_reason_days
