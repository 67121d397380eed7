"""How the buyer feels, and for how long already."""

import pytest

from assistant.domain.request import Turn
from assistant.drafting.mood import read_mood, rounds_unresolved
from assistant.language.patterns import Encoded

MOODS = {
    "有货吗": "calm",
    "怎么还没到啊 急用": "worried",
    "where is my parcel": "worried",
    "骗子 我要投诉": "angry",
    "this is ridiculous": "angry",
    "傻逼客服": "abusive",
    "fuck you": "abusive",
}


@pytest.mark.parametrize("message", MOODS)
def test_the_mood_is_heard(message: str) -> None:
    """Calm, worried, angry and abusive words are told apart."""
    assert read_mood(Encoded(message)) == MOODS[message]


def test_rounds_count_complaints_that_were_answered() -> None:
    """Two earlier complaints with answers are two rounds; a calm message has none behind it."""
    history = [
        Turn(role="buyer", text="怎么还没发货"),
        Turn(role="agent", text="帮您催了"),
        Turn(role="buyer", text="还没动静 太慢了"),
        Turn(role="agent", text="再等等"),
    ]
    assert rounds_unresolved(Encoded("到底发不发"), history) == 2
    assert rounds_unresolved(Encoded("好的谢谢"), history) == 0
