"""Personal data out of a prompt, and back into a reply where that is allowed.

The model sees `⟦phone_1⟧` instead of a number. What comes back: this buyer's own name, address and order numbers in full, phones and
identity or card numbers masked (138****8000), everything of anybody else not at all. The completed text is what the checker judges.
"""

import re
from collections.abc import Iterable

from assistant.domain.request import Order

_TOKEN = re.compile(r"⟦\s*([a-z]+_\d+)\s*⟧")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<![\d.])\+\d{1,3}(?:[- ]?\d){7,12}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
)
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d{4}[- ]){3}\d{4}(?:[- ]?\d{1,3})?(?!\d)|(?<!\d)(?:62|4\d|5[1-5])\d{13,17}(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ORDER_NUMBER = re.compile(r"(?<!\d)\d{13,22}(?!\d)")
_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:省|自治区|市)[\u4e00-\u9fff0-9A-Za-z]{0,24}?(?:路|街|道|巷|村|镇|小区|大厦|号楼|弄)[\u4e00-\u9fff0-9A-Za-z#-]{0,20}"
)
WITHHELD = "***"
"""What stands for something that may not come back."""


def masked(value: str) -> str:
    """A number or address of which only the ends show: 138****8000."""
    kept = [place for place, char in enumerate(value) if char.isalnum()]
    if len(kept) < 8:
        return "*" * max(3, len(value))
    hidden = set(kept[3:-4])
    return "".join("*" if place in hidden else char for place, char in enumerate(value))


class Mask:
    """The tokens of one request. The same value always gets the same token."""

    def __init__(self, own: Iterable[Order], others: Iterable[Order] = (), *, nick: str | None = None) -> None:
        self._token_of: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self._known: list[str] = []
        for order in own:
            self._learn("order", order.id, order.id)
            self._learn("name", order.receiver.name, order.receiver.name)
            self._learn("address", order.receiver.address, order.receiver.address)
            self._learn("phone", order.receiver.phone, masked(order.receiver.phone or ""))
            self._learn("tracking", order.tracking, order.tracking)
        for order in others:
            for kind, value in (
                ("order", order.id),
                ("name", order.receiver.name),
                ("address", order.receiver.address),
                ("phone", order.receiver.phone),
                ("tracking", order.tracking),
                ("nick", order.buyer_nick),
            ):
                self._learn(kind, value, WITHHELD)
        self._learn("nick", nick, nick)

    def _learn(self, kind: str, value: str | None, shown: str | None) -> None:
        if value and len(value) >= 2 and value not in self._token_of:
            self._known.append(value)
            self._token_of[value] = self._new(kind, shown or WITHHELD)

    def _new(self, kind: str, shown: str) -> str:
        self._count[kind] = self._count.get(kind, 0) + 1
        name = f"{kind}_{self._count[kind]}"
        self._shown[name] = shown
        return f"⟦{name}⟧"

    def hide(self, text: str) -> str:
        """`text` with every piece of personal data as a token."""
        text = text.replace("⟦", "[").replace("⟧", "]")  # nobody outside writes our tokens
        for value in sorted(self._known, key=len, reverse=True):
            if value in text:
                text = text.replace(value, self._token_of[value])
        for kind, found, show in (
            ("email", _EMAIL, None),
            ("identity", _IDENTITY, masked),
            ("card", _CARD, masked),
            ("phone", _PHONE, masked),
            ("order", _ORDER_NUMBER, None),
            ("address", _ADDRESS, None),
        ):
            text = found.sub(lambda match, kind=kind, show=show: self._by_form(kind, match.group(), show), text)  # type: ignore[misc]
        return text

    def _by_form(self, kind: str, value: str, show: "object") -> str:
        if value not in self._token_of:
            self._token_of[value] = self._new(kind, show(value) if callable(show) else WITHHELD)
        return self._token_of[value]

    def strange(self, text: str) -> bool:
        """Whether a text holds a token that was never given out, or a piece of one."""
        rest = _TOKEN.sub(lambda match: "" if match.group(1) in self._shown else "⟦", text)
        return "⟦" in rest or "⟧" in rest

    def show(self, text: str) -> str:
        """`text` with every token replaced by what may be shown; an unknown token stands for nothing and is withheld."""
        return _TOKEN.sub(lambda match: self._shown.get(match.group(1), WITHHELD), text)
