"""What no fact tells: said openly, for a person to look up, never covered with other facts that lie near."""

from collections.abc import Sequence

from assistant.drafting.answer import Answer
from assistant.drafting.details import Detail, asked_details, facts_told, person_named
from assistant.drafting.phrasing import TITLE_CHARS, listed
from assistant.drafting.situation import Situation
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

_FOOD = r"食品|食用|零食|\bfood\b|\bsnacks?\b"
_NEAR = frozenset({"quality", "usage_help", "recommend", "color_difference", "hesitation"})
"""Answers that would only cover up that nothing is known."""


def not_told(situation: Situation) -> Answer | None:
    """The honest answer to a question that no fact answers; None where there is no such question."""
    unknown = situation.unknown_details
    if not unknown:
        return None
    for kind in ("cure", "person", "duty", "store"):
        found = [detail for detail in unknown if detail.kind == kind]
        if found:
            return _OF_KIND[kind](situation, found)
    slots = {"matter": _names(situation, unknown)}
    if situation.product is None:
        return _unsure("unknown_which", slots)
    return _unsure("unknown_detail", slots | {"product": situation.product.title})


def told(situation: Situation) -> Answer | None:
    """The fact that answers a particular which the message asks for; None where it asks for none."""
    product = situation.product
    details = asked_details(situation.facts) if product is not None else ()
    for source in (detail.told for detail in details if detail.told):
        assert product is not None
        for item in product.features:
            text = ("，" if situation.language == "zh" else ", ").join(
                part for part in (item.feature, item.advantage, item.benefit) if part
            )
            if _tells(source, text):
                return Answer("other_product_info", "feature", {"product": product.title, "feature": text})
        for name, fact in (("material", product.material), ("care", product.care)):
            if fact and _tells(source, fact):
                return Answer("other_product_info", name, {"product": product.title, name: fact})
        if _tells(source, product.title) and len(product.title) <= TITLE_CHARS[situation.language]:
            return Answer("other_product_info", "title", {"title": product.title})
    return None


def _tells(source: str, fact: str) -> bool:
    return pattern(source).found(Encoded(normalise(fact).view))


def _unsure(case: str, slots: dict[str, str], covers: frozenset[str] = frozenset()) -> Answer:
    note = "the profile does not tell this"
    return Answer("other_product_info", case, slots, certain=False, note=note, covers=covers)


def _names(situation: Situation, details: Sequence[Detail]) -> str:
    return listed([detail.name(situation.language) for detail in details[:2]], situation.language)


def _cure(situation: Situation, _: Sequence[Detail]) -> Answer:
    slots = {"product": situation.product.title} if situation.product else {}
    return _unsure("health_food" if _is_food(situation) else "health", slots, _NEAR)


def _person(situation: Situation, _: Sequence[Detail]) -> Answer:
    named = person_named(situation.facts)
    slots = {"product": situation.product.title} if situation.product else {}
    if situation.language == "zh" and named:
        slots["person"] = named
    return _unsure("health_person", slots, _NEAR)


def _duty(_: Situation, __: Sequence[Detail]) -> Answer:
    return _unsure("duty", {}, frozenset({"shipping_fee"}))


def _store(situation: Situation, details: Sequence[Detail]) -> Answer:
    return _unsure("unknown_service", {"matter": _names(situation, details)})


_OF_KIND = {"cure": _cure, "person": _person, "duty": _duty, "store": _store}


def _is_food(situation: Situation) -> bool:
    store = situation.facts.store
    words = Encoded(normalise(" ".join((store.name, *store.returns.exempt))).view)
    told = facts_told(situation.product) if situation.product else None
    return pattern(_FOOD).found(words) or (told is not None and pattern(_FOOD).found(told))
