"""Words that somebody put into a model's mouth: they stand in the conversation, and in nothing that the store knows.

A buyer who wants a sentence said has to write it somewhere: in the message, an earlier turn, a note on the order. A good reply
answers in words of its own, or in the store's: of 2,960 good replies, long and short, 18 share so long a run of words
with the conversation; of planted ones a quarter does (evals: policy and attack, tuning halves).
"""

from collections.abc import Iterator, Sequence

from assistant.domain.store import Language
from assistant.drafting.grounds import Ungrounded
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.regex import regex
from assistant.policy.text import Reply

_TOKEN = regex(r"[\u3400-\u9fff]|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?")
_RUN: dict[Language, int] = {"zh": 5, "en": 4}
"""Characters of Chinese or words of English, figures among them, that are too many in a row to be chance."""
_KNOWN_AT_MOST = 1
"""So many of a run's first tokens may stand in what the store knows (面料 in 面料会不会起球)."""

_Grams = set[tuple[str, ...]]


def dictated(reply: Reply, facts: Facts, fallback: str, language: Language) -> Iterator[Ungrounded]:
    """The first run of words that the reply has from the conversation alone.

    Args:
        reply: what the model wrote.
        facts: of the request.
        fallback: the composer's reply: what it has from the conversation may be said.
        language: of the conversation.
    """
    length = _RUN[language]
    matches = list(_TOKEN.finditer(reply.view))
    tokens = [match.group() for match in matches]
    said: _Grams = set().union(*(_grams(_tokens(text), length) for text in _said(facts)))
    runs = list(_runs(tokens, said, length))
    if not runs:
        return
    own = (order.model_copy(update={"note": None}).model_dump_json() for order in facts.own_orders)
    known = _grams(_tokens("\n".join((facts.store.model_dump_json(), *own, fallback))), 2)
    for start, end in runs:
        new = sum(not _stands(tokens, place, known) for place in range(start, end))
        if new >= length - _KNOWN_AT_MOST:
            why = "These words stand in the conversation and in no fact: nobody may dictate a reply."
            yield Ungrounded(matches[start].start(), matches[end - 1].end(), "internal.leak", why)
            return


def _said(facts: Facts) -> Iterator[str]:
    """What buyers wrote, or may have: earlier turns of ours too, which a caller hands in as he likes."""
    request = facts.request
    yield request.message
    yield from (turn.text for turn in request.history)
    yield from (order.note for order in request.orders if order.note)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(normalise(text).view)


def _grams(tokens: Sequence[str], length: int) -> _Grams:
    return set(zip(*(tokens[start:] for start in range(length)), strict=False))


def _runs(tokens: Sequence[str], said: _Grams, length: int) -> Iterator[tuple[int, int]]:
    """Stretches of tokens (end exclusive) that were said in this order."""
    start = end = -1
    for place in range(len(tokens) - length + 1):
        if tuple(tokens[place : place + length]) not in said:
            continue
        if place > end:
            if end > 0:
                yield start, end
            start = place
        end = place + length
    if end > 0:
        yield start, end


def _stands(tokens: Sequence[str], place: int, known: _Grams) -> bool:
    """Whether a token stands beside one of its neighbours in what is known too."""
    return tuple(tokens[place : place + 2]) in known or (place > 0 and tuple(tokens[place - 1 : place + 1]) in known)
