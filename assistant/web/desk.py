"""What every page and every call of the API works with."""

from dataclasses import dataclass, field
from typing import cast

from starlette.requests import HTTPConnection

from assistant.review.clock import Clock, utc_now
from assistant.review.wiring import Review
from assistant.web.counting import Counts
from assistant.web.pulse import Pulse


@dataclass(frozen=True)
class Desk:
    """The queue behind the pages, and how this server runs."""

    review: Review
    clock: Clock = utc_now
    demo: bool = False
    """Whether the pages say that all of this is made up."""
    loopback_only: bool = False
    """Refuse any Host header that is not this machine: a page elsewhere cannot point a name of its own at us."""
    counts: Counts = field(default_factory=Counts)
    pulse: Pulse = field(default_factory=Pulse)


def desk_of(request: HTTPConnection) -> Desk:
    """The desk of the application that a request came to."""
    return cast(Desk, request.app.state.desk)
