"""An OpenAI-compatible endpoint on loopback that does as it is told: real HTTP, scripted faults."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def completion(text: str | None, *, finish: str = "stop", **message: Any) -> bytes:
    """The body of a chat completion."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(body, ensure_ascii=False).encode()


def reply_completion(reply: str) -> bytes:
    """A completion whose text is a well-formed reply."""
    return completion(json.dumps({"reply": reply, "facts": [], "needs_person": False}, ensure_ascii=False))


@dataclass
class Act:
    """What the endpoint does with one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    """Answer nothing until the endpoint is closed."""
    drip: bool = False
    """Send the body byte by byte, each after a little while."""
    endless: bool = False
    """Send the body over and over, for as long as somebody reads."""
    begin_after_s: float = 0.0
    """Wait so long before the first byte."""
    reset_after: int | None = None
    """Tear the connection down after so many bytes of the body."""


Script = Callable[[int, dict[str, Any]], Act]
"""Gives the act for the n-th request (from 0) with that JSON body."""


@dataclass
class Endpoint:
    """A running endpoint."""

    base_url: str
    requests: list[dict[str, Any]]
    raw: list[bytes]
    """The bytes of every request body, as they came over the wire."""


@contextmanager
def endpoint(script: Script) -> Iterator[Endpoint]:
    """Serve on a free port of loopback while the block runs."""
    over = threading.Event()
    seen: list[dict[str, Any]] = []
    raw: list[bytes] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else every answer waits 40 ms for an acknowledgement

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("content-length", 0)))
            with lock:
                number = len(seen)
                raw.append(data)
                seen.append(json.loads(data))
            act = script(number, seen[number])
            if act.hang or (act.begin_after_s and over.wait(act.begin_after_s)):
                over.wait()
                return
            self.send_response(act.status)
            for name, value in {"content-type": "application/json", **act.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(10**12 if act.endless else len(act.body)))
            self.end_headers()
            self._send(act)

        def _send(self, act: Act) -> None:
            if act.reset_after is not None:
                self.wfile.write(act.body[: act.reset_after])
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            elif act.endless:
                while not over.is_set():
                    self.wfile.write(act.body)
            elif act.drip:
                for place in range(len(act.body)):
                    if over.wait(0.01):
                        return
                    self.wfile.write(act.body[place : place + 1])
            else:
                self.wfile.write(act.body)

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):
                self.close_connection = True  # the client went away, as many of these scripts intend

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    try:
        yield Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1", seen, raw)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
