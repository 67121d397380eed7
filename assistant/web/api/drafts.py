"""Drafts, checks and search (contract sections 3 to 5)."""

from functools import partial
from typing import Annotated, Literal

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from assistant.domain.base import Count, Str, Value
from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import CheckRequest, Request
from assistant.domain.store import Language
from assistant.review.records import Reviewer
from assistant.web.api.access import Checking, Drafting, Searching, TheDesk, shop_for
from assistant.web.api.answers import PROBLEMS, json_of
from assistant.web.api.bodies import StrictRoute
from assistant.web.desk import Desk

router = APIRouter(route_class=StrictRoute, tags=["drafts"], responses=PROBLEMS)

_AT_ONCE = 40
_PLACES: RunVar[CapacityLimiter] = RunVar("places for drafts")

QueueWhat = Literal["not_ready", "all", "never"]
"""Which drafts wait for a person at once: those that are not `ready`, all, or none."""


class Checked(Verdict):
    """A verdict with the id of what was asked."""

    id: str | int | None = None


class SearchQuery(Value):
    """What to look for."""

    id: Str | Count | None = None
    query: Annotated[str, Field(min_length=1, max_length=20_000)]
    store: str | None = None
    """None: any of the caller's."""
    language: Language | None = None
    k: Annotated[int, Field(ge=1, le=50)] = 5


class SearchHit(BaseModel):
    """A script, and how near it is."""

    script: str
    intent: str
    stage: str
    score: float
    question: str | None
    reply: str


class SearchResult(BaseModel):
    """The nearest scripts, best first."""

    id: str | int | None = None
    hits: list[SearchHit]


@router.post(
    "/drafts", response_model=Draft, responses={201: {"model": Draft, "description": "It waits in the queue."}}
)
async def draft(
    asked: Request,
    desk: TheDesk,
    by: Drafting,
    queue: Annotated[QueueWhat, Query(description="Which drafts are put before the reviewers at once.")] = "not_ready",
    idempotency_key: Annotated[
        str | None, Header(max_length=200, description="The same key twice queues one draft.")
    ] = None,
) -> Response:
    """Draft a reply. What has to wait for a person is queued; `Location` says where, and the status is 201."""
    work = partial(_drafted, desk, asked, by, queue, idempotency_key)
    return await to_thread.run_sync(work, limiter=_places())


def _places() -> CapacityLimiter:
    """Threads for drafts alone: a model that is slow keeps tools waiting, and no reviewer's page."""
    try:
        return _PLACES.get()
    except LookupError:
        _PLACES.set(CapacityLimiter(_AT_ONCE))
        return _PLACES.get()


def _drafted(desk: Desk, asked: Request, by: Reviewer, queue: QueueWhat, key: str | None) -> Response:
    shop = shop_for(desk, asked.store, by)
    # An answer that got lost on its way is asked for again: what waits already is not drafted anew.
    waits = desk.review.queue.submitted(asked, key, by=by) if key else None
    if waits is None or waits.draft is None:
        reply = shop.draft(asked).model_copy(update={"id": asked.id})
        if queue == "never" or (queue == "not_ready" and reply.status == "ready"):
            return json_of(reply)
        waits = waits or desk.review.queue.submit(asked, reply, by=by, key=key)
    else:
        reply = waits.draft
    where = {"Location": f"/api/v1/queue/{waits.id}", "X-Queue-Id": waits.id}
    return json_of(waits.draft or reply, 201, where)


@router.post("/checks", response_model=Checked)
def check(asked: CheckRequest, desk: TheDesk, by: Checking) -> Response:
    """Say whether a reply is fit to send."""
    verdict = shop_for(desk, asked.store, by).check(asked.reply, asked)
    return json_of(Checked(id=asked.id, **{name: getattr(verdict, name) for name in Verdict.model_fields}))


@router.post("/search", response_model=SearchResult)
def search(asked: SearchQuery, desk: TheDesk, by: Searching) -> Response:
    """Find the scripts nearest to what a buyer wrote; none when nothing is close."""
    mine = [store for store in desk.review.shops.ids() if by.sees(store)]
    shop = shop_for(desk, asked.store or (mine[0] if mine else ""), by)
    hits = [
        SearchHit(
            script=hit.script.id,
            intent=hit.intent,
            stage=hit.stage,
            score=round(hit.score, 4),
            question=hit.question,
            reply=hit.reply,
        )
        for hit in shop.search(asked.query, language=asked.language, k=asked.k)
    ]
    return json_of(SearchResult(id=asked.id, hits=hits))
