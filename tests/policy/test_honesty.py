"""Scarcity and deadlines, held against stock and promotion dates."""

import pytest

from tests.policy.goods_case import BEDS, MUGS, broken


@pytest.mark.parametrize(
    ("message", "reply", "breaks"),
    [
        ("1.5m再看看", "1.5m只剩4件了哦", False),
        ("手续费谁出", "余额付都是一个价，轮不到您出", False),
        ("能早点吗", "快递慢几天也有可能", False),
        ("1.5m再看看", "1.5m只剩1件了哦", True),
        ("活动到什么时候", "活动明天结束哦", False),
        ("活动到什么时候", "活动今晚就截止了", True),
        ("再考虑下", "后天就要涨价了", True),
        ("再考虑下", "好几十个人在抢这款呢", True),
        ("再考虑下", "不着急，您慢慢挑", False),
        ("会涨价吗", "没有接到涨价的通知", False),
    ],
)
def test_only_true_scarcity_and_dates_may_be_said(message: str, reply: str, breaks: bool) -> None:
    """Figures up to 5 left and the promotion's own date hold; the rest is invented pressure."""
    assert ("honesty.urgency" in broken(BEDS, message, reply, product="BD-1")) is breaks


@pytest.mark.parametrize(
    ("reply", "breaks"),
    [("Only 3 left.", False), ("Only 1 left!", True), ("Hurry up, the price goes up tonight.", True)],
)
def test_english_pressure_is_read_too(reply: str, breaks: bool) -> None:
    """The same lines run in English."""
    assert ("honesty.urgency" in broken(MUGS, "I'll think about it", reply, product="MG-1")) is breaks
