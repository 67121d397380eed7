"""The review page and its API as they are used: a page at 50,000 waiting, the check while typing, drafts a second.

The server runs as the command starts it, with its own processes; the callers here keep their connections open.
`python -m benchmarks.review [page|api] [sqlite|postgresql]`
"""

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from cryptography.fernet import Fernet

from assistant.resources import resource_dir
from assistant.review import Review
from assistant.review.records import ALL_SCOPES, EVERY_STORE
from benchmarks.review_queue import WAITING, crowd
from benchmarks.soak_review import EVERYBODY, TEXT, opened
from benchmarks.timing import row, timings_us
from tests.review.postgres import postgres

WORKERS = 2
RATE = 100
SECONDS = 20
CALLERS = 24
MESSAGES = (
    "可以开发票吗", "新疆包邮吗", "发什么快递", "160高 105斤穿什么码", "大衣还有货吗", "多久能发货", "能便宜点吗",
    "保证明天能到吗", "会掉色吗怎么洗", "能分期吗", "收到不合适能退吗", "叫你们真人客服来",
)  # fmt: skip


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    group: int
    """All of its processes."""

    def cpu_s(self) -> float:
        """What its processes have computed so far, whatever else the machine does."""
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            if int(fields[2]) == self.group:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(url: str, key: str, *, workers: int) -> Iterator[Server]:
    """`assistant review serve` over a database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"ASSISTANT_REVIEW_DATABASE": url, "ASSISTANT_REVIEW_KEYS": key}
    stores = str(resource_dir("examples") / "stores")
    command = [sys.executable, "-m", "assistant", "review", "serve", "--stores", stores, "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workers", str(workers)], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        until_it_answers(port)
        yield Server(port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def until_it_answers(port: int) -> None:
    """Wait for a server that was just started."""
    for _ in range(1800):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start within three minutes")


class Browser:
    """One signed-in browser on one connection."""

    def __init__(self, port: int, review: Review) -> None:
        made = review.accounts.create(f"bench{time.monotonic_ns()}", "reviewer", [EVERY_STORE], by=None)
        name, first, lasting = made.account.name, made.one_time_password, "bench password"
        review.accounts.change_password(review.accounts.sign_in(name, first).reviewer, first, lasting)
        session = review.accounts.sign_in(name, lasting)
        self._headers = {"Cookie": f"session={session.token}", "X-CSRF-Token": session.csrf}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str) -> bytes:
        """A page."""
        self._connection.request("GET", path, headers=self._headers)
        return self._answer(path)

    def post(self, path: str, **form: str) -> bytes:
        """What a form leads to."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        self._connection.request("POST", path, urlencode(form), self._headers | kind)
        return self._answer(path)

    def _answer(self, path: str) -> bytes:
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body


def page(name: str, url: str, key: str) -> None:
    """Print how long the pages take with a long queue."""
    with opened(url, key) as review:
        crowd(review, WAITING)
        drafts = review.queue.list(by=EVERYBODY, limit=100).drafts
        with served(url, key, workers=1) as server:
            browser = Browser(server.port, review)
            one = drafts[40].id
            texts = iter(f"{TEXT}付款后48小时内发出{number}" for number in range(10_000))
            calls = {
                "queue page": lambda: browser.get("/queue"),
                "queue page of one intent": lambda: browser.get("/queue?intent=refund"),
                "rows, nothing new": lambda: browser.get("/queue/rows?seen=-1&at=0"),
                "draft page": lambda: browser.get(f"/drafts/{one}"),
                "check while typing": lambda: browser.post(f"/drafts/{one}/check", text=next(texts)),
                "figures page": lambda: browser.get("/figures"),
            }
            for what, call in calls.items():
                call()
                before = server.cpu_s()
                took = timings_us(call, repeat=60, warm=0)
                cpu_ms = (server.cpu_s() - before) * 1000 / len(took)
                line = row(f"{name}, {WAITING} waiting: {what}", took)
                print(f"{line}   CPU {cpu_ms:.1f} ms", flush=True)


def api(name: str, url: str, key: str) -> None:
    """Print how drafts fare that are asked for at a steady rate, all of them queued; latency counts from when each was due."""
    with opened(url, key) as review, served(url, key, workers=WORKERS) as server:
        made = review.accounts.create("tool", "reviewer", [EVERY_STORE], by=None)
        owner = review.accounts.sign_in("tool", made.one_time_password).reviewer
        secret = review.accounts.create_token("bench", ALL_SCOPES, by=owner).secret
        _load(server.port, secret, rate=20, seconds=3)  # every worker has read its corpus
        before = server.cpu_s()
        took = _load(server.port, secret, rate=RATE, seconds=SECONDS)
        cpu_ms = (server.cpu_s() - before) * 1000 / len(took)
    took.sort()
    median, p99 = took[len(took) // 2] * 1000, took[int(len(took) * 0.99)] * 1000
    head = f"{name}: {RATE} drafts a second for {SECONDS} s, {WORKERS} workers"
    print(f"{head}: median {median:.0f} ms, p99 {p99:.0f} ms, {cpu_ms:.1f} ms of the server's CPU each")


def _load(port: int, secret: str, *, rate: int, seconds: int) -> list[float]:
    begun = time.perf_counter() + 0.2
    due: queue.SimpleQueue[tuple[int, float]] = queue.SimpleQueue()
    for number in range(rate * seconds):
        due.put((number, begun + number / rate))
    took: list[float] = []
    crew = [threading.Thread(target=_call, args=(port, secret, due, took)) for _ in range(CALLERS)]
    for caller in crew:
        caller.start()
    for caller in crew:
        caller.join()
    if len(took) < rate * seconds:
        raise RuntimeError(f"{rate * seconds - len(took)} drafts failed")
    return took


def _call(port: int, secret: str, due: "queue.SimpleQueue[tuple[int, float]]", took: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    while True:
        try:
            number, at = due.get_nowait()
        except queue.Empty:
            return
        time.sleep(max(0.0, at - time.perf_counter()))
        asked = {"store": "qinghe", "message": MESSAGES[number % len(MESSAGES)], "product": "QH-2201"}
        asked["conversation"] = f"bench-{secret[-4:]}-{at}-{number}"
        connection.request("POST", "/api/v1/drafts?queue=all", json.dumps(asked), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 201:
            took.append(time.perf_counter() - at)


def main() -> None:
    """Both measures on both databases, or those named on the command line."""
    named = set(sys.argv[1:])
    measures = [measure for measure in (page, api) if measure.__name__ in named or not named & {"page", "api"}]
    kinds = [kind for kind in ("sqlite", "postgresql") if kind in named or not named & {"sqlite", "postgresql"}]
    for measure in measures:
        for kind in kinds:
            key = Fernet.generate_key().decode()
            if kind == "sqlite":
                with tempfile.TemporaryDirectory() as folder:
                    measure(kind, f"sqlite:///{Path(folder) / 'queue.sqlite3'}", key)
            else:
                with postgres(durable=True) as url:
                    measure(kind, url, key)


if __name__ == "__main__":
    main()
