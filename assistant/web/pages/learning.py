"""What edits propose for the store's scripts: looked at, reworded, accepted or declined by a person."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.errors import BadInput, Blocked, Moved, NotAllowed
from assistant.review.records import Proposal
from assistant.web.interpreting import told
from assistant.web.names import names_of
from assistant.web.rendering import page
from assistant.web.visits import SignedIn, Visit

router = APIRouter(include_in_schema=False, prefix="/proposals")


@router.get("")
def proposals_page(visit: SignedIn) -> Response:
    """The proposals that wait."""
    return _show(visit)


@router.post("/{proposal_id}/accept")
def accept(visit: SignedIn, proposal_id: str) -> Response:
    """Take a change into what `assistant review export` writes."""
    form = visit.form
    text = form.one("text").strip() or None
    learning = visit.desk.review.learning
    return _do(
        visit, lambda: learning.accept(proposal_id, form.number("version"), by=visit.reviewer, text=text), "accepted"
    )


@router.post("/{proposal_id}/decline")
def decline(visit: SignedIn, proposal_id: str) -> Response:
    """Turn a change down."""
    learning = visit.desk.review.learning
    return _do(
        visit, lambda: learning.decline(proposal_id, visit.form.number("version"), by=visit.reviewer), "declined"
    )


def _do(visit: Visit, act: Callable[[], Proposal], done: str) -> Response:
    try:
        act()
    except (BadInput, Blocked, Moved, NotAllowed) as caught:
        return _show(visit, error=told(str(caught), visit.words))
    return RedirectResponse(f"/proposals?done={done}", 303)


def _show(visit: Visit, *, error: str | None = None) -> Response:
    found = visit.desk.review.learning.proposals(by=visit.reviewer)
    return page(
        visit,
        "proposals.html",
        status=422 if error else 200,
        proposals=found,
        names=names_of(visit.desk, {one.proposed_by for one in found}),
        error=error,
        done=visit.query.get("done", ""),
    )
