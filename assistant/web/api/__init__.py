"""The HTTP API, version 1: the contract's shapes over HTTP, problem details for what goes wrong."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from assistant.errors import AssistantError
from assistant.web.api.answers import Problem
from assistant.web.api.delivery import router as deliveries
from assistant.web.api.drafts import router as drafting
from assistant.web.api.queue import router as queueing
from assistant.web.desk import Desk
from assistant.web.problems import defect, problem_of

__all__ = ["create_api"]

_ABOUT = """Drafts replies for online stores, checks them, and takes them through review.

Every call carries a token: `Authorization: Bearer ra_…`; a token has scopes and stores. What goes wrong comes as
`application/problem+json` (RFC 9457)."""


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The description, with the shape of problems: no call answers with one alone, so none would bring it in."""
        described = super().openapi()
        described["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        return described


def create_api(desk: Desk) -> FastAPI:
    """The API as an application of its own, to be mounted."""
    api = _Api(
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
    api.add_exception_handler(Exception, _as_defect)
    return api


def _as_problem(_request: Request, error: Exception) -> JSONResponse:
    return problem_of(error).response()


def _as_defect(_request: Request, _error: Exception) -> JSONResponse:
    return defect().response()
