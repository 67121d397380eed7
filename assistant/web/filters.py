"""Which drafts a page shows: its address to a filter, and a filter to the rest of an address."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from assistant.domain.base import parse
from assistant.errors import BadInput
from assistant.review.records import OPEN, Filter, State

STATES: tuple[State, ...] = get_args(State)
_PLAIN = ("intent", "outcome", "rule", "script", "language", "conversation", "buyer_nick", "order_id", "words")
_KEYS = (*_PLAIN, "store", "state", "clean", "mine", "decided_by", "since", "until")


def filter_of(query: Mapping[str, str], zone: str, *, me: str, every_state: bool = False) -> Filter:
    """The filter of an address.

    Args:
        query: what stands after the question mark; keys that are no part of a filter are passed over.
        zone: whose days `since` and `until` name.
        me: the reviewer's id, for `mine`.
        every_state: whether no `state` means every one, and not what is open.

    Raises:
        BadInput: a value that none of its kind is.
    """
    given: dict[str, Any] = {key: query[key].strip() for key in _PLAIN if query.get(key, "").strip()}
    if query.get("store"):
        given["stores"] = {query["store"]}
    if query.get("state"):
        given["states"] = set(query["state"].split(","))
    elif every_state:
        given["states"] = set(STATES)
    if query.get("clean"):
        given["finding_free"] = query["clean"] == "yes"
    if query.get("mine"):
        given["claimed_by"] = me
    if query.get("decided_by"):
        given["decided_by"] = query["decided_by"]
    if query.get("since"):
        given["since"] = _midnight(query["since"], zone)
    if query.get("until"):
        given["until"] = _midnight(query["until"], zone) + timedelta(days=1)
    return parse(Filter, given, source="filter", error=BadInput)


def query_of(query: Mapping[str, str], **changes: str | None) -> str:
    """The part of an address that holds the filter, with changes; with its question mark, or nothing."""
    kept = {key: query[key] for key in _KEYS if query.get(key)} | {k: v for k, v in changes.items() if v is not None}
    return f"?{urlencode(kept)}" if kept else ""


def fields_of(query: Mapping[str, str]) -> dict[str, str]:
    """The values for the fields of a filter form, every key there."""
    return {key: query.get(key, "") for key in _KEYS}


def waits_only(which: Filter) -> bool:
    """Whether only what is open is shown."""
    return which.states <= OPEN


def _midnight(day: str, zone: str) -> datetime:
    try:
        found = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=ZoneInfo(zone))
        if not 1970 < found.year < 2200:  # farther out, the clock arithmetic itself gives way
            raise ValueError
        return found
    except ValueError:
        raise BadInput(f"expected a day like 2026-11-21 (got {day[:40]!r})") from None
