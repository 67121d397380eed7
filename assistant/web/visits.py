"""Who is on a page: the cookie of a signed-in browser, the form it sends, and the proof that the form is ours."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from assistant.errors import BadInput, NotAllowed
from assistant.review.accounts import Session
from assistant.review.records import Reviewer, Role
from assistant.web.desk import Desk, desk_of
from assistant.web.words import Words, preferred, words_of

LANGUAGE_COOKIE = "language"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
_MAX_FIELDS = 1000
_OPEN_TO_ONE_TIME = ("/password", "/sign-out")
"""Where somebody with a one-time password may go before they changed it."""


class NotSignedIn(Exception):
    """The page needs a session, and there is none."""


class MustChangePassword(Exception):
    """The one-time password has to be changed first."""


class Forged(Exception):
    """A form that does not come from our own page."""


@dataclass(frozen=True)
class Form:
    """The fields of a form, each as often as it was sent."""

    fields: tuple[tuple[str, str], ...] = ()

    def one(self, name: str, default: str = "") -> str:
        """The last value of a field."""
        return next((value for key, value in reversed(self.fields) if key == name), default)

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for key, value in self.fields if key == name]

    def number(self, name: str) -> int:
        """A whole number.

        Raises:
            BadInput: it is none.
        """
        text = self.one(name)
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise BadInput(f"{name}: expected a whole number")
        return int(text)


@dataclass(frozen=True)
class Visit:
    """One request to a page, by somebody who is signed in."""

    request: Request
    desk: Desk
    session: Session
    words: Words
    form: Form = field(default_factory=Form)

    @property
    def reviewer(self) -> Reviewer:
        """Who."""
        return self.session.reviewer

    @property
    def by_htmx(self) -> bool:
        """Whether a part of a page is asked for."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def query(self) -> Mapping[str, str]:
        """What stands after the question mark."""
        return self.request.query_params

    def demand(self, *roles: Role) -> None:
        """Pass where the reviewer has one of the roles.

        Raises:
            NotAllowed: they have not.
        """
        if self.reviewer.role not in roles:
            raise NotAllowed(f"this page is for {' and '.join(roles)}")


def words_for(request: Request) -> Words:
    """The catalogue for a visitor."""
    accepted = request.headers.get("accept-language", "")
    return words_of(preferred(request.cookies.get(LANGUAGE_COOKIE), accepted))


def cookie_name(request: Request) -> str:
    """The session cookie's name; the prefix makes browsers bind it to this host and to TLS."""
    return "__Host-session" if request.url.scheme == "https" else "session"


def keep_session(response: Response, request: Request, session: Session) -> None:
    """Set the session cookie; it ends with the browser or when the server says so."""
    secure = request.url.scheme == "https"
    response.set_cookie(cookie_name(request), session.token, httponly=True, samesite="lax", secure=secure, path="/")


def drop_session(response: Response, request: Request) -> None:
    """Take the session cookie back."""
    secure = request.url.scheme == "https"
    response.delete_cookie(cookie_name(request), httponly=True, samesite="lax", secure=secure, path="/")


async def read_form(request: Request) -> Form:
    """The fields of a posted form.

    Raises:
        BadInput: it is not sent as a form (files are not taken), or has too many fields.
    """
    body = await request.body()
    if not body:
        return Form()
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadInput("expected a form")
    try:
        fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
    except ValueError:
        raise BadInput(f"expected a form in UTF-8 of at most {_MAX_FIELDS} fields") from None
    return Form(tuple((name, value.replace("\r\n", "\n")) for name, value in fields))


def demand_same_origin(request: Request) -> None:
    """Pass where the browser says that the form comes from our own page.

    Raises:
        Forged: it comes from elsewhere.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        raise Forged
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Forged


async def _visit(request: Request) -> Visit:
    desk = desk_of(request)
    token = request.cookies.get(cookie_name(request), "")
    session = await run_in_threadpool(desk.review.accounts.session, token) if token else None
    if session is None:
        raise NotSignedIn
    form = Form()
    if request.method not in {"GET", "HEAD"}:
        demand_same_origin(request)
        form = await read_form(request)
        given = request.headers.get(CSRF_HEADER) or form.one(CSRF_FIELD)
        if not hmac.compare_digest(given.encode(), session.csrf.encode()):
            raise Forged
    if session.reviewer.must_change_password and request.url.path not in _OPEN_TO_ONE_TIME:
        raise MustChangePassword
    return Visit(request, desk, session, words_for(request), form)


SignedIn = Annotated[Visit, Depends(_visit)]
"""A page that needs a session takes one of these."""
Posted = Annotated[Form, Depends(read_form)]
"""The form of a page that needs none."""


def client_address(request: Request) -> str | None:
    """Where a visitor comes from."""
    return request.client.host if request.client else None
