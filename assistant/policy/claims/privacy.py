"""Claims about persons by form and by account: numbers in full, and values of an order that is another account's.

What is told without a value (那单发了, yes it is) is read in `others`; named third persons in `persons`.
"""

import re
from collections.abc import Iterator

from assistant.domain.request import Order
from assistant.facts import Facts
from assistant.language import digit_runs
from assistant.language.normalise import normalise
from assistant.language.personal import PersonalNumber, personal_numbers
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply

_KIND_SAYS = {
    "mobile": "phone number",
    "phone": "phone number",
    "identity": "identity number",
    "card": "bank-card number",
}
_PUBLIC_LINE = regex(r"网点|客服|官方|热线|总机|hotline|customer service|help ?desk")


def read_numbers(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Phone, identity and bank-card numbers in full. The store's hotline and a carrier's line are no one's own."""
    hotline = re.sub(r"\D", "", facts.store.hotline or "")
    numbers = personal_numbers(reply.view, facts.conversation.view)
    if not numbers:
        yield from _order_phones(reply, facts)
    for number in numbers:
        if hotline and number.digits.endswith(hotline):
            yield Finding("privacy.number", number.start, number.end, "hotline", True)
            continue
        if any(number.digits in (order.id + " " + (order.tracking or "")) for order in facts.own_orders):
            continue
        if number.kind == "phone" and _PUBLIC_LINE.search(reply.clause_at(number.start).text):
            continue
        yield from _unmasked(number, facts)


def _order_phones(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """The receiver's phone of an order in full, wherever it is said to stand (面单上是…) and however it is cut up."""
    phones = {re.sub(r"\D", "", order.receiver.phone or "") for order in facts.request.orders}
    groups = digit_runs.digit_groups(reply.view)
    for phone in phones:
        if len(phone) < 9:
            continue
        for first in range(len(groups)):
            digits, last = "", first
            while last < len(groups) and len(digits) < len(phone):
                digits += groups[last].digits
                last += 1
            if digits.removeprefix("86") == phone or (phone.endswith(digits) and len(digits) >= 9):
                number = PersonalNumber(groups[first].start, groups[last - 1].end, "phone", phone)
                yield from _unmasked(number, facts)
                return


def _unmasked(number: PersonalNumber, facts: Facts) -> Iterator[Finding]:
    what = _KIND_SAYS[number.kind]
    why = f"A {what} stands here in full; shown to anybody, only a masked form like 138****8000 may be written."
    yield Finding("privacy.number", number.start, number.end, None, False, "privacy.unmasked", why)
    if number.kind in {"mobile", "phone"} and not _known(number, facts):
        why = "This number is neither the buyer's nor the store's hotline: a private line, off the platform."
        yield Finding("privacy.number", number.start, number.end, "hotline", False, "contact.off_platform", why)
    for index, order in enumerate(facts.request.orders):
        if order in facts.other_orders and re.sub(r"\D", "", order.receiver.phone or "") == number.digits:
            why = f"This is the receiver's phone of order {order.id}, which belongs to another account."
            yield Finding(
                "privacy.number",
                number.start,
                number.end,
                f"orders[{index}].receiver.phone",
                False,
                "privacy.account_mismatch",
                why,
            )


def _known(number: PersonalNumber, facts: Facts) -> bool:
    """Whether the number came from the buyer: in an order, or in the talk."""
    said = "".join(run.digits for run in digit_runs.digit_runs(facts.conversation.view))
    return number.digits in said or any(
        re.sub(r"\D", "", order.receiver.phone or "").endswith(number.digits) for order in facts.request.orders
    )


def read_values(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Values of another account's order: its number, tracking number, receiver, address, nick."""
    if not facts.other_orders:
        return
    known = (
        facts.conversation.view + " ".join(_texts(facts.own_orders)) + normalise(facts.store.shipping.origin or "").view
    )
    for index, order in enumerate(facts.request.orders):
        if order not in facts.other_orders:
            continue
        for key, value in _telling(order):
            place = _find(reply, value)
            if place is not None and value not in known:
                why = f"This is {key.split('.')[-1]} of order {order.id}, which belongs to another account; nothing of it may be said."
                yield Finding(
                    "privacy.other_account", *place, f"orders[{index}].{key}", False, "privacy.account_mismatch", why
                )
                break


def _find(reply: Reply, value: str) -> tuple[int, int] | None:
    """Where a value stands, also with its figures typed apart."""
    place = reply.view.find(value)
    if place >= 0:
        return place, place + len(value)
    if len(value) < 7 or not value.isascii() or not any(char.isdigit() for char in value):
        return None
    kept = [(char, at) for at, char in enumerate(reply.view) if char.isascii() and char.isalnum()]
    at = "".join(char for char, _ in kept).find(value)
    if at >= 0:
        return kept[at][1], kept[at + len(value) - 1][1] + 1
    if value.isdigit():
        for run in digit_runs.digit_runs(reply.view):
            if value in run.digits:
                return run.groups[0].start, run.groups[-1].end
    return None


def _texts(orders: tuple[Order, ...]) -> Iterator[str]:
    for order in orders:
        parts = (
            order.id,
            order.tracking,
            order.receiver.name,
            order.receiver.phone,
            order.receiver.address,
            order.buyer_nick,
        )
        yield from (normalise(part).view for part in parts if part)


_ADDRESS_PART = regex(
    r"[\u3400-\u9fff]{2,6}?(?:省|市|区|县|镇|乡|街道|街|路|大道|巷|弄|村|小区|花园|苑|大厦|广场|公寓)|\d+(?:号楼|栋|幢|单元|室)"
)


def _telling(order: Order) -> Iterator[tuple[str, str]]:
    """The values of an order that tell of it: key and normal form."""
    if order.tracking and len(order.tracking) >= 5:
        yield "tracking", order.tracking.lower()
    if len(order.id) >= 6:
        yield "id", order.id.lower()
    name = normalise(order.receiver.name or "").view
    if len(name) >= 2:
        yield "receiver.name", name
        if name.isascii():
            yield from (("receiver.name", f"{part}'s") for part in name.split() if len(part) >= 3)
    phone = re.sub(r"\D", "", order.receiver.phone or "")
    if len(phone) >= 7:
        yield "receiver.phone", f"尾号{phone[-4:]}"
        yield "receiver.phone", f"{phone[:3]}****{phone[-4:]}"
    nick = normalise(order.buyer_nick or "").view
    if len(nick) >= 4:
        yield "buyer_nick", nick
    address = normalise(order.receiver.address or "").view
    for match in _ADDRESS_PART.finditer(address):
        part = match.group()
        if len(part) >= 3:
            yield "receiver.address", part
            if part[-1] in "省市" and len(part) >= 4:
                yield "receiver.address", part[:-1]


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind(
        "privacy.number",
        (*digit_runs.LIKELY, r"\b(?:ci|id|passport|identity|ssn|tax id|cpf|curp|nif|dni)\b|护照|通行证|证件|驾照"),
        read_numbers,
        ("privacy.number",),
    ),
    ClaimKind("privacy.other_account", (), read_values, ("privacy.other_account",)),
)
