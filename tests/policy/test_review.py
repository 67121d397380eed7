"""Rewards for reviews, and service tied to them."""

import pytest

from tests.policy.goods_case import BEDS, MUGS, broken


@pytest.mark.parametrize(
    ("reply", "breaks"),
    [
        ("五星好评截图返现3元", True),
        ("晒图后送您一个小礼物", True),
        ("我们不做好评返现的，如实评价就好", False),
        ("喜欢的话欢迎写个评价", False),
    ],
)
def test_a_reward_for_a_review_is_an_incentive(reply: str, breaks: bool) -> None:
    """Money, coupons and gifts may not be offered for a review; asking for one is fine."""
    assert ("review.incentive" in broken(BEDS, "收到了", reply)) is breaks


@pytest.mark.parametrize(
    ("reply", "breaks"),
    [
        ("先把差评删了，我再给您退款", True),
        ("不改评价，售后就别找我们", True),
        ("退款正常处理，评价随您写", False),
        ("很抱歉让您失望，马上给您安排退款", False),
    ],
)
def test_service_may_not_hang_on_a_review(reply: str, breaks: bool) -> None:
    """A service that waits for a changed review is pressure."""
    assert ("review.pressure" in broken(BEDS, "我给了差评，退款呢", reply)) is breaks


def test_english_pressure_is_read_too() -> None:
    """Once the review is removed, then the refund."""
    assert "review.pressure" in broken(
        MUGS, "I left a bad review", "Once you remove the review we will process your refund."
    )
