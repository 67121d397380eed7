"""What all questions to an endpoint share: its connections, the thread that they live in, and how it wants to be asked."""

import os
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.model.dialect import Dialect

if TYPE_CHECKING:
    from openai import AsyncOpenAI


@dataclass
class Line:
    """The way to one endpoint."""

    openai: Any
    api_key: str | None = field(repr=False)
    base_url: str | None
    connect_s: float
    dialect: Dialect = field(default_factory=Dialect)
    proven: bool = False
    """Whether the endpoint has answered in this dialect."""
    fastest_s: float | None = None
    """The fastest answer so far: a retry with less time than that cannot finish."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    portal: Any = None
    owner: int = 0
    """The process that the portal's thread runs in: a fork takes no threads along."""
    stack: ExitStack = field(default_factory=ExitStack)
    client: "AsyncOpenAI | None" = None

    def door(self) -> Any:
        """The portal into the event loop that the connections belong to."""
        with self.lock:
            if self.portal is None or self.owner != os.getpid():
                from anyio.from_thread import start_blocking_portal

                if self.owner not in {0, os.getpid()}:
                    self.client = None
                self.stack, self.owner = ExitStack(), os.getpid()
                self.portal = self.stack.enter_context(start_blocking_portal(name="reply-assistant-model"))
            return self.portal

    def warm(self) -> None:
        """Load what the first question would load else, within its deadline: half a second on a slow machine."""
        import anyio._backends._asyncio
        import tenacity

        _ = tenacity, anyio, self.connected().chat.completions.with_streaming_response

    def connected(self) -> "AsyncOpenAI":
        """The client; asked only behind the door."""
        if self.client is None:
            timeout = self.openai.Timeout(None, connect=self.connect_s)
            self.client = self.openai.AsyncOpenAI(
                api_key=self.api_key or "none",
                base_url=self.base_url,
                max_retries=0,
                timeout=timeout,
                # What is said to one endpoint goes to no other that it may point at.
                http_client=self.openai.DefaultAsyncHttpxClient(follow_redirects=False, timeout=timeout),
            )
        return self.client

    def close(self) -> None:
        """End thread and connections; the next question opens them anew."""
        with self.lock:
            portal, client, self.portal, self.client = self.portal, self.client, None, None
        if portal is not None and self.owner == os.getpid():
            if client is not None:
                portal.call(client.close)
            self.stack.close()
