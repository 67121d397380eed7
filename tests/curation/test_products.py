"""Product tables become the products of a profile."""

from pathlib import Path

import openpyxl
import pytest

from assistant.curation.products import read_products
from assistant.errors import DocumentError

HEAD = "货号,商品名称,价格(元),库存,材质,颜色,尺码\r\n"


def test_a_csv_table_in_gbk(tmp_path: Path) -> None:
    """Columns are told by their usual names, prices may carry a sign, lists may be parted by any mark."""
    path = tmp_path / "products.csv"
    path.write_bytes((HEAD + "A1,棉袜,￥19.9,30,棉,白色/灰色,S、M\r\n").encode("gbk"))
    (product,) = read_products(path)
    assert (product.id, product.title, product.price, product.stock, product.material) == ("A1", "棉袜", 19.9, 30, "棉")
    assert (product.colors, tuple(product.sizes)) == (("白色", "灰色"), ("S", "M"))


def test_rows_of_one_id_are_variants(tmp_path: Path) -> None:
    """Rows that differ in size become one product with its stock by size."""
    path = tmp_path / "products.csv"
    path.write_text(HEAD + "A1,棉袜,19.9,3,棉,白色,S\nA1,棉袜,19.9,4,棉,白色,M\n", encoding="utf-8")
    (product,) = read_products(path)
    assert (product.stock, product.stock_by, tuple(product.sizes)) == (7, {"S": 3, "M": 4}, ("S", "M"))


def test_an_excel_table(tmp_path: Path) -> None:
    """Numbers in cells are taken as they are; a whole number as an id keeps no decimal point."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["id", "title", "price", "stock"], [1001.0, "Bottle", 9.5, 12]):
        book.active.append(row)
    path = tmp_path / "products.xlsx"
    book.save(path)
    (product,) = read_products(path)
    assert (product.id, product.title, product.price, product.stock) == ("1001", "Bottle", 9.5, 12)


def test_titles_may_stand_above_the_heading_row(tmp_path: Path) -> None:
    """The heading row is found by its words; rows keep the numbers that the sheet shows."""
    path = tmp_path / "products.csv"
    path.write_text("秋冬商品表,,,\n,,,\n货号;商品名称,,,\n" + HEAD + ",,,\nA1,棉袜,9,多\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="row 6, column 库存: expected a number"):
        read_products(path)


def test_a_table_with_semicolons(tmp_path: Path) -> None:
    """Excel writes semicolons where the comma is the decimal mark."""
    path = tmp_path / "products.csv"
    path.write_text("id;title;price;stock\nA1;Bottle;9.5;12\n", encoding="utf-8")
    assert [product.id for product in read_products(path)] == ["A1"]


BAD = [
    ("货号,商品名称,库存\r\nA1,棉袜,3\r\n", "row 1: expected a column for price"),
    (HEAD + "A1,棉袜,很便宜,3\r\n", "row 2, column 价格\\(元\\): expected a number"),
    (HEAD + "A1,棉袜,,3\r\n", "row 2, column 价格\\(元\\): required"),
    (HEAD + "A1,棉袜,9,2.5\r\n", "row 2, column 库存: expected a whole number"),
    (HEAD + "A1,棉袜,9,-2\r\n", "row 2, column 库存: expected a number from 0"),
    (HEAD + "A1,棉袜,nan,2\r\n", "row 2, column 价格.*expected a number from 0"),
    (HEAD + "A1,,9,3\r\n", "row 2, column 商品名称: required"),
    (HEAD + "A1,棉袜,9,3\r\nA1,棉袜,10,3\r\n", "row 3, column 价格.*one price"),
    (HEAD, "row 2: expected a product"),
    ("就是一些字\r\n", "row 1: expected a table with a heading row"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    """A missing column or value is named with file, row and column."""
    path = tmp_path / "products.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=message) as caught:
        read_products(path)
    assert str(path) in str(caught.value)
