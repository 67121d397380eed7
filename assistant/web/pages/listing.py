"""The queue: what waits, most pressing first, alive."""

import re
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.domain.intents import INTENTS
from assistant.errors import AssistantError, BadInput
from assistant.review.records import Filter, QueuedDraft
from assistant.web.filters import fields_of, filter_of, query_of
from assistant.web.interpreting import told
from assistant.web.names import names_of, store_names_of, stores_of
from assistant.web.rendering import page, until
from assistant.web.visits import SignedIn, Visit

router = APIRouter(include_in_schema=False)

_ID = re.compile("[0-9a-zA-Z-]{1,64}")
REFRESH_S = 20
"""So old may the deadlines on a page be that nothing else happened to."""
PAGE_LENGTH = 30


@router.get("/queue")
def queue_page(visit: SignedIn) -> Response:
    """The whole page."""
    return page(visit, "queue.html", **_rows(visit), **_around(visit), error=None)


@router.get("/queue/rows")
def queue_rows(visit: SignedIn) -> Response:
    """The rows alone, where anything has happened since the page was made."""
    seen, at = visit.query.get("seen", ""), visit.query.get("at", "")
    fresh = at.isdigit() and len(at) < 12 and visit.desk.clock().timestamp() - int(at) < REFRESH_S
    if fresh and seen == str(visit.desk.review.queue.changes()):
        return Response(status_code=204)
    return page(visit, "queue_rows.html", **_rows(visit, part=True))


@router.post("/queue/next")
def take_next(visit: SignedIn) -> Response:
    """Claim the most pressing draft and open it."""
    return go_to_next(visit)


def go_to_next(visit: Visit, decided: QueuedDraft | None = None) -> Response:
    """Where a reviewer goes on: the most pressing draft that nobody has, else the queue.

    Args:
        visit: who, and the filter they work in.
        decided: what they have just decided: the next page says so, and leads back to it.
    """
    found = visit.desk.review.queue.next(_filter(visit), by=visit.reviewer)
    done = {"done": decided.state, "last": decided.id} if decided else {}
    if found is None:
        return RedirectResponse(f"/queue{query_of(visit.query, **(done or {'done': 'none'}))}", 303)
    return RedirectResponse(f"/drafts/{found.id}{query_of(visit.query, **done)}", 303)


def last_of(visit: Visit) -> str:
    """The draft that the reviewer has just decided, as the address names it; nothing where it names none."""
    last = visit.query.get("last", "")
    return last if _ID.fullmatch(last) else ""


@router.post("/queue/bulk")
def approve_chosen(visit: SignedIn) -> Response:
    """Approve the drafts that were ticked; each is checked by itself."""
    try:
        chosen = dict(_id_and_version(value) for value in visit.form.all("draft"))
        if not chosen:
            raise BadInput(visit.words("bulk.none"))
        result = visit.desk.review.queue.approve_many(chosen, by=visit.reviewer)
    except AssistantError as caught:
        return page(
            visit, "queue.html", status=422, **_rows(visit), **_around(visit), error=told(str(caught), visit.words)
        )
    around = _around(visit) | {"bulk": result}
    return page(visit, "queue.html", **_rows(visit), **around, error=None)


def _id_and_version(value: str) -> tuple[str, int]:
    draft_id, _, version = value.partition(":")
    if not version.isascii() or not version.isdigit() or len(version) > 9:
        raise BadInput("draft: expected an id and a version")
    return draft_id, int(version)


def _filter(visit: Visit) -> Filter:
    zone = visit.desk.review.options.timezone
    return filter_of(visit.query, zone, me=visit.reviewer.id)


def _rows(visit: Visit, *, part: bool = False) -> dict[str, Any]:
    queue, me = visit.desk.review.queue, visit.reviewer
    which = _filter(visit)
    changes = queue.changes()
    now = visit.desk.clock()
    found = queue.list(which, by=me, after=visit.query.get("after") or None, limit=PAGE_LENGTH)
    holders = frozenset(draft.claimed_by for draft in found.drafts if draft.claimed_by)
    return {
        "drafts": found.drafts,
        "after": found.after,
        "count": visit.desk.counts.of(queue, which, me, now),
        "changes": changes,
        "at": int(now.timestamp()),
        "due": lambda draft: until(draft.due_at, now, visit.words),
        "late": lambda draft: draft.due_at < now,
        "soon": lambda draft: timedelta(0) <= draft.due_at - now < timedelta(seconds=60),
        "names": names_of(visit.desk, holders),
        "store_names": store_names_of(visit.desk, me),
        "query": query_of(visit.query),
        "poll_query": _joined(query_of(visit.query), f"seen={changes}&at={int(now.timestamp())}"),
        "bulk_possible": which.intent is not None,
        "first_page": not visit.query.get("after"),
        "part": part,
    }


def _joined(query: str, more: str) -> str:
    return f"{query}&{more}" if query else f"?{more}"


def _around(visit: Visit) -> dict[str, Any]:
    return {
        "fields": fields_of(visit.query),
        "stores": stores_of(visit.desk, visit.reviewer),
        "intents": INTENTS,
        "done": visit.query.get("done", ""),
        "last": last_of(visit),
        "bulk": None,
    }
