"""Phrases of a case in a text: compared in normal form, whole words, with values of the request in place of `{order.tracking}`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from assistant.domain.request import Request
from assistant.domain.store import StoreProfile
from assistant.errors import BadInput
from assistant.language.normalise import normalise

_SPACE = re.compile(r"\s+")
_IDLE_SPACE = re.compile(r"(?<![!-~]) | (?![!-~])")
_REFERENCE = re.compile(r"\{([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*)\}")
_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")


def plain(text: str) -> str:
    """The form in which phrases and texts are compared: normal form, white space only between Latin words."""
    return _IDLE_SPACE.sub("", _SPACE.sub(" ", normalise(text).view.strip()))


def occurs(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text, both plain; `48` does not stand in `480`, nor `xl` in `2xl`."""
    place = text.find(phrase)
    while place >= 0:
        if not _goes_on_before(phrase, text, place) and not _goes_on_after(phrase, text, place + len(phrase)):
            return True
        place = text.find(phrase, place + 1)
    return False


def _alnum(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _goes_on_before(phrase: str, text: str, start: int) -> bool:
    if not _alnum(phrase[0]) or start == 0:
        return False
    before = text[start - 1]
    return _alnum(before) or (before in ".," and phrase[0].isdigit() and start > 1 and text[start - 2].isdigit())


def _goes_on_after(phrase: str, text: str, end: int) -> bool:
    if not _alnum(phrase[-1]) or end == len(text):
        return False
    after = text[end]
    if phrase[-1].isdigit():
        return after.isdigit() or (after in ".," and end + 1 < len(text) and text[end + 1].isdigit())
    return _alnum(after)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one case, with the values that they may name.

    Attributes:
        values: `order`, `buyer`, `product`, `store`: what a reference starts from.
        place: where the case stands, for messages.
    """

    values: Mapping[str, Any]
    place: str

    @classmethod
    def of(cls, request: Request, store: StoreProfile, place: str) -> "Phrases":
        """The phrases of a case with this request."""
        product = store.product(request.product)
        return cls({"order": request.orders, "buyer": request.buyer, "product": product, "store": store}, place)

    def filled(self, phrase: str) -> str:
        """The phrase with its references replaced.

        Raises:
            BadInput: a reference leads nowhere.
        """
        return _REFERENCE.sub(lambda found: self._value(found.group(1)), phrase)

    def lacking(self, groups: Sequence[Sequence[str]], text: str) -> list[str]:
        """The groups of which nothing occurs in the text, each named by its first phrase."""
        said = plain(text)
        return [group[0] for group in groups if not any(occurs(plain(self.filled(p)), said) for p in group)]

    def present(self, phrases: Sequence[str], text: str) -> list[str]:
        """The phrases that occur in the text."""
        said = plain(text)
        return [phrase for phrase in phrases if occurs(plain(self.filled(phrase)), said)]

    def _value(self, path: str) -> str:
        value: Any = self.values
        for number, step in enumerate(path.split(".")):
            found = _STEP.fullmatch(step)
            assert found is not None
            value = _key(value, found.group(1))
            index = found.group(2) or ("0" if number == 0 and isinstance(value, (tuple, list)) else None)
            if index is not None:
                value = value[int(index)] if isinstance(value, (tuple, list)) and int(index) < len(value) else None
        if isinstance(value, float):
            value = f"{value:.2f}".rstrip("0").rstrip(".")
        if value is None or isinstance(value, (BaseModel, datetime, tuple, list, dict, bool)) or not str(value).strip():
            raise BadInput(f"{self.place}: {{{path}}}: there is no such text or number in the request and its store")
        return str(value)


def _key(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None) or getattr(value, f"{name}_", None)
