"""The queue: drafts go in, people decide, approved replies come out. One front for tools, the page and the commands."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import Request
from assistant.review.browsing import Browsing
from assistant.review.claims import Claims
from assistant.review.decisions import Decisions
from assistant.review.figures import read_figures
from assistant.review.intake import Intake
from assistant.review.judging import Overrule
from assistant.review.office import Office, read_history
from assistant.review.records import (
    BulkResult,
    Decision,
    Filter,
    HistoryEntry,
    Page,
    QueuedDraft,
    RejectionCode,
    Reviewer,
)
from assistant.review.tables import history
from assistant.review.talks import moved
from assistant.review.tallies import Figures
from assistant.review.upkeep import purge, rotate_keys, sweep

_FIRST_LOOK_S = 0.05
_LONGEST_PAUSE_S = 1.0


class ReviewQueue:
    """Drafts that wait for a person.

    Every call that changes a draft is one transaction, and every decision names the version that its maker saw: of two
    who decide at once one gets `Moved`. A reviewer of other stores gets `NoSuchDraft`, as if there were none.
    """

    def __init__(self, office: Office, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._office = office
        self._sleep = sleep
        self._intake = Intake(office)
        self._browsing = Browsing(office)
        self._claims = Claims(office)
        self._decisions = Decisions(office)

    # What tools call

    def submit(
        self,
        request: Request,
        draft: Draft,
        *,
        by: Reviewer,
        due_at: datetime | None = None,
        key: str | None = None,
    ) -> QueuedDraft:
        """Put a draft before the reviewers.

        It retires what is open in the same conversation; where the conversation has moved on since the request's `now`
        it is itself `superseded` at once.

        Args:
            request: what it answers; its conversation (else the buyer's nick) ties drafts together.
            draft: of any status; a tool that sends `ready` drafts by itself may leave those out.
            due_at: when the buyer should have an answer; None: the request's `now` and the response time of the settings.
            key: the same key twice for a store gives the same draft.

        Raises:
            NotAllowed: the store is not one of `by`'s.
            BadInput: there is no such store, the key came with another request, or the draft cannot be written down.
        """
        return self._intake.submit(request, draft, by=by, due_at=due_at, key=key)

    def submitted(self, request: Request, key: str, *, by: Reviewer) -> QueuedDraft | None:
        """The draft that came with this key before; None: there is none. Raises as `submit`."""
        return self._intake.known(request, key, by=by)

    def wait(self, draft_id: str, *, by: Reviewer, timeout_s: float) -> QueuedDraft:
        """The draft once it is decided, or as it is when the time is up."""
        began = self._office.clock()
        pause_s = _FIRST_LOOK_S
        while True:
            draft = self.get(draft_id, by=by)
            left_s = timeout_s - (self._office.clock() - began).total_seconds()
            if not draft.open or left_s <= 0:
                return draft
            self._sleep(min(pause_s, left_s))
            pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)

    def message_arrived(
        self, store: str, conversation: str, *, by: Reviewer, at: datetime | None = None
    ) -> Sequence[str]:
        """The buyer wrote: retires the open drafts that were asked for before it. Returns their ids."""
        return moved(self._office, store, conversation, by=by, at=at, sent=False, draft_id=None)

    def message_sent(
        self, store: str, conversation: str, *, by: Reviewer, at: datetime | None = None, draft_id: str | None = None
    ) -> Sequence[str]:
        """Anything was sent to the buyer: retires the open drafts, and withdraws approved replies not yet delivered.

        Args:
            draft_id: what was sent, where it came from this queue; it counts as delivered.
        """
        return moved(self._office, store, conversation, by=by, at=at, sent=True, draft_id=draft_id)

    # What reviewers call

    def get(self, draft_id: str, *, by: Reviewer) -> QueuedDraft:
        """One draft.

        Raises:
            NoSuchDraft: there is none, or it is another store's.
        """
        with self._office.database.read() as connection:
            return self._office.one(connection, draft_id, by)

    def list(self, which: Filter | None = None, *, by: Reviewer, after: str | None = None, limit: int = 50) -> Page:
        """Drafts that wait, by response deadline (to the minute) and then risk; decided ones newest first.

        Args:
            which: None: everything open.
            after: where the last page ended.
        """
        return self._browsing.page(which, by=by, after=after, limit=limit)

    def count(self, which: Filter | None = None, *, by: Reviewer) -> int:
        """How many fit (of `words` at most 1,000 are looked at)."""
        return self._browsing.count(which, by=by)

    def neighbours(self, draft_id: str, which: Filter | None = None, *, by: Reviewer) -> tuple[str | None, str | None]:
        """The draft before and the one after in `list`'s order."""
        return self._browsing.neighbours(draft_id, which, by=by)

    def next(self, which: Filter | None = None, *, by: Reviewer) -> QueuedDraft | None:
        """Claim the most pressing draft that nobody has; None: there is none."""
        return self._claims.next(which, by=by)

    def claim(self, draft_id: str, *, by: Reviewer) -> QueuedDraft:
        """Take a draft for the claim time of the settings; again to keep it longer.

        Raises:
            ClaimedByOther: somebody has it.
            Moved: it no longer waits.
        """
        return self._claims.claim(draft_id, by=by)

    def release(self, draft_id: str, *, by: Reviewer) -> QueuedDraft:
        """Give a claimed draft back. An admin may give back anybody's."""
        return self._claims.release(draft_id, by=by)

    def check(self, draft_id: str, text: str, *, by: Reviewer) -> Verdict:
        """The verdict on a text for this draft's buyer with the facts of now. Changes nothing."""
        return self._decisions.check(draft_id, text, by=by)

    def approve(self, draft_id: str, version: int, *, by: Reviewer) -> Decision:
        """Let the draft out as it stands.

        Raises:
            Blocked: the check with the facts of now found what keeps it in; `verdict` says what. It stays claimed.
            NeedsReviewer: the outcome is `handover` and `by` is an agent.
            ClaimedByOther: somebody else has it.
            Moved: the version is not the present one, or it no longer waits; `draft` is as it is now.
        """
        return self._decisions.let_out(draft_id, version, None, by=by)

    def edit_and_approve(self, draft_id: str, version: int, text: str, *, by: Reviewer) -> Decision:
        """Let the reviewer's words out instead; raises as `approve`. Unchanged words count as `approve`."""
        return self._decisions.let_out(draft_id, version, text, by=by)

    def overrule(
        self, draft_id: str, version: int, rule: str, reason: str, *, by: Reviewer, text: str | None = None
    ) -> Decision:
        """Let a text out although it breaks this one rule.

        Args:
            rule: the only rule that may keep the text in; `privacy.*` never.
            reason: in writing, for the history.
            text: None: the draft as it stands.

        Raises:
            NotAllowed: an agent, or `privacy.*`.
            BadInput: no reason, or the text does not break that rule.
            Blocked: it breaks another one too, or was not fully checked; else as `approve`.
        """
        return self._decisions.let_out(draft_id, version, text, by=by, overrule=Overrule(rule, reason))

    def reject(
        self,
        draft_id: str,
        version: int,
        code: RejectionCode,
        *,
        by: Reviewer,
        rule: str | None = None,
        note: str = "",
    ) -> Decision:
        """Keep a draft from going out.

        Args:
            rule: the rule that it breaks; required with `breaks_rule`, whose drafts become labelled cases.

        Raises:
            BadInput: an unknown rule, or none where one is needed.
            ClaimedByOther, Moved: as `approve`.
        """
        return self._decisions.reject(draft_id, version, code, by=by, rule=rule, note=note)

    def hand_over(self, draft_id: str, version: int, *, by: Reviewer, note: str = "") -> Decision:
        """Leave the answer to a person on the platform; raises as `reject`."""
        return self._decisions.hand_over(draft_id, version, by=by, note=note)

    def approve_many(self, drafts: Mapping[str, int], *, by: Reviewer) -> BulkResult:
        """Approve several finding-free drafts of one intent; each is checked and may be refused by itself.

        Args:
            drafts: draft id to version.

        Raises:
            BadInput: they are of several intents, or one has findings. Nothing is approved then.
        """
        return self._decisions.approve_many(drafts, by=by)

    # What is looked back at

    def history(self, draft_id: str, *, by: Reviewer) -> Sequence[HistoryEntry]:
        """Everything that happened to a draft, oldest first."""
        return read_history(self._office, draft_id, by=by)

    def figures(self, *, by: Reviewer, days: int = 14, store: str | None = None) -> Figures:
        """How the queue does, over the last days in the zone of the settings."""
        return read_figures(self._office, by=by, days=days, store=store)

    def changes(self) -> int:
        """A number that goes up with everything that happens in the queue: cheap to ask, for live pages."""
        with self._office.database.read() as connection:
            return connection.execute(select(func.max(history.c.number))).scalar_one() or 0

    # What the clock calls

    def sweep(self) -> int:
        """Give back claims that ran out and expire what nobody came for. Every claim and listing does it on its way."""
        return sweep(self._office)

    def purge(self, *, older_than: timedelta | None = None) -> int:
        """Destroy the personal data of drafts closed longer ago than the settings' days. What happened stays."""
        days = timedelta(days=self._office.settings.purge_days)
        return purge(self._office, days if older_than is None else older_than)

    def rotate_keys(self) -> int:
        """Wrap every draft's key with the newest key of the settings."""
        return rotate_keys(self._office)

    def stored(self, *, by: Reviewer, at_a_time: int = 500) -> Iterator[QueuedDraft]:
        """Every draft that still has its content, oldest first; so many are read at a time."""
        return self._browsing.stored(by=by, at_a_time=at_a_time)
