"""Which goods a text means."""

import pytest

from assistant.domain.store import StoreProfile
from assistant.facts import goods

NAMED = [
    ("qinghe", "裙子还有吗", ["QH-2201"]),
    ("qinghe", "羽绒服和裙子多少钱", ["QH-2201", "QH-4410"]),
    ("qinghe", "qh-1107有货吗", ["QH-1107"]),
    ("ningxiahong", "两袋枸杞", ["NX-01"]),
    ("ningxiahong", "枸杞芽茶怎么泡", ["NX-02"]),
    ("windrunner", "are the gloves back", ["WR-702"]),
    ("windrunner", "one sock only", ["WR-501"]),
    ("qinghe", "有货吗", []),
]


@pytest.mark.parametrize(("store", "text", "ids"), NAMED)
def test_goods_are_known_by_the_noun_of_their_title(
    stores: dict[str, StoreProfile], store: str, text: str, ids: list[str]
) -> None:
    """A buyer's word for a product is enough; a word that several share names none of them."""
    found = {item.id for item in goods.named(stores[store].products, text)}
    assert found >= set(ids) and (bool(found) == bool(ids))


def test_a_shared_word_only_hints(stores: dict[str, StoreProfile]) -> None:
    """加绒 stands in one title alone; a word in two titles hints at neither."""
    products = stores["qinghe"].products
    hinted = goods.hinted(products, "加绒的那件")
    assert hinted is not None and hinted.id == "QH-1107"
    assert goods.hinted(products, "随便看看") is None
