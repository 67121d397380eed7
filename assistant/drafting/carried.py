"""What a follow-up leaves unsaid because the buyer said it before: body measures, the place, the carrier."""

from collections.abc import Mapping

from assistant.domain.store import Carrier
from assistant.drafting.asked import own_carrier
from assistant.drafting.measures import measures
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regions import named_region

_SOMEBODY_ELSE = (
    r"妈|爸|老公|老婆|婆婆|女儿|儿子|孩子|朋友|姐|妹|哥|弟|对象|[她他]"
    r"|\b(?:my (?:\w+ )?(?:mom|mum|mother|father|dad|husband|wife|son|daughter|friend|sister|brother)|she|he|her|him|his)\b"
)
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


def place_said(facts: Facts) -> str | None:
    """Where the buyer said before that goods still to be bought shall go; None where the message or an order tells it."""
    if facts.own_orders or named_region(facts.message) is not None:
        return None
    places = (named_region(Encoded(view)) for view in reversed(_said(facts)))
    return next((found for found in places if found is not None), None)


def carrier_said(facts: Facts) -> Carrier | None:
    """The carrier of the store's that the buyer named last, in this message or before."""
    for view in (facts.message.view, *reversed(_said(facts))):
        found = own_carrier(view, facts.store.shipping.carriers)
        if found is not None:
            return found
    return None


def _said(facts: Facts) -> list[str]:
    turns = facts.request.history[-_TURNS:]
    return [normalise(turn.text).view for turn in turns if turn.role == "buyer"]
