"""Several processes on one queue at once, some killed in the middle; `make soak` runs the same in full."""

from benchmarks.soak_review import DECISIONS, migrate_filled, run
from tests.review.conftest import KEY


def test_nothing_is_lost_or_doubled_by_rivals_and_kills(database_url: str) -> None:
    """Four processes claim, decide and deliver; two die by `kill -9`: each draft is decided once and sent under one id."""
    done = run(database_url, KEY, count=30, workers=4, kills=2)
    assert set(done.decided) <= set(DECISIONS) and done.decided.total() == 30
    assert done.kills == 2


def test_a_filled_database_goes_down_and_up(database_url: str) -> None:
    """Each revision is undone and done again on a filled queue: nothing of it is missing; `base` leaves nothing."""
    migrate_filled(database_url, KEY, 20)
