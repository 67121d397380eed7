"""Offers of the profile repeated word for word: what stands within them is said with its conditions."""

from collections.abc import Iterable

from assistant.domain.store import Promotion
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.numerals import ENGLISH, NUMBER, number
from assistant.language.patterns import Encoded, pattern
from assistant.policy.text import Reply

Span = tuple[int, int]


def offers_quoted(reply: Reply, facts: Facts) -> list[Span]:
    """Where a reply repeats a promotion in force by its own words, conditions among them."""
    phrases = [words for item in facts.promotions for words in (item.name, item.says) if _tells_terms(item, words)]
    return _places(reply, phrases)


def gifts_quoted(reply: Reply, facts: Facts) -> list[Span]:
    """Where a reply names a gift of the profile as the profile does."""
    return _places(reply, [words for item in facts.store.gifts for words in (item.name, item.says)])


def within(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether a stretch lies in one of the spans."""
    return any(first <= start and end <= last for first, last in spans)


def _tells_terms(item: Promotion, words: str) -> bool:
    """Whether the words name from which amount or number of pieces on the promotion holds."""
    encoded = Encoded(normalise(words).view)
    named = {number(hit.text) for source in (NUMBER, rf"\b{ENGLISH}\b") for hit in pattern(source).hits(encoded)}
    return (not item.min_amount or item.min_amount in named) and (item.min_quantity <= 1 or item.min_quantity in named)


def _places(reply: Reply, phrases: Iterable[str]) -> list[Span]:
    found: list[Span] = []
    for phrase in {normalise(words).view for words in phrases}:
        place = reply.view.find(phrase) if phrase else -1
        while place >= 0:
            found.append((place, place + len(phrase)))
            place = reply.view.find(phrase, place + 1)
    return found
