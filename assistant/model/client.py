"""Any OpenAI-compatible endpoint, by base URL. One deadline holds over all attempts of a call.

httpx has no total time-out, so every call runs under `asyncio.timeout`, in an event loop in a thread of its own: both
doors lead there, so that one set of connections serves threads and event loops alike and outlives each of them. The
retries are tenacity's; the openai client's own are off. The body is read piece by piece and given up on when it grows
beyond all reason.
"""

import asyncio
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ModelError, ModelGarbage, ModelRefused, ModelUnavailable, SettingsError
from assistant.model.asking import ModelReply, Speaks
from assistant.model.completion import MAX_BODY_BYTES, read_completion
from assistant.model.dialect import Dialect, speaks_of_form
from assistant.model.line import Line
from assistant.model.reading import REPLY_SCHEMA

if TYPE_CHECKING:
    from tenacity import RetryCallState

LEAST_TRY_S = 0.02
"""No endpoint answers faster than this: with less time left nothing is tried."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 2.0
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_reach: dict[str, bool] = {"beyond_loopback": True}


def only_loopback() -> None:
    """From here on no call leaves this machine. Tests turn this on once and for all."""
    _reach["beyond_loopback"] = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request to an endpoint may take.

    Attributes:
        connect_s: seconds until the connection stands.
        first_byte_s: seconds from there until the endpoint begins to answer.
        output_tokens: tokens of an answer, reasoning included.
    """

    connect_s: float = 2.0
    first_byte_s: float = 5.0
    output_tokens: int = 800


class OpenAIModel:
    """A model behind an OpenAI-compatible endpoint."""

    def __init__(
        self,
        name: str,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        limits: Limits | None = None,
        extra: Mapping[str, Any] | None = None,
        schema: Mapping[str, Any] = REPLY_SCHEMA,
        line: Line | None = None,
    ) -> None:
        """Connect nothing yet.

        Args:
            name: of the model, as the endpoint knows it.
            api_key: local endpoints need none.
            base_url: None: OpenAI's own.
            limits: what a request may take.
            extra: further fields for the body of every request, as some endpoints want them.
            schema: what an answer has to look like.
            line: only for `answering`.
        """
        import openai  # 0.7 s, so only where a model is configured; and here, not within a draft's deadline

        if not _reach["beyond_loopback"] and urlsplit(base_url or "").hostname not in _LOOPBACK:
            raise SettingsError(f"model requests beyond this machine are switched off (base URL {base_url!r})")
        self.name = name
        self.base_url = base_url
        self._openai = openai
        self._limits = limits or Limits()
        self._extra = dict(extra or {})
        self._schema = schema
        self._line = line or Line(openai, api_key, base_url, self._limits.connect_s)
        self._line.warm()

    def answering(self, schema: Mapping[str, Any]) -> "OpenAIModel":
        """The same model for answers of another shape, over the same connections."""
        return OpenAIModel(
            self.name, base_url=self.base_url, limits=self._limits, extra=self._extra, schema=schema, line=self._line
        )

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The answer to a conversation.

        Args:
            messages: the conversation.
            timeout_s: seconds for everything: connecting, all tries, reading.

        Raises:
            ModelError: no usable answer in that time.
        """
        return self._line.door().call(self._within, messages, timeout_s)  # type: ignore[no-any-return]

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """As `ask`, for callers in an event loop."""
        return await asyncio.wrap_future(self._line.door().start_task_soon(self._within, messages, timeout_s))

    def close(self) -> None:
        """End the thread behind both doors, and its connections."""
        self._line.close()

    async def close_async(self) -> None:
        """As `close`, for callers in an event loop."""
        await asyncio.to_thread(self.close)

    async def _within(self, messages: Sequence[Speaks], timeout_s: float) -> ModelReply:
        try:
            async with asyncio.timeout(max(timeout_s, 0.0)):
                return await self._with_retries(messages, timeout_s)
        except TimeoutError:
            raise ModelUnavailable(f"no answer within {timeout_s:.2f} s", late=True) from None

    async def _with_retries(self, messages: Sequence[Speaks], timeout_s: float) -> ModelReply:
        from tenacity import AsyncRetrying, retry_if_exception_type, stop_before_delay

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(ModelUnavailable),
            wait=_pause,
            # A try is only begun where there is time for the pause before it and for the fastest answer known.
            stop=stop_before_delay(timeout_s - (self._line.fastest_s or LEAST_TRY_S)),
            reraise=True,
        )
        return await retrying(self._once, messages)

    async def _once(self, messages: Sequence[Speaks]) -> ModelReply:
        openai, begun = self._openai, asyncio.get_running_loop().time()
        try:
            reply = await self._in_dialect(messages)
        except openai.APITimeoutError:
            raise ModelUnavailable("the endpoint did not answer in time") from None
        except openai.APIConnectionError as caught:
            raise ModelUnavailable(f"no connection ({type(caught.__cause__ or caught).__name__})") from None
        except openai.APIStatusError as caught:
            raise _of_status(caught.status_code, caught.response.headers.get("retry-after")) from None
        except openai.OpenAIError as caught:
            raise ModelRefused(f"the client refused ({type(caught).__name__})", everyone=True) from None
        took = asyncio.get_running_loop().time() - begun
        self._line.fastest_s = min(took, self._line.fastest_s or took)
        return reply

    async def _in_dialect(self, messages: Sequence[Speaks]) -> ModelReply:
        dialect, tried = self._line.dialect, set[Dialect]()
        while True:
            tried.add(dialect)
            try:
                body = await self._body(messages, dialect)
            except self._openai.APIStatusError as caught:
                simpler = dialect.simpler(caught.message) if self._minds_form(caught) else None
                if simpler is None or simpler in tried:
                    raise
                dialect = simpler
                continue
            self._line.dialect, self._line.proven = dialect, True
            reply = read_completion(body)
            self._line.dialect = dialect.after(reply.text)
            return reply

    def _minds_form(self, caught: Any) -> bool:
        """Whether another dialect may help. Some endpoints say so with a 5xx; one that has answered before must name its reason."""
        if caught.status_code in {400, 422} and not self._line.proven:
            return True
        return caught.status_code in {400, 415, 422, 500, 501} and speaks_of_form(caught.message)

    async def _body(self, messages: Sequence[Speaks], dialect: Dialect) -> bytes:
        body = {
            "messages": dialect.messages(messages),
            **dialect.fields(self._schema, self._limits.output_tokens),
            **self._extra,
        }
        # In `extra_body` it goes out as it is: the client would walk typed arguments piece by piece, for 2 ms of a draft's 10.
        request = self._line.connected().chat.completions.with_streaming_response.create(
            model=self.name, messages=(), extra_body=body
        )
        waiting = asyncio.timeout(self._limits.connect_s + self._limits.first_byte_s)
        try:
            async with waiting, request as response:
                waiting.reschedule(None)
                return await _read(response)
        except TimeoutError:
            raise ModelUnavailable(f"no first byte within {self._limits.first_byte_s:g} s") from None


async def _read(response: Any) -> bytes:
    body = bytearray()
    try:
        async for piece in response.iter_bytes():
            body += piece
            if len(body) > MAX_BODY_BYTES:
                raise ModelGarbage(f"the answer has more than {MAX_BODY_BYTES} bytes")
    except ModelGarbage:
        raise
    except Exception as caught:  # the transport's own errors; whichever it is, the body did not arrive
        raise ModelUnavailable(f"the connection broke ({type(caught).__name__})") from None
    return bytes(body)


def _pause(state: "RetryCallState") -> float:
    # Callers that failed together must not come back together.
    longest = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0**state.attempt_number)
    own = random.uniform(longest / 2, longest)
    caught = state.outcome.exception() if state.outcome else None
    if not isinstance(caught, ModelUnavailable) or caught.retry_after_s is None:
        return own
    # The first time the endpoint is taken at its word; one that says "at once" again and again is not asked without a pause.
    return caught.retry_after_s if state.attempt_number == 1 else max(caught.retry_after_s, own)


def _of_status(status: int, retry_after: str | None) -> ModelError:
    if status in {408, 409, 425, 429} or status >= 500:
        return ModelUnavailable(f"the endpoint answered with status {status}", retry_after_s=_seconds(retry_after))
    return ModelRefused(
        f"the endpoint answered with status {status}", everyone=status in {401, 402, 403, 404} or status < 400
    )


def _seconds(retry_after: str | None) -> float | None:
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        pass
    else:
        return None if math.isnan(seconds) else max(0.0, seconds)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a zone: then our own pause holds
        return None
