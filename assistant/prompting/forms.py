"""Personal data known by its form: numbers, e-mail addresses, accounts, street addresses, and names that are given as names.

Wide on purpose: a word too many as a token costs a little warmth, a phone number in a request costs trust. Works on the
normal form, so that full width, capitals and invisible characters make no difference.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.language.personal import personal_numbers
from assistant.prompting.addresses import addresses
from assistant.prompting.identifiers import identifiers
from assistant.prompting.names import names

Kind = Literal["email", "identity", "card", "phone", "order", "address", "name", "account", "tax", "plate", "document"]


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in a text in normal form (end exclusive)."""

    start: int
    end: int
    kind: Kind


_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dx](?!\d)")
_CARD = re.compile(
    r"(?<![\d-])\d{4}(?:[- ]\d{4}){2,4}(?:[- ]\d{1,4})?(?![\d-])|(?<!\d)(?:\d{4}[- ]){3}\d{4}(?:[- ]?\d{1,3})?(?!\d)|(?<!\d)(?:62|4\d|5[1-5])\d{13,17}(?!\d)"
)
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<![\d.])\+\d{1,3}(?:[- ().]{0,2}\d){7,12}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
)
_LONG_NUMBER = re.compile(r"(?<![\d.])(?:[a-z]{1,4})?\d{10,22}(?!\d)")
"""Order, tracking and account numbers; prices and dates are shorter."""

_BY_FORM: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", _EMAIL),
    ("identity", _IDENTITY),
    ("card", _CARD),
    ("phone", _PHONE),
    ("order", _LONG_NUMBER),
)
_OF_NUMBER: dict[str, Kind] = {"mobile": "phone", "phone": "phone", "identity": "identity", "card": "card"}
_WINDOW, _OVERLAP = 400, 100
"""No number is typed over more characters than the second."""
_FIGURE = re.compile(
    r"[\d〇零一二三四五六七八九幺❶-❿➀-➓]|zero|one|two|three|four|five|six|seven|eight|nine|ling|yao|double"
)
_MAY_HOLD = re.compile(
    r"[\d@〇零一二三四五六七八九幺❶-❿➀-➓]|name|recipient|receiver|consignee|attn|addressed|signed|收|联系人|名|我叫|叫做|本人|zero|one|two|double"
    r"|信|❤|weixin|we ?chat|[wv]x|qq|扣扣|企鹅|球球|绿泡泡|whats|telegram|skype|insta|旺旺|抖音|小红书|微博|address|contact|call|c/o|care of|艾特|(?<![a-z])at(?![a-z])|点com|姓|叫|[收签]"
)
"""What a text has that holds anything of all this."""


@functools.lru_cache(maxsize=512)  # scripts, titles and fixed wordings come again and again
def personal_data(view: str) -> tuple[Found, ...]:
    """Everything personal in a text in normal form, by place; of two that overlap the first and longer counts."""
    if not _MAY_HOLD.search(view):
        return ()
    found = sorted(_all(view), key=lambda item: (item.start, -item.end))
    kept: list[Found] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end > kept[-1].end:  # they overlap: nothing of either may stay
            kept[-1] = Found(kept[-1].start, item.end, kept[-1].kind)
    return tuple(kept)


def _all(view: str) -> Iterator[Found]:
    for kind, form in _BY_FORM:
        yield from (Found(match.start(), match.end(), kind) for match in form.finditer(view))
    if len(_FIGURE.findall(view)) >= 5:
        yield from _numbers(view)
    yield from (Found(start, end, kind) for start, end, kind in identifiers(view))
    yield from (Found(start, end, "address") for start, end in addresses(view))
    yield from (Found(start, end, "name") for start, end in names(view))


def _numbers(view: str) -> Iterator[Found]:
    """Numbers however they are typed, looked for a window at a time: of a thousand figures in a row any ten might be one."""
    for start in range(0, max(1, len(view) - _OVERLAP), _WINDOW - _OVERLAP):
        for number in personal_numbers(view[start : start + _WINDOW]):
            yield Found(start + number.start, start + number.end, _OF_NUMBER[number.kind])
