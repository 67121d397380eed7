"""Messages that the store starts by itself."""

from typing import Any

import pytest

from assistant.domain.intents import TASKS
from assistant.drafting.answers.tasks import ANSWERS
from tests.drafting.answers.orders_seen import OF_LAN, STATES, an_order
from tests.drafting.conftest import Compose, Read

FITTING: dict[str, set[str]] = {
    "nudge_payment": {"unpaid"},
    "confirm_order": {"paid", "overdue", "paid_today"},
    "notify_shipped": {"shipped", "late"},
    "notify_out_for_delivery": {"shipped", "late"},
    "notify_delivered": {"delivered", "old"},
    "notify_abnormal": {"shipped", "late"},
}


def nudges(*minutes_before: int) -> list[dict[str, Any]]:
    """Reminders sent so many minutes before ten o'clock."""
    return [
        {
            "role": "agent",
            "text": "您的订单还没付款哦",
            "task": "nudge_payment",
            "at": f"2026-11-21T09:{60 - m}:00+08:00",
        }
        for m in minutes_before
    ]


def test_every_task_has_an_answerer() -> None:
    """No task of the contract is forgotten."""
    assert set(ANSWERS) == set(TASKS)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("task", FITTING)
def test_a_task_that_the_order_contradicts_stays_silent(read: Read, task: str, state: str) -> None:
    """A message goes out only where the state of the order bears it out."""
    answer = ANSWERS[task](read("qinghe", "", task=task, orders=[an_order("qinghe", state)], **OF_LAN))
    assert answer is not None
    assert answer.silent is (state not in FITTING[task])


@pytest.mark.parametrize("task", FITTING)
def test_another_accounts_order_starts_nothing(compose: Compose, task: str) -> None:
    """An order of another account is as none."""
    orders = [an_order("qinghe", state, buyer_nick="someone") for state in STATES]
    made = compose("qinghe", "", task=task, orders=orders, **OF_LAN)
    assert (made.status, made.text) == ("handover", "")


@pytest.mark.parametrize(
    ("history", "silent"),
    [
        ([], False),
        (nudges(30), False),
        (nudges(50, 30), True),
        (nudges(4), True),
        (nudges(5), False),
        ([{"role": "buyer", "text": "我想想", "at": "2026-11-21T09:58:00+08:00"}], True),
        ([{"role": "buyer", "text": "不要了"}], True),
        ([{"role": "buyer", "text": "我想想"}], False),
    ],
)
def test_reminders_keep_their_limits(read: Read, history: list[dict[str, Any]], silent: bool) -> None:
    """Twice at most, five minutes apart, and not to a buyer who said no."""
    orders = [an_order("qinghe", "unpaid")]
    answer = ANSWERS["nudge_payment"](
        read("qinghe", "", task="nudge_payment", orders=orders, history=history, **OF_LAN)
    )
    assert answer is not None
    assert answer.silent is silent


@pytest.mark.parametrize("store", ["qinghe", "ningxiahong", "windrunner"])
@pytest.mark.parametrize("task", FITTING)
def test_what_goes_out_is_passed_by_the_checker(compose: Compose, task: str, store: str) -> None:
    """Every message that the store starts is ready where the order is in order, and shows no full number."""
    state = next(iter(sorted(FITTING[task] - {"overdue", "late"})))
    made = compose(store, "", task=task, orders=[an_order(store, state)], **OF_LAN)
    assert (made.status, made.intent) == ("ready", task), made.reason
    assert made.text
    assert "13812348000" not in made.text


def test_the_confirmation_masks_the_phone(compose: Compose) -> None:
    """The buyer recognises the own number by its ends."""
    made = compose("qinghe", "", task="confirm_order", orders=[an_order("qinghe", "paid")], **OF_LAN)
    assert "138****8000" in made.text


@pytest.mark.parametrize("message", ["很好看，喜欢", "太差了，失望", "一般"])
def test_answers_under_reviews_name_nobody(compose: Compose, message: str) -> None:
    """A public answer holds no name, phone, address or number of the order."""
    made = compose("qinghe", message, task="reply_review", orders=[an_order("qinghe", "old")], **OF_LAN)
    assert made.text
    assert not any(word in made.text for word in ("兰", "138", "中山北路", "773012345678901", "2026112000031"))


def test_a_review_without_words_is_for_a_person(compose: Compose) -> None:
    """What was not read cannot be answered."""
    assert compose("qinghe", "", task="reply_review").status == "handover"
