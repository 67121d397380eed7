"""A product table (CSV, Excel, Word) as the products of a store profile."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.curation.documents import read_document
from assistant.curation.layouts import Row
from assistant.domain.base import parse
from assistant.domain.store import Product
from assistant.errors import DocumentError
from assistant.language.normalise import normalise

_HEADS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "编号", "货号", "款号", "商家编码", "sku", "商品编码", "product id"),
    "title": ("title", "标题", "名称", "品名", "商品名称", "商品标题", "宝贝标题", "product", "name"),
    "price": ("price", "价格", "单价", "售价", "一口价", "现价"),
    "stock": ("stock", "库存", "数量", "现货", "库存数量", "quantity", "inventory"),
    "material": ("material", "材质", "面料", "成分"),
    "colors": ("colors", "colours", "color", "colour", "颜色", "颜色分类"),
    "sizes": ("sizes", "size", "尺码", "尺寸", "规格"),
    "care": ("care", "洗涤", "保养", "清洗", "洗护"),
}
_REQUIRED = ("id", "title", "price", "stock")
_MOST_TITLES = 10
"""So many rows may stand above the heading row."""
_LISTED = frozenset({"colors", "sizes"})
_BETWEEN = re.compile(r"[、,，;；/|\s]+")
_MONEY = re.compile(r"[¥￥$]|元|rmb|usd|cny", re.IGNORECASE)


def read_products(path: Path) -> tuple[Product, ...]:
    """The products of a table with a heading row; rows of one id are variants, whose sizes and colours are joined.

    Raises:
        DocumentError: names the file, the row and the column, and what was expected there.
    """
    table, top = _table(path)
    columns = _columns(table[top])
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        wanted = "; ".join(f"{name}: {' / '.join(_HEADS[name][:3])}" for name in missing)
        raise DocumentError(f"{path}: row {top + 1}: expected a column for {wanted}")
    products: dict[str, Product] = {}
    for number, row in enumerate(table[top + 1 :], top + 2):
        values = {
            name: row[column].text.strip()
            for name, column in columns.items()
            if column < len(row) and row[column].text.strip()
        }
        if not values:
            continue
        place = _Place(
            f"{path}: row {number}", {name: table[top][column].text.strip() for name, column in columns.items()}
        )
        product = _product(values, place)
        earlier = products.get(product.id)
        if earlier is not None and abs(earlier.price - product.price) >= 0.005:
            raise DocumentError(
                f"{place.column('price')}: expected {figure(earlier.price)} as in the row above for {product.id}: "
                f"a product has one price (got {values['price']!r})"
            )
        products[product.id] = _joined(earlier, product) if earlier else product
    if not products:
        raise DocumentError(f"{path}: row {top + 2}: expected a product below the heading row")
    return tuple(products.values())


def figure(value: float) -> str:
    """A number without needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of a table, with the headings of its columns by the field that they are for."""

    row: str
    heads: Mapping[str, str]

    def column(self, name: str) -> str:
        return f"{self.row}, column {self.heads.get(name, name)}"


def _table(path: Path) -> tuple[tuple[Row, ...], int]:
    """The table that looks most like one of products, and which of its rows heads it: titles may stand above."""
    best: tuple[int, tuple[Row, ...], int] | None = None
    for table in read_document(path).tables:
        for number, row in enumerate(table[:_MOST_TITLES]):
            score = len(_columns(row).keys() & set(_REQUIRED))
            if row and (best is None or score > best[0]):
                best = (score, table, number)
    if best is None or best[0] == 0:
        raise DocumentError(f"{path}: row 1: expected a table with a heading row ({', '.join(_REQUIRED)})")
    return best[1], best[2]


def _columns(heads: Row) -> dict[str, int]:
    named: dict[str, int] = {}
    for column, cell in enumerate(heads):
        head = re.sub(r"[(\[].*$|[\s*]", "", normalise(cell.text).view)
        for name, words in _HEADS.items():
            if name not in named and head in {word.replace(" ", "") for word in words}:
                named[name] = column
    return named


def _product(values: Mapping[str, str], place: _Place) -> Product:
    data: dict[str, object] = dict(values)
    for name in _LISTED & values.keys():
        data[name] = [word for word in _BETWEEN.split(values[name]) if word]
    data["price"] = _number(values.get("price"), place.column("price"))
    stock = _number(values.get("stock"), place.column("stock"))
    if stock != int(stock):
        raise DocumentError(f"{place.column('stock')}: expected a whole number (got {values['stock']!r})")
    data["stock"] = int(stock)
    if re.fullmatch(r"\d+\.0", values.get("id", "")):
        data["id"] = values["id"].removesuffix(".0")
    for name in _REQUIRED:
        if name not in values:
            raise DocumentError(f"{place.column(name)}: required, but empty")
    return parse(Product, data, source=place.row, error=DocumentError)


def _number(words: str | None, place: str) -> float:
    if words is None:
        raise DocumentError(f"{place}: required, but empty")
    try:
        value = float(_MONEY.sub("", normalise(words).view).replace(",", "").strip())
    except ValueError:
        raise DocumentError(f"{place}: expected a number (got {words!r})") from None
    if not 0 <= value < 1e12:
        raise DocumentError(f"{place}: expected a number from 0 on (got {words!r})")
    return value


def _joined(first: Product, second: Product) -> Product:
    """One product of two rows: stock is summed, sizes and colours are joined, and stock by size kept where rows differ in it."""
    by_size = dict(first.stock_by) or _by_variant(first)
    return first.model_copy(
        update={
            "stock": first.stock + second.stock,
            "stock_by": by_size | _by_variant(second) if by_size and _by_variant(second) else {},
            "colors": tuple(dict.fromkeys([*first.colors, *second.colors])),
            "sizes": first.sizes | second.sizes,
        }
    )


def _by_variant(product: Product) -> dict[str, int]:
    if len(product.sizes) == 1:
        return {next(iter(product.sizes)): product.stock}
    return {product.colors[0]: product.stock} if len(product.colors) == 1 else {}
