"""What holds for every answer and every body, whatever the page: headers, sizes, and the name we are called by."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import MEDIA_TYPE, Problem

MAX_API_BYTES = 4_000_000
"""As a line of `--jsonl`."""
MAX_FORM_BYTES = 200_000
"""A reply has 20,000 characters at most; there are no uploads."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Shield:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] | None = None) -> None:
        """Wrap `app`.

        Args:
            hosts: the names in a Host header that are answered; None: every one.
        """
        self._app = app
        self._hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        api = scope["path"].startswith("/api/")
        answer = _Answer(send, https=scope["scheme"] == "https", static=scope["path"].startswith("/static/"), api=api)
        limit = MAX_API_BYTES if api else MAX_FORM_BYTES
        if self._hosts is not None and _host_name(headers.get("host", "")) not in self._hosts:
            await answer.refuse(421, "this server is called by another name")
        elif _announced(headers) > limit:
            await answer.refuse(413, f"expected at most {limit} bytes")
        else:
            messages = await _read(receive, limit)
            if messages is None:
                await answer.refuse(413, f"expected at most {limit} bytes")
            else:
                await self._app(scope, _again(messages, receive), answer)


async def _read(receive: Receive, limit: int) -> list[Message] | None:
    """A whole body as it came; None: it is larger than allowed, whatever its header said."""
    messages: list[Message] = []
    size = 0
    while not messages or messages[-1].get("more_body", False):
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
        if size > limit:
            return None
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    """Gives what was read already, then what comes."""
    left = iter(messages)

    async def next_message() -> Message:
        return next(left, None) or await receive()

    return next_message


class _Answer:
    """Puts the headers on what is sent."""

    def __init__(self, send: Send, *, https: bool, static: bool, api: bool) -> None:
        self._send = send
        self._api = api
        self._https = https
        self._static = static

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _ALWAYS.items():
                headers[name] = value
            headers["Cache-Control"] = "public, max-age=3600" if self._static else "no-store"
            if self._https:
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await self._send(message)

    async def refuse(self, status: int, text: str) -> None:
        """Say why not: to a program as a problem, to anybody else in plain words."""
        kind, body = "text/plain; charset=utf-8", text.encode()
        if self._api:
            kind, body = MEDIA_TYPE, Problem(status, "refused", "Refused at the door", text).body()
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _host_name(host: str) -> str:
    """The name of a Host header without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
