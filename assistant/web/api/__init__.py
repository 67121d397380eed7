"""The HTTP API, version 1: the contract's shapes over HTTP, problem details for what goes wrong."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from assistant.errors import AssistantError
from assistant.web.api.delivery import router as deliveries
from assistant.web.api.drafts import router as drafting
from assistant.web.api.queue import router as queueing
from assistant.web.desk import Desk
from assistant.web.problems import problem_of

__all__ = ["create_api"]

_ABOUT = """Drafts replies for online stores, checks them, and takes them through review.

Every call carries a token: `Authorization: Bearer ra_…`; a token has scopes and stores. What goes wrong comes as
`application/problem+json` (RFC 9457)."""


def create_api(desk: Desk) -> FastAPI:
    """The API as an application of its own, to be mounted."""
    api = FastAPI(
        title="Reply assistant",
        version="1",
        description=_ABOUT,
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
    )
    api.state.desk = desk
    for router in (drafting, queueing, deliveries):
        api.include_router(router)
    for kind in (AssistantError, RequestValidationError, HTTPException):
        api.add_exception_handler(kind, _as_problem)
    return api


def _as_problem(_request: Request, error: Exception) -> JSONResponse:
    return problem_of(error).response()
