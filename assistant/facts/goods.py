"""Which goods a text means: by id, by title, or by the words that a buyer uses for them (裙子, the socks)."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.store import Product
from assistant.language.normalise import normalise

_HAN = re.compile("[\u3400-\u9fff]{2,}")
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
_WORD = re.compile(r"[a-z]{3,}")


def named(products: Sequence[Product], text: str) -> tuple[Product, ...]:
    """The products that a text in normal form surely names: by id or title, else by the noun that ends the title."""
    titled = [(item, _title(item)) for item in products]
    exact = [item for item, title in titled if item.id.lower() in text or title.text in text]
    if exact:
        return tuple(exact)
    by_noun: dict[str, list[tuple[int, Product]]] = {}
    for item, title in titled:
        strength = _strength(title, text)
        if strength:
            by_noun.setdefault(title.head, []).append((strength, item))
    return tuple(found for rivals in by_noun.values() if (found := _strongest(rivals)) is not None)


def place(product: Product, text: str) -> tuple[int, int] | None:
    """Where a text in normal form names a product that it names at all; None where only a loose word does."""
    title = _title(product)
    runs = title.runs
    words = [product.id.lower(), title.text]
    if runs:
        words += [runs[-1][-size:] for size in range(len(runs[-1]), 1, -1)] + [f"{runs[-1][-1]}子"]
    else:
        words.append(title.head.removesuffix("s"))
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


@dataclass(frozen=True, slots=True)
class _Title:
    """A product's title as texts may name it.

    Attributes:
        text: the whole title in normal form.
        runs: its stretches of Chinese, asides left out.
        words: its English words, asides left out.
    """

    text: str
    runs: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def head(self) -> str:
        """The noun that ends it."""
        return self.runs[-1][-2:] if self.runs else (self.words[-1] if self.words else "")


@functools.lru_cache(maxsize=4096)
def _read_title(title: str) -> _Title:
    text = normalise(title).view
    bare = _ASIDE.sub(" ", text)
    return _Title(text, tuple(_HAN.findall(bare)), tuple(_WORD.findall(bare)))


def _title(product: Product) -> _Title:
    return _read_title(product.title)


def _strength(title: _Title, text: str) -> int:
    """How surely the text names a product by the end of its title; 0 where it does not."""
    runs, words = title.runs, title.words
    if runs:
        last = runs[-1]
        if last[-2:] in text:
            return next(size for size in range(len(last), 1, -1) if last[-size:] in text)
        return 1 if f"{last[-1]}子" in text and last[-1] in "裙裤袜鞋帽" else 0
    if not words:
        return 0
    head = words[-1].removesuffix("s")
    return sum(word in text for word in words) + 1 if re.search(rf"\b{head}(?:e?s)?\b", text) else 0


def _overlap(product: Product, text: str) -> int:
    """The longest stretch of the title that stands in the text."""
    best = 0
    for run in _title(product).runs:
        for start in range(len(run)):
            for end in range(start + best + 1, len(run) + 1):
                if run[start:end] not in text:
                    break
                best = end - start
    words = [word for word in _title(product).words if re.search(rf"\b{word}\b", text)]
    return max(best, 2 if words else 0)
