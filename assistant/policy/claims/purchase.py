"""What a claim is about: which goods are meant, how many of them, and what they cost together."""

import functools
from dataclasses import dataclass

from assistant.domain.store import Product, StoreProfile
from assistant.facts import Facts
from assistant.facts.money import discount
from assistant.language.normalise import normalise
from assistant.language.numerals import CHINESE, ENGLISH, number
from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex
from assistant.policy.text import Clause, Reply

_MEASURE = "(?:件|条|双|包|袋|盒|个(?:以上|码)?|套|份|瓶|罐|只|支|副|对|箱|斤|身|顶|床|把|块(?:手表|肥皂)|台|单)"
_PIECES = (
    rf"(\d{{1,5}}|{CHINESE}{{1,4}})\s*{_MEASURE}"
    rf"|\b({ENGLISH})\s*(?:or more |more |sets of |pairs of )?(?:pcs|pc|pieces?|pairs?|units?|sets?|bags?|boxes|packs?|bottles?|items?)\b"
    r"|\b(?:buy|order|take|need|want)\s+(\d{1,5})(?:\s+or more)?\b"
)
_NAME_REACH = 3
"""A product named so many clauses before may still be spoken of."""
_POINTS_TO = regex(
    r"看看|看下|瞧|瞅|瞄|推荐|要不|换|考虑|还有|另外|其他|别的|试试|倒是有|也有|\b(?:try|look at|how about|also have|instead|recommend|consider)\b"
)
_NO_COUNT = ("个月", "个点", "个工作", "个小时", "个税", "个百", "一个", "一份", "一件", "一单", "一条")
"""What looks like a count and is none: a length of time, a tax rate, or 一个 as an article."""


_ARTICLES = ("a ", "an ")
"""14 USD a pair counts none."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the buyer has in hand or asks for.

    Attributes:
        products: the goods in question; several where the order has several; empty where nothing tells.
        quantity: pieces, 1 where nothing is said.
        amount: at list price; None where no product is known.
        counted: whether the quantity comes from an order or from words, not from silence.
    """

    products: tuple[Product, ...]
    quantity: int
    amount: float | None
    counted: bool


def products_meant(facts: Facts, clause: Clause | None = None) -> tuple[Product, ...]:
    """The goods that a clause speaks of: those it names, else those in question; empty where nothing tells."""
    here = facts.products_named_in(clause.text) if clause is not None else ()
    if here:
        return here
    if facts.named_products:
        return facts.named_products
    page = facts.store.product(facts.request.product)
    if page is not None:
        return (page,)
    if facts.order_products:
        return facts.order_products
    if facts.product is not None:
        return (facts.product,)
    return facts.store.products if len(facts.store.products) == 1 else ()


def named_before(reply: Reply, facts: Facts, clause: Clause) -> tuple[Product, ...]:
    """The goods that the reply pointed the buyer to before a clause that names none: it may speak of them."""
    if facts.products_named_in(clause.text):
        return ()
    earlier = reversed(reply.clauses[max(0, clause.index - _NAME_REACH) : clause.index])
    for other in earlier:
        if (other.sentence == clause.sentence or _POINTS_TO.search(other.text)) and (
            told := facts.products_named_in(other.text)
        ):
            return told
    return ()


def pieces(text: Encoded, start: int = 0, end: int | None = None) -> list[int]:
    """The numbers of pieces that a text speaks of, in order."""
    return _pieces(text.view[start:end], text.view[start - 1 : start] if start else "")


@functools.lru_cache(maxsize=2048)
def _pieces(view: str, before: str) -> list[int]:
    found: list[int] = []
    text = Encoded(view)
    for hit in pattern(_PIECES).hits(text):
        if (
            hit.text.startswith(_NO_COUNT)
            or hit.text.startswith(_ARTICLES)
            or view[hit.end : hit.end + 1] in {"月", "点", "套"}
        ):
            continue
        if (view[hit.start - 1] if hit.start else before or " ") in "第0123456789.满-块元":
            continue
        said = next(filter(None, hit.groups))
        if len(said) > 1 and said[-1] in "一二两三" and said[-2] in "一二三四五六七八九":
            said = said[-1]  # 六十八一袋: a price, then the piece
        value = number(said)
        if value is not None and value >= 1:
            found.append(int(value))
    return found


def purchase(reply: Reply, facts: Facts, clause: Clause | None = None) -> Purchase:
    """The purchase that a clause speaks of."""
    products = products_meant(facts, clause)
    stated = pieces(reply.encoded, clause.start, clause.end) if clause is not None else []
    asked = pieces(facts.message)
    order = facts.order
    if stated or asked:
        quantity = max(stated) if stated else max(asked)
        if order is not None and facts.amount is not None and quantity == facts.quantity:
            return Purchase(products, quantity, facts.amount, True)
        if len(products) > 1:
            return _several(products, stated or asked)
        amount = products[0].price * quantity if products else None
        return Purchase(products, quantity, amount, True)
    if order is not None and facts.amount is not None and facts.quantity and _in_order(products, facts):
        return Purchase(products, facts.quantity, facts.amount, True)
    if len(products) > 1 and facts.named_products == products:
        return _several(products, [])
    return Purchase(products, 1, products[0].price if len(products) == 1 else None, False)


def _several(products: tuple[Product, ...], counts: list[int]) -> Purchase:
    """Several products, one of each unless a number stands for each of them."""
    each = counts if len(counts) == len(products) else [1] * len(products)
    if len(counts) == 1 and counts[0] != len(products):
        return Purchase(products, counts[0], None, True)
    amount = sum(product.price * count for product, count in zip(products, each, strict=True))
    return Purchase(products, sum(each), amount, True)


def _in_order(products: tuple[Product, ...], facts: Facts) -> bool:
    ordered = {item.id for item in facts.order_products}
    return not products or not ordered or any(item.id in ordered for item in products)


def promotions_off(facts: Facts, amount: float, quantity: int) -> float:
    """What the promotions in force take off goods of that amount and number."""
    return sum(discount(item, amount, quantity) for item in facts.promotions)


def sums_of_goods(store: StoreProfile) -> set[float]:
    """What a few pieces of one or two products cost together at list price: the totals that agents reckon."""
    prices = [product.price for product in store.products]
    pairs = {round(one * count + other, 2) for one in prices for other in prices for count in (1, 2)}
    return pairs | {round(price * count, 2) for price in prices for count in range(1, 6)}


def thresholds(store: StoreProfile) -> set[float]:
    """Amounts of the profile from which something is given: they are no price."""
    return {
        float(amount)
        for amount in (
            store.payment.installments_from,
            store.shipping.free_shipping.min_amount if store.shipping.free_shipping else None,
            *(promotion.min_amount for promotion in store.promotions),
            *(gift.min_amount for gift in store.gifts),
        )
        if amount
    }


def short_name(carrier: str) -> str:
    """What people call a carrier: 顺丰 for 顺丰速运, the first word of an English name."""
    view = normalise(carrier).view
    return view.split()[0] if view.isascii() else view[:2]
