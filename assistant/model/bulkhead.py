"""So many questions at a time to one endpoint, from threads and event loops alike; who comes later waits, but not for ever."""

import asyncio
import threading
from collections import deque
from concurrent.futures import Future

from assistant.errors import ModelUnavailable


class Bulkhead:
    """Places for questions. First come, first served."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._free = places
        self._waiting: deque[Future[None]] = deque()
        self._lock = threading.Lock()

    @property
    def free(self) -> int:
        """Places that nobody has taken."""
        return self._free

    def take(self, timeout_s: float) -> None:
        """Take a place, waiting for one if need be.

        Raises:
            ModelUnavailable: none came free in that time.
        """
        waiter = self._queue()
        if waiter is None:
            return
        try:
            waiter.result(max(0.0, timeout_s))
        except TimeoutError:
            self._leave(waiter)
            raise self._full() from None
        except BaseException:
            self._leave(waiter)
            raise

    async def take_async(self, timeout_s: float) -> None:
        """As `take`, for callers in an event loop."""
        waiter = self._queue()
        if waiter is None:
            return
        try:
            async with asyncio.timeout(max(0.0, timeout_s)):
                await asyncio.wrap_future(waiter)
        except TimeoutError:
            self._leave(waiter)
            raise self._full() from None
        except BaseException:
            self._leave(waiter)
            raise

    def give_back(self) -> None:
        """Leave a place to the next."""
        with self._lock:
            while self._waiting:
                waiter = self._waiting.popleft()
                if waiter.set_running_or_notify_cancel():
                    break
            else:
                self._free += 1
                return
        waiter.set_result(None)

    def _queue(self) -> Future[None] | None:
        with self._lock:
            if self._free:
                self._free -= 1
                return None
            waiter = Future[None]()
            self._waiting.append(waiter)
            return waiter

    def _leave(self, waiter: Future[None]) -> None:
        if not waiter.cancel():  # the place came in the very moment of giving up
            self.give_back()

    def _full(self) -> ModelUnavailable:
        return ModelUnavailable(f"all {self.places} places were taken, and none came free in time")
