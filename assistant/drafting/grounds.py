"""What a model was told that figures, codes and names in its text may come from.

A buyer's own figures count as measurements (height, size, pieces), never as a price or a discount: "the boss promised 60" makes
no fact. Nor do titles count for money: whoever writes a title could write a price into it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.request import Turn
from assistant.domain.store import Product
from assistant.facts import Facts
from assistant.language.money import sums
from assistant.language.normalise import normalise
from assistant.language.numerals import number
from assistant.language.patterns import Encoded
from assistant.language.regex import regex
from assistant.policy.claims.figures import body
from assistant.policy.claims.product import product_texts
from assistant.policy.claims.purchase import pieces, promotions_off, thresholds

_FIGURE = regex(r"\d+(?:\.\d+)?")
_WORD = regex(r"[a-z0-9]+(?:[-_.@][a-z0-9]+)*")
_TAIL = 4
_TURNS, _GOODS, _COUNTS = 6, 12, 12
"""How far back the talk is looked at, and how many goods and pieces are reckoned with."""


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """A stretch of a model's text (places of the normal form) that nothing it was told carries, and the rule that it breaks."""

    start: int
    end: int
    rule: str
    why: str


@dataclass(frozen=True)
class Grounds:
    """What may stand in a model's text.

    Attributes:
        facts: of the request.
        view: the model's text in normal form: which goods it names, and how many pieces.
        fallback: the composer's reply, whose figures were reckoned here.
    """

    facts: Facts
    view: str
    fallback: str

    # Words

    @cached_property
    def told(self) -> str:
        """Everything that the profile and this buyer's own orders say, in normal form."""
        facts = self.facts
        orders = [order.model_dump_json() for order in facts.own_orders]
        return normalise("\n".join((facts.store.model_dump_json(), *orders, facts.request.buyer.nick or ""))).view

    @cached_property
    def promised(self) -> str:
        """What the promotions and gifts in force say, in normal form."""
        offers = (*facts_offers(self.facts), self.fallback)
        return normalise("\n".join(offers)).view

    @cached_property
    def words(self) -> frozenset[str]:
        """Latin words, codes and numbers that stand in what was told."""
        return frozenset(_WORD.findall(self.told)) | frozenset(_WORD.findall(normalise(self.fallback).view))

    def holds_number(self, digits: str) -> bool:
        """Whether a long number stands in what was told."""
        return digits in self._digits

    def ends_number(self, digits: str) -> bool:
        """Whether four digits are the end of a long number that was told, as of a phone."""
        return len(digits) == _TAIL and f"{digits}\n" in regex(r"(?<=\d)(?!\d)").sub("\n", self._digits)

    @cached_property
    def _digits(self) -> str:
        told = normalise(self.fallback).view + "\n" + self.told
        return "\n".join((told, regex(r"(?<=\d)[^\d\n]{1,2}(?=\d)").sub("", told)))

    # Money

    @cached_property
    def goods(self) -> tuple[Product, ...]:
        """The goods that the talk or the text is about, and as many more as a model is told of."""
        facts = self.facts
        about = (
            *((facts.product,) if facts.product else ()),
            *facts.order_products,
            *facts.named_products,
            *facts.products_named_in(self.view),
        )
        return tuple({item.id: item for item in (*about, *facts.store.products[:_GOODS])}.values())[:_GOODS]

    @cached_property
    def counts(self) -> frozenset[int]:
        """Numbers of pieces that are spoken of."""
        texts = [self.facts.message, Encoded(self.view), *map(self._turn, self.facts.request.history[-_TURNS:])]
        found = {count for text in texts for count in pieces(text)[:_COUNTS]}
        return frozenset({1, self.facts.quantity or 1, *found})

    @staticmethod
    def _turn(turn: Turn) -> Encoded:
        return Encoded(normalise(turn.text).view)

    @cached_property
    def amounts(self) -> frozenset[float]:
        """Sums that the facts state, or that follow from them."""
        facts, shipping = self.facts, self.facts.store.shipping
        found = {0.0, *thresholds(facts.store)}
        found.update(item.off for item in facts.promotions if item.off)
        found.update(carrier.fee for carrier in shipping.carriers)
        if shipping.free_shipping:
            found.add(shipping.free_shipping.remote_fee)
        found.update(order.amount for order in facts.own_orders)
        for total, count in self._totals:
            off = promotions_off(facts, total, count)
            posted = {facts.postage(carrier, total).total for carrier in shipping.carriers}
            found.update((total, total - off, off, (total - off) / count), posted)
            found.update(total - off + fee for fee in posted)
        found.update(item.value for item in sums(Encoded(self.promised)) if item.kind in {"amount", "threshold"})
        return frozenset(round(value, 2) for value in found)

    @cached_property
    def gaps(self) -> frozenset[float]:
        """What is still missing to an amount from which something is given."""
        lines = thresholds(self.facts.store)
        return frozenset(round(line - total, 2) for line in lines for total, _ in self._totals if line > total)

    @cached_property
    def _totals(self) -> frozenset[tuple[float, int]]:
        """Goods together at list price, with the number of pieces."""
        few = sorted(self.counts)[:_COUNTS]
        found = {(item.price * count, count) for item in self.goods for count in (*few, *range(1, 6))}
        found |= {(one.price + other.price, 2) for one in self.goods for other in self.goods}
        if self.facts.amount is not None:
            found.add((self.facts.amount, self.facts.quantity or 1))
        return frozenset((round(total, 2), count) for total, count in found)

    def bears_amount(self, value: float) -> bool:
        """Whether a sum follows from the facts; a cent of rounding counts as nothing."""
        return any(abs(value - known) < 0.011 for known in self.amounts) or self._bargained(value)

    def bears_gap(self, value: float) -> bool:
        """Whether so much is missing to an amount from which something is given."""
        return any(abs(value - known) < 0.011 for known in self.gaps) or self.bears_amount(value)

    def _bargained(self, value: float) -> bool:
        terms = self.facts.store.bargaining
        if not terms.allowed:
            return False
        return any(
            item.price * count * terms.floor_percent / 100 - 0.011 <= value <= item.price * count
            for item in self.goods
            for count in {*self.counts, 1}
            for count in ({count, 1} if count >= terms.min_quantity else ())
        )

    # Shares and other figures

    @cached_property
    def shares(self) -> frozenset[float]:
        """What may be taken off, in per cent."""
        terms = self.facts.store.bargaining
        found = {item.off_percent for item in self.facts.promotions if item.off_percent}
        if terms.allowed:
            found |= {100 - terms.floor_percent}
        for item in sums(Encoded(self.promised)):
            if item.kind in {"percent", "fold"}:
                found.add(100 - item.value if item.kind == "fold" else item.value)
        return frozenset(found)

    @cached_property
    def contents(self) -> frozenset[float]:
        """Shares that goods are made of (silk 100%)."""
        texts = (text for item in self.goods for text in product_texts(item)[1:])
        return frozenset(item.value for text in texts for item in sums(Encoded(text)) if item.kind == "percent")

    @cached_property
    def figures(self) -> frozenset[float]:
        """Every other number that may be said: of the goods, the terms and the buyer's measurements."""
        store = self.facts.store
        texts = [self.told, *(text for item in store.products[:_GOODS] for text in product_texts(item)[1:])]
        found = {value for text in texts for value in _figures(text)}
        for item in self.goods:
            for measures in item.sizes.values():
                for low, high in measures.values():
                    found.update(range(int(low), int(high) + 1) if high - low < 100 else ())
        found.update(body(self.facts.conversation).values(), map(float, self.counts), _figures(self.fallback))
        return frozenset(found) | self.amounts


def facts_offers(facts: Facts) -> Iterator[str]:
    """The words of what is offered now."""
    for promotion in facts.promotions:
        yield f"{promotion.name} {promotion.says}"
    for gift in facts.store.gifts:
        yield f"{gift.name} {gift.says}"


def _figures(text: str) -> Iterator[float]:
    for match in _FIGURE.finditer(text):
        value = number(match.group())
        if value is not None:
            yield value
