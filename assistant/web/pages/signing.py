"""In and out, one's own password, and the language of the pages."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from assistant.errors import BadInput, SignInRefused, Throttled
from assistant.web.desk import desk_of
from assistant.web.interpreting import told
from assistant.web.rendering import open_page, page
from assistant.web.visits import (
    LANGUAGE_COOKIE,
    Posted,
    SignedIn,
    client_address,
    cookie_name,
    demand_same_origin,
    drop_session,
    keep_session,
)
from assistant.web.words import LANGUAGES

router = APIRouter(include_in_schema=False)


@router.get("/")
def home() -> Response:
    """The queue is the home page."""
    return RedirectResponse("/queue", 303)


@router.get("/sign-in")
def sign_in_form(request: Request, next: str = "") -> Response:  # noqa: A002
    """The form to sign in."""
    return open_page(request, "sign_in.html", next=_inside(next), error=None, name="")


@router.post("/sign-in")
def sign_in(request: Request, form: Posted) -> Response:
    """Sign in."""
    demand_same_origin(request)
    name, there = form.one("name").strip(), _inside(form.one("next"))
    accounts = desk_of(request).review.accounts
    try:
        session = accounts.sign_in(name, form.one("password"), address=client_address(request))
    except Throttled as caught:
        wait = max(1, round(caught.retry_after_s))
        answer = open_page(request, "sign_in.html", status=429, next=there, error="throttled", name=name, wait=wait)
        answer.headers["Retry-After"] = str(wait)
        return answer
    except SignInRefused:
        return open_page(request, "sign_in.html", status=401, next=there, error="refused", name=name)
    earlier = request.cookies.get(cookie_name(request))
    if earlier:
        accounts.sign_out(earlier)
    found = RedirectResponse(there, 303)
    keep_session(found, request, session)
    return found


@router.post("/sign-out")
def sign_out(visit: SignedIn) -> Response:
    """End the session."""
    visit.desk.review.accounts.sign_out(visit.session.token)
    gone = RedirectResponse("/sign-in", 303)
    drop_session(gone, visit.request)
    return gone


@router.get("/password")
def password_form(visit: SignedIn) -> Response:
    """The form to change one's password."""
    return page(visit, "password.html", error=None)


@router.post("/password")
def change_password(visit: SignedIn) -> Response:
    """Change one's password; a new session begins with it."""
    form, accounts = visit.form, visit.desk.review.accounts
    new = form.one("new")
    if new != form.one("again"):
        return page(visit, "password.html", status=422, error=visit.words("password.differ"))
    try:
        accounts.change_password(visit.reviewer, form.one("old"), new)
    except SignInRefused:
        return page(visit, "password.html", status=401, error=visit.words("password.wrong"))
    except BadInput as caught:
        return page(visit, "password.html", status=422, error=told(str(caught), visit.words))
    changed = RedirectResponse("/queue?done=password", 303)
    if accounts.session(visit.session.token) is None:
        session = accounts.sign_in(visit.reviewer.name, new, address=client_address(visit.request))
        keep_session(changed, visit.request, session)
    return changed


@router.post("/language")
def choose_language(request: Request, form: Posted) -> Response:
    """Keep the language of the pages."""
    demand_same_origin(request)
    chosen = form.one("language")
    there = RedirectResponse(_inside(form.one("next")), 303)
    if chosen in LANGUAGES:
        secure = request.url.scheme == "https"
        there.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="lax", secure=secure, path="/"
        )
    return there


def _inside(there: str) -> str:
    """A path of ours; anything else leads to the queue."""
    inside = there.startswith("/") and not there.startswith(("//", "/\\")) and there.isprintable() and "\\" not in there
    return there if inside else "/queue"
