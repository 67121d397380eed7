"""Offers of the profile repeated word for word: what stands within them is said with its conditions."""

from collections.abc import Iterable

from assistant.domain.store import Promotion
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.policy.text import Reply

Span = tuple[int, int]
_NUMERALS = "零一二三四五六七八九十"


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
    if item.min_amount and f"{item.min_amount:g}" not in words:
        return False
    pieces = item.min_quantity
    if pieces <= 1:
        return True
    spelt = (
        {str(pieces)} | ({_NUMERALS[pieces]} if pieces < len(_NUMERALS) else set()) | ({"两"} if pieces == 2 else set())
    )
    return any(number in words for number in spelt)


def _places(reply: Reply, phrases: Iterable[str]) -> list[Span]:
    found: list[Span] = []
    for phrase in {normalise(words).view for words in phrases}:
        place = reply.view.find(phrase) if phrase else -1
        while place >= 0:
            found.append((place, place + len(phrase)))
            place = reply.view.find(phrase, place + 1)
    return found
