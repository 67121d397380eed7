"""Messages that say nothing to a store, told by their look alone: program code, keys hit at random, bare links."""

import re

_CODE = re.compile(
    r"^\s*(?:import|from|def|class|return|select|insert|sudo|git|npm|curl|docker|#include|public|const|let|var|function)\s"
    r".*[;:(){}*=.\"'<>/-]"
    r"|</?[a-z]{1,10}[^<>\n]{0,60}>"
    r"|[a-z_]\w{0,30}\(.{0,60}\)\s*(?:[;{]|:\s*$)"
    r"|[{}].{0,80}[;:].{0,80}[{}]"
    r"|\b(?:print|printf|console\.log|system\.out)\s*\("
    r"|=>|&&|\|\||==|\+="
)
_LINK = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$")
_WORD = re.compile(r"[a-z]{5,}")
_VOWELS = frozenset("aeiouy")
_FEWEST_LETTERS = 4
"""A size like xxxxl has no vowel either."""

_HARD_RUN = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_LAUGH_OR_CRY = re.compile(r"^(?:[哈呵嘿嘻呜啊嗯哦噢额呃嗷嘤咦哎唉6\s~!.…。,，！]+|(?:ha|he|hi){2,}h?|lo+l|x+d+)$")


def looks_like_noise(view: str) -> bool:
    """Whether a text in normal form is noise by its look."""
    if _LINK.match(view) or _LAUGH_OR_CRY.match(view):
        return True
    if not any(char.isalpha() for char in view):
        return True
    return bool(_CODE.search(view)) or _mashed(view)


def _mashed(view: str) -> bool:
    if not view.isascii():
        return False
    words = _WORD.findall(view)
    if not words or len("".join(words)) * 2 < len(view):
        return False
    return all(len(set(word)) >= _FEWEST_LETTERS and _unspeakable(word) for word in words)


def _unspeakable(word: str) -> bool:
    return bool(_HARD_RUN.search(word)) or not _VOWELS & set(word)
