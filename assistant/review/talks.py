"""A conversation moves on: what waits in it is out of date, and an older reply that nobody has sent yet stays in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, update

from assistant.domain.request import Request
from assistant.errors import NotAllowed
from assistant.review.database import upsert_later
from assistant.review.office import AnySelect, Line, Office, write_history
from assistant.review.records import Reviewer
from assistant.review.tables import conversations, drafts, outbox
from assistant.review.texts import plain

_CLOCKS_DIFFER = timedelta(minutes=10)
"""So far ahead of ours a tool's clock may be. A time beyond that is none: the conversation would stand still until then."""


def as_of(moment: datetime, now: datetime) -> datetime:
    """When something happened that a tool tells of; never so far ahead that it is a mistake."""
    return now if moment > now + _CLOCKS_DIFFER else moment


def moved(
    office: Office,
    store: str,
    conversation: str,
    *,
    by: Reviewer,
    at: datetime | None,
    sent: bool,
    draft_id: str | None,
) -> Sequence[str]:
    """See `ReviewQueue.message_arrived` and `message_sent`."""
    if not by.sees(store):
        raise NotAllowed(f"the store {store} is not one of yours")
    now = office.clock()
    when = as_of(at or now, now)
    talk = office.vault.blind("conversation", store, conversation)
    about = {"because": "message_sent" if sent else "message_arrived"}
    with office.database.write() as connection:
        touch(connection, store, talk, when)
        retired = retire(connection, now, store, talk, before=when, who=by.id, about=about)
        if sent:
            if draft_id is not None and plain(draft_id):
                mine = (outbox.c.draft_id.in_(_drafts_of(store, talk)), outbox.c.draft_id == draft_id)
                unsettled = outbox.c.state.in_(("queued", "leased", "failed"))
                settle(connection, now, "delivered", by.id, *mine, unsettled)
            withdraw(connection, now, store, talk, drafts.c.asked_at <= when, who=by.id)
    return retired


def conversation_hash(office: Office, request: Request) -> str | None:
    """What ties the drafts of a conversation together: its id, else the buyer's nick; None: nothing does."""
    if request.conversation:
        return office.vault.blind("conversation", request.store, request.conversation)
    if request.buyer.nick:
        return office.vault.blind("conversation", request.store, request.buyer.nick)
    return None


def touch(connection: Connection, store: str, talk: str, at: datetime) -> datetime:
    """Note that a conversation moved, and lock it; gives when it last did, this time included."""
    row = {"store": store, "conversation_hash": talk, "moved_at": at}
    moved_at: datetime = upsert_later(connection, conversations, row, "moved_at")
    return moved_at


_RETIRE = (
    update(drafts)
    .where(drafts.c.store == bindparam("of_store"), drafts.c.conversation_hash == bindparam("talk"), drafts.c.waiting)
    .values(
        state="superseded",
        waiting=False,
        version=drafts.c.version + 1,
        decided_at=bindparam("at"),
        claimed_by=None,
        claimed_until=None,
    )
    .returning(drafts.c.id, drafts.c.version)
)
_RETIRE_OLDER = _RETIRE.where(drafts.c.asked_at < bindparam("before"))


def retire(
    connection: Connection,
    now: datetime,
    store: str,
    talk: str,
    *,
    before: datetime | None,
    who: str | None,
    about: Mapping[str, object],
) -> list[str]:
    """Supersede what is open in a conversation and was asked for before a moment (None: all of it)."""
    given = {"of_store": store, "talk": talk, "at": now}
    if before is None:
        rows = connection.execute(_RETIRE, given).all()
    else:
        rows = connection.execute(_RETIRE_OLDER, given | {"before": before}).all()
    write_history(connection, now, [Line(id_, "superseded", "superseded", ver, who, about) for id_, ver in rows])
    return [id_ for id_, _ in rows]


def withdraw(
    connection: Connection, now: datetime, store: str, talk: str, older: ColumnElement[bool], *, who: str | None
) -> list[str]:
    """Keep approved replies of a conversation back that no sender has, where their drafts are `older`."""
    nobody_has_it = or_(outbox.c.state == "queued", and_(outbox.c.state == "leased", outbox.c.due_at <= now))
    mine = outbox.c.draft_id.in_(_drafts_of(store, talk).where(older))
    return settle(connection, now, "withdrawn", who, mine, nobody_has_it)


def _drafts_of(store: str, talk: str) -> AnySelect:
    return select(drafts.c.id).where(drafts.c.store == store, drafts.c.conversation_hash == talk)


def settle(
    connection: Connection,
    now: datetime,
    state: Literal["delivered", "withdrawn"],
    who: str | None,
    *which: ColumnElement[bool],
) -> list[str]:
    """End deliveries, and say so in the history of their drafts. Gives the drafts' ids."""
    statement = update(outbox).where(*which).values(state=state, finished_at=now, lease=None)
    ids = list(connection.execute(statement.returning(outbox.c.draft_id)).scalars())
    if ids:
        rows = connection.execute(select(drafts.c.id, drafts.c.state, drafts.c.version).where(drafts.c.id.in_(ids)))
        write_history(connection, now, [Line(row.id, state, row.state, row.version, who) for row in rows])
    return ids
