"""Holds a draft to what a case expects of it."""

from assistant.domain.reply import Draft
from assistant.evaluation.phrases import Phrases
from assistant.evaluation.results import Fault
from assistant.evaluation.shapes import Expect


def content_faults(expect: Expect, text: str, phrases: Phrases) -> list[Fault]:
    """What the text lacks, and what it has and must not."""
    lacking = [Fault(kind="lacks", says=phrase) for phrase in phrases.lacking(expect.must, text)]
    return lacking + [Fault(kind="has", says=phrase) for phrase in phrases.present(expect.must_not, text)]


def faults(expect: Expect, draft: Draft, phrases: Phrases) -> list[Fault]:
    """Everything that is not as expected."""
    found = content_faults(expect, draft.text, phrases)
    if expect.status and draft.status not in expect.status:
        found.append(Fault(kind=f"status {draft.status}"))
    if expect.empty_text is not None and expect.empty_text is bool(draft.text.strip()):
        found.append(Fault(kind="text though nothing may be sent" if expect.empty_text else "no text"))
    if expect.reason and not phrases.present(expect.reason, draft.reason or ""):
        found.append(Fault(kind="reason", says=draft.reason or "none"))
    return found


def in_words(expect: Expect) -> str:
    """What is expected, for a reader."""
    said = [" | ".join(group) for group in expect.must] + [f"not {phrase}" for phrase in expect.must_not]
    if expect.status:
        said.insert(0, "/".join(expect.status))
    if expect.empty_text is not None:
        said.append("no text" if expect.empty_text else "a text")
    return "; ".join(said)
