"""Search and history: every draft that there ever was, and what became of it."""

from fastapi import APIRouter
from starlette.responses import Response

from assistant.domain.intents import INTENTS
from assistant.errors import BadInput
from assistant.review.records import Page
from assistant.web.filters import STATES, fields_of, filter_of, query_of
from assistant.web.interpreting import told
from assistant.web.names import names_of, rules_of, store_names_of, stores_of
from assistant.web.pages.listing import PAGE_LENGTH
from assistant.web.rendering import page
from assistant.web.visits import SignedIn

router = APIRouter(include_in_schema=False)


@router.get("/history")
def history_page(visit: SignedIn) -> Response:
    """What fits the form, newest first."""
    queue, me = visit.desk.review.queue, visit.reviewer
    error = None
    found = Page(drafts=(), after=None)
    try:
        which = filter_of(visit.query, visit.desk.review.options.timezone, me=me.id, every_state=True)
        found = queue.list(which, by=me, after=visit.query.get("after") or None, limit=PAGE_LENGTH)
    except BadInput as caught:
        error = told(str(caught), visit.words)
    who = {draft.decided_by for draft in found.drafts if draft.decided_by}
    return page(
        visit,
        "history.html",
        status=422 if error else 200,
        drafts=found.drafts,
        after=found.after,
        names=names_of(visit.desk, who),
        people=names_of(visit.desk, {account.id for account in visit.desk.review.accounts.all()})
        if me.role == "admin"
        else {},
        fields=fields_of(visit.query),
        stores=stores_of(visit.desk, me),
        store_names=store_names_of(visit.desk, me),
        states=STATES,
        intents=INTENTS,
        rule_names=rules_of(visit.desk, me, visit.words.language),
        query=query_of(visit.query),
        error=error,
    )
