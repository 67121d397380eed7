"""Approved replies for the tool that sends them, by polling: lease, send, acknowledge."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from assistant.domain.base import Str, Value
from assistant.review.records import Delivery
from assistant.web.api.access import Delivering, TheDesk
from assistant.web.api.answers import PROBLEMS, json_of
from assistant.web.api.bodies import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["delivery"], prefix="/deliveries", responses=PROBLEMS)


class Pull(Value):
    """How many, and for how long."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    lease_s: Annotated[float, Field(ge=1, le=3600)] = 60.0
    """What is not acknowledged in time comes again."""


class Lease(Value):
    """The lease that came with a delivery."""

    lease: Str


class GivenBack(Lease):
    """Why it could not be sent."""

    error: Annotated[str, Field(max_length=500)] = ""


class Deliveries(BaseModel):
    """What is to be sent, oldest first."""

    deliveries: list[Delivery]


class Settled(BaseModel):
    """Whether it counted."""

    settled: bool
    """False: the lease had run out, or it was settled before."""


@router.post("/pull", response_model=Deliveries)
def pull(given: Pull, desk: TheDesk, by: Delivering) -> Response:
    """Lease what waits to be sent. `id` is the idempotency key: send none of them twice."""
    return json_of(
        Deliveries(deliveries=list(desk.review.outbox.pull(by=by, limit=given.limit, lease_s=given.lease_s)))
    )


@router.post("/{delivery_id}/acknowledge", response_model=Settled)
def acknowledge(delivery_id: str, given: Lease, desk: TheDesk, by: Delivering) -> Response:
    """It was sent to the buyer."""
    return json_of(Settled(settled=desk.review.outbox.acknowledge(delivery_id, given.lease, by=by)))


@router.post("/{delivery_id}/give-back", response_model=Settled)
def give_back(delivery_id: str, given: GivenBack, desk: TheDesk, by: Delivering) -> Response:
    """It could not be sent now; it comes again later."""
    return json_of(Settled(settled=desk.review.outbox.give_back(delivery_id, given.lease, given.error, by=by)))
