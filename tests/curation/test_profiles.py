"""A product table goes into a profile without disturbing the rest of it."""

from pathlib import Path

import pytest

from assistant.curation.products import read_products
from assistant.curation.profiles import take_products
from assistant.domain.store import load_store
from assistant.errors import ProfileError
from tests.conftest import ROOT

QINGHE = ROOT / "examples" / "stores" / "qinghe.yaml"
TABLE = "货号,商品名称,价格(元),库存,颜色\nQH-2201,法式碎花连衣裙,229,30,米白、雾蓝\nQH-9001,针织开衫,159,12,杏色\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two products: one that the profile has, one that it has not."""
    path = tmp_path / "products.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def written(folder: Path, text: str) -> Path:
    path = folder / "store.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_only_what_the_table_names_changes(tmp_path: Path, table: Path) -> None:
    """Price and stock are the table's, sizes and features stay, and every other line is the same, comments included."""
    before = QINGHE.read_text(encoding="utf-8")
    taken = take_products(QINGHE, read_products(table))
    assert (taken.added, taken.changed) == (("QH-9001",), ("QH-2201",))
    assert taken.untouched == ("QH-1107", "QH-3305", "QH-4410")
    old, new = load_store(QINGHE), load_store(written(tmp_path, taken.text))
    dress = new.product("QH-2201")
    assert dress is not None
    assert (dress.price, dress.stock) == (229, 30)
    assert dress.sizes == old.products[0].sizes
    assert new.products[1:4] == old.products[1:]
    missing = set(before.splitlines()) - set(taken.text.splitlines())
    assert missing == {"    price: 239.00", "    stock: 36"}


def test_the_same_table_again_changes_nothing(tmp_path: Path, table: Path) -> None:
    """What is in the profile already is left as it is, to the letter."""
    once = take_products(QINGHE, read_products(table))
    again = take_products(written(tmp_path, once.text), read_products(table))
    assert (again.text, again.added, again.changed) == (once.text, (), ())


@pytest.mark.parametrize(
    "products",
    ["", "products: []\n", "products:\n- {id: A, title: B, price: 1, stock: 2}\n# the end\n"],
    ids=["none", "empty", "at the left edge"],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_way_of_writing_products(tmp_path: Path, table: Path, products: str, newline: str) -> None:
    """A profile without products, with an empty list, or with the list at the left edge; line ends are kept."""
    head = QINGHE.read_text(encoding="utf-8").partition("products:")[0]
    text = (head + products).replace("\n", newline)
    taken = take_products(written(tmp_path, text), read_products(table))
    assert taken.text.startswith(head.replace("\n", newline))
    assert taken.text.count(newline) == taken.text.count("\n")
    assert ("# the end" in taken.text) == ("# the end" in products)
    assert [item.id for item in load_store(written(tmp_path, taken.text)).products][-2:] == ["QH-2201", "QH-9001"]


def test_stock_by_size_gives_way_to_a_total(tmp_path: Path, table: Path) -> None:
    """Stock by size wins over stock, so an old one may not stay beside the table's new total."""
    text = QINGHE.read_text(encoding="utf-8").replace("    stock: 36\n", "    stock: 36\n    stock_by: {M: 9}\n")
    taken = take_products(written(tmp_path, text), read_products(table))
    dress = load_store(written(tmp_path, taken.text)).product("QH-2201")
    assert dress is not None
    assert dress.stock_by == {}


def test_a_wrong_profile_is_refused(tmp_path: Path, table: Path) -> None:
    """The profile's own faults are named before anything is written."""
    with pytest.raises(ProfileError, match="agent: required"):
        take_products(written(tmp_path, "id: a\nname: b\n"), read_products(table))
