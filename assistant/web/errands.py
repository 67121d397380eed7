"""What is done beside the pages while the server runs: deliveries, and destroying old personal data."""

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from assistant.review.wiring import Review

SEND_EVERY_S = 2.0
PURGE_EVERY_S = 3600.0

_log = logging.getLogger(__name__)


def beside(review: Review) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The life span of an application: the errands of a queue run as long as it does."""
    errands: list[tuple[Callable[[], object], float]] = [(review.queue.purge, PURGE_EVERY_S)]
    if review.webhook is not None:
        errands.append((review.webhook.send_due, SEND_EVERY_S))

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


def _repeat(errand: Callable[[], object], every_s: float, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            errand()
        except Exception:  # a database that was away for a moment must not end deliveries for good
            _log.exception("an errand failed; it is tried again in %g s", every_s)
        stopped.wait(every_s)
