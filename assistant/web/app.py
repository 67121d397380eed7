"""The application: pages for people, the API for programs, one shield around both."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import PurePosixPath
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from assistant.errors import AssistantError
from assistant.web.api import create_api
from assistant.web.desk import Desk
from assistant.web.pages import PAGES
from assistant.web.problems import problem_of
from assistant.web.rendering import STATIC, open_page
from assistant.web.shield import LOOPBACK_NAMES, Shield
from assistant.web.visits import Forged, MustChangePassword, NotSignedIn


def create_app(desk: Desk, *, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None) -> Shield:
    """The whole front door, as an ASGI application.

    Args:
        desk: the queue behind it, and how this server runs.
        lifespan: what is done beside it while it runs; see `assistant.web.errands`.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.desk = desk
    app.mount("/api/v1", create_api(desk))  # before the pages: a program's call need not be held against each of them
    for router in PAGES:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_api_route("/healthz", _healthy, include_in_schema=False)
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    app.add_exception_handler(MustChangePassword, _to_password)
    app.add_exception_handler(Forged, _forged)
    app.add_exception_handler(AssistantError, _error_page)
    app.add_exception_handler(HTTPException, _error_page)
    return Shield(app, hosts=LOOPBACK_NAMES if desk.loopback_only else None)


def _healthy() -> Response:
    return PlainTextResponse("ok")


def _to_sign_in(request: Request, _error: Exception) -> Response:
    there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?next={quote(there, safe='')}" if request.method == "GET" and not _is_part(request) else ""
    return _go(request, f"/sign-in{back}")


def _to_password(request: Request, _error: Exception) -> Response:
    return _go(request, "/password")


def _go(request: Request, where: str) -> Response:
    """Lead the browser elsewhere, also when only a part of a page was asked for."""
    if _is_part(request):
        if request.url.path.startswith("/drafts/"):  # somebody may be writing there: the page itself says what happened
            return Response(status_code=401)
        return Response(status_code=200, headers={"HX-Redirect": where})
    return RedirectResponse(where, 303)


def _is_part(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def _forged(request: Request, _error: Exception) -> Response:
    return open_page(request, "error.html", status=403, kind="forged", detail="")


def _error_page(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if PurePosixPath(request.url.path).is_relative_to("/static"):
        return PlainTextResponse(problem.title, problem.status)
    return open_page(request, "error.html", status=problem.status, kind=problem.kind, detail=problem.detail)
