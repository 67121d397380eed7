"""Approved replies on their way to the tool that sends them: by polling with acknowledgement, or by webhook.

The letter is written in the very transaction of the approval, and handed out under a lease until somebody says that it
was sent. So none is lost; where a sender dies after sending, the same id comes again, and the tool knows it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from assistant.errors import NoSuchDraft
from assistant.review.browsing import visible
from assistant.review.intake import retire, settle, touch
from assistant.review.office import WITH_DELIVERY, AnyRow, Line, Office, new_id, write_history
from assistant.review.records import Delivery, Reviewer
from assistant.review.tables import drafts, outbox

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
            if not settle(connection, now, "delivered", by.id, *_held(delivery_id, lease)):
                return False
            if letter.conversation_hash is not None:
                about: dict[str, object] = {"because": "reply_delivered"}
                retire(connection, now, letter.store, letter.conversation_hash, before=now, who=by.id, about=about)
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
            statement = update(outbox).where(*_held(delivery_id, lease)).values(last_error=error[:200], **again)
            done = connection.execute(statement).rowcount > 0
            _give_up(connection, now, office.settings.delivery_attempts)
            return done

    def _letter(self, connection: Connection, delivery_id: str, by: Reviewer) -> AnyRow:
        joined = outbox.join(drafts, outbox.c.draft_id == drafts.c.id)
        found = select(outbox.c.store, outbox.c.attempts, drafts.c.conversation_hash).select_from(joined)
        row: AnyRow | None = connection.execute(found.where(outbox.c.id == delivery_id)).one_or_none()
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
    if ids:
        rows = connection.execute(select(drafts.c.id, drafts.c.state, drafts.c.version).where(drafts.c.id.in_(ids)))
        write_history(connection, now, [Line(row.id, "undelivered", row.state, row.version) for row in rows])
