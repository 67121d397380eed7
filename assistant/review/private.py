"""Files that are their owner's alone: the queue's database on disk, and the key that opens what lies in it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet

_OWNERS_ALONE = 0o600
_OTHERS = 0o077
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps next to its file; it makes them with the file's own mode."""


def keep_private(database: Path) -> None:
    """Make a database file that only its owner reads; where there is one, take it and what lies beside it from others.

    A folder that is not there, or that is not ours to write, is left to the database to complain of.
    """
    with suppress(OSError):
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNERS_ALONE))
    for path in (database, *(database.with_name(database.name + end) for end in _BESIDE)):
        _close_to_others(path)


def key_in(path: Path) -> str:
    """The key in a file that only its owner reads; made where there is none.

    It is on the disk before it is used: what was closed with a key that a power cut took could never be opened.
    """
    if not path.exists():
        _make_key(path)
    _close_to_others(path)
    return path.read_text(encoding="ascii", errors="replace").strip()


def _make_key(path: Path) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNERS_ALONE)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(Fernet.generate_key().decode() + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # another process was faster: its key counts
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _close_to_others(path: Path) -> None:
    with suppress(OSError):
        mode = path.stat().st_mode
        if path.is_file() and mode & _OTHERS:
            path.chmod(mode & ~_OTHERS & 0o7777)
