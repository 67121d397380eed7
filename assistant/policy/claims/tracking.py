"""Tracking numbers: those of this buyer's orders, and no others."""

import re
from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.patterns import pattern
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply

RULE = "shipping.false_status"
TRACKING = "parcel.tracking"
_TRACKING_WORD = regex(r"(?<!订)单号|运单|快递号|物流号|\btracking\b|\bwaybill\b|\bparcel number\b")
_TAIL = regex(r"(?<!订)(?:单号|运单号?|快递号)[^,。0-9]{0,4}(?:尾号|后四位|末四位|后\d位)[^,。0-9]{0,3}(\d{3,6})")
_NUMBER = r"\b([a-z]{0,4}\d(?:[ -]?\d){8,19}[a-z]{0,2})\b|(?:^|[^0-9a-z])([a-z]{0,4}\d(?:[ -]?\d){8,19}[a-z]{0,2})(?:$|[^0-9])"
_OTHER_NUMBER = regex(
    r"(?:订单号?|订单编号|\border(?: number| no\.?| id)?|电话|手机|热线|hotline|call|\bphone)[^0-9a-z]{0,8}$"
)
_TYPICAL = regex(r"^(?:sf|yt|jd|zto|sto|jt|ems|yd|dpk|[a-z]{2}(?=\d{9}[a-z]{2}$))")


def read_tracking(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Tracking numbers in the reply, whole or their last digits, held against those of this buyer's orders."""
    own = {
        _plain(order.tracking): i
        for i, order in enumerate(facts.request.orders)
        if order in facts.own_orders and order.tracking
    }
    ids = {_plain(order.id) for order in facts.request.orders}
    asked = bool(_TRACKING_WORD.search(reply.view) or _TRACKING_WORD.search(facts.conversation.view))
    for tail in _TAIL.finditer(reply.view):
        holds = any(number.endswith(tail[1]) for number in own)
        yield Finding(
            TRACKING,
            *tail.span(1),
            "orders.tracking",
            holds,
            RULE,
            f"This buyer's orders have the tracking number {', '.join(own) or 'none'}.",
        )
    for hit in pattern(_NUMBER).hits(reply.encoded):
        given = hit.groups[0] or hit.groups[1]
        number = _plain(given)
        start = hit.start + hit.text.find(given)
        if (
            number in ids
            or not (asked or _TYPICAL.match(number))
            or _OTHER_NUMBER.search(reply.view[max(0, start - 16) : start])
        ):
            continue
        if _is_phone(number, facts):
            continue
        if number in own:
            yield Finding(
                TRACKING,
                start,
                start + len(given),
                f"orders[{own[number]}].tracking",
                True,
                RULE,
                "It is the order's tracking number.",
            )
        else:
            known = ", ".join(own) or "none"
            yield Finding(
                TRACKING,
                start,
                start + len(given),
                "orders.tracking",
                False,
                RULE,
                f"This buyer's orders have the tracking number {known}.",
            )


def _is_phone(number: str, facts: Facts) -> bool:
    phones = {_plain(order.receiver.phone) for order in facts.request.orders} | {_plain(facts.store.hotline)}
    return number in phones or bool(re.fullmatch(r"1[3-9]\d{9}|[48]00\d{7}", number))


def _plain(number: str | None) -> str:
    return re.sub(r"[^0-9a-z]", "", (number or "").lower())


KINDS = (
    ClaimKind(name=TRACKING, triggers=(_NUMBER, "尾号|后四位|末四位|后\\d位"), read=read_tracking, reads=(TRACKING,)),
)
