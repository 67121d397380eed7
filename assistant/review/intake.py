"""Drafts come in, conversations move on: at most one draft of a conversation waits, and none that is out of date."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.domain.reply import Draft
from assistant.domain.request import Request
from assistant.errors import BadInput, NotAllowed
from assistant.review.database import upsert_later
from assistant.review.office import WITH_DELIVERY, Line, Office, joined, new_id, write_history
from assistant.review.records import QueuedDraft, Reviewer, State
from assistant.review.risk import risk_of
from assistant.review.tables import MINUTE, conversations, draft_rules, draft_terms, drafts, micros, outbox


class Intake:
    """Takes drafts in, and retires those whose conversation moved on."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def submit(
        self, request: Request, draft: Draft, *, by: Reviewer, due_at: datetime | None, key: str | None
    ) -> QueuedDraft:
        """See `ReviewQueue.submit`."""
        office = self._office
        if not by.sees(request.store):
            raise NotAllowed(f"the store {request.store} is not one of yours")
        if request.store not in office.shops.ids():
            raise BadInput(f"request: store: expected one of this queue's stores, got {request.store}")
        now = office.clock()
        talk = conversation_hash(office, request)
        key_hash = office.vault.blind("key", request.store, key) if key else None
        row = self._row(request, draft, now, due_at, talk, key_hash)
        try:
            return self._store(request, draft, by, now, row)
        except IntegrityError:
            # The same key came in twice at once, with nothing to queue the two up by.
            with office.database.read() as connection:
                known = self._known(connection, request.store, key_hash)
            if known is None:
                raise
            return known

    def _store(self, request: Request, draft: Draft, by: Reviewer, now: datetime, row: dict[str, Any]) -> QueuedDraft:
        office = self._office
        talk, key_hash = row["conversation_hash"], row["key_hash"]
        with office.database.write() as connection:
            moved_at = request.now
            if talk is not None:
                moved_at = touch(connection, request.store, talk, request.now)
            known = self._known(connection, request.store, key_hash)
            if known is not None:
                return known
            if talk is not None and moved_at <= request.now:
                retire(connection, now, request.store, talk, before=None, who=by.id, about={"because": "new_draft"})
            late = moved_at > request.now
            state: State = "superseded" if late else "pending"
            moment = {"state": state, "waiting": not late, "decided_at": now if late else None}
            connection.execute(insert(drafts).values(**row, **moment))
            self._index(connection, row["id"], request, draft, now)
            lines = [Line(row["id"], "submitted", "pending", 1, by.id, _origin(row["request_hash"], draft))]
            if late:
                lines.append(Line(row["id"], "superseded", "superseded", 1, None, {"because": "already_moved"}))
            write_history(connection, now, lines)
            return office.draft(connection.execute(WITH_DELIVERY.where(drafts.c.id == row["id"])).one())

    def _row(
        self,
        request: Request,
        draft: Draft,
        now: datetime,
        due_at: datetime | None,
        talk: str | None,
        key_hash: str | None,
    ) -> dict[str, Any]:
        office = self._office
        due = due_at or request.now + timedelta(seconds=office.settings.response_s)
        asked = request.model_dump_json(exclude_defaults=True, by_alias=True)
        data_key, wrapped = office.vault.new_key()
        rules = joined(violation.rule for violation in draft.verdict.violations)
        free = draft.verdict.outcome == "pass" and not rules and draft.status != "handover"
        return {
            "id": new_id(),
            "store": request.store,
            "conversation_hash": talk,
            "version": 1,
            "task": request.task,
            "intent": draft.intent,
            "language": draft.language,
            "status": draft.status,
            "outcome": draft.verdict.outcome,
            "rules": rules,
            "tried_rules": joined(rule for attempt in draft.attempts for rule in attempt.violations),
            "finding_free": free,
            "script": draft.references[0].script if draft.references else None,
            "calm": 100 - risk_of(request, draft),
            "asked_at": request.now,
            "created_at": now,
            "due_at": due,
            "due_minute": micros(due) // MINUTE,
            "expires_at": max(due, now) + timedelta(seconds=office.settings.expire_s),
            "request_hash": hashlib.sha256(asked.encode()).hexdigest(),
            "key_hash": key_hash,
            "data_key": wrapped,
            "content": data_key.seal(f'{{"request": {_whole(request)}, "draft": {draft.model_dump_json()}}}'),
        }

    def _known(self, connection: Connection, store: str, key_hash: str | None) -> QueuedDraft | None:
        if key_hash is None:
            return None
        found = WITH_DELIVERY.where(and_(drafts.c.store == store, drafts.c.key_hash == key_hash))
        row = connection.execute(found).one_or_none()
        return self._office.draft(row) if row else None

    def _index(self, connection: Connection, draft_id: str, request: Request, draft: Draft, now: datetime) -> None:
        caught = {rule for attempt in draft.attempts for rule in attempt.violations}
        caught |= {violation.rule for violation in draft.verdict.violations}
        if caught:
            own = {"draft_id": draft_id, "store": request.store, "at": now}
            rows = [own | {"rule": rule} for rule in sorted(caught)]
            connection.execute(insert(draft_rules), rows)
        terms = search_terms(self._office, request)
        if terms:
            connection.execute(insert(draft_terms), [{"draft_id": draft_id, "term_hash": term} for term in terms])

    def moved(
        self, store: str, conversation: str, *, by: Reviewer, at: datetime | None, sent: bool, draft_id: str | None
    ) -> Sequence[str]:
        """See `ReviewQueue.message_arrived` and `message_sent`."""
        office = self._office
        if not by.sees(store):
            raise NotAllowed(f"the store {store} is not one of yours")
        now = office.clock()
        when = at or now
        talk = office.vault.blind("conversation", store, conversation)
        about = {"because": "message_sent" if sent else "message_arrived"}
        with office.database.write() as connection:
            touch(connection, store, talk, when)
            retired = retire(connection, now, store, talk, before=when, who=by.id, about=about)
            if sent:
                _withdraw(connection, now, store, talk, delivered=draft_id, who=by.id)
        return retired


def conversation_hash(office: Office, request: Request) -> str | None:
    """What ties the drafts of a conversation together: its id, else the buyer's nick; None: nothing does."""
    if request.conversation:
        return office.vault.blind("conversation", request.store, request.conversation)
    if request.buyer.nick:
        return office.vault.blind("conversation", request.store, request.buyer.nick)
    return None


def search_terms(office: Office, request: Request) -> list[str]:
    """The hashes that a draft is looked up by."""
    blind, store = office.vault.blind, request.store
    terms = {blind("order", store, order.id) for order in request.orders}
    if request.buyer.nick:
        terms.add(blind("nick", store, request.buyer.nick))
    return sorted(terms)


def touch(connection: Connection, store: str, talk: str, at: datetime) -> datetime:
    """Note that a conversation moved, and lock it; gives when it last did, this time included."""
    row = {"store": store, "conversation_hash": talk, "moved_at": at}
    moved_at: datetime = upsert_later(connection, conversations, row, "moved_at")
    return moved_at


def retire(
    connection: Connection,
    now: datetime,
    store: str,
    talk: str,
    *,
    before: datetime | None,
    who: str | None,
    about: Mapping[str, object],
    spare: str | None = None,
) -> list[str]:
    """Supersede what is open in a conversation and was asked for before a moment (None: all of it)."""
    which = [drafts.c.store == store, drafts.c.conversation_hash == talk, drafts.c.waiting]
    if before is not None:
        which.append(drafts.c.asked_at < before)
    if spare is not None:
        which.append(drafts.c.id != spare)
    statement = (
        update(drafts)
        .where(*which)
        .values(
            state="superseded",
            waiting=False,
            version=drafts.c.version + 1,
            decided_at=now,
            claimed_by=None,
            claimed_until=None,
        )
        .returning(drafts.c.id, drafts.c.version)
    )
    rows = connection.execute(statement).all()
    write_history(connection, now, [Line(id_, "superseded", "superseded", ver, who, about) for id_, ver in rows])
    return [id_ for id_, _ in rows]


def _withdraw(
    connection: Connection, now: datetime, store: str, talk: str, *, delivered: str | None, who: str | None
) -> None:
    """Keep approved replies of a conversation back that no sender has yet; the one that was sent counts as delivered."""
    mine = select(drafts.c.id).where(drafts.c.store == store, drafts.c.conversation_hash == talk)
    if delivered is not None:
        one = (outbox.c.draft_id == delivered, outbox.c.state.in_(("queued", "leased", "failed")))
        settle(connection, now, "delivered", who, outbox.c.draft_id.in_(mine), *one)
    settle(connection, now, "withdrawn", who, outbox.c.draft_id.in_(mine), outbox.c.state == "queued")


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


def _whole(request: Request) -> str:
    return request.model_dump_json(by_alias=True)


def _origin(request_hash: object, draft: Draft) -> dict[str, object]:
    """What the history keeps of how a draft came to be: nothing of the buyer's."""
    return {
        "request_hash": request_hash,
        "prompt_version": draft.prompt_version,
        "policy_version": draft.verdict.policy_version,
        "source": draft.source,
        "status": draft.status,
        "reason": draft.reason,
        "outcome": draft.verdict.outcome,
        "rules": sorted({violation.rule for violation in draft.verdict.violations}),
        "references": [[reference.script, reference.score] for reference in draft.references],
        "attempts": [
            {"source": a.source, "outcome": a.outcome, "violations": list(a.violations), "ms": a.ms}
            for a in draft.attempts
        ],
    }
