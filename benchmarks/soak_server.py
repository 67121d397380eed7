"""A server that dies in the middle of decisions over HTTP, again and again: nothing is lost, nothing is done twice.

`make soak` kills it fifty times on SQLite and PostgreSQL; the tests a few times.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.domain.reply import Draft, Verdict
from assistant.resources import resource_dir
from assistant.review import Review
from assistant.review.records import ALL_SCOPES, EVERY_STORE
from benchmarks.review import until_it_answers
from benchmarks.soak_review import EDIT, TEXT, all_done, opened, verify

_SETTINGS = "[review]\nclaim_s = 2.0\ndelivery_attempts = 1000\n"
"""What a caller claimed whose answer got lost comes back soon."""
_LEASE_S = 3.0


class Server:
    """`assistant review serve` in one process, which can be killed and started again behind the same port."""

    def __init__(self, url: str, key: str, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        settings = folder / "settings.toml"
        settings.write_text(_SETTINGS, encoding="utf-8")
        self._environment = os.environ | {
            "ASSISTANT_REVIEW_DATABASE": url,
            "ASSISTANT_REVIEW_KEYS": key,
            "ASSISTANT_CONFIG": str(settings),
        }
        self._process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        stores = str(resource_dir("examples") / "stores")
        command = [sys.executable, "-m", "assistant", "review", "serve", "--stores", stores, "--port", str(self.port)]
        process = subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL)
        until_it_answers(self.port)
        return process

    def kill(self) -> None:
        """As when the machine takes it away: no word, no clearing up."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def restart(self) -> None:
        """Kill it and start it again."""
        self.kill()
        self._process = self._started()


@dataclass
class Caller:
    """A program that asks again until it is answered; an answer that got lost on its way may have been meant."""

    port: int
    secret: str
    stopped: threading.Event
    lost: Counter[str] = field(default_factory=Counter)
    """What was asked when the connection broke."""
    _connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """The status and the body of an answer."""
        while not self.stopped.is_set():
            try:
                return self._once(method, path, body)
            except (OSError, http.client.HTTPException):
                self.lost[path.rsplit("/", 1)[-1]] += 1
                self.close()
                time.sleep(0.05)
        raise RuntimeError("stopped")

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _once(self, method: str, path: str, body: Mapping[str, Any] | None) -> tuple[int, Any]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        self._connection.request(method, f"/api/v1{path}", json.dumps(body) if body is not None else None, headers)
        answer = self._connection.getresponse()
        data = answer.read()
        assert answer.status < 500, f"{method} {path}: {answer.status} {data[:200]!r}"
        return answer.status, json.loads(data) if data else None


def feed(caller: Caller, count: int) -> None:
    """Hand in drafts, each under a key of its own, each until it is answered."""
    draft = Draft(
        status="review",
        text=TEXT,
        source="composer",
        language="zh",
        intent="stock",
        stage="presale",
        verdict=Verdict(outcome="pass", policy_version="soak"),
    )
    for number in range(count):
        asked = {"store": "qinghe", "message": "有货吗", "conversation": f"c{number}", "product": "QH-2201"}
        body = {"request": asked, "draft": draft.model_dump(mode="json"), "key": f"k{number}"}
        status, _ = caller.ask("POST", "/queue", body)
        assert status == 201


def decide(caller: Caller, done: Callable[[], bool], told: dict[str, str], sent: list[str], seed: int) -> None:
    """Take and decide, fetch and acknowledge, until nothing is left.

    Args:
        told: what the server said it had done, by draft.
        sent: what was handed out to be sent.
    """
    dice = random.Random(seed)
    while True:
        status, draft = caller.ask("POST", "/queue/next")
        if status == 200:
            _decide(caller, draft, told, dice.random())
        letters = []
        if status == 204 or dice.random() < 0.3:
            letters = caller.ask("POST", "/deliveries/pull", {"limit": 2, "lease_s": _LEASE_S})[1]["deliveries"]
        for letter in letters:
            sent.append(f"{letter['id']} {letter['draft_id']}")
            caller.ask("POST", f"/deliveries/{letter['id']}/acknowledge", {"lease": letter["lease"]})
        if status == 204 and not letters:
            if done():
                return
            time.sleep(0.05)


def _decide(caller: Caller, draft: Mapping[str, Any], told: dict[str, str], chance: float) -> None:
    path, body = f"/queue/{draft['id']}", {"version": draft["version"]}
    if chance < 0.6:
        status, answer = caller.ask("POST", f"{path}/approve", body)
    elif chance < 0.8:
        status, answer = caller.ask("POST", f"{path}/edit", body | {"text": EDIT})
    elif chance < 0.95:
        status, answer = caller.ask("POST", f"{path}/reject", body | {"code": "tone"})
    else:
        status, answer = caller.ask("POST", f"{path}/hand-over", body)
    if status == 200:
        assert draft["id"] not in told, "two callers were told that they had decided one draft"
        told[draft["id"]] = answer["draft"]["state"]
    else:
        assert status == 409, f"{path}: {status} {answer}"  # asked again after the first answer got lost: it is done


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    decided: Counter[str]
    lost: Counter[str]
    """Calls whose answer was lost, by their last word."""
    sent_again: int
    kills: int
    seconds: float


def run(url: str, key: str, *, count: int, kills: int, callers: int = 3) -> Outcome:
    """Let callers empty a queue over HTTP while the server is killed, and look at what is left.

    Raises:
        AssertionError: a draft was lost, taken in or decided twice, sent under two ids, or is not as its decider was told.
    """
    began = time.monotonic()
    with opened(url, key) as review, tempfile.TemporaryDirectory() as folder:
        secrets = [_token(review, f"caller{number}") for number in range(callers + 1)]
        server, stopped = Server(url, key, Path(folder)), threading.Event()
        crew = [Caller(server.port, secret, stopped) for secret in secrets]
        told: dict[str, str] = {}
        sent: list[str] = []
        fed = threading.Event()
        failures: list[BaseException] = []

        def guarded(work: Callable[[], None]) -> None:
            try:
                work()
            except BaseException as caught:
                failures.append(caught)
                stopped.set()

        def feeding() -> None:
            feed(crew[0], count)
            fed.set()

        jobs: list[Callable[[], None]] = [feeding]
        for number, caller in enumerate(crew[1:]):
            jobs.append(lambda c=caller, n=number: decide(c, lambda: fed.is_set() and all_done(review), told, sent, n))
        threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        try:
            killed = _keep_killing(review, server, threads, count, kills)
        finally:
            if any(thread.is_alive() for thread in threads):
                stopped.set()
            for thread in threads:
                thread.join()
            for caller in crew:
                caller.close()
            server.kill()
        if failures:
            raise failures[0]
        decided, again = verify(review, count, sent)
        _as_told(review, told)
        lost = sum((caller.lost for caller in crew), Counter[str]())
    return Outcome(decided, lost, again, killed, time.monotonic() - began)


def _keep_killing(review: Review, server: Server, threads: list[threading.Thread], count: int, kills: int) -> int:
    dice = random.Random(count)
    killed, seen = 0, review.queue.changes()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.01)
        now = review.queue.changes()
        if killed < kills and now - seen > 2 * count // (kills + 1):
            time.sleep(dice.random() * 0.05)  # anywhere within a call
            server.restart()
            killed, seen = killed + 1, review.queue.changes()
    return killed


def _token(review: Review, name: str) -> str:
    made = review.accounts.create(name, "reviewer", [EVERY_STORE], by=None)
    owner = review.accounts.sign_in(name, made.one_time_password).reviewer
    return review.accounts.create_token("soak", ALL_SCOPES, by=owner).secret


def _as_told(review: Review, told: Mapping[str, str]) -> None:
    """What the server answered as done is done, and nothing else."""
    from sqlalchemy import select

    from assistant.review.tables import drafts

    with review.database.read() as connection:
        states = {row.id: row.state for row in connection.execute(select(drafts.c.id, drafts.c.state))}
    changed = {draft: (said, states.get(draft)) for draft, said in told.items() if states.get(draft) != said}
    assert not changed, f"told one thing, kept another: {changed}"
