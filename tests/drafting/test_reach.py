"""A draft reads so much of a talk and no more, however much there is: the newest turns, and the ends of long texts."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.domain.request import MAX_CHARS, Request
from assistant.domain.store import StoreProfile
from assistant.drafting.composer import Composition
from assistant.drafting.reach import HISTORY_CHARS, HISTORY_TURNS, MESSAGE_CHARS, TURN_CHARS, chars_read, within_reach
from assistant.facts import Facts
from assistant.model import ScriptedModel
from tests.drafting.shops import NOW, shop
from tests.model.faults import CAREFUL

LONG = ("我想问一下这条裙子什么时候发货，" * 1300)[:MAX_CHARS]


def turns(texts: list[str], **more: Any) -> list[dict[str, Any]]:
    return [{"role": "agent" if place % 2 else "buyer", "text": text, **more} for place, text in enumerate(texts)]


def facts_of(store: StoreProfile, message: str, history: list[dict[str, Any]]) -> Facts:
    request = {"store": store.id, "message": message, "now": NOW, "history": history}
    return Facts(store, Request.model_validate(request))


class Listening:
    """A composer that notes what it is given to read."""

    def __init__(self, composer: Any) -> None:
        self.composer = composer
        self.given: list[Request] = []

    def compose(self, facts: Facts) -> Composition:
        self.given.append(facts.request)
        return self.composer.compose(facts)  # type: ignore[no-any-return]


@pytest.mark.parametrize("message", ["怎么还没发", LONG])
@pytest.mark.parametrize("history", [turns([LONG] * 12), turns([LONG] * 200), turns(["在吗亲"] * 5000)])
def test_the_composer_is_given_little_to_read(message: str, history: list[dict[str, Any]]) -> None:
    """Of millions of characters a few thousand, and a few dozen turns."""
    own = shop(None)
    listening = Listening(own.pipeline.composer)
    draft = replace(own.pipeline, composer=listening).draft(  # type: ignore[arg-type]
        Facts(own.store, own.request(message, now=NOW, history=history))
    )
    assert draft.text
    assert [chars_read(request) <= MESSAGE_CHARS + HISTORY_CHARS for request in listening.given] == [True]
    assert all(len(request.history) <= HISTORY_TURNS for request in listening.given)


def test_an_ordinary_talk_is_read_as_it_is(stores: dict[str, StoreProfile]) -> None:
    """The very same facts: nothing is copied, and nothing computed anew."""
    known = facts_of(stores["qinghe"], "那什么时候到", turns(["在吗", "在的亲"] * 10))
    assert within_reach(known) is known


def test_the_newest_turns_and_both_ends_are_read(stores: dict[str, StoreProfile]) -> None:
    """What is wanted stands at the beginning or at the end; nothing is read across the gap."""
    long = "头" + "中" * 5000 + "尾"
    read = within_reach(facts_of(stores["qinghe"], long, turns(["旧" * 400] * 20 + [long]))).request
    for text, most in ((read.message, MESSAGE_CHARS), (read.history[-1].text, TURN_CHARS)):
        assert (text[0], text[-1], len(text)) == ("头", "尾", most)
        assert "中\n中" in text
    assert not read.history[0].text
    assert read.history[-2].text


def test_reminders_are_counted_however_old_they_are(stores: dict[str, StoreProfile]) -> None:
    """A third one is a third one after a hundred other turns."""
    history = turns(["快付款哦"] * 2, task="nudge_payment") + turns(["嗯"] * 100)
    read = within_reach(facts_of(stores["qinghe"], "在吗", history)).request
    assert sum(turn.task == "nudge_payment" for turn in read.history) == 2


def test_the_model_is_shown_the_talk_itself() -> None:
    """Where a prompt cuts a text, it hides first: no half of a number is left at the edge that reading has."""
    number = "13712345678"
    edge = TURN_CHARS * 2 // 3
    history = turns(["问" * (edge - 5) + number + "问" * 300, "在的"])
    model = ScriptedModel([CAREFUL])
    shop(model).draft("问" * (MESSAGE_CHARS * 2 // 3 - 5) + number + "问" * 900, now=NOW, history=history)
    shown = "\n".join(message.content for message in model.asked[0])
    assert "问⟦phone_1⟧问" in shown
    assert not [place for place in range(4, 11) if number[:place] in shown]
