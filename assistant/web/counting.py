"""How many drafts wait: exact while they are few; of a long queue a count may be some seconds old."""

from datetime import datetime, timedelta

from assistant.review.queue import ReviewQueue
from assistant.review.records import Filter, Reviewer

LONG = 1000
"""From here on counting costs more than the page it stands on."""
MAX_AGE = timedelta(seconds=10)
_KEPT = 500


class Counts:
    """Counts that every page of one server shares."""

    def __init__(self) -> None:
        self._known: dict[tuple[Filter, frozenset[str]], tuple[datetime, int]] = {}

    def of(self, queue: ReviewQueue, which: Filter, by: Reviewer, now: datetime) -> int:
        """How many drafts fit, of those that the reviewer sees."""
        key = which, by.stores
        known = self._known.get(key)
        if known is not None and abs(now - known[0]) < MAX_AGE:
            return known[1]
        count = queue.count(which, by=by)
        if len(self._known) >= _KEPT:
            self._known = {}
        if count >= LONG:
            self._known[key] = now, count
        return count
