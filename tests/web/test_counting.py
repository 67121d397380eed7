"""The count over the queue."""

from datetime import timedelta
from typing import cast

from assistant.review import Filter, Reviewer, ReviewQueue
from assistant.web.counting import LONG, MAX_AGE, Counts
from tests.review.conftest import AGENT, NOW, REVIEWER


class Counting:
    """A queue of a given length that counts how often it is asked."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.asked = 0

    def count(self, which: Filter, *, by: Reviewer) -> int:
        """As `ReviewQueue.count`."""
        self.asked += 1
        return self.length


def test_a_short_queue_is_counted_anew() -> None:
    """While drafts are few the count is never old."""
    counts, queue = Counts(), Counting(LONG - 1)
    assert counts.of(cast(ReviewQueue, queue), Filter(), AGENT, NOW) == LONG - 1
    queue.length = 3
    assert counts.of(cast(ReviewQueue, queue), Filter(), AGENT, NOW) == 3


def test_a_long_queue_is_counted_now_and_then() -> None:
    """A long queue's count is kept for a while, for each filter and each set of stores by itself."""
    counts, queue = Counts(), Counting(50_000)
    real = cast(ReviewQueue, queue)
    for _ in range(3):
        counts.of(real, Filter(), AGENT, NOW)
    assert queue.asked == 1
    counts.of(real, Filter(intent="stock"), AGENT, NOW)
    counts.of(real, Filter(), REVIEWER, NOW)
    assert queue.asked == 3
    queue.length = 7
    assert counts.of(real, Filter(), AGENT, NOW + MAX_AGE) == 7
    assert counts.of(real, Filter(), AGENT, NOW + MAX_AGE + timedelta(seconds=1)) == 7
