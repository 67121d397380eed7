"""What the queue speaks of: drafts that wait, decisions on them, what happened to them, and who decides."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from assistant.domain.base import Name, Value, ZonedTime
from assistant.domain.reply import Draft, Outcome, Status, Verdict
from assistant.domain.request import Request, Task
from assistant.domain.store import Language
from assistant.review.texts import plain

State = Literal["pending", "claimed", "approved", "edited", "rejected", "expired", "superseded", "handed_over"]
"""`pending` waits; `claimed` one reviewer has it for a while; `approved` goes out as drafted; `edited` goes out as a
reviewer wrote it; `rejected` does not go out; `expired` nobody came in time; `superseded` the conversation moved on;
`handed_over` a person answers on the platform."""

OPEN: frozenset[State] = frozenset({"pending", "claimed"})
"""What still waits for a decision. Every other state is final."""

Role = Literal["agent", "reviewer", "admin"]
"""`agent` claims, edits and approves what passes or only warns; `reviewer` also decides what is for a person to decide,
overrules a rule, and accepts proposals; `admin` also keeps accounts."""

Scope = Literal["drafts", "checks", "search", "queue:read", "queue:decide", "delivery"]
"""What an API token may be used for."""

ALL_SCOPES: frozenset[Scope] = frozenset({"drafts", "checks", "search", "queue:read", "queue:decide", "delivery"})

EVERY_STORE = "*"
"""Among a reviewer's stores: all of them."""

RejectionCode = Literal["breaks_rule", "wrong_facts", "wrong_intent", "incomplete", "tone", "not_needed", "other"]
"""Why a draft is rejected. `breaks_rule` names the rule."""

REJECTION_CODES: tuple[RejectionCode, ...] = (
    "breaks_rule",
    "wrong_facts",
    "wrong_intent",
    "incomplete",
    "tone",
    "not_needed",
    "other",
)

Event = Literal[
    "submitted",
    "claimed",
    "released",
    "lapsed",
    "approved",
    "edited",
    "overruled",
    "refused",
    "rejected",
    "handed_over",
    "superseded",
    "expired",
    "delivered",
    "undelivered",
    "requeued",
    "withdrawn",
    "purged",
]
"""What may happen to a draft. `lapsed`: a claim ran out. `refused`: an approval that the check stopped. `undelivered`:
given up after the last try. `requeued`: tried once more all the same. `withdrawn`: approved, but the conversation moved on before it was delivered."""

DeliveryState = Literal["queued", "leased", "delivered", "failed", "withdrawn"]
"""`leased`: a sender has it for a moment. `failed`: given up."""


class Reviewer(Value):
    """Who acts: a person who signed in, or a token that acts for one."""

    id: Name
    name: Name
    role: Role
    stores: frozenset[str] = frozenset()
    """Ids of the stores that they may see; `*`: every one."""
    scopes: frozenset[Scope] = ALL_SCOPES
    must_change_password: bool = False

    def sees(self, store: str) -> bool:
        """Whether the store is one of theirs."""
        return EVERY_STORE in self.stores or store in self.stores

    @property
    def may_overrule(self) -> bool:
        """Whether they decide what an agent may not."""
        return self.role in {"reviewer", "admin"}


class QueuedDraft(Value):
    """A draft in the queue with all that a reviewer needs. After the purge `request`, `draft` and `text` are None."""

    id: str
    version: int
    """Goes up with every change; a decision names the one that its maker saw."""
    state: State
    store: str
    conversation: str | None
    intent: str
    language: Language
    task: Task
    status: Status
    outcome: Outcome
    """The verdict's when it was drafted."""
    rules: tuple[str, ...] = ()
    """Broken by the draft as it stands, each once."""
    tried_rules: tuple[str, ...] = ()
    """Broken by an attempt before it: what the checker caught."""
    script: str | None = None
    """The nearest script."""
    risk: int
    """0 to 100; see `assistant.review.risk`."""
    asked_at: datetime
    """The request's `now`."""
    created_at: datetime
    due_at: datetime
    """When the buyer should have an answer."""
    expires_at: datetime
    claimed_by: str | None = None
    """The reviewer's id."""
    claimed_until: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    delivery: DeliveryState | None = None
    request: Request | None
    draft: Draft | None
    text: str | None
    """What goes out, or would: the reviewer's words after an edit, else the draft's."""

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state in OPEN

    @property
    def finding_free(self) -> bool:
        """Whether nothing was found in it when it was drafted, so that it may be approved in bulk."""
        return self.outcome == "pass" and not self.rules and self.status != "handover"


class Decision(Value):
    """What came of deciding."""

    draft: QueuedDraft
    verdict: Verdict | None = None
    """On the text that goes out, with the facts of that moment; None where nothing goes out."""


class BulkResult(Value):
    """What came of approving many at once."""

    approved: tuple[str, ...] = ()
    refused: dict[str, str] = Field(default_factory=dict)
    """Draft id to the reason, for a person to read."""


class HistoryEntry(Value):
    """One line of a draft's history; never changed, never taken away."""

    number: int
    """Goes up over all drafts."""
    draft_id: str
    at: datetime
    event: Event
    who: str | None
    """A reviewer's id; None: the queue itself."""
    state: State
    """After it."""
    version: int
    """After it."""
    about: dict[str, object] = Field(default_factory=dict)
    """Plain details: request hash, prompt and policy version, references, outcome, codes, rules."""
    note: str | None = None
    """What a person wrote; None after the purge."""
    diff: str | None = None
    """A unified diff of an edit, from the draft to what went out; None after the purge."""


def _sought(text: str) -> str:
    if not plain(text):
        raise ValueError("expected text without zeros and half characters")
    return text


Sought = Annotated[str, Field(max_length=500), AfterValidator(_sought)]
"""A value to look for."""


class Filter(Value):
    """Which drafts; every key that is given narrows."""

    states: frozenset[State] = OPEN
    stores: frozenset[Sought] | None = None
    """None: every store that the reviewer sees."""
    intent: Sought | None = None
    outcome: Outcome | None = None
    rule: Sought | None = None
    """Broken by the draft or by an attempt before it."""
    script: Sought | None = None
    language: Language | None = None
    decided_by: Sought | None = None
    claimed_by: Sought | None = None
    finding_free: bool | None = None
    since: ZonedTime | None = None
    """Created at or after."""
    until: ZonedTime | None = None
    """Created before."""
    conversation: Sought | None = None
    buyer_nick: Sought | None = None
    order_id: Sought | None = None
    words: Annotated[Sought, Field(max_length=200)] | None = None
    """Anywhere in message or text; looked for in the newest 1,000 that fit the rest."""


class Page(Value):
    """Some drafts in order, and where the next ones begin."""

    drafts: tuple[QueuedDraft, ...]
    after: str | None
    """Give it to the next call; None: there are no more."""


class Submission(Value):
    """What a tool hands in."""

    request: Request
    draft: Draft
    due_at: ZonedTime | None = None
    """None: the request's `now` and the response time of the settings."""
    key: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """The same key twice gives the same draft once."""


class Delivery(Value):
    """An approved reply on its way to the tool that sends it."""

    id: str
    """Also the idempotency key: the same for every try."""
    draft_id: str
    store: str
    conversation: str | None
    request_id: str | int | None
    buyer_nick: str | None
    text: str
    task: Task
    intent: str
    edited: bool
    approved_by: str
    approved_at: datetime
    attempts: int = 0
    lease: str | None = None
    """Given with the acknowledgement; a lease that ran out is worth nothing."""


ProposalState = Literal["proposed", "accepted", "declined"]


class Proposal(Value):
    """A heavy edit, as a change to the nearest script. Nothing enters a corpus by itself."""

    id: str
    version: int
    state: ProposalState
    store: str
    script: str
    language: Language
    intent: str
    draft_id: str
    before: str
    """The script's wording; empty where there was none."""
    after: str
    """What went out, without what points to the buyer."""
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    broken: tuple[str, ...] = ()
    """Rules that `after` breaks as a script; it can't be accepted while there are any."""
