"""Whether anything has happened in the queue: asked of the database a few times a second, however many callers wait."""

import time

from starlette.concurrency import run_in_threadpool

from assistant.review.queue import ReviewQueue

BEAT_S = 0.2


class Pulse:
    """The number of changes that every waiting caller of one server shares; it may be a beat old."""

    def __init__(self) -> None:
        self._felt_s = float("-inf")
        self._number = 0

    async def changes(self, queue: ReviewQueue) -> int:
        """A number that goes up with everything that happens."""
        now = time.monotonic()
        if now - self._felt_s >= BEAT_S:
            self._felt_s = now  # before it is asked for: whoever comes meanwhile takes the last one
            self._number = await run_in_threadpool(queue.changes)
        return self._number
