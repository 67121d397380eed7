"""Personal data out of a prompt, and back into a reply where that is allowed.

The model sees `⟦phone_1⟧` instead of a number. What comes back: this buyer's own name, address and order numbers in full, phones and
identity or card numbers masked (138****8000), everything of anybody else not at all. The completed text is what the checker judges.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from assistant.domain.request import Order
from assistant.facts import Facts
from assistant.language.digit_runs import digit_runs
from assistant.language.normalise import normalise
from assistant.prompting.forms import personal_data
from assistant.prompting.names import capitalised

_TOKEN = re.compile(r"⟦\s*([a-z]+_\d+)\s*⟧")
_BARE = re.compile(
    r"(?<![a-z])(?:order|name|address|phone|tracking|nick|email|identity|card|account|tax|plate|document)[_＿]\d+(?!\d)",
    re.IGNORECASE,
)
"""What is left of a token when a model has other brackets for it, or none."""
_ADDRESS_HEAD = re.compile(r"^.*(?:省|自治区|市|区|县|镇|乡)")
_FIGURES = re.compile(r"\D")
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

    def __init__(
        self,
        own: Iterable[Order],
        others: Iterable[Order] = (),
        *,
        nick: str | None = None,
        public: Iterable[str] = (),
    ) -> None:
        """Give every known value its token.

        Args:
            own: this buyer's orders.
            others: orders of other accounts: nothing of them comes back.
            nick: this buyer's.
            public: what only looks like somebody's number: the ids of the store's products, its hotline.
        """
        self._public = {normalise(value).view for value in public}
        self._token_of: dict[str, str] = {}
        """By value in normal form."""
        self._shown: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self._known: list[str] = []
        self._known_digits: dict[str, str] = {}
        """Numbers with all but their figures left out, to their token."""
        for order in own:
            self._learn("order", order.id, order.id)
            self._learn("name", order.receiver.name, order.receiver.name)
            self._learn_address(order.receiver.address, order.receiver.address)
            self._learn("phone", order.receiver.phone, masked(order.receiver.phone or ""))
            self._learn("tracking", order.tracking, order.tracking)
        for order in others:
            for kind, value in (
                ("order", order.id),
                ("name", order.receiver.name),
                ("phone", order.receiver.phone),
                ("tracking", order.tracking),
                ("nick", order.buyer_nick),
            ):
                self._learn(kind, value, WITHHELD)
            self._learn_address(order.receiver.address, WITHHELD)
        self._learn("nick", nick, nick)
        self._known.sort(key=len, reverse=True)
        self._hidden: dict[str, str] = {}

    @classmethod
    def of(cls, facts: Facts) -> "Mask":
        """The tokens for what is known of a request."""
        public = [product.id for product in facts.store.products]
        public += [facts.store.hotline] if facts.store.hotline else []
        return cls(facts.own_orders, facts.other_orders, nick=facts.request.buyer.nick, public=public)

    def _learn_address(self, address: str | None, shown: str | None) -> None:
        self._learn("address", address, shown)
        street = _ADDRESS_HEAD.sub("", address or "")  # what a buyer writes of an address when the city is clear
        if len(street) >= 4:
            self._learn("address", street, street if shown == address else WITHHELD)

    def _learn(self, kind: str, value: str | None, shown: str | None) -> None:
        view = normalise(value or "").view.strip()
        if len(view) < 2 or view in self._token_of:
            return
        self._known.append(view)
        self._token_of[view] = self._new(kind, shown or WITHHELD)
        figures = _FIGURES.sub("", view)
        if len(figures) >= 7 and kind in {"order", "phone", "tracking"}:
            self._known_digits[figures] = self._token_of[view]

    def _new(self, kind: str, shown: str) -> str:
        self._count[kind] = self._count.get(kind, 0) + 1
        name = f"{kind}_{self._count[kind]}"
        self._shown[name] = shown
        return f"⟦{name}⟧"

    def hide(self, text: str) -> str:
        """`text` with every piece of personal data as a token; nobody outside writes our tokens."""
        if text not in self._hidden:
            self._hidden[text] = self._hide(text)
        return self._hidden[text]

    def hide_known(self, text: str) -> str:
        """As `hide`, for the store's own words: only what the request holds can be personal in them."""
        text = text.replace("⟦", "[").replace("⟧", "]")
        return _replaced(text, self._of_request) if self._known else text

    def _hide(self, text: str) -> str:
        text = self.hide_known(text)
        if self._known_digits:
            text = _replaced(text, self._in_figures)
        text = _replaced(text, self._by_form)
        return self._without_capitalised(text)

    def _without_capitalised(self, text: str) -> str:
        """Names that only their capitals tell: these are lost in the normal form."""
        spans = list(capitalised(text))
        for start, end in reversed(spans):
            view = normalise(text[start:end]).view
            if view not in self._public and view not in self._token_of:
                self._token_of[view] = self._new("name", WITHHELD)
            if view not in self._public:
                text = text[:start] + self._token_of[view] + text[end:]
        return text

    def _of_request(self, view: str) -> Iterator[tuple[int, int, str]]:
        """What the request's orders and accounts hold."""
        taken: list[tuple[int, int]] = []
        for value in self._known:
            place = view.find(value)
            while place >= 0:
                end = place + len(value)
                if not _within_word(view, place, end) and not any(place < b and a < end for a, b in taken):
                    taken.append((place, end))
                    yield place, end, self._token_of[value]
                place = view.find(value, end)

    def _in_figures(self, view: str) -> Iterator[tuple[int, int, str]]:
        """Known numbers however they are typed: with gaps, in Chinese figures, spelled out."""
        for run in digit_runs(view):
            digits = run.digits
            for figures, token in self._known_digits.items():
                if figures in digits:
                    yield run.groups[0].start, run.groups[-1].end, token
                    break

    def _by_form(self, view: str) -> Iterator[tuple[int, int, str]]:
        """What looks like personal data, whoever's it is."""
        tokens = [match.span() for match in _TOKEN.finditer(view)]
        for found in personal_data(view):
            if any(found.start < end and start < found.end for start, end in tokens):
                continue
            value = view[found.start : found.end]
            if value in self._public:
                continue
            if value not in self._token_of:
                shown = masked(value) if found.kind in {"phone", "identity", "card"} else WITHHELD
                self._token_of[value] = self._new(found.kind, shown)
            yield found.start, found.end, self._token_of[value]

    def strange(self, text: str) -> bool:
        """Whether a text holds a token that was never given out, a piece of one, or one in other brackets."""
        rest = _TOKEN.sub(lambda match: "" if match.group(1) in self._shown else "⟦", text)
        return "⟦" in rest or "⟧" in rest or _BARE.search(rest) is not None

    def withheld(self, text: str) -> bool:
        """Whether a text holds a token whose value may not come back."""
        return any(self._shown.get(match.group(1)) == WITHHELD for match in _TOKEN.finditer(text))

    def show(self, text: str) -> str:
        """`text` with every token replaced by what may be shown; an unknown token stands for nothing and is withheld."""
        return _TOKEN.sub(lambda match: self._shown.get(match.group(1), WITHHELD), text)


def _replaced(text: str, find: Callable[[str], Iterable[tuple[int, int, str]]]) -> str:
    """`text` with the spans that `find` gives of its normal form replaced."""
    normal = normalise(text)
    parts: list[str] = []
    at = 0
    for start, end, token in sorted(find(normal.view)):
        first, last = normal.raw_span(start, end)
        if first < at:
            continue
        parts += [text[at:first], token]
        at = last
    parts.append(text[at:])
    return "".join(parts) if at else text


def _within_word(view: str, start: int, end: int) -> bool:
    """Whether a value is only a piece of a longer Latin word or number: the nick lan in plan."""
    before, after = view[start - 1 : start], view[end : end + 1]
    return (_latin(before) and _latin(view[start])) or (_latin(after) and _latin(view[end - 1]))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
