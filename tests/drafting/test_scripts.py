"""The bundled scripts as a whole."""

import re

import pytest

from assistant.corpus import Corpus, Script
from assistant.domain.intents import INTENTS

_SLOT = re.compile(r"\{[a-z0-9_]+\}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_intent_has_scripts(corpus: Corpus, language: str) -> None:
    """No intent and no task is without words, in either language."""
    assert [name for name in INTENTS if not corpus.by_intent(name, language)] == []


def test_no_script_states_a_figure(corpus: Corpus) -> None:
    """Amounts, days, hours and percentages stand in slots: a script holds for every store."""
    figure = re.compile(
        r"[$¥]|\d+\s*(?:元|块|天|小时|折|%|percent|days?|hours?)|[一二两三四五六七八九十]+(?:元|天|小时|折)"
    )
    assert [
        (script.id, reply)
        for script in corpus.scripts
        for reply in script.replies
        if figure.search(_SLOT.sub("", reply))
    ] == []


def test_no_script_is_too_long_for_a_chat_message(corpus: Corpus) -> None:
    """Chinese wordings stay short; what the slots add fits besides."""
    assert [s.id for s in corpus.scripts if s.language == "zh" and max(map(len, s.replies)) > 150] == []


def test_common_chinese_cases_have_three_wordings(corpus: Corpus) -> None:
    """What is asked every day can be said in three ways, so that a talk does not repeat itself."""
    everyday = {
        "greeting": "hello",
        "invoice": "kinds",
        "dispatch_time": "hours",
        "delivery_time": "estimate",
        "carrier": "default",
        "shipping_fee": "free",
        "stock": "yes",
        "size": "fits",
        "gift": "always",
    }
    wordings = {
        intent: sum(len(script.replies) for script in corpus.by_intent(intent, "zh", case))
        for intent, case in everyday.items()
    }
    assert min(wordings.values()) >= 3, wordings


def test_scripts_read_like_people(corpus: Corpus) -> None:
    """Not every line opens with 亲."""
    chinese: list[Script] = [script for script in corpus.scripts if script.language == "zh"]
    replies = [reply for script in chinese for reply in script.replies]
    assert sum(reply.startswith("亲") for reply in replies) < len(replies) / 10
