"""Rude words, cold answers, language and reminders."""

from typing import Any

import pytest

from tests.policy.goods_case import BEDS, MUGS, broken, verdict


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("太贵", "买不起就别买", True),
        ("太贵", "您脑子有病吧", True),
        ("我是不是很笨", "您一点都不笨，我教您", False),
        ("怎么还没到", "抱歉，是我脑子短路看错了，马上帮您查", False),
        ("你们骗人", "您说我们是骗子，我们真的很难过", False),
        ("今天必须发", "丑话说前头，今天发我应不下来", False),
        ("便宜没好货", "便宜没好货这话我懂，不过料子您看得见", False),
        ("小学生能用吗", "小学生也能用的", False),
        ("拍错了", "您自己拍错了也没关系，给您改", False),
        ("太小", "嫌小您去买灯笼啊，吃都不会吃还挑三拣四", True),
        ("还没到", "催什么催，等着", True),
    ],
)
def test_rude_is_what_hits_the_buyer(message: str, reply: str, breaks: bool) -> None:
    """An insult breaks `tone.rude` unless it is denied, said of oneself, or the buyer's own word."""
    assert ("tone.rude" in broken(BEDS, message, reply)) is breaks


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("能开发票吗", "嗯", True),
        ("能开发票吗", "这款卖得很好的哦", True),
        ("能开发票吗", "能开的，5天内给您", False),
        ("谢谢", "不客气", False),
        ("尺寸呢", "自己看详情", True),
        ("在吗", "在的亲", False),
    ],
)
def test_cold_is_an_answer_that_answers_nothing(message: str, reply: str, breaks: bool) -> None:
    """One word, a bare link, a command or a dodge warns."""
    found = verdict(BEDS, message, reply)
    assert ("tone.cold" in {violation.rule for violation in found.violations}) is breaks
    assert found.outcome == ("warn" if breaks else "pass")


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("Is the mug microwave safe please?", "亲，可以的哦，放心使用", True),
        ("Is the mug in stock please?", "Yes, three are in stock.", False),
        ("杯子有货吗", "有货的亲", False),
        ("杯子有货吗", "Yes, it is in stock right now.", True),
        ("ok", "Thank you, have a nice day!", False),
    ],
)
def test_a_reply_speaks_the_buyers_language(message: str, reply: str, breaks: bool) -> None:
    """A message of one word does not say which language its writer wants."""
    assert ("format.language" in broken(MUGS, message, reply, product="MG-1")) is breaks


def _reminder(minute: int) -> dict[str, Any]:
    return {"role": "agent", "task": "nudge_payment", "text": "还没付款哦", "at": f"2026-11-21T09:{minute:02}:00+08:00"}


@pytest.mark.parametrize(
    ("history", "breaks"),
    [
        ([], False),
        ([_reminder(10)], False),
        ([_reminder(10), _reminder(30)], True),
        ([{"role": "buyer", "text": "等等", "at": "2026-11-21T09:56:00+08:00"}], True),
        ([{"role": "buyer", "text": "等等", "at": "2026-11-21T09:55:00+08:00"}], False),
        ([{"role": "buyer", "text": "等等"}], False),
    ],
)
def test_two_reminders_with_a_pause_are_the_limit(history: list[dict[str, Any]], breaks: bool) -> None:
    """A third reminder, or one sooner than 5 minutes after the last message, breaks `nudge.limit`."""
    found = broken(BEDS, "", "亲，您的订单还没付款，有问题随时找我", task="nudge_payment", history=history)
    assert ("nudge.limit" in found) is breaks
