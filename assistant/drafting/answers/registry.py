"""Which answerer serves which intent and which task: the explicit list."""

from collections.abc import Mapping
from types import MappingProxyType

from assistant.drafting.answer import Answerer
from assistant.drafting.answers import (
    aftersale,
    delivery,
    goods,
    money,
    offers,
    orders,
    presale,
    prices,
    sizes,
    small_talk,
    stock,
    tasks,
)

ANSWERERS: Mapping[str, Answerer] = MappingProxyType(
    {
        **small_talk.ANSWERS,
        **presale.ANSWERS,
        **goods.ANSWERS,
        **sizes.ANSWERS,
        **stock.ANSWERS,
        **offers.ANSWERS,
        **prices.ANSWERS,
        **money.ANSWERS,
        **delivery.ANSWERS,
        **orders.ANSWERS,
        **aftersale.ANSWERS,
    }
)
"""Answerers of what a buyer may mean, by intent."""

TASK_ANSWERERS: Mapping[str, Answerer] = MappingProxyType(dict(tasks.ANSWERS))
"""Answerers of the messages that the store starts, by task."""
