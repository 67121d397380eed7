"""Another alphabet or another language than that of the conversation: no honest reply needs one, and disguises do."""

from collections.abc import Iterator

from assistant.domain.store import Language
from assistant.drafting.grounds import Grounds, Ungrounded
from assistant.language.detect import detect
from assistant.language.regex import regex

_RULE = "format.language"
_HAN_RUN = regex("[\u3400-\u9fff]+")
_LATIN_RUN = regex(r"[a-z'’]+(?:[ ,]+[a-z'’]+){3,}")
_LATIN_LETTER = regex("[a-z\u00c0-\u017f]")


def strange(view: str, language: Language, known: Grounds) -> Iterator[Ungrounded]:
    """Letters of other alphabets, and stretches in the other language that no fact has word for word."""
    for place, char in enumerate(view):
        if char.isalpha() and not _LATIN_LETTER.match(char) and not "\u3400" <= char <= "\u9fff":
            if char not in known.told:
                yield Ungrounded(place, place + 1, _RULE, f"It has a letter of another alphabet ({char}).")
                return
    if language == "zh":
        yield from _foreign(view, _LATIN_RUN, known, "It has words in another language.")
        if detect(view) not in {"zh", "none"}:
            yield Ungrounded(0, len(view), _RULE, "The conversation is in Chinese.")
        return
    yield from _foreign(view, _HAN_RUN, known, "The conversation is in English.")
    if detect(view) not in {"en", "none"} and not _HAN_RUN.search(view):
        yield Ungrounded(0, len(view), _RULE, "The conversation is in English.")


def _foreign(view: str, run: object, known: Grounds, why: str) -> Iterator[Ungrounded]:
    for match in run.finditer(view):  # type: ignore[attr-defined]
        if match.group() not in known.told and match.group() not in known.promised:
            yield Ungrounded(match.start(), match.end(), _RULE, why)
            return
