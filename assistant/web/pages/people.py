"""Accounts, tokens, and the record of sign-ins."""

from datetime import timedelta
from typing import get_args

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.errors import BadInput, NotAllowed
from assistant.review.identities import NewAccount, NewToken
from assistant.review.records import ALL_SCOPES, EVERY_STORE, Role
from assistant.web.interpreting import told
from assistant.web.names import stores_of
from assistant.web.rendering import page
from assistant.web.visits import SignedIn, Visit

router = APIRouter(include_in_schema=False)

ROLES: tuple[Role, ...] = get_args(Role)


@router.get("/people")
def people_page(visit: SignedIn) -> Response:
    """Every account, and who signed in."""
    visit.demand("admin")
    return _people(visit)


@router.post("/people")
def create_account(visit: SignedIn) -> Response:
    """Make an account; its one-time password is shown once."""
    visit.demand("admin")
    form = visit.form
    try:
        made = visit.desk.review.accounts.create(
            form.one("name").strip(), _role(form.one("role")), _stores(visit), by=visit.reviewer
        )
    except BadInput as caught:
        return _people(visit, error=told(str(caught), visit.words))
    return _people(visit, made=made)


@router.post("/people/{account_id}")
def change_account(visit: SignedIn, account_id: str) -> Response:
    """Change role, stores, or whether it may sign in."""
    visit.demand("admin")
    form = visit.form
    try:
        visit.desk.review.accounts.change(
            account_id,
            by=visit.reviewer,
            role=_role(form.one("role")),
            stores=_stores(visit),
            active=form.one("active") == "yes",
        )
    except BadInput as caught:
        return _people(visit, error=told(str(caught), visit.words))
    return RedirectResponse("/people", 303)


@router.post("/people/{account_id}/reset")
def reset_password(visit: SignedIn, account_id: str) -> Response:
    """A new one-time password, shown once."""
    visit.demand("admin")
    try:
        made = visit.desk.review.accounts.reset_password(account_id, by=visit.reviewer)
    except BadInput as caught:
        return _people(visit, error=told(str(caught), visit.words))
    return _people(visit, made=made)


@router.get("/tokens")
def tokens_page(visit: SignedIn) -> Response:
    """One's tokens for the API."""
    return _tokens(visit)


@router.post("/tokens")
def create_token(visit: SignedIn) -> Response:
    """Make a token; its secret is shown once."""
    form = visit.form
    scopes = [scope for scope in ALL_SCOPES if scope in form.all("scope")]
    days = form.one("days")
    try:
        if not days.isascii() or not days.isdigit() or not 1 <= int(days[:6]) <= 3650:
            raise BadInput("days: expected 1 to 3650")
        expires_at = visit.desk.clock() + timedelta(days=int(days))
        name = form.one("name").strip() or visit.reviewer.name
        accounts = visit.desk.review.accounts
        made = accounts.create_token(
            name, scopes, by=visit.reviewer, stores=_stores(visit) or None, expires_at=expires_at
        )
    except (BadInput, NotAllowed) as caught:
        return _tokens(visit, error=told(str(caught), visit.words))
    return _tokens(visit, made=made)


@router.post("/tokens/{token_id}/revoke")
def revoke_token(visit: SignedIn, token_id: str) -> Response:
    """End a token."""
    try:
        visit.desk.review.accounts.revoke_token(token_id, by=visit.reviewer)
    except BadInput as caught:
        return _tokens(visit, error=told(str(caught), visit.words))
    return RedirectResponse("/tokens", 303)


def _role(value: str) -> Role:
    role = next((role for role in ROLES if role == value), None)
    if role is None:
        raise BadInput(f"role: expected one of {', '.join(ROLES)}")
    return role


def _stores(visit: Visit) -> list[str]:
    """The stores of a form, those that there are."""
    known = {EVERY_STORE, *visit.desk.review.shops.ids()}
    return [store for store in visit.form.all("store") if store in known]


def _people(visit: Visit, *, made: NewAccount | None = None, error: str | None = None) -> Response:
    accounts = visit.desk.review.accounts
    return page(
        visit,
        "people.html",
        status=422 if error else 200,
        accounts=accounts.all(),
        sign_ins=accounts.sign_ins(limit=100),
        stores=stores_of(visit.desk, visit.reviewer),
        every_store=EVERY_STORE,
        roles=ROLES,
        made=made,
        error=error,
    )


def _tokens(visit: Visit, *, made: NewToken | None = None, error: str | None = None) -> Response:
    return page(
        visit,
        "tokens.html",
        status=422 if error else 200,
        tokens=visit.desk.review.accounts.tokens(by=visit.reviewer),
        stores=stores_of(visit.desk, visit.reviewer),
        scopes=sorted(ALL_SCOPES),
        made=made,
        error=error,
    )
