"""Answers as the contract writes them, and what the description says of them."""

from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from assistant.web.problems import MEDIA_TYPE

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": says, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, says in (
        (401, "No token, or one that is not in force."),
        (403, "Not with this role, scope or store."),
        (404, "There is none, or it is another store's."),
        (409, "Somebody or something was faster."),
        (413, "The body is longer than 4 MB."),
        (422, "The request is wrong, or the check keeps the text in."),
        (500, "A defect of ours."),
        (503, "The database gives no answer: ask again."),
    )
}


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str
    """`urn:reply-assistant:problem:` and what kind."""
    title: str
    status: int
    detail: str
    state: str | None = None
    """Of a draft that moved: what it is now."""
    version: int | None = None
    holder: str | None = None
    """Who has it."""
    verdict: dict[str, Any] | None = None
    """Of a text that was kept in."""


def json_of(value: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON, written once by pydantic itself."""
    return Response(value.model_dump_json(), status, headers, "application/json")
