"""One database: SQLite or PostgreSQL, opened alike; its schema is brought up and down by the migrations beside it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, create_engine, event, func, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError

from assistant.errors import SettingsError

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_S = 60
_MIGRATION_LOCK = 7_320_114


class Database:
    """A database that the queue keeps its tables in."""

    def __init__(self, url: str) -> None:
        """Open it lazily.

        Raises:
            SettingsError: the address names neither a SQLite file nor a PostgreSQL database.
        """
        self._engine = _engine(url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes; all of it or nothing stays."""
        with self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    def migrate(self, target: str = "head") -> None:
        """Bring the schema to a revision: up or down, `head` or `base`. Two at once wait for each other.

        Raises:
            SettingsError: the database cannot be reached.
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
                newer = age.get(target, 0) <= age.get(now or "base", len(known))
                (command.upgrade if newer else command.downgrade)(config, target)
        except OperationalError as caught:
            raise SettingsError(f"review.database: cannot be opened ({_first_line(caught)})") from None

    def revision(self) -> str | None:
        """The revision that the schema stands at; None: there is none yet."""
        with self.read() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def up_to_date(self) -> bool:
        """Whether the schema is this release's."""
        return self.revision() == _scripts().get_current_head()

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def insert_or_keep(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    statement = _insert(connection, table).values(**row).on_conflict_do_nothing()
    return connection.execute(statement).rowcount > 0


def upsert_later(connection: Connection, table: Table, row: Mapping[str, Any], column: str) -> Any:
    """Insert a row, or raise `column` of the one with its key where the new value is later; gives the value kept.

    The row is locked until the transaction ends.
    """
    statement = _insert(connection, table).values(**row)
    new, old = statement.excluded[column], table.c[column]
    greatest = _greatest(connection, new, old)
    keys = [key.name for key in table.primary_key]
    kept = statement.on_conflict_do_update(index_elements=keys, set_={column: greatest}).returning(old)
    return connection.execute(kept).scalar_one()


def _greatest(connection: Connection, first: Any, second: Any) -> Any:
    """The greater of two values; SQLite calls the function `max`."""
    return func.greatest(first, second) if connection.dialect.name == "postgresql" else func.max(first, second)


def _insert(connection: Connection, table: Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


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
        return create_engine(parsed, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args=plain)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise SettingsError("review.database: expected sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
    engine = create_engine(parsed, connect_args={"timeout": _BUSY_S}, pool_size=10, max_overflow=20)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


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


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
