"""Several processes on one queue at once, some killed in the middle; `make soak` runs the same in full."""

from benchmarks import soak_server
from benchmarks.soak_review import DECISIONS, KEPT, migrate_filled, run
from tests.review.conftest import KEY


def test_nothing_is_lost_or_doubled_by_rivals_and_kills(database_url: str) -> None:
    """Four processes claim, decide and deliver; two die by `kill -9`: each draft is decided once and sent under one id."""
    done = run(database_url, KEY, count=30, workers=4, kills=2)
    assert set(done.decided) <= set(DECISIONS) and done.decided.total() == 30
    assert done.kills == 2


def test_nothing_is_lost_or_doubled_by_a_server_that_is_killed(database_url: str) -> None:
    """The server dies by `kill -9` amid calls; callers ask again: each draft came in once, and is as its decider was told."""
    done = soak_server.run(database_url, KEY, count=20, kills=1)
    assert set(done.decided) <= set(DECISIONS) and done.decided.total() == 20
    assert done.kills == 1 and done.lost.total() > 0


def test_a_filled_database_goes_down_and_up(database_url: str) -> None:
    """Each revision is undone and done again on a filled queue: no row is missing, all can be read; `base` leaves nothing."""
    moved = migrate_filled(database_url, KEY, 20)
    assert {table: moved.after[table] for table in KEPT} == {table: moved.before[table] for table in KEPT}
    assert moved.before["drafts"] == moved.read == 20 and moved.before["outbox"] == 3
    assert moved.before["history"] == 23 and moved.before["accounts"] == 1
    assert moved.emptied == 0
