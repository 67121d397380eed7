"""Approved replies on their way to the tool that sends them: by polling with acknowledgement, or by webhook.

The letter is written in the very transaction of the approval, and handed out under a lease until somebody says that it
was sent. So none is lost; where a sender dies after sending, the same id comes again, and the tool knows it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, update

from assistant.errors import NoSuchDraft
from assistant.review.browsing import visible
from assistant.review.office import WITH_DELIVERY, AnyRow, Line, Office, new_id, write_history
from assistant.review.records import Delivery, Event, Reviewer
from assistant.review.tables import conversations, drafts, outbox
from assistant.review.talks import retire, settle, touch, withdraw
from assistant.review.texts import plain

_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 3600.0


class Outbox:
    """What is approved and not yet with the tool."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def pull(self, *, by: Reviewer, limit: int = 20, lease_s: float = 60.0) -> Sequence[Delivery]:
        """Lease what waits in `by`'s stores, oldest first; what is not acknowledged in time comes again."""
        office = self._office
        now = office.clock()
        if not self._anything_due(now, by):
            return []
        with office.database.write() as connection:
            _give_up(connection, now, office.settings.delivery_attempts)
            found = select(outbox.c.id).where(_due(now), *visible(outbox.c.store, by)).order_by(outbox.c.created_at)
            ids = list(connection.execute(found.limit(limit).with_for_update(skip_locked=True)).scalars())
            lease = new_id()
            leased = {"state": "leased", "lease": lease, "attempts": outbox.c.attempts + 1}
            until = now + timedelta(seconds=lease_s)
            connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(due_at=until, **leased))
            return [self._delivery(connection, row) for row in _letters(connection, ids)]

    def _anything_due(self, now: datetime, by: Reviewer) -> bool:
        with self._office.database.read() as connection:
            found = select(outbox.c.id).where(_due(now), *visible(outbox.c.store, by)).limit(1)
            return connection.execute(found).first() is not None

    def _delivery(self, connection: Connection, row: AnyRow) -> Delivery:
        draft = self._office.draft(connection.execute(WITH_DELIVERY.where(drafts.c.id == row.draft_id)).one())
        request = draft.request
        return Delivery(
            id=row.id,
            draft_id=draft.id,
            store=draft.store,
            conversation=draft.conversation,
            request_id=request.id if request else None,
            buyer_nick=request.buyer.nick if request else None,
            text=draft.text or "",
            task=draft.task,
            intent=draft.intent,
            edited=draft.state == "edited",
            approved_by=draft.decided_by or "",
            approved_at=row.created_at,
            attempts=row.attempts,
            lease=row.lease,
        )

    def acknowledge(self, delivery_id: str, lease: str, *, by: Reviewer) -> bool:
        """It was sent to the buyer. False: somebody else has leased it since, or it is settled already.

        Raises:
            NoSuchDraft: there is no such delivery in `by`'s stores.
        """
        office = self._office
        now = office.clock()
        with office.database.write() as connection:
            letter = self._letter(connection, delivery_id, by)
            # Conversation, drafts, outbox: everybody locks in this order.
            if letter.conversation_hash is not None:
                touch(connection, letter.store, letter.conversation_hash, now)
            if not plain(lease) or not settle(connection, now, "delivered", by.id, *_held(delivery_id, lease)):
                return False
            if letter.conversation_hash is not None:
                store, talk = letter.store, letter.conversation_hash
                about: dict[str, object] = {"because": "reply_delivered"}
                retire(connection, now, store, talk, before=now, who=by.id, about=about)
                # One that answers what the buyer said earlier, and failed until now, must not come after it.
                withdraw(connection, now, store, talk, drafts.c.asked_at < letter.asked_at, who=by.id)
            return True

    def give_back(self, delivery_id: str, lease: str, error: str, *, by: Reviewer) -> bool:
        """It could not be sent now; it comes again later, up to the tries of the settings.

        Args:
            error: why, in a word or a status; never what was to be sent.
        """
        office = self._office
        now = office.clock()
        with office.database.write() as connection:
            letter = self._letter(connection, delivery_id, by)
            pause = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** min(letter.attempts - 1, 20))
            again = {"state": "queued", "lease": None, "due_at": now + timedelta(seconds=pause)}
            told = error[:200] if plain(error) else "told in no plain words"
            statement = update(outbox).where(*_held(delivery_id, lease)).values(last_error=told, **again)
            done = plain(lease) and connection.execute(statement).rowcount > 0
            _give_up(connection, now, office.settings.delivery_attempts)
            return done

    def try_again(self, *, by: Reviewer) -> int:
        """Put what was given up on its way once more, as after a receiver's long outage; gives how many.

        What the purge emptied stays as it is, and so does a reply whose conversation has moved on since its approval.
        """
        office = self._office
        now = office.clock()
        talk = (
            conversations.c.store == drafts.c.store,
            conversations.c.conversation_hash == drafts.c.conversation_hash,
        )
        moved_on = exists().where(*talk, conversations.c.moved_at > drafts.c.decided_at)
        whole = select(drafts.c.id).where(drafts.c.content.is_not(None), ~moved_on)
        given_up = (outbox.c.state == "failed", outbox.c.draft_id.in_(whole), *visible(outbox.c.store, by))
        again = {"state": "queued", "attempts": 0, "due_at": now, "lease": None, "finished_at": None}
        with office.database.write() as connection:
            statement = update(outbox).where(*given_up).values(again).returning(outbox.c.draft_id)
            ids = list(connection.execute(statement).scalars())
            _note(connection, now, ids, "requeued", by.id)
        return len(ids)

    def given_up(self, *, by: Reviewer) -> int:
        """How many were given up after the last try."""
        found = select(func.count()).select_from(outbox).where(outbox.c.state == "failed", *visible(outbox.c.store, by))
        with self._office.database.read() as connection:
            return connection.execute(found).scalar_one()

    def _letter(self, connection: Connection, delivery_id: str, by: Reviewer) -> AnyRow:
        joined = outbox.join(drafts, outbox.c.draft_id == drafts.c.id)
        found = select(outbox.c.store, outbox.c.attempts, drafts.c.conversation_hash, drafts.c.asked_at).select_from(
            joined
        )
        known = plain(delivery_id)
        row: AnyRow | None = (
            connection.execute(found.where(outbox.c.id == delivery_id)).one_or_none() if known else None
        )
        if row is None or not by.sees(row.store):
            raise NoSuchDraft(f"there is no delivery {delivery_id}")
        return row


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(outbox.c.state.in_(("queued", "leased")), outbox.c.due_at <= now)


def _held(delivery_id: str, lease: str) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.id == delivery_id, outbox.c.lease == lease, outbox.c.state == "leased"


def _letters(connection: Connection, ids: Sequence[str]) -> Sequence[AnyRow]:
    return connection.execute(select(outbox).where(outbox.c.id.in_(ids)).order_by(outbox.c.created_at)).all()


def _give_up(connection: Connection, now: datetime, attempts: int) -> None:
    """End what was tried often enough, whoever tried it."""
    over = or_(outbox.c.state == "queued", and_(outbox.c.state == "leased", outbox.c.due_at <= now))
    spent = select(outbox.c.id).where(outbox.c.attempts >= attempts, over).with_for_update(skip_locked=True)
    statement = update(outbox).where(outbox.c.id.in_(spent)).values(state="failed", finished_at=now)
    ids = list(connection.execute(statement.returning(outbox.c.draft_id)).scalars())
    _note(connection, now, ids, "undelivered", None)


def _note(connection: Connection, now: datetime, ids: Sequence[str], event: Event, who: str | None) -> None:
    if ids:
        rows = connection.execute(select(drafts.c.id, drafts.c.state, drafts.c.version).where(drafts.c.id.in_(ids)))
        write_history(connection, now, [Line(row.id, event, row.state, row.version, who) for row in rows])
