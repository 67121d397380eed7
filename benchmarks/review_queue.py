"""The queue with 50,000 drafts waiting: listing, claiming, counting; and how many drafts a second it takes in."""

import sys
import tempfile
import threading
import time
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import insert, select, text

from assistant.review import Filter, Review
from assistant.review.office import new_id
from assistant.review.tables import drafts
from benchmarks.soak_review import EVERYBODY, fill, opened
from benchmarks.timing import row, timings_us
from tests.review.postgres import postgres

WAITING = 50_000
_BATCH = 2_000


def crowd(review: Review, count: int) -> None:
    """Fill a queue by copying real drafts: each waits in a conversation of its own, with a deadline of its own."""
    fill(review, 200)
    with review.database.read() as connection:
        samples = [dict(each._mapping) for each in connection.execute(select(drafts))]
    for begin in range(0, count, _BATCH):
        rows = [_copy(samples[number % len(samples)], number) for number in range(begin, begin + _BATCH)]
        with review.database.write() as connection:
            connection.execute(insert(drafts), rows)
    with review.database.write() as connection:
        connection.execute(text("ANALYZE"))  # PostgreSQL does so by itself within a minute


def _copy(sample: dict[str, Any], number: int) -> dict[str, Any]:
    later = timedelta(seconds=number * 7919 % 86_400)
    due = sample["due_at"] + later
    return sample | {
        "id": new_id(),
        "conversation_hash": f"copy{number}",
        "calm": number * 31 % 101,
        "intent": ("stock", "size", "invoice", "track", "refund")[number % 5],
        "due_at": due,
        "due_minute": int(due.timestamp() // 60),
    }


def measure(name: str, review: Review) -> None:
    """Print the timings of what a page does."""
    queue = review.queue
    crowd(review, WAITING)
    first = queue.list(by=EVERYBODY, limit=50)
    one_store = EVERYBODY.model_copy(update={"stores": frozenset({"qinghe"})})
    middle = first.drafts[25].id
    calls = {
        "list, first 50": lambda: queue.list(by=EVERYBODY, limit=50),
        "list, next 50, one store": lambda: queue.list(by=one_store, after=first.after, limit=50),
        "list of one intent": lambda: queue.list(Filter(intent="refund"), by=one_store, limit=50),
        "count of all": lambda: queue.count(by=one_store),
        "neighbours": lambda: queue.neighbours(middle, by=one_store),
        "claim the next, and give it back": lambda: _claim(review),
        "figures": lambda: queue.figures(by=one_store),
    }
    for what, call in calls.items():
        print(row(f"{name}, {WAITING} waiting: {what}", timings_us(call, repeat=40, warm=2)), flush=True)


def _claim(review: Review) -> None:
    draft = review.queue.next(by=EVERYBODY)
    assert draft is not None
    review.queue.release(draft.id, by=EVERYBODY)


def intake(name: str, review: Review, *, threads: int = 4, count: int = 400) -> None:
    """Print how many drafts a second several threads submit, and how long the slowest waited."""
    took: list[float] = []

    def submit(part: int) -> None:
        for number in range(count // threads):
            begun = time.perf_counter()
            fill(review, 1, first=10_000_000 + part * count + number)
            took.append(time.perf_counter() - begun)

    crew = [threading.Thread(target=submit, args=(part,)) for part in range(threads)]
    begun = time.perf_counter()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    rate = len(took) / (time.perf_counter() - begun)
    p99_ms = sorted(took)[int(len(took) * 0.99)] * 1000
    print(f"{name}: {rate:.0f} drafts a second from {threads} threads, p99 {p99_ms:.0f} ms", flush=True)


def main() -> None:
    """Both databases, or those named on the command line."""
    named = sys.argv[1:] or ["sqlite", "postgresql"]
    key = Fernet.generate_key().decode()
    if "sqlite" in named:
        with tempfile.TemporaryDirectory() as folder, opened(f"sqlite:///{folder}/queue.sqlite3", key) as review:
            measure("sqlite", review)
            intake("sqlite", review)
    if "postgresql" in named:
        with postgres(durable=True) as url, opened(url, key) as review:
            measure("postgresql", review)
            intake("postgresql", review)


if __name__ == "__main__":
    main()
