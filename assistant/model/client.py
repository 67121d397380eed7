"""Any OpenAI-compatible endpoint, by base URL. One deadline holds over all attempts of a call.

httpx has no total time-out, so every call runs under `asyncio.timeout`; the synchronous door hands it to an event loop
in a thread of its own and waits there. The retries are tenacity's; the openai client's own are off.
"""

import asyncio
import functools
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

from assistant.errors import ModelError, ModelGarbage, ModelRefused, ModelUnavailable, SettingsError
from assistant.model.reading import REPLY_SCHEMA

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from tenacity import RetryCallState

ResponseFormat = Literal["json_schema", "json_object", "text"]
"""What an endpoint offers: a schema, any JSON, or nothing but text. Found out once and remembered."""

MAX_ANSWER_CHARS = 60_000
"""More than this is no reply to a buyer."""
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_reach: dict[str, bool] = {"beyond_loopback": True}


def only_loopback() -> None:
    """From here on no call leaves this machine. Tests turn this on once and for all."""
    _reach["beyond_loopback"] = False


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What a model answered, and what it cost."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Speaks(Protocol):
    """A message as models take it."""

    @property
    def role(self) -> str: ...
    @property
    def content(self) -> str: ...


class ChatModel(Protocol):
    """Something that answers a conversation."""

    @property
    def name(self) -> str: ...

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The answer, within `timeout_s` in all. Raises ModelError otherwise."""
        ...

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The same for callers in an event loop."""
        ...


class OpenAIModel:
    """A model behind an OpenAI-compatible endpoint."""

    def __init__(
        self, name: str, *, api_key: str | None = None, base_url: str | None = None, max_output_tokens: int = 800
    ) -> None:
        import openai  # 0.7 s, so only where a model is configured; and here, not within a draft's deadline

        self.name = name
        self._openai = openai
        self._api_key = api_key
        self._base_url = base_url
        self._max_output_tokens = max_output_tokens
        self._format: ResponseFormat = "json_schema"
        self._clients: dict[int, AsyncOpenAI] = {}
        self._portal_stack = ExitStack()
        self._lock = threading.Lock()
        self._portal: Any = None
        if not _reach["beyond_loopback"] and urlsplit(base_url or "").hostname not in _LOOPBACK:
            raise SettingsError(f"model requests beyond this machine are switched off (base URL {base_url!r})")

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The answer to a conversation.

        Args:
            messages: the conversation.
            timeout_s: seconds for everything: connecting, all tries, reading.

        Raises:
            ModelError: no usable answer in that time.
        """
        call = functools.partial(self.ask_async, messages, timeout_s=timeout_s)
        return self._open_portal().call(call)  # type: ignore[no-any-return]

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """As `ask`, for callers in an event loop."""
        try:
            async with asyncio.timeout(max(timeout_s, 0.0)):
                return await self._with_retries(messages, timeout_s)
        except TimeoutError:
            raise ModelUnavailable(f"no answer within {timeout_s:.2f} s") from None

    def close(self) -> None:
        """End the thread of the synchronous door, and its connections."""
        with self._lock:
            if self._portal is not None:
                self._portal.call(self.close_async)
                self._portal_stack.close()
                self._portal = None

    async def close_async(self) -> None:
        """Close the connections of the running event loop."""
        client = self._clients.pop(id(asyncio.get_running_loop()), None)
        if client is not None:
            await client.close()

    def _open_portal(self) -> Any:
        with self._lock:
            if self._portal is None:
                from anyio.from_thread import start_blocking_portal

                self._portal = self._portal_stack.enter_context(start_blocking_portal())
            return self._portal

    async def _with_retries(self, messages: Sequence[Speaks], timeout_s: float) -> ModelReply:
        from tenacity import AsyncRetrying, retry_if_exception_type

        loop = asyncio.get_running_loop()
        ends = loop.time() + timeout_s
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(ModelUnavailable),
            wait=_wait,
            stop=lambda state: loop.time() + _wait(state) >= ends,  # no try that cannot finish
            reraise=True,
        )
        return await retrying(self._once, messages)

    async def _once(self, messages: Sequence[Speaks]) -> ModelReply:
        openai = self._openai
        try:
            return await self._ask_in_format(messages)
        except openai.APITimeoutError:
            raise ModelUnavailable("the endpoint did not answer in time") from None
        except openai.APIConnectionError as caught:
            raise ModelUnavailable(f"no connection ({type(caught.__cause__ or caught).__name__})") from None
        except openai.APIStatusError as caught:
            raise _of_status(caught.status_code, caught.response.headers.get("retry-after")) from None
        except openai.APIResponseValidationError:
            raise ModelGarbage("expected a chat completion") from None
        except openai.OpenAIError as caught:
            raise ModelRefused(f"the client refused ({type(caught).__name__})") from None
        except ValueError as caught:  # a body that is no JSON, or no UTF-8
            raise ModelGarbage(f"expected JSON ({type(caught).__name__})") from None

    async def _ask_in_format(self, messages: Sequence[Speaks]) -> ModelReply:
        while True:
            tried = self._format
            try:
                return _read(await self._create(messages, tried))
            except (self._openai.BadRequestError, self._openai.UnprocessableEntityError):
                if tried == "text":
                    raise
                # An endpoint that lacks this format says so with 400; what it offers is remembered for all later calls.
                self._format = "json_object" if tried == "json_schema" else "text"

    async def _create(self, messages: Sequence[Speaks], response_format: ResponseFormat) -> Any:
        extra: dict[str, Any] = {}
        if response_format == "json_schema":
            schema = {"name": "reply", "strict": True, "schema": REPLY_SCHEMA}
            extra["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif response_format == "json_object":
            extra["response_format"] = {"type": "json_object"}
        return await self._client().chat.completions.create(
            model=self.name,
            messages=[{"role": message.role, "content": message.content} for message in messages],  # type: ignore[misc]
            max_tokens=self._max_output_tokens,
            temperature=0.3,
            **extra,
        )

    def _client(self) -> "AsyncOpenAI":
        loop = id(asyncio.get_running_loop())
        if loop not in self._clients:
            self._clients[loop] = self._openai.AsyncOpenAI(
                api_key=self._api_key or "none", base_url=self._base_url, max_retries=0, timeout=None
            )
        return self._clients[loop]


def _wait(state: "RetryCallState") -> float:
    caught = state.outcome.exception() if state.outcome else None
    if isinstance(caught, ModelUnavailable) and caught.retry_after_s is not None:
        return caught.retry_after_s
    # Callers that failed together must not come back together: jitter, fixed for this call so that stop and wait agree.
    spread = (id(state.retry_object) >> 4) % 97 / 97
    return float(min(2.0, 0.05 * 2 ** (state.attempt_number - 1) * (1 + spread)))


def _of_status(status: int, retry_after: str | None) -> ModelError:
    if status == 429 or status >= 500 or status == 408:
        return ModelUnavailable(f"the endpoint answered with status {status}", retry_after_s=_seconds(retry_after))
    return ModelRefused(f"the endpoint answered with status {status}")


def _seconds(retry_after: str | None) -> float | None:
    try:
        return max(0.0, float(retry_after)) if retry_after else None
    except ValueError:  # the header may also be a date; then our own pause holds
        return None


def _read(completion: Any) -> ModelReply:
    choices = getattr(completion, "choices", None)
    if not choices:
        raise ModelGarbage("expected a choice in the answer, got none")
    choice = choices[0]
    message = getattr(choice, "message", None)
    if getattr(message, "refusal", None) or choice.finish_reason == "content_filter":
        raise ModelRefused("the model declined to answer")
    if choice.finish_reason == "length":
        raise ModelGarbage("the answer was cut at the token limit")
    text = getattr(message, "content", None)
    if not isinstance(text, str) or not text.strip():
        raise ModelGarbage("expected text in the answer, got none")
    if len(text) > MAX_ANSWER_CHARS:
        raise ModelGarbage(f"the answer has {len(text)} characters")
    usage = getattr(completion, "usage", None)
    return ModelReply(text, getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)
