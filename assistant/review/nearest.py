"""Which script does a reply owe most to? A greeting put before an answer is not what the answer was modelled on."""

from collections.abc import Callable, Sequence

from assistant.domain.reply import Draft

_COMPARED = 400
_RUN = {"zh": 2, "en": 4}
"""Letters in a row that are no chance."""


def nearest_script(draft: Draft, wordings_of: Callable[[str], Sequence[str]]) -> str | None:
    """The reference most of whose words, in one of its wordings, stand in the reply; of equals the first.

    A script that is named for the draft's intent (`zh.size.fits`) goes before one that is not.

    Args:
        draft: the reply and its references.
        wordings_of: every wording of a script; nothing where there is none of that id.
    """
    if len(draft.references) < 2:
        return draft.references[0].script if draft.references else None
    length = _RUN[draft.language]
    said = _runs(draft.text, length)

    def owed(script: str) -> tuple[bool, int]:
        shared = max((len(said & _runs(wording, length)) for wording in wordings_of(script)), default=0)
        return draft.intent in script.split("."), shared

    return max((reference.script for reference in draft.references), key=owed)


def _runs(text: str, length: int) -> set[str]:
    text = text[:_COMPARED]
    return {text[place : place + length] for place in range(len(text) - length + 1)}
