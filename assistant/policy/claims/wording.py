"""The form of a message: its language, and whether a reminder to pay may be sent at all."""

from collections.abc import Iterator
from datetime import timedelta

from assistant.facts import Facts
from assistant.language.detect import Detected, detect
from assistant.language.normalise import normalise
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply

_HAN = regex("[\u3400-\u9fff]")
_WORD = regex(r"[a-z]{2,}")
_LINK = regex(r"https?://\S+|www\.\S+|\b[\w.]+@[\w.]+\b")
_SHORT_LATIN = 2
"""So few words beside Chinese (ok, size M) make no second language."""
_TELLS_NOTHING = frozenset(
    [
        "okay",
        "hello",
        "hey",
        "bye",
        "yes",
        "size",
        "thx",
        "thanks",
        "vip",
        "sos",
        "pls",
        "xxl",
        "xxxl",
        "emm",
        "emmm",
        "hmm",
        "kg",
        "cm",
    ]
)
"""A message of nothing else is written by people of any language."""
_OWN_SHARE = 0.35
"""A reply with this share in the buyer's language is in it, whatever names stand in the other."""


def read_language(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Whether the reply is in the language of the buyer's message."""
    asked = _asked_language(facts)
    if asked is None:
        return
    if asked == "other":
        # where the store speaks English, it answers the languages it does not speak in English
        right = detect(reply.view) in ({"other", "none", "en"} if facts.store.language == "en" else {"other", "none"})
    else:
        view = _LINK.sub(" ", reply.view)
        for product in facts.store.products if asked == "en" else ():
            view = view.replace(normalise(product.title).view, " ")
        han, words = len(_HAN.findall(view)) / 1.7, len(_WORD.findall(view))
        own, rest = (han, words) if asked == "zh" else (words, han)
        right = own + rest < 2 or own >= _OWN_SHARE * (own + rest)
    if not right:  # what holds is no claim worth a line beside the true promises
        why = f"The buyer writes {_NAMES[asked]}."
        yield Finding("format.language", 0, len(reply.view), "message", False, "format.language", why)


_NAMES: dict[Detected, str] = {"zh": "Chinese", "en": "English", "other": "another language than Chinese or English"}


def _asked_language(facts: Facts) -> Detected | None:
    """The language of the message; where it tells nothing, of the buyer's last words that do, else the store's."""
    texts = [facts.request.message, *(turn.text for turn in reversed(facts.request.history) if turn.role == "buyer")]
    for text in texts:
        if _mixed(text.lower()):
            return None
        bare = _LINK.sub(" ", text)
        found = detect(bare)
        if found == "zh" or (found == "other" and len(text) > 3):
            return found
        if found == "en" and (facts.store.language == "en" or not _tells_nothing(bare.lower())):
            return "en"
    return None if _WORD.search(facts.request.message.lower()) else facts.store.language


def _tells_nothing(text: str) -> bool:
    return all(len(word) < 3 or word in _TELLS_NOTHING for word in _WORD.findall(text))


def _mixed(text: str) -> bool:
    """Whether a text speaks Chinese and English, so that either answers it."""
    return len(_HAN.findall(text)) > 1 and len(_WORD.findall(text)) > _SHORT_LATIN


_MAX_NUDGES = 2
_PAUSE = timedelta(minutes=5)


def read_nudge(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Whether one more reminder to pay may be sent now: by the history alone, whatever it says."""
    if facts.request.task != "nudge_payment":
        return
    sent = sum(turn.task == "nudge_payment" for turn in facts.request.history)
    times = [turn.at for turn in facts.request.history if turn.at is not None]
    since = facts.request.now - max(times) if times else None
    why = ""
    if sent >= _MAX_NUDGES:
        why = f"{sent} reminders to pay were sent already; two is the limit."
    elif since is not None and since < _PAUSE:
        why = f"The last message was sent {max(0, since.total_seconds()) / 60:.1f} minutes ago; a reminder waits 5."
    yield Finding("nudge.limit", 0, len(reply.view), "history", not why, "nudge.limit", why)


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("format.language", (), read_language, ("format.language",)),
    ClaimKind("nudge.limit", (), read_nudge, ("nudge.limit",)),
)
