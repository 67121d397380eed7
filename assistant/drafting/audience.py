"""For whom a script is meant: its tags name new or returning buyers, writers of letters, or goods of a kind.

A script without such a tag suits everybody.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from assistant.domain.store import Product
from assistant.drafting.situation import Situation
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

_FOOD = r"食品|食用|零食|\bfood\b|\bsnacks?\b"
_LETTER = (
    r"^(?:dear|hello|hi|good (?:day|morning|afternoon|evening)|to whom)\b.{100}|\b(?:regards|sincerely|faithfully)\b"
)
_WORN = frozenset({"height_cm", "weight_kg", "bust_cm", "chest_cm", "waist_cm", "hip_cm", "hips_cm", "foot_cm", "eu", "us", "uk"})  # fmt: skip


def suits(tags: Iterable[str], situation: Situation) -> bool:
    """Whether a script with these tags may be said here; tags that name no audience say nothing."""
    return all(_IS_FOR[tag](situation) for tag in tags if tag in _IS_FOR)


def _goods(situation: Situation) -> tuple[Product, ...]:
    """What the talk is about: the product in question, else what was ordered, else all that the store sells."""
    if situation.product is not None:
        return (situation.product,)
    return situation.facts.order_products or situation.facts.store.products


def _apparel(situation: Situation) -> bool:
    goods = _goods(situation)
    return bool(goods) and all(any(_WORN & measures.keys() for measures in item.sizes.values()) for item in goods)


def _food(situation: Situation) -> bool:
    store = situation.facts.store
    return pattern(_FOOD).found(Encoded(normalise(" ".join((store.name, *store.returns.exempt))).view))


def _returning(situation: Situation) -> bool:
    return situation.facts.request.buyer.returning


def _new(situation: Situation) -> bool:
    return not situation.facts.own_orders and not _returning(situation)


def _letter(situation: Situation) -> bool:
    return situation.says(_LETTER)


_IS_FOR: Mapping[str, Callable[[Situation], bool]] = MappingProxyType(
    {"apparel": _apparel, "food": _food, "returning": _returning, "new": _new, "letter": _letter}
)

AUDIENCES: frozenset[str] = frozenset(_IS_FOR)
"""The tags that keep a script to an audience."""
