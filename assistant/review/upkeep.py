"""What time does to drafts: claims run out, nobody comes, personal data is destroyed, keys are rotated."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, update

from assistant.review.office import AnySelect, Line, Office, write_history
from assistant.review.tables import conversations, draft_terms, drafts, outbox, proposals
from assistant.review.vault import rewrap_index_key

_AT_ONCE = 500


def sweep(office: Office) -> int:
    """See `ReviewQueue.sweep`."""
    now = office.clock()
    with office.database.read() as connection:
        due = connection.execute(
            select(or_(exists().where(*_lapsed(now)), exists().where(*_overdue(now))))
        ).scalar_one()
    if not due:
        return 0
    with office.database.write() as connection:
        return _expire(connection, now) + _give_back(connection, now)


def _lapsed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return drafts.c.state == "claimed", drafts.c.claimed_until <= now


def _overdue(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return drafts.c.waiting, drafts.c.expires_at <= now


def _free_ids(*which: ColumnElement[bool]) -> AnySelect:
    # Two who sweep at once would wait for each other's rows; what another has in hand is left to the next time.
    return select(drafts.c.id).where(*which).with_for_update(skip_locked=True)


def _give_back(connection: Connection, now: datetime) -> int:
    statement = (
        update(drafts)
        .where(drafts.c.id.in_(_free_ids(*_lapsed(now))))
        .values(state="pending", claimed_by=None, claimed_until=None, version=drafts.c.version + 1)
        .returning(drafts.c.id, drafts.c.version)
    )
    rows = connection.execute(statement).all()
    write_history(connection, now, [Line(id_, "lapsed", "pending", version) for id_, version in rows])
    return len(rows)


def _expire(connection: Connection, now: datetime) -> int:
    statement = (
        update(drafts)
        .where(drafts.c.id.in_(_free_ids(*_overdue(now))))
        .values(
            state="expired",
            waiting=False,
            decided_at=now,
            claimed_by=None,
            claimed_until=None,
            version=drafts.c.version + 1,
        )
        .returning(drafts.c.id, drafts.c.version)
    )
    rows = connection.execute(statement).all()
    write_history(connection, now, [Line(id_, "expired", "expired", version) for id_, version in rows])
    return len(rows)


def purge(office: Office, older_than: timedelta) -> int:
    """See `ReviewQueue.purge`."""
    now = office.clock()
    limit = now - older_than
    done = 0
    while True:
        with office.database.write() as connection:
            count = _purge_some(connection, now, limit)
        done += count
        if count < _AT_ONCE:
            break
    with office.database.write() as connection:
        connection.execute(delete(conversations).where(conversations.c.moved_at < limit))
    if done:
        office.database.wipe_traces()
    return done


def _purge_some(connection: Connection, now: datetime, limit: datetime) -> int:
    on_its_way = exists().where(outbox.c.draft_id == drafts.c.id, outbox.c.state.in_(("queued", "leased")))
    closed = (~drafts.c.waiting, drafts.c.decided_at < limit, drafts.c.data_key.is_not(None), ~on_its_way)
    ids = list(connection.execute(_free_ids(*closed).limit(_AT_ONCE)).scalars())
    if not ids:
        return 0
    statement = (
        update(drafts)
        .where(drafts.c.id.in_(ids), drafts.c.data_key.is_not(None))
        .values(data_key=None, content=None, final=None, conversation_hash=None)
        .returning(drafts.c.id, drafts.c.state, drafts.c.version)
    )
    rows = connection.execute(statement).all()
    connection.execute(delete(draft_terms).where(draft_terms.c.draft_id.in_(ids)))
    undecided = (proposals.c.draft_id.in_(ids), proposals.c.state != "accepted")
    connection.execute(update(proposals).where(*undecided).values(content=None))
    write_history(connection, now, [Line(row.id, "purged", row.state, row.version) for row in rows])
    return len(rows)


def rotate_keys(office: Office) -> int:
    """See `ReviewQueue.rotate_keys`."""
    vault = office.vault
    with office.database.write() as connection:
        rewrap_index_key(connection, vault)
    with office.database.write() as connection:
        _rewrap_proposals(connection, office)
    last, done = "", 0
    while True:
        with office.database.write() as connection:
            found = select(drafts.c.id, drafts.c.data_key).where(drafts.c.id > last, drafts.c.data_key.is_not(None))
            rows = connection.execute(found.order_by(drafts.c.id).limit(_AT_ONCE).with_for_update()).all()
            for row in rows:
                key = vault.rewrapped(row.data_key)
                connection.execute(update(drafts).where(drafts.c.id == row.id).values(data_key=key))
        done += len(rows)
        if len(rows) < _AT_ONCE:
            break
        last = rows[-1].id
    office.database.wipe_traces()
    return done


def _rewrap_proposals(connection: Connection, office: Office) -> None:
    # Locked as they are read: words that somebody accepts meanwhile must not be overwritten with those from before.
    found = select(proposals.c.id, proposals.c.content).where(proposals.c.content.is_not(None))
    for row in connection.execute(found.order_by(proposals.c.id).with_for_update()).all():
        content = office.vault.rewrapped(row.content)
        connection.execute(update(proposals).where(proposals.c.id == row.id).values(content=content))
