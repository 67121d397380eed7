"""Reads a request into a situation: language, mood, wishes, what is asked for, and what a short message leans on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.corpus import IntentGuess, IntentReader
from assistant.domain.store import Language, StoreProfile
from assistant.drafting.asked import Asked, is_picture, read_asked
from assistant.drafting.basket import asks_of_all, basket, moves_goods
from assistant.drafting.carried import measures_before, place_said
from assistant.drafting.cues import SURE, cued
from assistant.drafting.mood import read_mood, rounds_unresolved
from assistant.drafting.opening import with_unanswered, without_greeting
from assistant.drafting.situation import Situation
from assistant.drafting.thread import FollowUp, follow_up
from assistant.drafting.wishes import read_wishes
from assistant.facts import Facts
from assistant.language.detect import detect
from assistant.language.normalise import normalise
from assistant.language.patterns import pattern

_LEANS = (
    r"^(?:那|那么|还有|然后|另外|这个|那个|这款|那款|那件|这件|嗯|哦|好的?)?.{0,10}呢[?~。!]*$|^(?:这个|那个|这款|那款|这件|那件|它).{0,4}[?]?$"
    r"|^(?:and|what about|how about|ok(?:ay)? and|also)\b.{0,40}$"
)
_SHOWN = frozenset({"quality_issue", "damaged", "wrong_or_missing", "return_exchange", "refund", "complaint"})
"""What a picture is sent about."""
_WEAK = 0.5
"""Below this a guess for a message that leans on another gives way to that other's."""


_BREAK = re.compile(
    r"[,，。.!！?？;；\n]+|\s{2,}|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])|\band\b|(?:还有|另外|顺便|然后)"
)
_PART_CHARS = 4
_MOST_PARTS = 3
_READ_CHARS = 400
_SURE_PART = 0.7
_PART_WEIGHT = 0.8
"""A part says less than the whole: it counts so much of its own score."""
_BY_AMOUNT = frozenset(
    {"price", "promotion", "coupon", "gift", "installments", "shipping_fee", "free_shipping", "bargain", "bulk"}
)
"""What hangs on what is bought, and how much of it."""
_A_PIECE = r"单价|(?:多少钱?|什么价|啥价|[0-9]+(?:元|块钱?)?)(?:一|每|1)[袋件条双盒个套瓶罐包只台桶]|\b(?:each|apiece|per (?:pair|piece|item|unit)|a (?:pair|piece))\W*$"
"""Asks what one costs, however many were chosen."""
_BARE_WORDS = 0.4
"""What is left of the meaning that a follow-up's words have by themselves."""


def read_situation(facts: Facts, reader: IntentReader) -> Situation:
    """The situation of a request, as far as it can be read without a model."""
    sent, facts = facts, with_unanswered(facts)
    language, spoken = _language(facts)
    topic = _topic(facts)
    intents = _intents(facts, reader, topic)
    chosen = _chosen(facts, intents)
    follows = follow_up(facts, intents, lambda text: _intents(_said_before(facts, text), reader, ""))
    return Situation(
        facts=facts,
        language=language,
        spoken=spoken,
        intents=_followed(intents, follows) if follows else intents,
        mood=read_mood(facts.message),
        wishes=read_wishes(facts.message, facts.store),
        rounds_unresolved=rounds_unresolved(facts.message, facts.request.history),
        asked=_asked(facts, intents, chosen),
        topic=follows.began if follows else normalise(topic).view,
        follows=follows,
        chosen=chosen,
        place=place_said(facts),
        sent=sent if sent is not facts else None,
    )


def _language(facts: Facts) -> tuple[Language, bool]:
    store = facts.store
    for text in [
        facts.request.message,
        *(turn.text for turn in reversed(facts.request.history) if turn.role == "buyer"),
    ]:
        match detect(text):
            case "zh":
                return "zh", True
            case "en":
                return "en", True
            case "other":
                return _common_tongue(store), False
            case _:
                continue
    return store.language, True


def _common_tongue(store: StoreProfile) -> Language:
    return "en" if store.platform == "aliexpress" else "zh"


def _topic(facts: Facts) -> str:
    """The buyer's turn before this one, where the message says too little without it."""
    if not pattern(_LEANS).found(facts.message) and not is_picture(facts.message):
        return ""
    return next(
        (turn.text for turn in reversed(facts.request.history) if turn.role == "buyer" and turn.text.strip()), ""
    )


def _parts(message: str) -> list[str]:
    """The questions of a message that holds several, in its own words; [] for one that holds one."""
    parts = [part.strip() for part in _BREAK.split(message[:_READ_CHARS])]
    weighty = [part for part in parts if len(part) >= _PART_CHARS]
    return weighty[:_MOST_PARTS] if sum(map(bool, parts)) > 1 else []


def _with_parts(whole: list[IntentGuess], parts: list[list[IntentGuess]]) -> list[IntentGuess]:
    """The guesses of the whole message, with what one of its parts surely means."""
    scores = {guess.intent: guess.score for guess in whole}
    for guess in (guess for part in parts for guess in part):
        if guess.score >= _SURE_PART:
            scores[guess.intent] = max(scores.get(guess.intent, 0.0), guess.score * _PART_WEIGHT)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    return [IntentGuess(intent, score) for intent, score in ranked]


def _intents(facts: Facts, reader: IntentReader, topic: str) -> tuple[IntentGuess, ...]:
    request = facts.request
    if not request.message.strip():
        return ()
    status = facts.order.status if facts.order else None

    def read(text: str) -> list[IntentGuess]:
        return reader.read(text, has_order=status, product_page=request.product is not None, history=request.history)

    if is_picture(facts.message):
        before = [guess for guess in read(topic) if guess.intent in _SHOWN] if topic else []
        return tuple(before) or (IntentGuess("other_product_info", 1.0),)
    message = without_greeting(request.message)
    guesses = _with_parts(read(message), [read(part)[:1] for part in _parts(message)])
    if topic and (not guesses or guesses[0].score < _WEAK):
        leant = read(topic)
        guesses = leant or guesses
    return cued(guesses, facts)


def _said_before(facts: Facts, text: str) -> Facts:
    """The facts as if an earlier turn of the buyer's were the message."""
    request = facts.request.model_copy(update={"message": text, "history": ()})
    return Facts(facts.store, request)


def _followed(own: Sequence[IntentGuess], follows: FollowUp) -> tuple[IntentGuess, ...]:
    """The guesses with the matter in hand before what the bare words of the message are taken for."""
    rest = (IntentGuess(guess.intent, guess.score * _BARE_WORDS) for guess in own if guess.intent != follows.intent)
    return (IntentGuess(follows.intent, SURE), *rest)


def _asked(facts: Facts, intents: Sequence[IntentGuess], chosen: Mapping[str, int]) -> Asked:
    """What the message names, with the measures or the pieces of earlier turns where its question stands on them."""
    asked = read_asked(facts.message, facts.store)
    intent = intents[0].intent if intents and facts.request.history else None
    if intent == "size":
        return replace(asked, measures={**measures_before(facts), **asked.measures})
    if len(chosen) == 1:
        return replace(asked, quantity=next(iter(chosen.values())))
    return asked


def _chosen(facts: Facts, intents: Sequence[IntentGuess]) -> Mapping[str, int]:
    """What the buyer chose over the talk, where the message asks something that hangs on it and on all of it."""
    likely = [guess.intent for guess in intents[:2] if guess.score >= _WEAK]
    if not facts.request.history or not _BY_AMOUNT.intersection(likely):
        return {}
    if read_asked(facts.message, facts.store).amount is not None:
        return {}
    if pattern(_A_PIECE).found(facts.message) and not asks_of_all(facts):
        return {}
    if facts.named_products and not (moves_goods(facts) or asks_of_all(facts)):
        return {}
    return basket(facts).pieces
