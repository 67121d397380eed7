"""What a message names."""

from typing import Any

import pytest

from assistant.domain.store import StoreProfile
from assistant.drafting.asked import read_asked
from assistant.drafting.pieces import counts
from assistant.facts import goods
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("ningxiahong", "两袋枸杞能便宜点吗", {"quantity": 2}),
    ("qinghe", "我要5件", {"quantity": 5}),
    ("qinghe", "这一件多少钱", {"quantity": None}),
    ("qinghe", "第二件半价吗", {"quantity": None}),
    ("windrunner", "i need 150 pairs of socks", {"quantity": 150}),
    ("windrunner", "how much for a dozen pairs", {"quantity": 12}),
    ("qinghe", "买了260块的能减吗", {"amount": 260}),
    ("qinghe", "满300减多少", {"amount": None}),
    ("qinghe", "200卖不卖", {"wished_price": 200}),
    ("qinghe", "便宜30我就拍", {"wished_off": 30}),
    ("ningxiahong", "打八折行吗", {"wished_percent": 80}),
    ("windrunner", "can i get 20% off", {"wished_percent": 80}),
    ("qinghe", "有xl的吗", {"size": "XL"}),
    ("qinghe", "26码有货吗", {"size": "26"}),
    ("qinghe", "雾蓝的还有吗", {"colors": ("雾蓝",), "other_color": None}),
    ("qinghe", "有没有红色", {"other_color": "红色"}),
    ("qinghe", "发圆通行不", {"other_carrier": "圆通"}),
]


@pytest.mark.parametrize(("store", "message", "wanted"), CASES)
def test_what_a_message_names_is_read(
    stores: dict[str, StoreProfile], store: str, message: str, wanted: dict[str, Any]
) -> None:
    """Quantities, sums, sizes, colours and carriers are told apart."""
    found = read_asked(Encoded(normalise(message).view), stores[store])
    assert {name: getattr(found, name) for name in wanted} == wanted


def test_a_carrier_is_known_by_the_first_part_of_its_name(stores: dict[str, StoreProfile]) -> None:
    """顺丰 means the profile's 顺丰速运."""
    found = read_asked(Encoded("能发顺丰吗"), stores["qinghe"])
    assert found.carrier is not None
    assert found.carrier.name == "顺丰速运"


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("两袋枸杞一盒芽茶一共多少钱", {"NX-01": 2, "NX-02": 1}),
        ("枸杞和芽茶各三包", {"NX-01": 3, "NX-02": 3}),
        ("枸杞两袋芽茶一盒一共多少", {"NX-01": 2, "NX-02": 1}),
        ("枸杞和芽茶", {"NX-01": 1, "NX-02": 1}),
        ("枸杞和芽茶要三包", None),
    ],
)
def test_pieces_are_told_apart_by_product(
    stores: dict[str, StoreProfile], message: str, wanted: dict[str, int] | None
) -> None:
    """Each product has the number before it; a number that may be anybody's is nobody's."""
    named = goods.named(stores["ningxiahong"].products, message)
    assert len(named) == 2
    assert counts(message, named) == wanted
