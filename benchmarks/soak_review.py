"""Many reviewers on one queue, some of them killed in the middle: nothing is lost, nothing is decided or sent twice.

`make soak` runs in full on SQLite and PostgreSQL; the tests run a little of it.
"""

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import func, select

from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import Request
from assistant.errors import ReviewError
from assistant.resources import resource_dir
from assistant.review import FixedShops, Review, Reviewer, open_review
from assistant.review.clock import utc_now
from assistant.review.tables import drafts, history, metadata, outbox
from assistant.settings import Assistant, Settings
from assistant.settings.review import ReviewSettings
from tests.review.postgres import postgres

TEXT = "亲，这款有货的，喜欢可以直接拍下哦，有问题随时找我~"
EDIT = "您好，库存还有不少，付款后48小时内给您安排发出，您看要哪个颜色呢？"
DECISIONS = ("approved", "edited", "rejected", "handed_over")
EVERYBODY = Reviewer(id="soak", name="soak", role="admin", stores=frozenset({"*"}))


@cache
def shops() -> FixedShops:
    """One example store."""
    shop = Assistant.from_store(resource_dir("examples") / "stores" / "qinghe.yaml", settings=Settings())
    return FixedShops({shop.store.id: shop})


def settings_for(url: str, key: str) -> ReviewSettings:
    """A queue whose claims run out soon, so that what a dead reviewer held comes back."""
    return ReviewSettings(database=url, keys=(SecretStr(key),), claim_s=2.0, delivery_attempts=1000)


@contextmanager
def opened(url: str, key: str) -> Iterator[Review]:
    """The queue at an address."""
    review = open_review(settings_for(url, key), shops())
    try:
        yield review
    finally:
        review.database.close()


def fill(review: Review, count: int, *, first: int = 0) -> None:
    """Submit drafts, each of a conversation of its own."""
    now = utc_now()
    verdict = Verdict(outcome="pass", policy_version="soak")
    for number in range(first, first + count):
        request = Request(store="qinghe", message="有货吗", now=now, conversation=f"c{number}", product="QH-2201")
        draft = Draft(
            status="review",
            text=TEXT,
            source="composer",
            language="zh",
            intent="stock",
            stage="presale",
            verdict=verdict,
        )
        review.queue.submit(request, draft, by=EVERYBODY)


def work(url: str, key: str, name: str, sent: str) -> None:
    """One reviewer who also sends: claims and decides, fetches and acknowledges, until nothing is left."""
    who = EVERYBODY.model_copy(update={"id": name, "name": name})
    dice = random.Random(name)
    with opened(url, key) as review, Path(sent).open("a", buffering=1, encoding="ascii") as log:
        while True:
            draft = review.queue.next(by=who)
            if draft is not None:
                _decide(review, draft.id, draft.version, who, dice.random())
            letters = review.outbox.pull(by=who, limit=2, lease_s=3.0) if draft is None or dice.random() < 0.3 else []
            for letter in letters:
                log.write(f"{letter.id} {letter.draft_id}\n")
                review.outbox.acknowledge(letter.id, letter.lease or "", by=who)
            if draft is None and not letters:
                if all_done(review):
                    break
                time.sleep(0.05)


def all_done(review: Review) -> bool:
    """Whether nothing waits, and nothing is on its way."""
    waiting = select(drafts.c.id).where(drafts.c.waiting).limit(1)
    on_its_way = select(outbox.c.id).where(outbox.c.state != "delivered").limit(1)
    with review.database.read() as connection:
        return not any(connection.execute(each).first() for each in (waiting, on_its_way))


def _decide(review: Review, draft_id: str, version: int, who: Reviewer, chance: float) -> None:
    queue = review.queue
    try:
        if chance < 0.6:
            queue.approve(draft_id, version, by=who)
        elif chance < 0.8:
            queue.edit_and_approve(draft_id, version, EDIT, by=who)
        elif chance < 0.9:
            queue.reject(draft_id, version, "tone", by=who, note="太冷淡")
        elif chance < 0.95:
            queue.hand_over(draft_id, version, by=who)
        else:
            queue.release(draft_id, by=who)
    except ReviewError:
        pass  # the claim ran out on a slow machine, and another reviewer has it


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    decided: Counter[str]
    sent_again: int
    """Replies that were handed out more than once, under the same id: their sender had died."""
    kills: int
    seconds: float


def run(url: str, key: str, *, count: int, workers: int, kills: int) -> Outcome:
    """Let workers empty a queue, kill some of them on the way, and look at what is left.

    Raises:
        AssertionError: a draft was lost, decided twice, or sent under two ids.
    """
    shops()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.soak_warm"])
    dice = random.Random(count)
    began = time.monotonic()
    with opened(url, key) as review, tempfile.TemporaryDirectory() as folder:
        fill(review, count)
        sent = Path(folder) / "sent"
        sent.touch()
        names = iter(f"w{number}" for number in range(10_000))
        running = [_start(context, url, key, next(names), sent) for _ in range(workers)]
        killed = 0
        seen = review.queue.changes()
        while any(process.is_alive() for process in running):
            victim = dice.randrange(workers)
            running[victim].join(timeout=0.01)
            now = review.queue.changes()
            if killed < kills and running[victim].is_alive() and now - seen > count // (kills + 1):
                running[victim].join(timeout=dice.random() * 0.03)  # anywhere within a decision
                os.kill(running[victim].pid or 0, signal.SIGKILL)
                running[victim].join()
                running[victim] = _start(context, url, key, next(names), sent)
                killed, seen = killed + 1, now
        failed = [process.exitcode for process in running if process.exitcode]
        assert not failed, f"workers ended with {failed}"
        lines = sent.read_text(encoding="ascii").splitlines()
        decided, again = verify(review, count, lines)
    return Outcome(decided, again, killed, time.monotonic() - began)


def _start(context: Any, url: str, key: str, name: str, sent: Path) -> Any:
    process = context.Process(target=work, args=(url, key, name, str(sent)), daemon=True)
    process.start()
    return process


def verify(review: Review, count: int, sent: list[str]) -> tuple[Counter[str], int]:
    """Every draft decided once, every approved reply sent, each under one id."""
    one_each = select(history.c.draft_id, func.count()).where(history.c.event.in_(DECISIONS))
    with review.database.read() as connection:
        states = Counter(connection.execute(select(drafts.c.state)).scalars())
        decisions = [row[1] for row in connection.execute(one_each.group_by(history.c.draft_id))]
        versions = connection.execute(
            select(drafts.c.id, drafts.c.version, func.max(history.c.version))
            .join(history, history.c.draft_id == drafts.c.id)
            .group_by(drafts.c.id, drafts.c.version)
        ).all()
        letters = connection.execute(select(outbox.c.id, outbox.c.draft_id, outbox.c.state)).all()
    assert sum(states.values()) == count, f"{count} came in, {sum(states.values())} are there"
    assert set(states) <= set(DECISIONS), f"left undecided: {states}"
    assert decisions == [1] * count, "a draft was decided twice, or without a line in the history"
    assert all(version == last for _, version, last in versions), "a change without a line in the history"
    out = states["approved"] + states["edited"]
    assert len(letters) == out, f"{out} were approved, {len(letters)} replies are in the outbox"
    assert {letter.state for letter in letters} <= {"delivered"}, "a reply was not delivered"
    pairs = {tuple(line.split()) for line in sent if len(line) == 65}
    assert pairs == {(letter.id, letter.draft_id) for letter in letters}, (
        "a reply was sent under two ids, or not at all"
    )
    return states, len(sent) - len(pairs)


@dataclass(frozen=True)
class Moved:
    """What a filled database held before it went down and up, and after."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    read: int
    """Drafts that could be read whole afterwards, buyer's words and all."""
    emptied: int
    """Rows that were left after `base`."""

    @property
    def kept(self) -> dict[str, int]:
        """Rows of the tables that no step takes away."""
        return {table: self.after[table] for table in KEPT}


def migrate_filled(url: str, key: str, count: int) -> Moved:
    """Down by each revision and up again on a filled database, then to `base` and up."""
    with opened(url, key) as review:
        fill(review, count, first=1_000_000)
        for draft in review.queue.list(by=EVERYBODY, limit=3).drafts:
            review.queue.edit_and_approve(draft.id, draft.version, EDIT, by=EVERYBODY)
        review.accounts.first_admin()
        before = _rows(review)
        for target in ("0002", "0001", "0002", "head"):
            review.database.migrate(target)
        assert review.database.up_to_date()
        after = _rows(review)
        stored = [draft for draft in review.queue.stored(by=EVERYBODY) if draft.request and draft.text]
        review.database.migrate("base")
        assert review.database.revision() is None
        review.database.migrate()
        assert review.database.up_to_date()
        return Moved(before, after, len(stored), sum(_rows(review).values()))


KEPT = ("drafts", "draft_terms", "draft_rules", "conversations", "history", "outbox", "secrets")
"""Tables of the first revision: a database that stays above it loses nothing of them."""


def _rows(review: Review) -> dict[str, int]:
    with review.database.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def soak(name: str, url: str, *, count: int, workers: int, kills: int) -> None:
    """The whole of it on one empty database, with a line for each part."""
    key = Fernet.generate_key().decode()
    done = run(url, key, count=count, workers=workers, kills=kills)
    print(
        f"{name}: {count} drafts, {workers} workers, {done.kills} killed: none lost, none doubled in {done.seconds:.0f} s; "
        f"{dict(done.decided)}; {done.sent_again} replies came again under their id",
        flush=True,
    )
    moved = migrate_filled(url, key, 500)
    assert all(moved.before[table] == rows for table, rows in moved.kept.items()), "a migration lost something"
    assert moved.read == moved.after["drafts"], "what was stored cannot all be read"
    print(f"{name}: migrated down and up, kept {moved.kept}", flush=True)


def soak_served(name: str, url: str, *, kills: int) -> None:
    """The server itself is killed, on an empty database."""
    from benchmarks import soak_server

    done = soak_server.run(url, Fernet.generate_key().decode(), count=kills * 20, kills=kills)
    print(
        f"{name}: {kills * 20} drafts over HTTP, the server killed {done.kills} times: none lost, none doubled in "
        f"{done.seconds:.0f} s; {dict(done.decided)}; answers lost on their way: {dict(done.lost)}",
        flush=True,
    )


def main() -> None:
    """All of it, or what is named on the command line (`sqlite`, `postgresql`, and a number of drafts)."""
    count = next((int(word) for word in sys.argv[1:] if word.isdigit()), 10_000)
    named = [word for word in sys.argv[1:] if not word.isdigit()] or ["sqlite", "postgresql"]
    if "sqlite" in named:
        with tempfile.TemporaryDirectory() as folder:
            soak("sqlite", f"sqlite:///{folder}/soak.sqlite3", count=count, workers=8, kills=50)
            soak_served("sqlite", f"sqlite:///{folder}/served.sqlite3", kills=50)
    if "postgresql" in named:
        with postgres(durable=True) as url:
            soak("postgresql", url, count=count, workers=8, kills=50)
        with postgres(durable=True) as url:
            soak_served("postgresql", url, kills=50)
