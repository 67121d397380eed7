"""What a message names beyond doubt only in this store and this talk: its gifts, sizes, colours, carriers, a place, goods chosen."""

import re

from assistant.drafting.abroad import beyond_terms
from assistant.drafting.asked import CARRIERS, own_carrier, read_asked
from assistant.drafting.basket import asks_of_all, basket, buys_again, has_open_order, only_chooses
from assistant.drafting.measures import measures
from assistant.drafting.pieces import pieces
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import pattern
from assistant.language.regions import named_region

SENDING = r"寄|发|送|快递|邮|^.{0,8}到.{2,5}(?:呢|吗|[?]|$)|\b(?:ship|send|deliver|post)\w*\b|\bto\b"
_HOW_LONG = r"多久|几天|多少天|多长时间|\bhow (?:long|many days|soon|fast)\b"
_THEN = r"^(?:那|那么|要是|如果)?[^,。?]{1,8}呢(?:[,。? ]|$)|\b(?:what|how) about\b|^and (?:for|if)\b"
"""A number put like this asks for what was asked before."""
_HAVE = r"有|剩|\b(?:have|got|left|available|come|get)\b"
_HAVE_SUCH = r"有(?:没有)?[^,。?]{1,8}(?:吗|么|没|不|$|[?])|\b(?:have|got|come|get)\b[^.?!]{0,24}\bin\b"
_ONLY_PIECES = r"^.{0,12}(?:要|买|拍|来|订|需要|拿|有).{0,8}$|^\W*\d+ \w+(?: \w+){0,3}\W*$|\b(?:need|want|take|buy|order|possible|available)\b"
_SEVERAL = 2
_MANY = 20
"""From so many pieces on a wish is one for terms."""
_NO_VARIANT = re.compile(
    r"[\W_]|那|这|还有|还是|的|色|码|号|呢|有|吗|没|么|吧|不对|不是|哦|啊|算了|我|要|换|就|来|拿|个|一|款|好了?"
    r"|\b(?:and|in|what|how|about|do|you|u|have|it|the|size|one|a|i|ll|take|want|sorry|actually|please|pls|no|then|ok|mean|rather|make|that)\b"
)
"""Words beside a colour or size that ask for nothing else."""


def orders_goods(facts: Facts) -> bool:
    """Whether the message only says what the buyer takes, and there is nothing yet that it could change."""
    return not has_open_order(facts) and only_chooses(facts)


def names_carrier(facts: Facts) -> bool:
    """Whether the message names a carrier, the store's or not."""
    own = own_carrier(facts.message.view, facts.store.shipping.carriers)
    return own is not None or pattern(CARRIERS).found(facts.message)


def by_place_or_number(facts: Facts) -> list[str]:
    """What a message asks that names only where the goods go (一袋寄西藏呢) or how many (牛仔裤我要5条)."""
    if facts.own_orders and not buys_again(facts):
        return []
    if named_region(facts.message) and pattern(SENDING).found(facts.message):
        return ["delivery_time" if pattern(_HOW_LONG).found(facts.message) else "shipping_fee"]
    number = pieces(facts.message)
    if number is not None and facts.request.history and pattern(_THEN).found(facts.message):
        return ["price"]
    if facts.request.history:
        held = basket(facts)
        if held.moved:
            return ["price" if held.changed else "stock"]
    if number is None or number < _SEVERAL or not pattern(_ONLY_PIECES).found(facts.message):
        return []
    return ["bulk" if number >= _MANY else "stock"]


def changes_unsent(facts: Facts) -> bool:
    """Whether an exchange is wished of what has not left yet: a change of the order."""
    unsent = facts.order is not None and facts.order.status in {"unpaid", "paid"}
    return (
        unsent
        and pattern(r"换|\bexchange\b|\bchange\b").found(facts.message)
        and not pattern(r"退").found(facts.message)
    )


def by_facts(facts: Facts) -> list[str]:
    """What a message asks by naming what only this store has: a gift of its own, a place that its terms do not reach, goods."""
    found = []
    if names_gift(facts):
        found.append("gift")
    if not facts.own_orders and beyond_terms(facts, message_only=True) and pattern(SENDING).found(facts.message):
        found.append("shipping_fee")
    if _changes_carrier(facts) or _changes_variant(facts):
        found.append("change_items")
    if any(normalise(item.name).view in facts.message.view for item in facts.store.promotions):
        found.append("promotion")
    if orders_goods(facts):
        found.append("price" if basket(facts).changed else "stock")
    elif _only_variant(facts) or asks_for_variant(facts):
        found.append("stock")
    if asks_of_all(facts):
        found.append("price")
    return found


def names_gift(facts: Facts) -> bool:
    """Whether a message names a gift of the store, also by the end of its name (饭勺 for 硅胶饭勺, insoles)."""
    view = facts.message.view
    titles = " ".join(normalise(item.title).view for item in facts.store.products)
    for gift in facts.store.gifts:
        name = normalise(gift.name).view
        ends = [name.split()[-1]] if name.isascii() else [name[start:] for start in range(len(name) - 1)]
        if any(end in view and end not in titles for end in ends):
            return True
    return False


def _changes_carrier(facts: Facts) -> bool:
    """Whether another carrier is wished for an order that has not left."""
    unsent = facts.order is not None and facts.order.status in {"unpaid", "paid"}
    return unsent and names_carrier(facts) and pattern(r"[改换]|\b(?:change|switch|instead)\b").found(facts.message)


def _changes_variant(facts: Facts) -> bool:
    """Whether another size or colour is wished for an order that has not left."""
    unsent = facts.order is not None and facts.order.status in {"unpaid", "paid"}
    if not unsent or not pattern(r"[改换](?:成|为|到|个|一个)?.{0,6}(?:码|号|色)|\b(?:change|switch|swap)\b").found(
        facts.message
    ):
        return False
    asked = read_asked(facts.message, facts.store)
    return bool(asked.size or asked.colors or asked.other_color)


def asks_for_variant(facts: Facts) -> bool:
    """Whether a size or colour is asked for by its bare name (有28的吗, 有奶白L吗, do you have 42?)."""
    if facts.own_orders or not pattern(_HAVE).found(facts.message):
        return False
    asked = read_asked(facts.message, facts.store)
    if measures(facts.message.view).keys() & {"height_cm", "weight_kg"}:
        return False
    if asked.size is not None and (asked.size.isdigit() or asked.colors):
        return True
    return bool(asked.colors) and pattern(_HAVE_SUCH).found(facts.message)


def _only_variant(facts: Facts) -> bool:
    """Whether a message that leans on the talk names a colour or size and nothing else (黑色的呢, and in black?)."""
    if facts.own_orders or facts.product is None:
        return False
    asked = read_asked(facts.message, facts.store)
    named = [name for name in (*asked.colors, asked.other_color, asked.size) if name]
    rest = facts.message.view
    ours = {color for item in facts.store.products for color in item.colors}
    for name in sorted({*named, *ours}, key=len, reverse=True):
        rest = rest.replace(normalise(name).view, "")
    return bool(named) and not _NO_VARIANT.sub("", rest)
