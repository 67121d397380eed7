"""Pages from templates: everything that a page says about itself is given here, everything else is escaped."""

from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from assistant.web.desk import Desk, desk_of
from assistant.web.interpreting import told
from assistant.web.visits import Visit, words_for
from assistant.web.words import LANGUAGES, Words

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"


def page(visit: Visit, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or a part of one, for somebody who is signed in."""
    about = _about(visit.request, visit.desk, visit.words) | {"me": visit.reviewer, "csrf": visit.session.csrf}
    return HTMLResponse(_environment().get_template(template).render(about | values), status_code=status)


def open_page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for anybody."""
    about = _about(request, desk_of(request), words_for(request)) | {"me": None, "csrf": ""}
    return HTMLResponse(_environment().get_template(template).render(about | values), status_code=status)


def _about(request: Request, desk: Desk, words: Words) -> dict[str, Any]:
    zone = ZoneInfo(desk.review.options.timezone)
    return {
        "w": words,
        "told": lambda text: told(text, words),
        "languages": LANGUAGES,
        "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "demo": desk.demo,
        "static": static_url,
        "time": lambda at: at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
        "clock": lambda at: at.astimezone(zone).strftime("%m-%d %H:%M"),
        "short_span": lambda span: short_span(span, words),
    }


def short_span(span: timedelta | float | None, words: Words) -> str:
    """A length of time in its greatest unit: `3 min`."""
    if span is None:
        return "–"
    seconds = abs(span.total_seconds() if isinstance(span, timedelta) else span)
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return words(f"span.{unit}", n=int(seconds // length))
    return words("span.s", n=int(seconds))


def until(due: datetime, now: datetime, words: Words) -> str:
    """How long a deadline is away, or past."""
    left = due - now
    return words("due.in" if left >= timedelta(0) else "due.late", span=short_span(left, words))


@cache
def static_url(name: str) -> str:
    """The address of a static file; it changes with the file."""
    return f"/static/{name}?{sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
