"""Looking through the queue: filters, order, pages. The order runs along an index, whatever the length of the queue."""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, tuple_

from assistant.errors import BadInput
from assistant.review.office import OPEN_ONLY, WITH_DELIVERY, AnyRow, AnySelect, Office
from assistant.review.records import EVERY_STORE, OPEN, Filter, Page, QueuedDraft, Reviewer
from assistant.review.tables import draft_rules, draft_terms, drafts, micros
from assistant.review.texts import plain
from assistant.review.upkeep import sweep

_LOOKED_THROUGH = 1000
"""So many drafts are opened to look for words in them."""
_MOST = 500
_MOST_MICROS = 2**62
_PRESSING = (drafts.c.due_minute, drafts.c.calm, drafts.c.id)
_NEWEST = (drafts.c.created_at, drafts.c.id)


def available(by: Reviewer, now: datetime) -> ColumnElement[bool]:
    """Nobody else has it."""
    return or_(drafts.c.claimed_by.is_(None), drafts.c.claimed_by == by.id, drafts.c.claimed_until <= now)


def visible(column: ColumnElement[str], by: Reviewer) -> list[ColumnElement[bool]]:
    """Only rows of the reviewer's stores."""
    return [] if EVERY_STORE in by.stores else [_one_of(column, by.stores)]


def where(office: Office, which: Filter, by: Reviewer) -> list[ColumnElement[bool]]:
    """The conditions of a filter, but for `words`, and that the reviewer sees the store."""
    found = visible(drafts.c.store, by)
    if which.states <= OPEN:
        found.append(drafts.c.waiting)  # named so that the index of the order serves
    if which.states != OPEN:
        found.append(_one_of(drafts.c.state, which.states))
    if which.stores is not None:
        found.append(_one_of(drafts.c.store, which.stores))
    for column in ("intent", "outcome", "script", "language", "decided_by", "claimed_by", "finding_free"):
        value = getattr(which, column)
        if value is not None:
            found.append(drafts.c[column] == value)
    if which.since is not None:
        found.append(drafts.c.created_at >= which.since)
    if which.until is not None:
        found.append(drafts.c.created_at < which.until)
    if which.rule is not None:
        found.append(exists().where(draft_rules.c.draft_id == drafts.c.id, draft_rules.c.rule == which.rule))
    return found + _looked_up(office, which, by)


def _one_of(column: ColumnElement[str], values: frozenset[Any]) -> ColumnElement[bool]:
    if len(values) == 1:
        (only,) = values
        return cast(ColumnElement[bool], column == only)
    return column.in_(sorted(values))


def _looked_up(office: Office, which: Filter, by: Reviewer) -> list[ColumnElement[bool]]:
    stores = which.stores if which.stores is not None else by.stores
    if EVERY_STORE in stores:
        stores = frozenset(office.shops.ids())
    blind = office.vault.blind
    found: list[ColumnElement[bool]] = []
    if which.conversation is not None:
        hashes = [blind("conversation", store, which.conversation) for store in stores]
        found.append(drafts.c.conversation_hash.in_(hashes) if hashes else false())
    for kind, value in (("nick", which.buyer_nick), ("order", which.order_id)):
        if value is not None:
            hashes = [blind(kind, store, value) for store in stores]
            mine = (draft_terms.c.draft_id == drafts.c.id, draft_terms.c.term_hash.in_(hashes))
            found.append(exists().where(*mine) if hashes else false())
    return found


def ordered(statement: AnySelect) -> AnySelect:
    """The most pressing first: by the minute of the deadline, then by risk."""
    return statement.order_by(*_PRESSING)


class Browsing:
    """Lists, counts and pages."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, which: Filter | None, *, by: Reviewer, after: str | None, limit: int) -> Page:
        """See `ReviewQueue.list`."""
        wanted = which or Filter()
        sweep(self._office)
        count = max(1, min(limit, _MOST))
        rows = self._rows(wanted, by, after, _LOOKED_THROUGH if wanted.words else count + 1)
        if not wanted.words:
            found = tuple(self._office.draft(row) for row in rows[:count])
            return Page(drafts=found, after=_place(wanted, rows[count - 1]) if len(rows) > count else None)
        hits: list[QueuedDraft] = []
        for place, row in enumerate(rows):
            draft = self._office.draft(row)
            if _holds(draft, wanted.words):
                hits.append(draft)
            if len(hits) == count and place + 1 < len(rows):
                return Page(drafts=tuple(hits), after=_place(wanted, row))
        more = _place(wanted, rows[-1]) if len(rows) == _LOOKED_THROUGH else None
        return Page(drafts=tuple(hits), after=more)

    def _rows(self, which: Filter, by: Reviewer, after: str | None, limit: int) -> list[AnyRow]:
        # What is open has no delivery yet; without the join no planner can be led away from the order's index.
        table = OPEN_ONLY if which.states <= OPEN else WITH_DELIVERY
        statement = table.where(*where(self._office, which, by))
        if _by_deadline(which):
            if after is not None:
                statement = statement.where(tuple_(*_PRESSING) > tuple_(*_read_place(after, 3)))
            statement = ordered(statement)
        else:
            if after is not None:
                statement = statement.where(tuple_(*_NEWEST) < tuple_(*_read_place(after, 2)))
            statement = statement.order_by(*(column.desc() for column in _NEWEST))
        with self._office.database.read() as connection:
            return list(connection.execute(statement.limit(limit)).all())

    def count(self, which: Filter | None, *, by: Reviewer) -> int:
        """See `ReviewQueue.count`."""
        wanted = which or Filter()
        if wanted.words:
            rows = self._rows(wanted, by, None, _LOOKED_THROUGH)
            return sum(_holds(self._office.draft(row), wanted.words) for row in rows)
        statement = select(func.count()).select_from(drafts).where(*where(self._office, wanted, by))
        with self._office.database.read() as connection:
            return connection.execute(statement).scalar_one()

    def neighbours(self, draft_id: str, which: Filter | None, *, by: Reviewer) -> tuple[str | None, str | None]:
        """See `ReviewQueue.neighbours`."""
        wanted = (which or Filter()).model_copy(update={"words": None})
        conditions = where(self._office, wanted, by)
        with self._office.database.read() as connection:
            self._office.one(connection, draft_id, by)
            place = connection.execute(select(*_order(wanted)).where(drafts.c.id == draft_id)).one()
            here, there = tuple_(*_order(wanted)), _values_of(_order(wanted), place)
            up = [column.asc() for column in _order(wanted)]
            down = [column.desc() for column in _order(wanted)]
            first = select(drafts.c.id).where(and_(*conditions), here < there).order_by(*down).limit(1)
            last = select(drafts.c.id).where(and_(*conditions), here > there).order_by(*up).limit(1)
            before, after = (connection.execute(each).scalar_one_or_none() for each in (first, last))
        return (before, after) if _by_deadline(wanted) else (after, before)

    def stored(self, *, by: Reviewer, at_a_time: int) -> Iterator[QueuedDraft]:
        """See `ReviewQueue.stored`."""
        statement = WITH_DELIVERY.where(drafts.c.content.is_not(None), *visible(drafts.c.store, by))
        last: tuple[Any, ...] | None = None
        while True:
            page = statement if last is None else statement.where(tuple_(*_NEWEST) > _values_of(_NEWEST, last))
            with self._office.database.read() as connection:
                rows = connection.execute(page.order_by(*_NEWEST).limit(at_a_time)).all()
            yield from (self._office.draft(row) for row in rows)
            if len(rows) < at_a_time:
                return
            last = (rows[-1].created_at, rows[-1].id)


def _values_of(columns: tuple[Any, ...], values: Sequence[Any]) -> ColumnElement[Any]:
    """Values as their columns keep them: a time left to itself would be compared with a number."""
    return tuple_(*values, types=[column.type for column in columns])


def _by_deadline(which: Filter) -> bool:
    return which.states <= OPEN


def _order(which: Filter) -> tuple[Any, ...]:
    return _PRESSING if _by_deadline(which) else _NEWEST


def _holds(draft: QueuedDraft, words: str) -> bool:
    sought = words.casefold()
    message = draft.request.message if draft.request else ""
    return sought in message.casefold() or sought in (draft.text or "").casefold()


def _place(which: Filter, row: AnyRow) -> str:
    values = [row.due_minute, row.calm, row.id] if _by_deadline(which) else [micros(row.created_at), row.id]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _read_place(after: str, parts: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(after.encode()))
    except (ValueError, binascii.Error):
        values = None
    fits = isinstance(values, list) and len(values) == parts and isinstance(values[-1], str)
    if (
        not fits
        or not plain(values[-1])
        or not all(type(each) is int and abs(each) < _MOST_MICROS for each in values[:-1])
    ):
        raise BadInput("after: expected the place that the page before gave")
    return list(values)
