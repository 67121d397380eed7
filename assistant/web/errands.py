"""What is done beside the pages while the server runs: deliveries, what the clock does to drafts, old personal data."""

import logging
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from assistant.review.wiring import Review

SEND_EVERY_S = 2.0
SWEEP_EVERY_S = 5.0
"""A tool that waits for a draft sees it expire although nobody looks at the queue."""
PURGE_EVERY_S = 3600.0
LOOK_EVERY_S = 1.0

_log = logging.getLogger(__name__)


def errands_of(review: Review) -> list[tuple[Callable[[], object], float]]:
    """What is to be done, and how often in seconds."""
    errands: list[tuple[Callable[[], object], float]] = [
        (review.queue.sweep, SWEEP_EVERY_S),
        (review.queue.purge, PURGE_EVERY_S),
    ]
    if review.webhook is not None:
        errands.append((review.webhook.send_due, SEND_EVERY_S))
    return errands


def beside(review: Review) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The life span of an application: the errands of a queue run as long as it does."""
    errands = errands_of(review)

    @asynccontextmanager
    async def running(_app: object) -> AsyncIterator[None]:
        stopped = threading.Event()
        for errand, every_s in errands:
            threading.Thread(target=_repeat, args=(errand, every_s, stopped), daemon=True).start()
        try:
            yield
        finally:
            stopped.set()

    return running


def end_with_parent() -> None:
    """End this worker once the process that started it is gone, however it went: else it would keep the port."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY_S)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _repeat(errand: Callable[[], object], every_s: float, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            errand()
        except Exception:  # a database that was away for a moment must not end deliveries for good
            _log.exception("an errand failed; it is tried again in %g s", every_s)
        stopped.wait(every_s)
