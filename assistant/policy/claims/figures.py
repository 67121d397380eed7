"""Figures said of the goods (weight, shelf life, pressure, protection), and the size said to fit."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.store import Product
from assistant.facts import Facts
from assistant.language.numerals import CHINESE, number
from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex
from assistant.policy.claims.answers import denied_before
from assistant.policy.claims.product import product_texts
from assistant.policy.claims.purchase import named_before, products_meant
from assistant.policy.claims.variants import unknown_size, variant
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply

_RULE = "product.claim"
_UNITS = {
    "g": ("g", 1), "克": ("g", 1), "grams": ("g", 1), "gram": ("g", 1), "kg": ("g", 1000), "公斤": ("g", 1000), "千克": ("g", 1000), "斤": ("g", 500), "两": ("g", 50),
    "oz": ("g", 28.35), "lbs": ("g", 453.6), "ml": ("ml", 1), "毫升": ("ml", 1), "l": ("ml", 1000), "升": ("ml", 1000), "cm": ("cm", 1), "厘米": ("cm", 1), "公分": ("cm", 1),
    "mm": ("cm", 0.1), "毫米": ("cm", 0.1), "mmhg": ("mmhg", 1), "毫米汞柱": ("mmhg", 1), "姆米": ("momme", 1), "蓬": ("fill power", 1), "fp": ("fill power", 1), "d": ("denier", 1),
    "个月": ("month", 1), "months": ("month", 1), "month": ("month", 1), "年": ("month", 12), "years": ("month", 12), "year": ("month", 12),
    "mah": ("mah", 1), "毫安": ("mah", 1), "w": ("watt", 1), "瓦": ("watt", 1), "%": ("percent", 1), "度": ("degree", 1), "℃": ("degree", 1), "针": ("needle", 1),
}  # fmt: skip
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_FIGURE = rf"(\d+(?:\.\d+)?|{CHINESE}{{1,4}}|半)\s*(?:(?:-|~|到|至)\s*(\d+(?:\.\d+)?)\s*)?({_UNIT})"
_SHORT = 40
_ALWAYS = {"mmhg", "momme", "fill power", "mah", "denier"}
"""Dimensions that are only ever said of goods; the others need a word such as 克重 or 保质期 beside them."""


@dataclass(frozen=True, slots=True)
class _Figure:
    start: int
    end: int
    dimension: str
    low: float
    high: float


def _figures(text: Encoded, start: int = 0, end: int | None = None) -> list[_Figure]:
    found = []
    for hit in pattern(_FIGURE).hits(text, start, end):
        low, high = number(hit.groups[0]), number(hit.groups[1]) if hit.groups[1] else None
        following = text.view[hit.end : hit.end + 1]
        if low is None or (
            hit.groups[2].isascii() and hit.groups[2] != "%" and following.isascii() and following.isalpha()
        ):
            continue
        dimension, factor = _UNITS[hit.groups[2]]
        found.append(_Figure(hit.start, hit.end, dimension, low * factor, (high if high is not None else low) * factor))
    return found


@functools.lru_cache(maxsize=256)
def _known(texts: tuple[str, ...]) -> tuple[_Figure, ...]:
    return tuple(figure for text in texts for figure in _figures(Encoded(text)))


def read_figures(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each figure that the reply states of the goods."""
    read = _figures(reply.encoded)
    asked = bool(read) and len(reply.view) < _SHORT and bool(reply.concept_in("figure_asked", facts.message))
    told = {(item.dimension, item.low) for item in _figures(facts.message)} if read else set()
    for clause in reply.clauses if read else ():
        figures = [figure for figure in read if clause.start <= figure.start < clause.end]
        if not figures or clause.believes or clause.asks or clause.conditional:
            continue
        figures = [figure for figure in figures if (figure.dimension, figure.low) not in told]  # the buyer's own
        near = asked or bool(reply.in_clause("figure_of_goods", clause))
        meant = products_meant(facts, clause)
        products = (*meant, *named_before(reply, facts, clause)) if meant else ()
        for figure in figures:
            if not (near or figure.dimension in _ALWAYS) or not products or reply.in_clause("product_unsure", clause):
                continue
            known = [item for product in products for item in (*_known(product_texts(product)), *_measures(product))]
            right = any(_same(figure, item) for item in known if item.dimension == figure.dimension)
            why = (
                ""
                if right
                else f"The profile of {products[0].title} does not say {reply.view[figure.start : figure.end]}."
            )
            yield Finding("product.claim", figure.start, figure.end, f"products[{products[0].id}]", right, _RULE, why)


def _same(said: _Figure, known: _Figure) -> bool:
    times = said.low / known.low if known.low else 0
    several = said.dimension == "g" and 1 < times <= 10 and abs(times - round(times)) < 0.001
    return several or (
        abs(said.low - known.low) <= known.low * 0.006 and abs(said.high - known.high) <= known.high * 0.006
    )


def _measures(product: Product) -> list[_Figure]:
    found = []
    for measures in product.sizes.values():
        for name, (low, high) in measures.items():
            unit = name.rsplit("_", 1)[-1]
            if unit in _UNITS:
                dimension, factor = _UNITS[unit]
                found.append(_Figure(0, 0, dimension, low * factor, high * factor))
    return found


_HEIGHT = r"(?:^|[^\d.])(1[3-9]\d|20\d)\s*(?:cm|厘米|公分|的个|高|,|/|\s|、|，|$)|(?:身高|高|height)\s*(?:是|:)?\s*(1[3-9]\d|20\d)|1[米m]\s*([3-9]\d?)|1\.([3-9]\d)\s*(?:m|米)"
_WEIGHT = r"(\d{2,3}(?:\.\d)?)\s*(kg|公斤|千克|斤|lbs?|pounds?)"
_OTHER_UNIT = regex(
    r"[\s,/、]*(?:kgs?|公斤|千克|斤|lbs?|pounds?|元|块|yuan|rmb|usd|dollars?|eur|%|g|克|ml|件|条|双|盒|袋|pairs?|pieces?|pcs|days?|hours?|个)(?![a-z])"
)
_WEIGHS = regex(r"(?:体重|重|weigh(?:s|t|ing)?)\s*(?:是|有|:|about|around|is|of)?\s*$")
_EU = r"(?:\beu\s?|\bsize\s|欧码\s?)(3[4-9]|4[0-9])\b|\b(3[4-9]|4[0-9])\s?(?:码的?脚|码的?鞋|eu\b)"
_DIGIT = regex("[0-9]")
_SLACK = {"height_cm": 3.0, "weight_kg": 2.0, "eu": 0.5}
"""How far outside a size's range a body may lie before the advice contradicts the table."""


def body(text: Encoded) -> dict[str, float]:
    """The measures that a text gives, by the name that a profile's size table uses."""
    found: dict[str, float] = {}
    if not _DIGIT.search(text.view):
        return found
    for hit in pattern(_WEIGHT).hits(text):
        factor = {"斤": 0.5, "l": 0.4536, "p": 0.4536}.get(hit.groups[1][0], 1.0)
        found["weight_kg"] = float(hit.groups[0]) * factor
    for hit in pattern(_HEIGHT).hits(text):
        whole, named, metres, decimal = hit.groups
        if whole and _no_height(text.view, hit.start + hit.text.find(whole), whole):
            continue
        found["height_cm"] = float(whole or named or 0) or 100 + float((metres or decimal).ljust(2, "0"))
    for hit in pattern(_EU).hits(text):
        found["eu"] = float(hit.groups[0] or hit.groups[1])
    return found


def _no_height(view: str, place: int, digits: str) -> bool:
    """Whether a bare figure that could be a height in cm is something else: 130 lbs, 体重130, 158 yuan."""
    return bool(_OTHER_UNIT.match(view, place + len(digits)) or _WEIGHS.search(view, max(0, place - 14), place))


def read_size_advice(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """The size said to fit, held against the size table and the measures that the buyer gave."""
    measures = {**body(facts.conversation), **body(facts.message)}
    if not measures:
        return
    clauses = [clause for clause in reply.clauses if reply.in_clause("size_advice", clause)]
    for clause in clauses:
        product = next(iter(products_meant(facts, clause)), None)
        if product is None or not product.sizes or clause.negators or clause.asks or clause.conditional:
            continue
        size = variant(product, clause.text)
        if size is None or size not in product.sizes:
            continue
        wrong = _outside(product, size, measures)
        if wrong is None:
            continue
        start, end = clause.start, clause.end
        yield Finding("product.claim", start, end, f"products[{product.id}].sizes", not wrong, _RULE, wrong)


def _outside(product: Product, size: str, measures: dict[str, float]) -> str | None:
    """Which measure the size does not take; '' where all lie within, None where the table has none of them."""
    table = product.sizes[size]
    shared = [name for name in measures if name in table]
    for name in shared:
        low, high = table[name]
        if not low - _SLACK.get(name, 0) <= measures[name] <= high + _SLACK.get(name, 0):
            return f"Size {size} of {product.title} is for {name} {low:g} to {high:g}, not {measures[name]:g}."
    return "" if shared else None


def read_sizes_offered(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """A size that the goods are said to come in and do not."""
    for hit in reply.concept("size_offered"):
        clause = reply.clause_at(hit.start)
        product = next(iter(products_meant(facts, clause)), None)
        if product is None or clause.negators or clause.asks or clause.conditional or denied_before(clause, hit):
            continue
        size = unknown_size(product, hit.text)
        if size is not None:
            why = f"{product.title} comes in {', '.join(product.sizes)}."
            yield Finding("product.claim", hit.start, hit.end, f"products[{product.id}].sizes", False, _RULE, why)


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("product.figure", (rf"(?:\d|{CHINESE}|半)\s*(?:{_UNIT})",), read_figures, ("product.claim",)),
    ClaimKind("product.size_advice", ("<size_advice>",), read_size_advice, ("product.claim",)),
    ClaimKind("product.size", ("<size_offered>",), read_sizes_offered, ("product.claim",)),
)
