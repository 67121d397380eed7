"""A product table (CSV, Excel, Word) as the products of a store profile."""

import re
from collections.abc import Mapping
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
_LISTED = frozenset({"colors", "sizes"})
_BETWEEN = re.compile(r"[、,，;；/|\s]+")
_MONEY = re.compile(r"[¥￥$]|元|rmb|usd|cny", re.IGNORECASE)


def read_products(path: Path) -> tuple[Product, ...]:
    """The products of a table with a heading row; rows of one id are variants, whose sizes and colours are joined.

    Raises:
        DocumentError: names the file, the row and the column, and what was expected there.
    """
    tables = read_document(path).tables
    if not tables or not tables[0]:
        raise DocumentError(f"{path}: expected a table with a heading row ({', '.join(_REQUIRED)})")
    table = next(
        (table for table in tables if len(_columns(table[0]).keys() & set(_REQUIRED)) == len(_REQUIRED)), tables[0]
    )
    columns = _columns(table[0])
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        wanted = "; ".join(f"{name}: {' / '.join(_HEADS[name][:3])}" for name in missing)
        raise DocumentError(f"{path}: row 1: expected a column for {wanted}")
    products: dict[str, Product] = {}
    for number, row in enumerate(table[1:], 2):
        values = {
            name: row[column].text.strip()
            for name, column in columns.items()
            if column < len(row) and row[column].text.strip()
        }
        if not values:
            continue
        product = _product(values, f"{path}: row {number}")
        earlier = products.get(product.id)
        products[product.id] = _joined(earlier, product) if earlier else product
    return tuple(products.values())


def _columns(heads: Row) -> dict[str, int]:
    named: dict[str, int] = {}
    for column, cell in enumerate(heads):
        head = re.sub(r"[(\[].*$|[\s*]", "", normalise(cell.text).view)
        for name, words in _HEADS.items():
            if name not in named and head in {word.replace(" ", "") for word in words}:
                named[name] = column
    return named


def _product(values: Mapping[str, str], place: str) -> Product:
    data: dict[str, object] = dict(values)
    for name in _LISTED & values.keys():
        data[name] = [word for word in _BETWEEN.split(values[name]) if word]
    data["price"] = _number(values.get("price"), f"{place}: price")
    data["stock"] = int(_number(values.get("stock"), f"{place}: stock"))
    if re.fullmatch(r"\d+\.0", values.get("id", "")):
        data["id"] = values["id"].removesuffix(".0")
    return parse(Product, data, source=place, error=DocumentError)


def _number(words: str | None, place: str) -> float:
    try:
        return float(_MONEY.sub("", normalise(words or "").view).replace(",", "").strip())
    except ValueError:
        raise DocumentError(f"{place}: expected a number (got {words or 'nothing'!r})") from None


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
