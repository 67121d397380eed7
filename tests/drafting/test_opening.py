"""A greeting hides no question, and a call for an answer is answered with what it calls for."""

import pytest

from assistant.drafting.opening import only_calls, without_greeting
from tests.drafting.conftest import Compose, Read


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("在吗 那个大衣还有M吗", "那个大衣还有M吗"),
        ("老板，在不在？枸杞怎么卖", "枸杞怎么卖"),
        ("你好\n请问几天发货", "几天发货"),
        ("Hi there, do you ship to Peru?", "do you ship to Peru?"),
        ("Good morning! Are you online? I need L", "I need L"),
        ("你好", "你好"),
        ("亲戚要结婚穿哪件", "亲戚要结婚穿哪件"),
        ("老板娘子裙有吗", "老板娘子裙有吗"),
        ("history of the brand?", "history of the brand?"),
    ],
)
def test_a_greeting_is_taken_off(message: str, rest: str) -> None:
    """What stands behind the greeting is left as the buyer wrote it; words that only begin alike stay."""
    assert without_greeting(message) == rest


@pytest.mark.parametrize(
    ("message", "calls"),
    [("在吗", True), ("人呢？？", True), ("hello?", True), ("???", True), ("在吗 还有M吗", False), ("M码", False)],
)
def test_a_call_is_known(message: str, calls: bool) -> None:
    """A greeting, a question mark, a call for an answer; not a question."""
    assert only_calls(message) is calls


def test_a_call_is_answered_with_what_waits(compose: Compose) -> None:
    """Where the last question got no answer, 在吗 asks it again."""
    waiting = [{"role": "buyer", "text": "羊毛大衣还有M吗"}]
    assert "大衣" in compose("qinghe", "在吗？", history=waiting).text
    answered = [*waiting, {"role": "agent", "text": "大衣暂时缺货哦。"}]
    assert "缺货" not in compose("qinghe", "在吗？", history=answered).text


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("在吗 那个大衣还有M吗", "stock"),
        ("老板\n连衣裙有雾蓝的吗\n来两件", "stock"),
        ("hi dear\nhow long to Spain?", "delivery_time"),
    ],
)
def test_the_question_behind_a_greeting_is_read(read: Read, message: str, intent: str) -> None:
    """The likeliest meaning is that of the question."""
    store = "windrunner" if message.isascii() else "qinghe"
    assert read(store, message).intents[0].intent == intent
