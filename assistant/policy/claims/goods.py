"""Which words name what the store sells."""

import functools

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.regex import regex

_BREAK = regex(r"[\s()\d]+")


def sold_here(facts: Facts, text: str) -> bool:
    """Whether a text (in normal form) names goods by the last word of a title that the store sells."""
    return any(word in text for product in facts.store.products for word in _words(product.title))


@functools.lru_cache(maxsize=4096)
def _words(title: str) -> tuple[str, ...]:
    words = _BREAK.split(normalise(title).view)
    return tuple(word if word.isascii() else word[-2:] for word in words if len(word) >= (4 if word.isascii() else 2))
