"""Long replies as chat messages."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.splitting import MAX_CHARS, MAX_MESSAGES, split


def test_manners_run_on_and_answers_stand_on_lines() -> None:
    """An opening shares the line of the first answer; the second answer starts a new one."""
    assert split(["您好～", "包邮的。", "有货的。"], ["opening", "free", "yes"], "zh") == "您好～包邮的。\n有货的。"


@given(st.lists(st.text("好的，。有货", min_size=1, max_size=150), min_size=1, max_size=6))
def test_no_message_is_too_long(texts: list[str]) -> None:
    """Whatever the pieces, there are at most three messages, and none is over the limit."""
    messages = split(texts, ["x"] * len(texts), "zh").split("\n\n")
    assert len(messages) <= MAX_MESSAGES
    assert all(len(message) <= MAX_CHARS["zh"] for message in messages)
