"""One database: SQLite or PostgreSQL, opened alike; its schema is brought up and down by the migrations beside it."""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Table, create_engine, event, func, insert, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from assistant.errors import DatabaseAway, SettingsError
from assistant.review.private import keep_private

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_S = 60
_WIPE_WITHIN_S = 2.0
_IDLE_S = 1.0
_MIGRATION_LOCK = 7_320_114


class Database:
    """A database that the queue keeps its tables in."""

    def __init__(self, url: str) -> None:
        """Open it lazily.

        Raises:
            SettingsError: the address names neither a SQLite file nor a PostgreSQL database.
        """
        self._engine = _engine(url)
        self._reading = self._engine
        if self._engine.dialect.name == "postgresql":
            # Each statement sees what is committed either way: without a transaction it is one trip to the server, not three.
            self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises:
            DatabaseAway: it gives no answer.
        """
        with _told_when_away(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; all of it or nothing stays.

        Raises:
            DatabaseAway: it gives no answer.
        """
        with _told_when_away(), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    def migrate(self, target: str = "head") -> None:
        """Bring the schema to a revision: up or down, `head` or `base`. Two at once wait for each other.

        Raises:
            SettingsError: the database cannot be reached, is none of ours, is of a newer release, or there is no such revision.
        """
        config = _config()
        try:
            with self.write() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                config.attributes["connection"] = connection
                known = [step.revision for step in _scripts().walk_revisions()]  # newest first
                now = MigrationContext.configure(connection).get_current_revision()
                age = {"head": 0, "base": len(known)} | {name: place for place, name in enumerate(known)}
                if now is not None and now not in age:
                    raise SettingsError(f"review.database: its schema ({now}) is of a newer release than this one")
                newer = age.get(target, 0) <= age.get(now or "base", len(known))
                try:
                    (command.upgrade if newer else command.downgrade)(config, target)
                except CommandError:
                    raise SettingsError(f"revision: expected one of {', '.join(age)} (got {target})") from None
        except (DBAPIError, DatabaseAway) as caught:
            told = _first_line(caught.__cause__ or caught)
            raise SettingsError(f"review.database: cannot be opened ({told})") from None

    def revision(self) -> str | None:
        """The revision that the schema stands at; None: there is none yet."""
        with self.read() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def up_to_date(self) -> bool:
        """Whether the schema is this release's."""
        return self.revision() == _scripts().get_current_head()

    def wipe_traces(self) -> None:
        """Take from the disk what was overwritten: in SQLite's log it would stand until the log is written anew.

        While others read, that is left to the next time.
        """
        if self._engine.dialect.name != "sqlite" or self._engine.url.database is None:
            return
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(self._engine.url.database, timeout=_WIPE_WITHIN_S)) as connection,
        ):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


@contextmanager
def _told_when_away() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, NoConnectionFree) as caught:
        raise DatabaseAway(f"review.database: gives no answer ({_first_line(caught)})") from caught


def insert_or_keep(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    statement = _insert(connection.dialect.name, table).on_conflict_do_nothing()
    return connection.execute(statement, row).rowcount > 0


def upsert_later(connection: Connection, table: Table, row: Mapping[str, Any], column: str) -> Any:
    """Insert a row, or raise `column` of the one with its key where the new value is later; gives the value kept.

    The row is locked until the transaction ends.
    """
    return connection.execute(_upsert_later(connection.dialect.name, table, column), row).scalar_one()


@cache
def _upsert_later(dialect: str, table: Table, column: str) -> Any:
    statement = _insert(dialect, table)
    new, old = statement.excluded[column], table.c[column]
    greatest = func.greatest if dialect == "postgresql" else func.max  # SQLite calls it so
    keys = [key.name for key in table.primary_key]
    return statement.on_conflict_do_update(index_elements=keys, set_={column: greatest(new, old)}).returning(old)


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; of one alone drivers make less ado than of many."""
    connection.execute(_plain_insert(table), rows[0] if len(rows) == 1 else rows)


_plain_insert = cache(insert)
"""Statements that every draft needs are put together once: making one anew costs more than running it."""


def _insert(dialect: str, table: Table) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsError("review.database: expected sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME") from None
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "postgresql+psycopg":
        # A prepared statement gets a plan for any values after a while: through the whole table where few rows are wanted.
        plain = {"prepare_threshold": None}
        engine = create_engine(parsed, pool_size=10, max_overflow=20, connect_args=plain)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _demand_alive)
        return engine
    name = parsed.database
    if parsed.get_backend_name() != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        raise SettingsError("review.database: expected sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
    engine = create_engine(parsed, connect_args={"timeout": _BUSY_S}, pool_size=10, max_overflow=20)
    event.listen(engine, "do_connect", lambda *_: keep_private(Path(name)))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _note_use(_connection: object, record: Any) -> None:
    record.info["used_s"] = time.monotonic()


def _demand_alive(connection: Any, record: Any, _proxy: object) -> None:
    """Try a connection that has lain idle: the server may have gone and come back. One in use need not be asked."""
    if connection is None or time.monotonic() - record.info.get("used_s", time.monotonic()) < _IDLE_S:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error:
        raise DisconnectionError from None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver would say it too late
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was answered as done stays done when the power fails
        "foreign_keys=ON",
        "secure_delete=ON",  # a destroyed key leaves no trace on its page
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later could not wait for its turn: it would fail at once.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0]
