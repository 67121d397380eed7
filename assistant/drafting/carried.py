"""What a follow-up leaves unsaid because the buyer said it before: body measures, pieces, goods that more are added to."""

from collections.abc import Mapping

from assistant.domain.store import Product
from assistant.drafting.asked import pieces
from assistant.drafting.measures import measures
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

_ADDS = (
    r"加(?:上|一|两|个|包|件|盒|袋|条|双|瓶|罐)|再(?:来|拍|要|买|拿|带)|连(?:上|同)|外加"
    r"|\b(?:add|adding|plus|along with|together with)\b"
)
_SOMEBODY_ELSE = (
    r"妈|爸|老公|老婆|婆婆|女儿|儿子|孩子|朋友|姐|妹|哥|弟|对象|[她他]"
    r"|\b(?:my (?:\w+ )?(?:mom|mum|mother|father|dad|husband|wife|son|daughter|friend|sister|brother)|she|he|her|him|his)\b"
)
_BUYS = (
    r"[买拍要来]|一共|总共|多少钱|到手|便宜|优惠|包邮|分期|[邮运]费|呢$"
    r"|\b(?:buy|take|need|want|get|order|total|how much|discount|price|shipping|postage)\b"
)
"""Beside these a number counts pieces to be bought."""
_TURNS = 8
"""So far back it is looked for."""


def measures_before(facts: Facts) -> Mapping[str, float]:
    """The buyer's own measures as earlier turns give them, the latest of each; none where somebody else is meant."""
    if pattern(_SOMEBODY_ELSE).found(facts.message):
        return {}
    found: dict[str, float] = {}
    for view in _said(facts):
        if not pattern(_SOMEBODY_ELSE).found(Encoded(view)):
            found |= measures(view)
    return found


def pieces_before(facts: Facts) -> int | None:
    """The pieces that the buyer spoke of before, where the message names neither goods nor a number and none are bought."""
    if facts.own_orders or facts.named_products:
        return None
    for view in reversed(_said(facts)):
        number = pieces(Encoded(view))
        if number is not None:
            return number if pattern(_BUYS).found(Encoded(view)) else None
        if facts.products_named_in(view):
            return None
    return None


def goods_in_hand(facts: Facts) -> tuple[Product, int] | None:
    """The product that the message adds another one to, with its pieces; None where it adds nothing to anything."""
    if facts.own_orders or len(facts.named_products) != 1 or not pattern(_ADDS).found(facts.message):
        return None
    product, number = facts.store.product(facts.request.product), None
    spoken = _said(facts)
    for view in spoken:
        named = facts.products_named_in(view)
        if len(named) > 1:
            return None
        product, number = (named[0] if named else product), pieces(Encoded(view)) or number
    if not spoken or product is None or product is facts.named_products[0]:
        return None
    return product, number or 1


def _said(facts: Facts) -> list[str]:
    turns = facts.request.history[-_TURNS:]
    return [normalise(turn.text).view for turn in turns if turn.role == "buyer"]
