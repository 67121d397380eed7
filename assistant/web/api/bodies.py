"""How the API reads what it is sent: strictly, so that nothing comes in that could not be kept or sent on."""

from collections.abc import Callable, Coroutine
from json import JSONDecodeError
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.responses import Response


class _StrictRequest(Request):
    async def json(self) -> Any:
        # Half a character (`"\ud800"`) and numbers that are none (`NaN`) pass Python's own reader.
        try:
            return from_json(await self.body(), allow_inf_nan=False)
        except ValueError as caught:
            raise JSONDecodeError(str(caught), "", 0) from None


class StrictRoute(APIRoute):
    """A call whose body is JSON as the standard has it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a request that reads so."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly
