"""Phrases in texts: normal form, whole words, values of the request."""

import pytest

from assistant.domain.request import Request
from assistant.domain.store import StoreProfile
from assistant.errors import BadInput
from assistant.evaluation.phrases import Phrases, occurs, plain
from tests.evaluation.conftest import order, request

OCCURS = [
    ("48小时", "付款后 48 小时内发出", True),
    ("48", "480小时", False),
    ("48", "2.48元", False),
    ("48", "within 48h of payment", True),
    ("48", "48.", True),
    ("满300减30", "滿３００減３０", True),
    ("XL", "2XL码", False),
    ("xl", "XL码", True),
    ("free", "freezer", False),
    ("free shipping", "FREE  shipping today", True),
    ("free shipping", "freeshipping", False),
    ("包邮", "包 邮", True),
]


@pytest.mark.parametrize(("phrase", "text", "there"), OCCURS)
def test_occurs(phrase: str, text: str, there: bool) -> None:
    """A phrase stands in a text as a reader would see it, and not inside another number or word."""
    assert occurs(plain(phrase), plain(text)) is there


@pytest.fixture
def phrases(stores: dict[str, StoreProfile]) -> Phrases:
    asked = Request.model_validate(request(product="QH-2201", orders=[order(), order(id="2")]))
    return Phrases.of(asked, stores["qinghe"], "here:1")


@pytest.mark.parametrize(
    ("phrase", "filled"),
    [
        ("{order.tracking}", "773012345678901"),
        ("{order[1].id}", "2"),
        ("{order.items[0].sku}", "M/米白"),
        ("{product.price}元", "239元"),
        ("{store.invoice.issue_days}天", "3天"),
        ("{buyer.nick}", "me"),
    ],
)
def test_references(phrases: Phrases, phrase: str, filled: str) -> None:
    """A reference stands for a value of the request or its store."""
    assert phrases.filled(phrase) == filled


@pytest.mark.parametrize("phrase", ["{order[7].id}", "{order.note}", "{nothing.here}", "{order.receiver}"])
def test_reference_to_nothing(phrases: Phrases, phrase: str) -> None:
    """A reference that leads nowhere is an error of the case, not a phrase that never occurs."""
    with pytest.raises(BadInput, match="here:1"):
        phrases.filled(phrase)


def test_groups(phrases: Phrases) -> None:
    """Of each group one phrase is enough; what lacks is named by its first phrase."""
    assert phrases.lacking([["申通", "快递"], ["明天", "后天"]], "申通已揽收") == ["明天"]
    assert phrases.present(["保证", "{order.tracking}"], "单号773012345678901") == ["{order.tracking}"]
