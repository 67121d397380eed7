"""What every part of the queue works with, and how a row becomes a draft."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, null, select

from assistant.domain.reply import Draft
from assistant.domain.request import Request
from assistant.errors import NoSuchDraft
from assistant.review.clock import Clock
from assistant.review.database import Database, add_rows
from assistant.review.records import Event, HistoryEntry, QueuedDraft, Reviewer, State
from assistant.review.shops import OrdersNow, Shops
from assistant.review.tables import drafts, history, outbox
from assistant.review.texts import plain
from assistant.review.vault import DataKey, Vault
from assistant.settings.review import ReviewSettings

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Office:
    """The pieces that all parts share."""

    database: Database
    vault: Vault
    shops: Shops
    settings: ReviewSettings
    clock: Clock
    orders_now: OrdersNow

    def draft(self, row: AnyRow) -> QueuedDraft:
        """The draft of a row that `WITH_DELIVERY` selected."""
        content = self._content(row)
        draft = Draft.model_validate(content["draft"]) if content else None
        request = Request.model_validate(content["request"]) if content else None
        final = self.vault.key(row.data_key).open(row.final) if row.final and row.data_key else None
        return QueuedDraft(
            id=row.id,
            version=row.version,
            state=row.state,
            store=row.store,
            conversation=request.conversation if request else None,
            intent=row.intent,
            language=row.language,
            task=row.task,
            status=row.status,
            outcome=row.outcome,
            rules=split(row.rules),
            tried_rules=split(row.tried_rules),
            script=row.script,
            risk=100 - row.calm,
            asked_at=row.asked_at,
            created_at=row.created_at,
            due_at=row.due_at,
            expires_at=row.expires_at,
            claimed_by=row.claimed_by,
            claimed_until=row.claimed_until,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            delivery=row.delivery,
            request=request,
            draft=draft,
            text=final if final is not None else (draft.text if draft else None),
        )

    def _content(self, row: AnyRow) -> Any:
        if row.content is None or row.data_key is None:
            return None
        return json.loads(self.vault.key(row.data_key).open(row.content))

    def one(self, connection: Connection, draft_id: str, by: Reviewer) -> QueuedDraft:
        """The draft of that id.

        Raises:
            NoSuchDraft: there is none, or it is another store's.
        """
        found = WITH_DELIVERY.where(drafts.c.id == draft_id)
        row = connection.execute(found).one_or_none() if plain(draft_id) else None
        if row is None or not by.sees(row.store):
            raise NoSuchDraft(f"there is no draft {draft_id}")
        return self.draft(row)


WITH_DELIVERY: AnySelect = select(drafts, outbox.c.state.label("delivery")).select_from(
    drafts.outerjoin(outbox, outbox.c.draft_id == drafts.c.id)
)
"""Drafts with how their delivery stands."""

OPEN_ONLY: AnySelect = select(drafts, null().label("delivery"))
"""The same for drafts that are open: nothing of them is on its way."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of history to be written."""

    draft_id: str
    event: Event
    state: State
    version: int
    who: str | None = None
    about: Mapping[str, object] | None = None
    sealed: str | None = None


def write_history(connection: Connection, at: datetime, lines: Iterable[Line]) -> None:
    """Add lines to the history."""
    rows = [
        {
            "draft_id": line.draft_id,
            "at": at,
            "event": line.event,
            "who": line.who,
            "state": line.state,
            "version": line.version,
            "about": json.dumps(line.about or {}, ensure_ascii=False, sort_keys=True),
            "sealed": line.sealed,
        }
        for line in lines
    ]
    if rows:
        add_rows(connection, history, rows)


def read_history(office: Office, draft_id: str, *, by: Reviewer) -> Sequence[HistoryEntry]:
    """See `ReviewQueue.history`."""
    with office.database.read() as connection:
        office.one(connection, draft_id, by)
        wrapped = connection.execute(select(drafts.c.data_key).where(drafts.c.id == draft_id)).scalar_one()
        found = select(history).where(history.c.draft_id == draft_id).order_by(history.c.number)
        rows = connection.execute(found).all()
    key = office.vault.key(wrapped) if wrapped else None
    return [_entry(row, key) for row in rows]


def _entry(row: AnyRow, key: DataKey | None) -> HistoryEntry:
    told = json.loads(key.open(row.sealed)) if key and row.sealed else {}
    return HistoryEntry(
        number=row.number,
        draft_id=row.draft_id,
        at=row.at,
        event=row.event,
        who=row.who,
        state=row.state,
        version=row.version,
        about=json.loads(row.about),
        note=told.get("note"),
        diff=told.get("diff"),
    )


def sealed_note(key: DataKey | None, *, note: str = "", diff: str = "") -> str | None:
    """What a person wrote and changed, closed with the draft's key; None where there is nothing to tell."""
    told = {name: value for name, value in (("note", note), ("diff", diff)) if value}
    return key.seal(json.dumps(told, ensure_ascii=False)) if told and key else None


def new_id() -> str:
    """An id that nobody guesses."""
    return uuid.uuid4().hex


def joined(rules: Iterable[str]) -> str:
    """Rule ids as one column holds them, each once."""
    return ",".join(dict.fromkeys(rules))


def split(column: str) -> tuple[str, ...]:
    """The rule ids of a column."""
    return tuple(column.split(",")) if column else ()
