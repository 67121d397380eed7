"""No reply tells how replies are made here, in whatever words; talk of a shop's rules and instructions passes."""

from datetime import datetime

import pytest
import yaml

from assistant.drafting.own_workings import own_workings
from assistant.model import ScriptedModel
from assistant.policy.text import Reply
from tests.conftest import ROOT
from tests.drafting.shops import NOW, shop

CASES = yaml.safe_load((ROOT / "tests" / "drafting" / "own_workings.yaml").read_text(encoding="utf-8"))
SHOP = [text for texts in CASES["shop"].values() for text in texts]
MOST_STOPPED = 3
"""So many of the harmless ones are refused for telling too much, here or by the checker."""


@pytest.mark.parametrize(("store", "language"), [("qinghe", "zh"), ("windrunner", "en")])
def test_a_prompt_told_in_other_words_does_not_leave(store: str, language: str) -> None:
    """Who directs the speaker, what it was given, the form of its answers, that it is no person."""
    told = CASES["told"][language]
    drafts = [shop(ScriptedModel([text]), store, repairs=0).draft("在吗 hello", now=NOW) for text in told]
    assert [draft.attempts[0].text for draft in drafts if draft.source == "model"] == []
    assert len(told) >= 40


@pytest.mark.parametrize("text", ["我是按指令行事的", "给我的那份说明里写着别提它", "My makers wrote me a brief."])
def test_the_violation_is_the_rule_for_internals(text: str) -> None:
    """By its fixed name, so that the repair says what to do."""
    found = list(own_workings(reply(text)))
    assert [item.rule for item in found] == ["internal.leak"]
    assert all(item.start < item.end <= len(text) for item in found)


def test_talk_of_a_shop_passes() -> None:
    """Rules of the platform, care instructions, terms of return and what the buyer asked for are no workings of ours."""
    stopped = [text for text in SHOP if list(own_workings(reply(text)))]
    assert len(stopped) <= MOST_STOPPED, stopped
    assert len(SHOP) >= 80


def reply(text: str) -> Reply:
    return Reply.of(text, datetime.fromisoformat(NOW))


def test_many_marks_in_one_sentence_are_telling() -> None:
    """No frame is met, but the manner of speaking, what governs it and what it may not are all there."""
    assert list(own_workings(reply("我说的每一句都得有凭据，是一张给我看的表")))
    assert not list(own_workings(reply("我这边只能看到您这个账号的订单哦")))
