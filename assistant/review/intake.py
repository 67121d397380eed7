"""Drafts come in: at most one of a conversation waits, and none that is out of date."""

import math
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_
from sqlalchemy.exc import IntegrityError

from assistant.domain.reply import Draft
from assistant.domain.request import Request
from assistant.errors import BadInput, NotAllowed
from assistant.review.database import add_rows
from assistant.review.nearest import nearest_script
from assistant.review.office import WITH_DELIVERY, Line, Office, joined, new_id, split, write_history
from assistant.review.records import QueuedDraft, Reviewer, State
from assistant.review.risk import risk_of
from assistant.review.tables import MINUTE, draft_rules, draft_terms, drafts, micros
from assistant.review.talks import as_of, conversation_hash, retire, touch
from assistant.review.texts import plain

_LONGEST = {"intent": 60, "rule": 100, "script": 200}
"""Characters of what stands in a column of its own."""


class Intake:
    """Takes drafts in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def submit(
        self, request: Request, draft: Draft, *, by: Reviewer, due_at: datetime | None, key: str | None
    ) -> QueuedDraft:
        """See `ReviewQueue.submit`."""
        known = self.known(request, key, by=by)
        if known is not None:
            return known
        _demand_storable(draft)
        office = self._office
        now = office.clock()
        talk = conversation_hash(office, request)
        row = self._row(request, draft, now, due_at, talk, self._key_hash(request, key))
        try:
            return self._store(request, draft, by, now, row)
        except IntegrityError:
            # The same key came in twice at once: the other was faster.
            known = self.known(request, key, by=by)
            if known is None:
                raise
            return known

    def known(self, request: Request, key: str | None, *, by: Reviewer) -> QueuedDraft | None:
        """See `ReviewQueue.submitted`."""
        office = self._office
        if not by.sees(request.store):
            raise NotAllowed(f"the store {request.store} is not one of yours")
        if request.store not in office.shops.ids():
            raise BadInput(f"request: store: expected one of this queue's stores, got {request.store}")
        key_hash = self._key_hash(request, key)
        if key_hash is None:
            return None
        found = WITH_DELIVERY.where(and_(drafts.c.store == request.store, drafts.c.key_hash == key_hash))
        with office.database.read() as connection:
            row = connection.execute(found).one_or_none()
        if row is None:
            return None
        draft = office.draft(row)
        if draft.request is not None and _question(draft.request) != _question(request):
            raise BadInput("key: expected one that no other request of this store came with")
        return draft

    def _key_hash(self, request: Request, key: str | None) -> str | None:
        return self._office.vault.blind("key", request.store, key) if key else None

    def _store(self, request: Request, draft: Draft, by: Reviewer, now: datetime, row: dict[str, Any]) -> QueuedDraft:
        talk, asked_at = row["conversation_hash"], row["asked_at"]
        with self._office.database.write() as connection:
            moved_at = asked_at
            if talk is not None:
                moved_at = touch(connection, request.store, talk, asked_at)
                if moved_at <= asked_at:
                    retire(connection, now, request.store, talk, before=None, who=by.id, about={"because": "new_draft"})
            late = moved_at > asked_at
            state: State = "superseded" if late else "pending"
            row = row | {"state": state, "waiting": not late, "decided_at": now if late else None}
            add_rows(connection, drafts, [row])
            self._index(connection, row["id"], request, draft, now)
            lines = [Line(row["id"], "submitted", "pending", 1, by.id, _origin(row["request_hash"], draft))]
            if late:
                lines.append(Line(row["id"], "superseded", "superseded", 1, None, {"because": "already_moved"}))
            write_history(connection, now, lines)
        return _as_stored(row, request, draft)

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
        asked_at = as_of(request.now, now)
        due = due_at or asked_at + timedelta(seconds=office.settings.response_s)
        asked = request.model_dump_json(by_alias=True)
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
            "script": nearest_script(draft, office.shops.shop(request.store).script_wordings),
            "calm": 100 - risk_of(request, draft),
            "asked_at": asked_at,
            "created_at": now,
            "due_at": due,
            "due_minute": micros(due) // MINUTE,
            "expires_at": max(due, now) + timedelta(seconds=office.settings.expire_s),
            "request_hash": office.vault.fingerprint(asked),
            "key_hash": key_hash,
            "data_key": wrapped,
            "content": data_key.seal(f'{{"request": {asked}, "draft": {draft.model_dump_json()}}}'),
        }

    def _index(self, connection: Connection, draft_id: str, request: Request, draft: Draft, now: datetime) -> None:
        caught = {rule for attempt in draft.attempts for rule in attempt.violations}
        caught |= {violation.rule for violation in draft.verdict.violations}
        if caught:
            own = {"draft_id": draft_id, "store": request.store, "at": now}
            rows = [own | {"rule": rule} for rule in sorted(caught)]
            add_rows(connection, draft_rules, rows)
        terms = search_terms(self._office, request)
        if terms:
            add_rows(connection, draft_terms, [{"draft_id": draft_id, "term_hash": term} for term in terms])


def search_terms(office: Office, request: Request) -> list[str]:
    """The hashes that a draft is looked up by."""
    blind, store = office.vault.blind, request.store
    terms = {blind("order", store, order.id) for order in request.orders}
    if request.buyer.nick:
        terms.add(blind("nick", store, request.buyer.nick))
    return sorted(terms)


def _question(request: Request) -> tuple[object, ...]:
    """What makes two requests the same one, sent again: its time may be another."""
    return request.task, request.message, request.conversation, request.buyer.nick, request.product


def _demand_storable(draft: Draft) -> None:
    """Pass where a draft can be written down and read back: one that cannot would keep its whole page from being shown.

    Raises:
        BadInput: a number that is none, or a name that no column holds.
    """
    usages = [usage for usage in (draft.usage, *(attempt.usage for attempt in draft.attempts)) if usage]
    numbers = [draft.elapsed_ms, *(attempt.ms for attempt in draft.attempts)]
    numbers += [reference.score for reference in draft.references]
    numbers += [usage.cost for usage in usages if usage.cost is not None]
    if not all(map(math.isfinite, numbers)):
        raise BadInput("draft: expected numbers that are finite")
    rules = {rule for attempt in draft.attempts for rule in attempt.violations}
    rules |= {violation.rule for violation in draft.verdict.violations}
    named = [("intent", draft.intent), *(("rule", rule) for rule in rules)]
    named += [("script", reference.script) for reference in draft.references]
    for kind, name in named:
        if not plain(name) or len(name) > _LONGEST[kind] or (kind == "rule" and "," in name):
            raise BadInput(f"draft: {kind}: expected a name of at most {_LONGEST[kind]} plain characters")


def _as_stored(row: dict[str, Any], request: Request, draft: Draft) -> QueuedDraft:
    """What reading the row back would give, without opening what was closed a moment ago."""
    same = ("id", "version", "state", "store", "intent", "language", "task", "status", "outcome", "script")
    times = ("asked_at", "created_at", "due_at", "expires_at", "decided_at")
    known = {name: row[name] for name in (*same, *times)}
    return QueuedDraft(
        **known,
        conversation=request.conversation,
        rules=split(row["rules"]),
        tried_rules=split(row["tried_rules"]),
        risk=100 - row["calm"],
        request=request,
        draft=draft,
        text=draft.text,
    )


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
