"""The database on disk and its key are their owner's alone, and what was destroyed is not on the disk any more."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from assistant.errors import SettingsError
from assistant.review import FixedShops, open_review
from assistant.review.private import key_in
from assistant.review.tables import drafts
from assistant.settings.review import ReviewSettings
from tests.review.conftest import AGENT, REVIEWER, Clock
from tests.review.drafts import submitted


def modes(folder: Path) -> dict[str, int]:
    """Each file of a folder with who may do what."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_nobody_else_reads_database_log_or_key(tmp_path: Path, shops: FixedShops) -> None:
    """File, log, shared memory and key are mode 600 from the first moment, and become so where they were open."""
    settings = ReviewSettings(database=f"sqlite:///{tmp_path / 'r.sqlite3'}")
    first = open_review(settings, shops)
    submitted(first.queue, AGENT)
    assert modes(tmp_path) == dict.fromkeys(("r.sqlite3", "r.sqlite3-wal", "r.sqlite3-shm", "r.key"), 0o600)
    first.database.close()
    for path in tmp_path.iterdir():
        path.chmod(0o644)
    again = open_review(settings, shops)
    submitted(again.queue, AGENT)
    assert set(modes(tmp_path).values()) == {0o600}
    again.database.close()


def test_a_key_is_whole_or_not_there(tmp_path: Path) -> None:
    """It is found again, nothing half-written is left beside it, and one that is there is never written over."""
    first = key_in(tmp_path / "r.key")
    assert key_in(tmp_path / "r.key") == first and list(modes(tmp_path)) == ["r.key"]
    Fernet(first)


def test_a_lost_key_is_not_replaced(tmp_path: Path, shops: FixedShops) -> None:
    """A database without its key file is refused with the file's name: a fresh key beside it would open nothing."""
    settings = ReviewSettings(database=f"sqlite:///{tmp_path / 'r.sqlite3'}")
    open_review(settings, shops).database.close()
    (tmp_path / "r.key").unlink()
    with pytest.raises(SettingsError, match=r"r\.key: it is missing"):
        open_review(settings, shops)
    assert not (tmp_path / "r.key").exists()


def test_a_destroyed_key_is_not_in_the_log(tmp_path: Path, shops: FixedShops, clock: Clock) -> None:
    """After the purge the draft's key stands in none of the files, the write-ahead log included."""
    settings = ReviewSettings(database=f"sqlite:///{tmp_path / 'r.sqlite3'}")
    review = open_review(settings, shops, clock=clock)
    seen = submitted(review.queue, AGENT)
    review.queue.reject(seen.id, 1, "tone", by=REVIEWER)
    with review.database.read() as connection:
        wrapped = connection.execute(select(drafts.c.data_key)).scalar_one().encode()
    assert any(wrapped in path.read_bytes() for path in tmp_path.iterdir())
    clock.advance(60)
    assert review.queue.purge(older_than=timedelta(seconds=1)) == 1
    assert [path.name for path in tmp_path.iterdir() if wrapped in path.read_bytes()] == []
    review.database.close()
