import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import Corpus, IntentReader
from assistant.corpus.noise import looks_like_noise
from assistant.corpus.training import load_lexicon
from assistant.corpus.weights import load_weights
from assistant.domain.request import Turn
from assistant.errors import CorpusError
from assistant.language.normalise import normalise
from tests.corpus.conftest import ROOT


def test_messages_in_free_words_are_read(reader: IntentReader) -> None:
    """On messages that were never trained on: right first in 9 of 10, among three in 19 of 20, and noise finds nothing."""
    lines = (ROOT / "evals" / "intent" / "tuning.jsonl").read_text(encoding="utf-8").splitlines()
    real = first = among = noise = silent = 0
    for case in map(json.loads, lines):
        guesses = [guess.intent for guess in reader.read(case["text"])]
        if case["intents"] == ["off_topic"]:
            noise += 1
            silent += not guesses
            continue
        real += 1
        first += bool(guesses) and guesses[0] in case["intents"]
        among += bool(set(guesses[:3]) & set(case["intents"]))
    assert first >= 0.9 * real
    assert among >= 0.95 * real
    assert silent >= 0.9 * noise


@pytest.mark.parametrize(
    ("status", "meant"), [(None, "dispatch_time"), ("unpaid", "dispatch_time"), ("paid", "urge_dispatch")]
)
def test_the_order_decides_what_dispatch_means(reader: IntentReader, status: str | None, meant: str) -> None:
    """The same words ask for a date before payment, and urge after it."""
    assert reader.read("什么时候发货", has_order=status)[0].intent == meant


def test_two_questions_are_both_read(reader: IntentReader) -> None:
    """A message with two meanings yields both at the top."""
    assert {guess.intent for guess in reader.read("什么快递，几天到")[:2]} == {"carrier", "delivery_time"}


def test_a_short_follow_up_is_read_with_what_came_before(reader: IntentReader) -> None:
    """`多少钱` after a question about postage keeps postage among the guesses."""
    history = (Turn(role="buyer", text="寄到新疆要加运费吗"), Turn(role="agent", text="要加的哦"))
    alone = {guess.intent: guess.score for guess in reader.read("加多少")}
    followed = {guess.intent: guess.score for guess in reader.read("加多少", history=history)}
    assert followed.get("shipping_fee", 0) > alone.get("shipping_fee", 0) or alone.get("shipping_fee", 0) > 0.8


@pytest.mark.parametrize(
    "text", ["", " ", "。。。", "😂😂", "123456", "哈哈哈哈", "https://a.example/x", "sdfghjkl", "print(1);"]
)
def test_what_says_nothing_gets_nothing(reader: IntentReader, text: str) -> None:
    """Marks, digits, laughter, bare links, mashed keys and code are noise."""
    assert reader.read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "what's the price (usd)?",
        "ok thanks",
        "尺码表 170/65kg",
        "how r u shipping",
        "在吗；",
        "XXXXL",
        "size(cm): 42?",
    ],
)
def test_what_a_buyer_writes_does_not_look_like_noise(text: str) -> None:
    """Short, mixed or marked messages are still read."""
    assert not looks_like_noise(normalise(text).view)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_sound_guesses(text: str) -> None:
    """Scores lie in 0 to 1 and fall, no intent comes twice, and off_topic never comes."""
    guesses = _READER.read(text)
    scores = [guess.score for guess in guesses]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({guess.intent for guess in guesses}) == len(guesses)
    assert "off_topic" not in {guess.intent for guess in guesses}


_READER = IntentReader(Corpus())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_weights_were_trained_with_the_lexicon_that_stands(language: str) -> None:
    """A changed lexicon without new weights would read messages with other features than were learned."""
    learned = load_weights(ROOT / "corpus" / "weights" / f"{language}.weights").learned
    standing = load_lexicon(ROOT / "corpus" / "lexicon", "en" if language == "en" else "zh")
    assert learned.lexicon == standing


def test_spoilt_weights_are_refused() -> None:
    """A file that is no weights file is named."""
    path = ROOT / "pyproject.toml"
    with pytest.raises(CorpusError, match=r"pyproject\.toml: expected weights"):
        load_weights(path)
