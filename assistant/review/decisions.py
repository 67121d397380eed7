"""People decide. Each decision is one compare-and-set on the version that its maker saw."""

import difflib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from assistant.domain.reply import Verdict
from assistant.errors import BadInput, Blocked, NeedsReviewer, ReviewError
from assistant.review.browsing import available
from assistant.review.claims import too_late
from assistant.review.database import insert_or_keep
from assistant.review.judging import Overrule, demand_fit, judge
from assistant.review.office import Line, Office, new_id, sealed_note, write_history
from assistant.review.proposing import proposal_of
from assistant.review.records import (
    REJECTION_CODES,
    BulkResult,
    Decision,
    Event,
    QueuedDraft,
    RejectionCode,
    Reviewer,
    State,
)
from assistant.review.tables import draft_rules, drafts, outbox, proposals


class Decisions:
    """Lets drafts out, or keeps them in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def check(self, draft_id: str, text: str, *, by: Reviewer) -> Verdict:
        """See `ReviewQueue.check`."""
        with self._office.database.read() as connection:
            draft = self._office.one(connection, draft_id, by)
        return judge(self._office, draft, text)

    def let_out(
        self, draft_id: str, version: int, text: str | None, *, by: Reviewer, overrule: Overrule | None = None
    ) -> Decision:
        """Check a text (None: the draft's own) with the facts of now, and let it out."""
        office = self._office
        with office.database.read() as connection:
            draft = office.one(connection, draft_id, by)
            self._demand_present(connection, draft, version, by)
        if draft.draft is None:
            raise BadInput("this draft's content was purged")
        # A browser sends its line ends in its own way: that alone is no edit.
        words = draft.draft.text if text is None else text.replace("\r\n", "\n")
        verdict = judge(office, draft, words)
        try:
            demand_fit(verdict, by, overrule)
        except (Blocked, NeedsReviewer):
            self._note_refusal(draft, verdict, by)
            raise
        return self._store_approval(draft, words, verdict, by, overrule)

    def _store_approval(
        self, draft: QueuedDraft, words: str, verdict: Verdict, by: Reviewer, overrule: Overrule | None
    ) -> Decision:
        office = self._office
        assert draft.draft is not None
        now = office.clock()
        edited = words != draft.draft.text
        state: State = "edited" if edited else "approved"
        proposal = proposal_of(office, draft, words, by, now) if edited else None
        with office.database.write() as connection:
            key = office.vault.key(self._set(connection, draft, by, now, state, {}))
            if edited:
                final = {"final": key.seal(words)}
                connection.execute(update(drafts).where(drafts.c.id == draft.id).values(final))
            about: dict[str, object] = {
                "outcome": verdict.outcome,
                "rules": sorted({violation.rule for violation in verdict.violations}),
                "policy_version": verdict.policy_version,
            }
            events: list[tuple[Event, dict[str, object], str | None]] = []
            if overrule is not None:
                events.append(("overruled", {"rule": overrule.rule}, sealed_note(key, note=overrule.reason)))
            change = sealed_note(key, diff=_diff(draft.draft.text, words)) if edited else None
            events.append(("edited" if edited else "approved", about, change))
            lines = [Line(draft.id, event, state, draft.version + 1, by.id, what, seal) for event, what, seal in events]
            write_history(connection, now, lines)
            self._note_rules(connection, draft, verdict, now)
            connection.execute(insert(outbox).values(_letter(draft, now)))
            if proposal is not None:
                connection.execute(insert(proposals).values(proposal))
            return Decision(draft=office.one(connection, draft.id, by), verdict=verdict)

    def reject(
        self, draft_id: str, version: int, code: RejectionCode, *, by: Reviewer, rule: str | None, note: str
    ) -> Decision:
        """See `ReviewQueue.reject`."""
        office = self._office
        if code not in REJECTION_CODES:
            raise BadInput(f"code: expected one of {', '.join(REJECTION_CODES)}, got {code}")
        if code == "breaks_rule" and rule is None:
            raise BadInput("rule: required, but missing (the rule that the draft breaks)")
        with office.database.read() as connection:
            draft = office.one(connection, draft_id, by)
        if rule is not None and office.shops.shop(draft.store).rules.rule(rule) is None:
            raise BadInput(f"rule: there is no rule {rule}")
        about = {"code": code, "rule": rule}
        columns = {"rejection_code": code, "rejection_rule": rule}
        return self._close(draft_id, version, "rejected", "rejected", by=by, about=about, note=note, columns=columns)

    def hand_over(self, draft_id: str, version: int, *, by: Reviewer, note: str) -> Decision:
        """See `ReviewQueue.hand_over`."""
        return self._close(draft_id, version, "handed_over", "handed_over", by=by, about={}, note=note, columns={})

    def _close(
        self,
        draft_id: str,
        version: int,
        state: State,
        event: Event,
        *,
        by: Reviewer,
        about: Mapping[str, object],
        note: str,
        columns: Mapping[str, Any],
    ) -> Decision:
        office = self._office
        now = office.clock()
        with office.database.write() as connection:
            draft = office.one(connection, draft_id, by)
            self._demand_present(connection, draft, version, by)
            key = office.vault.key(self._set(connection, draft, by, now, state, columns))
            line = Line(draft_id, event, state, version + 1, by.id, about, sealed_note(key, note=note))
            write_history(connection, now, [line])
            return Decision(draft=office.one(connection, draft_id, by))

    def approve_many(self, wanted: Mapping[str, int], *, by: Reviewer) -> BulkResult:
        """See `ReviewQueue.approve_many`."""
        with self._office.database.read() as connection:
            found = [self._office.one(connection, draft_id, by) for draft_id in wanted]
        intents = sorted({draft.intent for draft in found})
        if len(intents) > 1:
            raise BadInput(f"expected drafts of one intent, got {', '.join(intents)}")
        unfit = [draft.id for draft in found if not draft.finding_free]
        if unfit:
            raise BadInput(f"expected drafts without findings; these have some: {', '.join(unfit)}")
        approved: list[str] = []
        refused: dict[str, str] = {}
        for draft_id, version in wanted.items():
            try:
                self._approve_clean(draft_id, version, by)
                approved.append(draft_id)
            except (ReviewError, BadInput) as caught:
                refused[draft_id] = str(caught)
        return BulkResult(approved=tuple(approved), refused=refused)

    def _approve_clean(self, draft_id: str, version: int, by: Reviewer) -> None:
        with self._office.database.read() as connection:
            draft = self._office.one(connection, draft_id, by)
        verdict = judge(self._office, draft, draft.text or "")
        if verdict.outcome != "pass":
            rules = ", ".join(sorted({violation.rule for violation in verdict.violations}))
            raise Blocked(f"by now there is something to look at: {rules or 'not fully checked'}", verdict=verdict)
        self.let_out(draft_id, version, None, by=by)

    # The compare-and-set

    def _set(
        self,
        connection: Connection,
        draft: QueuedDraft,
        by: Reviewer,
        now: datetime,
        state: State,
        columns: Mapping[str, Any],
    ) -> str:
        """Close a draft, if it is still as its decider saw it. Gives its wrapped key."""
        statement = (
            update(drafts)
            .where(
                drafts.c.id == draft.id,
                drafts.c.version == draft.version,
                drafts.c.waiting,
                drafts.c.expires_at > now,
                available(by, now),
            )
            .values(
                state=state,
                waiting=False,
                version=draft.version + 1,
                decided_by=by.id,
                decided_at=now,
                claimed_by=None,
                claimed_until=None,
                **columns,
            )
            .returning(drafts.c.data_key)
        )
        row = connection.execute(statement).one_or_none()
        if row is None:
            raise too_late(self._office, connection, draft.id, by, now)
        return str(row.data_key)

    def _demand_present(self, connection: Connection, draft: QueuedDraft, version: int, by: Reviewer) -> None:
        if draft.version != version or not draft.open:
            raise too_late(self._office, connection, draft.id, by, self._office.clock())

    def _note_refusal(self, draft: QueuedDraft, verdict: Verdict, by: Reviewer) -> None:
        now = self._office.clock()
        about = {
            "outcome": verdict.outcome,
            "rules": sorted({violation.rule for violation in verdict.violations}),
            "unchecked": len(verdict.unchecked),
        }
        with self._office.database.write() as connection:
            write_history(connection, now, [Line(draft.id, "refused", draft.state, draft.version, by.id, about)])
            self._note_rules(connection, draft, verdict, now)

    @staticmethod
    def _note_rules(connection: Connection, draft: QueuedDraft, verdict: Verdict, now: datetime) -> None:
        row = {"draft_id": draft.id, "store": draft.store, "at": now}
        for rule in sorted({violation.rule for violation in verdict.violations}):
            insert_or_keep(connection, draft_rules, row | {"rule": rule})


def _letter(draft: QueuedDraft, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "draft_id": draft.id,
        "store": draft.store,
        "state": "queued",
        "attempts": 0,
        "created_at": now,
        "due_at": now,
    }


def _diff(before: str, after: str) -> str:
    return "\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), "draft", "sent", lineterm=""))
