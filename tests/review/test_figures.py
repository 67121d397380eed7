"""The figures count what was decided, by day, intent, script and rule."""

from assistant.review import Review
from tests.review.conftest import ADMIN, AGENT, REVIEWER, Clock
from tests.review.drafts import submitted


def test_figures_of_a_small_queue(review: Review, clock: Clock) -> None:
    """Waiting, overdue, times to decision, shares and caught rules, checked by hand over two days."""
    queue = review.queue
    ids = [submitted(queue, AGENT, script="s1", conversation=f"c{n}", rules=("tone.cold",)).id for n in range(4)]
    submitted(queue, ADMIN, store="windrunner", message="hi")
    clock.advance(60)
    queue.approve(ids[0], 1, by=REVIEWER)
    clock.advance(60)
    queue.edit_and_approve(ids[1], 1, "亲，有货的哦，您直接拍就可以啦", by=REVIEWER)
    clock.advance(80_000)
    queue.reject(ids[2], 1, "tone", by=REVIEWER)
    found = queue.figures(by=AGENT, days=3)
    assert (found.waiting, found.claimed, found.overdue, found.undelivered) == (1, 0, 1, 2)
    assert (found.median_decision_s, found.p90_decision_s, found.oldest_s) == (120, 80_120, 80_120)
    (stock,) = found.intents
    assert (stock.name, stock.decided, stock.approved, stock.edited, stock.rejected) == ("stock", 3, 1, 1, 1)
    assert stock.acceptance == stock.edit_rate == 1 / 3 and found.scripts[0].name == "s1"
    assert found.rules == {"tone.cold": 4}
    assert [day.day for day in found.days] == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert [(day.submitted, day.approved, day.edited, day.rejected) for day in found.days] == [
        (0, 0, 0, 0),
        (4, 1, 1, 0),
        (0, 0, 0, 1),
    ]
    assert [day.median_decision_s for day in found.days] == [None, 90, 80_120]
    assert found.days[1].rules == {"tone.cold": 4}


def test_figures_of_an_empty_queue(review: Review) -> None:
    """Nothing is counted, and what cannot be known is None rather than zero."""
    found = review.queue.figures(by=AGENT)
    assert (found.waiting, found.oldest_s, found.median_decision_s, len(found.days)) == (0, None, None, 14)
