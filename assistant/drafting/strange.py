"""Another alphabet or language than that of the conversation, or another account's data: no honest reply needs them."""

import re
from collections.abc import Iterator

from assistant.domain.store import Language
from assistant.drafting.grounds import Grounds, Ungrounded
from assistant.language.detect import detect
from assistant.language.normalise import normalise
from assistant.language.regex import regex

_RULE = "format.language"
_HAN_RUN = regex("[\u3400-\u9fff]+")
_LATIN_RUN = regex(r"[a-z'’]+(?:[ ,]+[a-z'’]+){2,}")
_LATIN_WORD = regex(r"[a-z]{7,}")
_LATIN_LETTER = regex("[a-z\u00c0-\u017f]")
_SIGNS = ((0x2800, 0x28FF), (0x1F100, 0x1F1FF), (0x2460, 0x24FF))
"""Braille, and letters in circles and squares."""
_ENDLESS = regex(r"[a-z]{17,}|[a-z0-9+/]{12,}=")
_SENTENCE = regex(r"[^.!?\n]+")
_WORD = regex(r"[a-z\u00c0-\u017f]+")
_LEAST_WORDS = 4
_SHORT = 3
_PLATFORM_WORDS = frozenset({"aliexpress", "alipay", "taobao", "tmall", "oversize", "logistics"})
_COMMON_TEXT = (
    "the is are were be been you we they it she my your our their its this that these those does did can could will would should may might "
    "must have has had not yes and but if by from into of off out over to up with about after before when where how what which who why any "
    "each more most other some such only than then too very just there here now please thanks thank sorry hi hello dear welcome sure great "
    "good help let get got go need want like pair pairs size sizes order free for"
)
_COMMON = frozenset(_COMMON_TEXT.split())
"""Of the commonest English words those that are common in no other language."""
_SHARED = frozenset({"a", "an", "at", "in", "i", "on", "so", "no", "as", "do", "all", "was", "or", "within", "am"})
"""Those that other languages have too count half."""
_LEAST_SHARE = 0.15


def strange(view: str, language: Language, known: Grounds) -> Iterator[Ungrounded]:
    """Letters of other alphabets, stretches in another language that no fact has word for word, and other accounts' data."""
    for place, char in enumerate(view):
        if not _ours(char) and char not in known.told:
            yield Ungrounded(place, place + 1, _RULE, f"It has a sign of another alphabet ({char}).")
            return
    yield from _foreign(view, _ENDLESS, known, "It has a word of no language.")
    if language == "zh":
        yield from _foreign(view, _LATIN_RUN, known, "It has words in another language.")
        yield from _foreign(view, _LATIN_WORD, known, "It has words in another language.")
    else:
        yield from _foreign(view, _HAN_RUN, known, "The conversation is in English.")
        yield from _not_english(view, known)
    if detect(_HAN_RUN.sub("", view) if language == "en" else view) not in {language, "none"}:
        yield Ungrounded(0, len(view), _RULE, f"The conversation is in {'Chinese' if language == 'zh' else 'English'}.")
    yield from _others(view, known)


def _ours(char: str) -> bool:
    if char.isascii() or "\u3400" <= char <= "\u9fff":
        return True
    if char.isalpha():
        return bool(_LATIN_LETTER.match(char))
    return not char.isdigit() and not any(low <= ord(char) <= high for low, high in _SIGNS)


def _foreign(view: str, run: re.Pattern[str], known: Grounds, why: str) -> Iterator[Ungrounded]:
    for match in run.finditer(view):
        words = match.group()
        if words not in known.told and words not in known.promised and words not in _PLATFORM_WORDS:
            yield Ungrounded(match.start(), match.end(), _RULE, why)
            return


def _not_english(view: str, known: Grounds) -> Iterator[Ungrounded]:
    """A sentence of some length with hardly any common English word, nor a word of the facts."""
    for match in _SENTENCE.finditer(view):
        words = _WORD.findall(match.group())
        if len(words) < _LEAST_WORDS or match.group().strip() in known.told:
            continue
        ours = sum(word in _COMMON or (len(word) > _SHORT and word in known.words) for word in words)
        if ours + sum(word in _SHARED for word in words) / 2 < _LEAST_SHARE * len(words):
            yield Ungrounded(match.start(), match.end(), _RULE, "It has a sentence in another language.")
            return


# Orders of other accounts

_STRETCH = 3
"""So many Chinese characters in a row of a foreign address are no accident."""
_NAME = regex(r"[a-z]{4,}|\d{4,}")
_PRIVATE = "privacy.account_mismatch"


def _others(view: str, known: Grounds) -> Iterator[Ungrounded]:
    """Words of another account's order: its name, place, numbers."""
    own = known.told + known.facts.conversation.view
    for order in known.facts.other_orders:
        receiver = order.receiver
        given = (order.id, order.tracking, order.buyer_nick, receiver.name, receiver.phone, receiver.address)
        for word in {word for value in given if value for word in _words(normalise(value).view)}:
            place = view.find(word)
            if place >= 0 and word not in own and word not in _COMMON:
                yield Ungrounded(place, place + len(word), _PRIVATE, "It is known of another account's order only.")
                return


def _words(value: str) -> Iterator[str]:
    yield from _NAME.findall(value)
    for run in _HAN_RUN.findall(value):
        yield from (run[at : at + _STRETCH] for at in range(len(run) - _STRETCH + 1))
        if len(run) < _STRETCH and len(run) > 1:
            yield run
