"""A draft is one reviewer's for a while: taken, kept longer, given back."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from assistant.errors import ClaimedByOther, Moved
from assistant.review.browsing import available, ordered, where
from assistant.review.office import Line, Office, write_history
from assistant.review.records import Filter, QueuedDraft, Reviewer
from assistant.review.tables import drafts
from assistant.review.upkeep import sweep

_FREE: dict[str, Any] = {"state": "pending", "claimed_by": None, "claimed_until": None}


class Claims:
    """Gives drafts out and takes them back."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def next(self, which: Filter | None, *, by: Reviewer) -> QueuedDraft | None:
        """See `ReviewQueue.next`."""
        office = self._office
        now = office.clock()
        sweep(office)
        wanted = (which or Filter()).model_copy(update={"states": frozenset({"pending"}), "words": None})
        with office.database.write() as connection:
            in_time = drafts.c.expires_at > now
            found = ordered(select(drafts.c.id).where(*where(office, wanted, by), in_time)).limit(1)
            draft_id = connection.execute(found.with_for_update(skip_locked=True)).scalar_one_or_none()
            if draft_id is None or not self._take(connection, draft_id, by, now, drafts.c.state == "pending"):
                return None
            return office.one(connection, draft_id, by)

    def claim(self, draft_id: str, *, by: Reviewer) -> QueuedDraft:
        """See `ReviewQueue.claim`."""
        office = self._office
        now = office.clock()
        with office.database.write() as connection:
            draft = office.one(connection, draft_id, by)
            if draft.claimed_by == by.id and draft.state == "claimed":
                # Kept longer, by the same hands: nothing that anybody saw has changed.
                until = now + timedelta(seconds=office.settings.claim_s)
                mine = (drafts.c.id == draft_id, drafts.c.claimed_by == by.id, drafts.c.waiting)
                connection.execute(update(drafts).where(*mine).values(claimed_until=until))
            elif not self._take(connection, draft_id, by, now, available(by, now)):
                raise too_late(office, connection, draft_id, by, now)
            return office.one(connection, draft_id, by)

    def _take(
        self, connection: Connection, draft_id: str, by: Reviewer, now: datetime, free: ColumnElement[bool]
    ) -> bool:
        until = now + timedelta(seconds=self._office.settings.claim_s)
        statement = (
            update(drafts)
            .where(drafts.c.id == draft_id, drafts.c.waiting, drafts.c.expires_at > now, free)
            .values(state="claimed", claimed_by=by.id, claimed_until=until, version=drafts.c.version + 1)
            .returning(drafts.c.version)
        )
        version = connection.execute(statement).scalar_one_or_none()
        if version is None:
            return False
        write_history(connection, now, [Line(draft_id, "claimed", "claimed", version, by.id)])
        return True

    def release(self, draft_id: str, *, by: Reviewer) -> QueuedDraft:
        """See `ReviewQueue.release`."""
        office = self._office
        now = office.clock()
        with office.database.write() as connection:
            office.one(connection, draft_id, by)
            held = [drafts.c.id == draft_id, drafts.c.state == "claimed"]
            if by.role != "admin":
                held.append(drafts.c.claimed_by == by.id)
            statement = update(drafts).where(*held).values(_FREE | {"version": drafts.c.version + 1})
            version = connection.execute(statement.returning(drafts.c.version)).scalar_one_or_none()
            if version is None:
                raise too_late(office, connection, draft_id, by, now)
            write_history(connection, now, [Line(draft_id, "released", "pending", version, by.id)])
            return office.one(connection, draft_id, by)


def too_late(office: Office, connection: Connection, draft_id: str, by: Reviewer, now: datetime) -> Moved:
    """Why a draft can no longer be taken or decided."""
    draft = office.one(connection, draft_id, by)
    held = draft.claimed_until is not None and draft.claimed_until > now
    if draft.state == "claimed" and held and draft.claimed_by is not None and draft.claimed_by != by.id:
        return ClaimedByOther("another reviewer has this draft", holder=draft.claimed_by, version=draft.version)
    state = "expired" if draft.open and draft.expires_at <= now else draft.state
    return Moved(f"this draft has moved on: it is {state} now", state=state, version=draft.version)
