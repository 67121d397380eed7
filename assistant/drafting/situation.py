"""Everything the composer looks at, read once from a request: facts, intents, language, mood, and what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assistant.corpus import IntentGuess
from assistant.domain.request import Order
from assistant.domain.store import Carrier, Language, Product
from assistant.drafting.asked import Asked
from assistant.drafting.details import Detail, unknown_details
from assistant.drafting.pieces import counts
from assistant.drafting.thread import Aspect, FollowUp, Matter
from assistant.facts import Dispatch, Facts
from assistant.facts.delivery import dispatch
from assistant.language.patterns import Encoded, pattern

Mood = Literal["calm", "worried", "angry", "abusive"]


@dataclass(frozen=True)
class Situation:
    """A request as the composer sees it.

    Attributes:
        facts: what may truthfully be said.
        language: the language of the reply.
        spoken: whether the buyer's language is one that we speak (else the draft is for review).
        intents: what the buyer means, likeliest first.
        mood: how the buyer feels.
        wishes: illegitimate wishes in the message (see `wishes.py`): they are declined before anything is answered.
        rounds_unresolved: how many earlier turns of this talk complained of the same thing.
        asked: what the message names: quantity, amount, size, carrier, measures.
        topic: the buyer's turn before this one, where this message leans on it ("那件呢"), in normal form.
        follows: what this message asks of the matter in hand, where it says too little by itself.
        chosen: pieces of each product that the buyer chose over the talk, where the message asks of them all.
        place: where the buyer said before that the goods shall go.
        sent: the facts of the request as it came, which a reply is checked against; None: `facts`.
    """

    facts: Facts
    language: Language
    spoken: bool
    intents: tuple[IntentGuess, ...]
    mood: Mood
    wishes: frozenset[str]
    rounds_unresolved: int = 0
    asked: Asked = field(default_factory=Asked)
    topic: str = ""
    follows: FollowUp | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)
    place: str | None = None
    sent: Facts | None = None

    def asks(self, aspect: Aspect, *matters: Matter) -> bool:
        """Whether the message asks this one thing more of one of these matters in hand."""
        return self.follows is not None and self.follows.aspect == aspect and self.follows.matter in matters

    def says(self, source: str) -> bool:
        """Whether an RE2 pattern occurs in the message."""
        return pattern(source).found(self.facts.message)

    def speaks_of(self, source: str) -> bool:
        """Whether an RE2 pattern occurs in the message, or in the turn that it leans on."""
        return self.says(source) or (bool(self.topic) and pattern(source).found(Encoded(self.topic)))

    @cached_property
    def unknown_details(self) -> tuple[Detail, ...]:
        """What the message asks of goods or store that no fact tells."""
        return unknown_details(self.facts)

    # What it is about

    @cached_property
    def product(self) -> Product | None:
        """The product in question; where the store sells one thing only, that."""
        if len(self.chosen) == 1:
            return self.facts.store.product(next(iter(self.chosen)))
        if self.facts.product is not None:
            return self.facts.product
        products = self.facts.store.products
        return products[0] if len(products) == 1 else None

    @property
    def order(self) -> Order | None:
        """This buyer's order in question."""
        return self.facts.order

    @property
    def as_sent(self) -> Facts:
        """The facts that a reply is checked against."""
        return self.sent or self.facts

    @property
    def region(self) -> str | None:
        """Where the goods go: as the buyer said last, else as the order or the buyer's own region tells."""
        return self.place or self.facts.region

    @cached_property
    def foreign_order_only(self) -> bool:
        """Whether the request holds orders, but none of this account."""
        return bool(self.facts.other_orders) and not self.facts.own_orders

    @cached_property
    def carrier(self) -> Carrier:
        """The carrier that the message names, where the store has it; else the order's, else the default."""
        return self.asked.carrier or self.facts.carrier

    @cached_property
    def buys_anew(self) -> bool:
        """Whether the talk is about a purchase still to be made: goods or a number that no open order holds."""
        if self.order is None:
            return True
        if self.order.status in {"unpaid", "paid", "refunding"}:
            named = self.facts.named_products
            return bool(named) and not any(item in self.facts.order_products for item in named)
        return True

    @cached_property
    def goods(self) -> tuple[Product, ...]:
        """The products that the message names, or all that were chosen where it asks of them all."""
        if self.chosen:
            return tuple(item for name in self.chosen if (item := self.facts.store.product(name)) is not None)
        return self.facts.named_products

    @cached_property
    def basket(self) -> Mapping[str, int] | None:
        """Pieces of each product where there are several; None where it cannot be told."""
        return self.chosen or counts(self.facts.message.view, self.facts.named_products)

    @cached_property
    def quantity(self) -> int | None:
        """Pieces that the message names, else those of the order; None where neither says."""
        if len(self.goods) > 1:
            return sum(self.basket.values()) if self.basket else None
        return self.asked.quantity or (None if self.buys_anew else self.facts.quantity)

    @cached_property
    def amount(self) -> float | None:
        """Goods in question at list price: the sum that the message names, else pieces times price, else the order's."""
        if self.asked.amount is not None:
            return self.asked.amount
        if not self.buys_anew and self.asked.quantity is None:
            return self.facts.amount
        several = self.goods
        if len(several) > 1:
            if self.basket is None:
                return None
            return round(sum(item.price * self.basket[item.id] for item in several), 2)
        if self.product is not None and (
            self.facts.named_products or self.facts.request.product or self.asked.quantity
        ):
            return round(self.product.price * (self.asked.quantity or 1), 2)
        return self.facts.amount

    @cached_property
    def dispatch(self) -> Dispatch:
        """Dispatch terms of the paid order in question, or of the product in question when it is paid now."""
        facts = self.facts
        if not self.buys_anew or (self.order is not None and not facts.named_products and not facts.request.product):
            return facts.dispatch
        products = facts.named_products or ((self.product,) if self.product else ())
        return dispatch(facts.store.shipping, facts.store.zone, facts.request.now, None, products)
