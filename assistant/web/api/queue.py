"""The queue over HTTP: hand in, look, wait, decide, say that a conversation moved on."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from assistant.domain.base import Str, Value, ZonedTime
from assistant.domain.reply import Verdict
from assistant.domain.request import Message
from assistant.errors import NotAllowed
from assistant.review.records import (
    BulkResult,
    Decision,
    HistoryEntry,
    Page,
    QueuedDraft,
    RejectionCode,
    Reviewer,
    Submission,
)
from assistant.review.tallies import Figures
from assistant.web.api.access import Deciding, Drafting, Reading, TheDesk, shop_for
from assistant.web.api.answers import PROBLEMS, json_of
from assistant.web.api.bodies import StrictRoute
from assistant.web.desk import Desk
from assistant.web.filters import filter_of
from assistant.web.pulse import BEAT_S

router = APIRouter(route_class=StrictRoute, tags=["queue"], responses=PROBLEMS)

MAX_WAIT_S = 30.0


class Listing(Value):
    """Which drafts, from where on; every key narrows."""

    store: str | None = None
    state: str | None = None
    """States with commas between; what is open when left out."""
    intent: str | None = None
    outcome: str | None = None
    rule: str | None = None
    script: str | None = None
    language: str | None = None
    clean: Literal["yes", "no"] | None = None
    """`yes`: only drafts without findings; `no`: the others."""
    conversation: str | None = None
    buyer_nick: str | None = None
    order_id: str | None = None
    words: str | None = None
    decided_by: str | None = None
    since: str | None = None
    """A day, like 2026-11-21."""
    until: str | None = None
    after: str | None = None
    """Where the page before ended."""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Stand(Value):
    """Which version of a draft a decision is about."""

    version: Annotated[int, Field(ge=0)]


class Edited(Stand):
    """The reviewer's words."""

    text: Message


class Rejected(Stand):
    """Why it stays in."""

    code: RejectionCode
    rule: Str | None = None
    """The rule that it breaks; required with `breaks_rule`."""
    note: Annotated[str, Field(max_length=2000)] = ""


class HandedOver(Stand):
    """What the person who answers should know."""

    note: Annotated[str, Field(max_length=2000)] = ""


class Overruled(Stand):
    """A rule that is set aside for this one text."""

    rule: Str
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    text: Message | None = None


class Text(Value):
    """A text to be checked."""

    text: Message


class Bulk(Value):
    """Drafts to approve: id to version."""

    drafts: Annotated[Mapping[str, int], Field(min_length=1, max_length=500)]


class Moved(Value):
    """Something happened in a conversation."""

    store: Str
    conversation: Annotated[str, Field(min_length=1, max_length=500)]
    """Its id, else the buyer's nick, as in the requests."""
    what: Literal["arrived", "sent"]
    """`arrived`: the buyer wrote; `sent`: anything was sent to the buyer."""
    at: ZonedTime | None = None
    draft_id: Str | None = None
    """What was sent, where it came from this queue."""


class Retired(BaseModel):
    """The drafts that no longer wait."""

    retired: list[str]


class History(BaseModel):
    """What happened to a draft, oldest first."""

    entries: list[HistoryEntry]


@router.post("/queue", response_model=QueuedDraft, status_code=201)
def submit(given: Submission, desk: TheDesk, by: Drafting) -> Response:
    """Put a draft before the reviewers; it retires what is open in the same conversation."""
    shop_for(desk, given.request.store, by)
    draft = desk.review.queue.submit(given.request, given.draft, by=by, due_at=given.due_at, key=given.key)
    return json_of(draft, 201)


@router.get("/queue", response_model=Page)
def listing(asked: Annotated[Listing, Query()], desk: TheDesk, by: Reading) -> Response:
    """Drafts that wait, by deadline and risk; decided ones newest first."""
    given = {name: value for name, value in asked if isinstance(value, str)}
    which = filter_of(given, desk.review.options.timezone, me=by.id)
    return json_of(desk.review.queue.list(which, by=by, after=asked.after, limit=asked.limit))


@router.post("/queue/next", response_model=QueuedDraft, responses={204: {"description": "Nothing waits."}})
def take_next(desk: TheDesk, by: Deciding, store: str | None = None, intent: str | None = None) -> Response:
    """Claim the most pressing draft that nobody has."""
    given = {"store": store or "", "intent": intent or ""}
    found = desk.review.queue.next(filter_of(given, desk.review.options.timezone, me=by.id), by=by)
    return Response(status_code=204) if found is None else json_of(found)


@router.post("/queue/approvals", response_model=BulkResult)
def approve_many(given: Bulk, desk: TheDesk, by: Deciding) -> Response:
    """Approve several drafts without findings, of one intent."""
    return json_of(desk.review.queue.approve_many(given.drafts, by=by))


@router.get("/queue/{draft_id}", response_model=QueuedDraft)
async def one(
    draft_id: str,
    desk: TheDesk,
    by: Reading,
    wait_s: Annotated[
        float, Query(ge=0, le=MAX_WAIT_S, description="Answer once it is decided, or after so long.")
    ] = 0,
) -> Response:
    """One draft; with `wait_s` once it is decided."""
    return json_of(await _decided(desk, draft_id, by, wait_s))


async def _decided(desk: Desk, draft_id: str, by: Reviewer, wait_s: float) -> QueuedDraft:
    # Not `ReviewQueue.wait`: a hundred callers that wait would hold a hundred threads.
    queue = desk.review.queue
    loop = asyncio.get_running_loop()
    end = loop.time() + wait_s
    seen = await desk.pulse.changes(queue)
    draft = await run_in_threadpool(queue.get, draft_id, by=by)
    while draft.open and loop.time() < end:
        await asyncio.sleep(min(BEAT_S, max(0.0, end - loop.time())))
        changes = await desk.pulse.changes(queue)
        if changes != seen or loop.time() >= end:
            seen = changes
            draft = await run_in_threadpool(queue.get, draft_id, by=by)
    return draft


@router.get("/queue/{draft_id}/history", response_model=History)
def history(draft_id: str, desk: TheDesk, by: Reading) -> Response:
    """What happened to it."""
    return json_of(History(entries=list(desk.review.queue.history(draft_id, by=by))))


@router.post("/queue/{draft_id}/claim", response_model=QueuedDraft)
def claim(draft_id: str, desk: TheDesk, by: Deciding) -> Response:
    """Take it for a while; again to keep it longer."""
    return json_of(desk.review.queue.claim(draft_id, by=by))


@router.post("/queue/{draft_id}/release", response_model=QueuedDraft)
def release(draft_id: str, desk: TheDesk, by: Deciding) -> Response:
    """Give it back."""
    return json_of(desk.review.queue.release(draft_id, by=by))


@router.post("/queue/{draft_id}/check", response_model=Verdict)
def check(draft_id: str, given: Text, desk: TheDesk, by: Reading) -> Response:
    """The verdict on a text for this draft's buyer, with the facts of now."""
    return json_of(desk.review.queue.check(draft_id, given.text, by=by))


@router.post("/queue/{draft_id}/approve", response_model=Decision)
def approve(draft_id: str, given: Stand, desk: TheDesk, by: Deciding) -> Response:
    """Let it out as it stands."""
    return json_of(desk.review.queue.approve(draft_id, given.version, by=by))


@router.post("/queue/{draft_id}/edit", response_model=Decision)
def edit(draft_id: str, given: Edited, desk: TheDesk, by: Deciding) -> Response:
    """Let other words out instead."""
    return json_of(desk.review.queue.edit_and_approve(draft_id, given.version, given.text, by=by))


@router.post("/queue/{draft_id}/overrule", response_model=Decision)
def overrule(draft_id: str, given: Overruled, desk: TheDesk, by: Deciding) -> Response:
    """Let it out although it breaks this one rule."""
    queue = desk.review.queue
    return json_of(queue.overrule(draft_id, given.version, given.rule, given.reason, by=by, text=given.text))


@router.post("/queue/{draft_id}/reject", response_model=Decision)
def reject(draft_id: str, given: Rejected, desk: TheDesk, by: Deciding) -> Response:
    """Keep it in."""
    queue = desk.review.queue
    return json_of(queue.reject(draft_id, given.version, given.code, by=by, rule=given.rule, note=given.note))


@router.post("/queue/{draft_id}/hand-over", response_model=Decision)
def hand_over(draft_id: str, given: HandedOver, desk: TheDesk, by: Deciding) -> Response:
    """Leave it to a person on the platform."""
    return json_of(desk.review.queue.hand_over(draft_id, given.version, by=by, note=given.note))


@router.post("/conversations", response_model=Retired)
def moved(given: Moved, desk: TheDesk, by: Drafting) -> Response:
    """Say that the buyer wrote, or that anything was sent: what waits there is out of date."""
    shop_for(desk, given.store, by)
    queue, at = desk.review.queue, given.at
    if given.what == "arrived":
        retired = queue.message_arrived(given.store, given.conversation, by=by, at=at)
    else:
        retired = queue.message_sent(given.store, given.conversation, by=by, at=at, draft_id=given.draft_id)
    return json_of(Retired(retired=list(retired)))


@router.get("/figures", response_model=Figures)
def figures(
    desk: TheDesk, by: Reading, days: Annotated[int, Query(ge=1, le=366)] = 14, store: str | None = None
) -> Response:
    """How the queue does."""
    if store is not None and not by.sees(store):
        raise NotAllowed(f"the store {store} is not one of yours")
    return json_of(desk.review.queue.figures(by=by, days=days, store=store))
