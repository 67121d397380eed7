"""The words of the interface."""

import re
from string import Formatter
from typing import get_args

import pytest

from assistant.domain.intents import INTENTS
from assistant.domain.reply import Outcome, Source, Status
from assistant.domain.request import OrderStatus
from assistant.policy.claims import CLAIM_KINDS
from assistant.review.records import ALL_SCOPES, REJECTION_CODES, DeliveryState, Event, Role, State
from assistant.web.words import preferred, words_of
from tests.conftest import ROOT

WEB = ROOT / "assistant" / "web"
GROUPS = {
    "state": get_args(State),
    "status": get_args(Status),
    "outcome": get_args(Outcome),
    "source": get_args(Source),
    "role": get_args(Role),
    "event": get_args(Event),
    "delivery": get_args(DeliveryState),
    "order_status": get_args(OrderStatus),
    "code": REJECTION_CODES,
    "scope": tuple(ALL_SCOPES),
    "intent": INTENTS,
    "kind": tuple(name for kind in CLAIM_KINDS for name in kind.reads),
}


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    """The catalogues have the same keys, each text is there, and the same values are put in."""
    zh, en = words_of("zh").texts, words_of("en").texts
    assert zh.keys() == en.keys()
    assert all(zh.values()) and all(en.values())
    assert [key for key in zh if _slots(zh[key]) != _slots(en[key])] == []


def test_every_word_that_a_page_asks_for_is_there() -> None:
    """No template and no page asks for a key that the catalogues lack."""
    sources = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    asked = {
        key for path in sources for key in re.findall(r'\b(?:w|words)\("([a-z_.:-]+)"[,)]', path.read_text("utf-8"))
    }
    assert len(asked) > 100
    assert asked - words_of("en").texts.keys() == set()


@pytest.mark.parametrize("group", GROUPS)
def test_every_value_of_a_closed_list_has_a_name(group: str) -> None:
    """Nobody reads an internal word where a state, an intent or a reason is meant."""
    assert [value for value in GROUPS[group] if f"{group}.{value}" not in words_of("zh").texts] == []


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        (None, "en-GB,en;q=0.9", "en"),
        (None, "fr-FR, zh-CN;q=0.5", "zh"),
        ("en", "zh-CN", "en"),
        ("xx", "", "zh"),
        (None, "fr", "zh"),
    ],
)
def test_a_visitor_gets_their_language(cookie: str | None, accepted: str, language: str) -> None:
    """The chosen language wins over the browser's; without any that we have it is Chinese."""
    assert preferred(cookie, accepted) == language
