"""The seam between what the answers decide and what the scripts say."""

from collections.abc import Sequence
from typing import Any

import pytest

from assistant.corpus import Corpus, IntentGuess, IntentReader
from assistant.domain.request import Turn
from assistant.domain.store import StoreProfile
from assistant.drafting.answers import aftersale, orders
from assistant.drafting.reading import read_situation
from assistant.drafting.wording import Wording
from tests.drafting.answers.orders_seen import OF_LAN, STATES, an_order
from tests.drafting.conftest import facts_of

ANSWERS = {**orders.ANSWERS, **aftersale.ANSWERS}
STORES = {"zh": ("qinghe", "ningxiahong"), "en": ("windrunner",)}
EVERY = 12
"""Of so many question variants one is taken."""


class NoReader(IntentReader):
    """Reads no intents: the answer is called by its name here."""

    def __init__(self) -> None:
        """Nothing to learn."""

    def read(
        self, message: str, *, has_order: str | None = None, product_page: bool = False, history: Sequence[Turn] = ()
    ) -> list[IntentGuess]:
        """No guess at all."""
        return []


def orders_in_all_states(store: str) -> list[list[dict[str, Any]]]:
    """No order, one in each state, one without a number, one of another account."""
    untracked = an_order(store, "shipped", carrier=None, tracking=None)
    bare = an_order(store, "paid", items=[], receiver={})
    foreign = an_order(store, "shipped", buyer_nick="someone")
    return [[], *([an_order(store, state)] for state in STATES), [untracked], [bare], [foreign]]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("intent", ANSWERS)
def test_what_is_decided_can_be_said(
    corpus: Corpus, stores: dict[str, StoreProfile], intent: str, language: str
) -> None:
    """Whatever the state of the order, an answer finds words with all slots filled, in both languages."""
    wording, reader = Wording(corpus), NoReader()
    speechless = set()
    for message in corpus.questions[language].get(intent, ())[::EVERY]:  # type: ignore[index]
        for store in STORES[language]:
            for known in orders_in_all_states(store):
                situation = read_situation(facts_of(stores, store, message, orders=known, **OF_LAN), reader)
                answer = ANSWERS[intent](situation)
                if answer is not None and next(wording.lines(answer, situation), None) is None:
                    speechless.add((answer.intent, answer.case, situation.language, message))
    assert not speechless
