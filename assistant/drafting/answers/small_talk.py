"""Greetings, thanks, waiting, and the wish for a person."""

from collections.abc import Mapping

from assistant.drafting.answer import Answer, Answerer, always
from assistant.drafting.situation import Situation


def greeting(situation: Situation) -> Answer | None:
    """A welcome; a shorter one where the talk is under way."""
    if any(turn.role == "agent" for turn in situation.facts.request.history):
        return Answer("greeting", "again")
    product = situation.facts.store.product(situation.facts.request.product)
    if product is not None:
        return Answer("greeting", "product", {"product": product.title})
    return Answer("greeting", "hello")


ANSWERS: Mapping[str, Answerer] = {
    "greeting": greeting,
    "thanks": always(Answer("thanks", "welcome")),
    "farewell": always(Answer("farewell", "bye")),
    "wait": always(Answer("wait", "no_hurry")),
    "human": always(Answer("human", "fetch", person="the buyer asks for a person")),
    "abuse": always(Answer("abuse", "calm", person="the buyer is abusive")),
    "off_topic": always(Answer("off_topic", "back", certain=False, note="it is not clear what the buyer needs")),
}
