"""Which goods a text means: by id, by title, or by the words that a buyer uses for them (裙子, the socks)."""

import re
from collections.abc import Sequence

from assistant.domain.store import Product
from assistant.language.normalise import normalise

_HAN = re.compile("[\u3400-\u9fff]{2,}")
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
_WORD = re.compile(r"[a-z]{3,}")


def named(products: Sequence[Product], text: str) -> tuple[Product, ...]:
    """The products that a text in normal form surely names: by id or title, else by the noun that ends the title."""
    exact = [item for item in products if item.id.lower() in text or _title(item) in text]
    if exact:
        return tuple(exact)
    by_noun: dict[str, list[tuple[int, Product]]] = {}
    for item in products:
        strength = _strength(item, text)
        if strength:
            by_noun.setdefault(_head(item), []).append((strength, item))
    return tuple(found for rivals in by_noun.values() if (found := _strongest(rivals)) is not None)


def place(product: Product, text: str) -> tuple[int, int] | None:
    """Where a text in normal form names a product that it names at all; None where only a loose word does."""
    runs = _HAN.findall(_clean(product))
    words = [product.id.lower(), _title(product)]
    if runs:
        words += [runs[-1][-size:] for size in range(len(runs[-1]), 1, -1)] + [f"{runs[-1][-1]}子"]
    else:
        words.append(_head(product).removesuffix("s"))
    return next(((text.find(word), text.find(word) + len(word)) for word in words if word and word in text), None)


def hinted(products: Sequence[Product], text: str) -> Product | None:
    """The one product that shares a word with the text, where no surer sign names one; None where several do."""
    shared = [(_overlap(item, text), item) for item in products]
    best = max((size for size, _ in shared), default=0)
    found = [item for size, item in shared if size == best]
    return found[0] if best >= 2 and len(found) == 1 else None


def _strongest(rivals: Sequence[tuple[int, Product]]) -> Product | None:
    """Of the products that share a noun the one named most fully; None where two are named alike."""
    best = max(strength for strength, _ in rivals)
    found = [item for strength, item in rivals if strength == best]
    return found[0] if len(found) == 1 else None


def _title(product: Product) -> str:
    return normalise(product.title).view


def _clean(product: Product) -> str:
    return _ASIDE.sub(" ", _title(product))


def _head(product: Product) -> str:
    runs = _HAN.findall(_clean(product))
    words = _WORD.findall(_clean(product))
    return str(runs[-1][-2:] if runs else (words[-1] if words else ""))


def _strength(product: Product, text: str) -> int:
    """How surely the text names the product by the end of its title; 0 where it does not."""
    runs = _HAN.findall(_clean(product))
    if runs:
        last = runs[-1]
        for size in range(len(last), 1, -1):
            if last[-size:] in text:
                return size
        return 1 if f"{last[-1]}子" in text and last[-1] in "裙裤袜鞋帽" else 0
    words = _WORD.findall(_clean(product))
    if not words:
        return 0
    head = words[-1].removesuffix("s")
    return sum(word in text for word in words) + 1 if re.search(rf"\b{head}(?:e?s)?\b", text) else 0


def _overlap(product: Product, text: str) -> int:
    """The longest stretch of the title that stands in the text."""
    best = 0
    for run in _HAN.findall(_clean(product)):
        for start in range(len(run)):
            for end in range(start + best + 1, len(run) + 1):
                if run[start:end] not in text:
                    break
                best = end - start
    words = [word for word in _WORD.findall(_clean(product)) if re.search(rf"\b{word}\b", text)]
    return max(best, 2 if words else 0)
