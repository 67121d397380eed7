"""How much the bundled corpus holds, and in how many tones: the floor under it."""

from collections import defaultdict
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from assistant.corpus import Corpus, Script
from assistant.curation.stats import COMMON, counted, gaps
from assistant.domain.intents import INTENTS, TASKS
from assistant.drafting.audience import AUDIENCES

LETTERS = {
    "tracking": "track",
    "delay": "not_received",
    "customs": "abnormal_logistics",
    "dispute": "complaint",
    "refund": "refund",
    "out of stock": "stock",
    "colour": "wrong_or_missing",
    "bulk": "bulk",
}
"""What cross-border buyers write letters about, and the intent that answers with one."""


def replies_of(corpus: Corpus, intent: str, language: str) -> list[str]:
    return [reply for script in corpus.by_intent(intent, language) for reply in script.replies]


def test_no_intent_has_too_little(corpus: Corpus) -> None:
    """Every intent and task has its least of scripts and question variants, in both languages."""
    assert gaps(counted(corpus)) == ()
    assert len(COMMON) == 20


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent != "off_topic"])
def test_wordings_differ_in_words_and_length(corpus: Corpus, intent: str) -> None:
    """A talk does not hear the same sentence twice: three wordings are unlike, and one is clearly shorter than another."""
    replies = replies_of(corpus, intent, "zh")
    unlike = [
        trio
        for trio in combinations(sorted(set(replies), key=len)[:: max(1, len(set(replies)) // 8)], 3)
        if all(fuzz.ratio(first, second) < 85 for first, second in combinations(trio, 2))
    ]
    assert unlike
    assert max(map(len, replies)) >= 1.25 * min(map(len, replies))


def test_tasks_have_more(corpus: Corpus) -> None:
    """What the store writes first is seen most often: four scripts in Chinese, two in English."""
    few = [
        (task, language)
        for task in TASKS
        for language, least in (("zh", 4), ("en", 2))
        if len(corpus.by_intent(task, language)) < least
    ]
    assert few == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_moods_and_audiences(corpus: Corpus, language: str) -> None:
    """There are words for worried, angry and abusive buyers, for new and returning ones, for apparel and food."""
    mine = [script for script in corpus.usable if script.language == language]
    assert {script.mood for script in mine} >= {None, "worried", "angry", "abusive"}
    tags = {tag for script in mine for tag in script.tags}
    assert tags >= AUDIENCES - {"letter" if language == "zh" else "food"}


def test_special_scripts_stand_beside_usual_ones(corpus: Corpus) -> None:
    """A script for a mood or an audience has one for everybody in the same case, and asks for no slot that this lacks."""
    usual: defaultdict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    special: list[Script] = []
    for script in corpus.scripts:
        if script.mood is None and AUDIENCES.isdisjoint(script.tags):
            usual[script.intent, script.language, script.case] |= {*script.slots, "agent", "store"}
        elif script.case != "acknowledge":
            special.append(script)
    assert special
    assert [s.id for s in special if not s.slots <= usual[s.intent, s.language, s.case]] == []


@pytest.mark.parametrize(("subject", "intent"), LETTERS.items())
def test_letters_are_asked_and_answered(corpus: Corpus, subject: str, intent: str) -> None:
    """Cross-border buyers write whole letters: there are variants in that form, and scripts that answer in it."""
    letters = [
        words
        for words in corpus.questions_of(intent, "en")
        if words.lower().startswith(("dear", "hello", "hi")) and len(words) > 90
    ]
    assert any(subject in words.lower() for words in letters)
    assert any("letter" in script.tags for script in corpus.by_intent(intent, "en"))


def test_question_variants_are_each_others_like_nowhere(corpus: Corpus) -> None:
    """No variant stands under two intents: nobody could tell them apart."""
    seen: dict[tuple[str, str], str] = {}
    doubled = []
    for language, intents in corpus.questions.items():
        for intent, variants in intents.items():
            for words in variants:
                earlier = seen.setdefault((language, words.lower()), intent)
                if earlier != intent:
                    doubled.append((words, earlier, intent))
    assert doubled == []
