"""Our errors as answers: problem details (RFC 9457) for programs, a page for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from assistant.domain.base import faults
from assistant.domain.reply import Verdict
from assistant.errors import (
    AssistantError,
    BadInput,
    Blocked,
    ClaimedByOther,
    DatabaseAway,
    Moved,
    NeedsReviewer,
    NoSuchDraft,
    NotAllowed,
    SignInRefused,
    Throttled,
)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """What went wrong, as RFC 9457 writes it."""

    status: int
    kind: str
    """The last part of its type."""
    title: str
    detail: str
    more: Mapping[str, Any] | None = None
    headers: Mapping[str, str] | None = None

    def body(self) -> bytes:
        """As the bytes of its JSON."""
        return bytes(self.response().body)

    def response(self) -> JSONResponse:
        """As JSON."""
        body = {
            "type": f"urn:reply-assistant:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **(self.more or {}),
        }
        return JSONResponse(body, self.status, headers=dict(self.headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """The problem of one of our errors.

    Raises:
        Exception: the error itself where it is none that we raise on purpose.
    """
    detail = str(error)
    match error:
        case RequestValidationError() | ValidationError():
            return Problem(422, "bad-input", "The request is wrong", _told(error))
        case BadInput():
            return Problem(422, "bad-input", "The request is wrong", detail)
        case Throttled():
            wait = {"Retry-After": str(max(1, round(error.retry_after_s)))}
            return Problem(429, "throttled", "Too many tries", detail, headers=wait)
        case SignInRefused():
            bearer = {"WWW-Authenticate": 'Bearer realm="reply-assistant"'}
            return Problem(401, "not-signed-in", "Not signed in", detail, headers=bearer)
        case NoSuchDraft():
            return Problem(404, "not-found", "There is none", detail)
        case ClaimedByOther():
            more = {"state": error.state, "version": error.version, "holder": error.holder}
            return Problem(409, "claimed", "Somebody else has it", detail, more)
        case Moved():
            return Problem(409, "moved", "It has moved on", detail, {"state": error.state, "version": error.version})
        case Blocked():
            return Problem(422, "blocked", "The check keeps it in", detail, _verdict(error.verdict))
        case NeedsReviewer():
            return Problem(403, "needs-reviewer", "A reviewer has to decide", detail, _verdict(error.verdict))
        case NotAllowed():
            return Problem(403, "not-allowed", "Not allowed", detail)
        case DatabaseAway():
            # Its own words name hosts and files.
            told = "the database gives no answer; whether the last word was kept is not known: ask again"
            return Problem(503, "away", "Try again in a moment", told, headers={"Retry-After": "2"})
        case AssistantError():
            return Problem(500, "failed", "It did not work", detail)
        case HTTPException():
            return Problem(error.status_code, "http", error.detail, error.detail, headers=error.headers)
    raise error


def defect() -> Problem:
    """A fault of ours, of which nothing is told outside."""
    return Problem(500, "failed", "It did not work", "a defect of ours; the server's log has it")


def _told(error: RequestValidationError | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(faults(error))
    lines = [f"{'.'.join(str(part) for part in item['loc'][1:]) or 'body'}: {item['msg']}" for item in error.errors()]
    return "; ".join(lines)


def _verdict(verdict: object) -> Mapping[str, Any]:
    return {"verdict": verdict.model_dump(mode="json")} if isinstance(verdict, Verdict) else {}
