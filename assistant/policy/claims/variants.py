"""Sizes and colours that a text names, beside those that a product comes in."""

import functools
import re

from assistant.domain.store import Product
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex

_SIZE = regex(r"(?<![a-z0-9])(x{0,3}s|m|x{0,4}l|[2-6]xl)(?![a-z0-9])|(?<!\d)(\d{2,3})\s*码|size (\d{2,3})\b")


def variant(product: Product, text: str) -> str | None:
    """The size or colour of a product that a text in normal form names, as the profile writes it; None without one."""
    for name, low, alone in _names((*product.stock_by, *product.sizes, *product.colors)):
        if low in text and (alone is None or alone.search(text)):
            return name
    return None


@functools.lru_cache(maxsize=1024)
def _names(names: tuple[str, ...]) -> tuple[tuple[str, str, re.Pattern[str] | None], ...]:
    """Names of variants, the longest first, as texts write them; an English one stands alone, and 色 may be left out."""
    found: list[tuple[str, str, re.Pattern[str] | None]] = []
    for name in sorted(names, key=len, reverse=True):
        low = name.lower()
        if low.isascii():
            found.append((name, low, re.compile(rf"(?<![a-z0-9]){re.escape(low)}(?![a-z0-9])")))
        else:
            found.append((name, low.removesuffix("色") or low, None))
    return tuple(found)


def unknown_size(product: Product, text: str) -> str | None:
    """A size that a text names and the product does not come in."""
    if not product.sizes:
        return None
    for match in _SIZE.finditer(text):
        size: str = next(filter(None, match.groups()))
        known = {name.lower() for name in product.sizes}
        if size not in known and not (size == "s" and match.start() and text[match.start() - 1] == "'"):
            return size
    return None


COLOUR = (
    r"(?:酒红|玫红|大红|粉红|红|浅粉|粉|橘|橙|姜黄|鹅黄|黄|墨绿|军绿|豆绿|草绿|绿|青|天蓝|雾蓝|藏青|藏蓝|宝蓝|浅蓝|深蓝|蓝|香芋紫|紫|纯黑|黑|纯白|奶白|米白|本白|白|米|浅灰|深灰|灰|棕|咖啡|咖|驼|卡其|杏|裸|焦糖)(?:色|款)"
    r"|\b(?:red|pink|orange|yellow|green|blue|navy|purple|black|white|gr[ae]y|brown|beige|khaki)\b"
)
"""RE2 source of a colour that goods may come in."""
_ENGLISH = {
    "红": "red",
    "粉": "pink",
    "橙": "orange",
    "黄": "yellow",
    "绿": "green",
    "蓝": "blue",
    "紫": "purple",
    "黑": "black",
    "白": "white",
    "灰": "gr",
    "棕": "brown",
    "米": "beige",
}


def unknown_colour(product: Product, text: str) -> str | None:
    """A colour that a text names and the product does not come in."""
    if not product.colors:
        return None
    named = " ".join(normalise(colour).view for colour in product.colors)
    for hit in pattern(COLOUR).hits(Encoded(text)):
        word = hit.text.removesuffix("色").removesuffix("款")
        other = (
            _ENGLISH.get(word[-1], "\0")
            if not word.isascii()
            else next((zh for zh, en in _ENGLISH.items() if word.startswith(en)), "\0")
        )
        if word not in named and other not in named and not (word[0] in "纯大正" and word[-1] in named):
            return hit.text
    return None
