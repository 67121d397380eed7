"""The migrations and the tables say the same, and a database is opened only with the schema of this release."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from assistant.errors import SettingsError
from assistant.review import FixedShops, open_review
from assistant.review.database import Database
from assistant.review.tables import metadata
from assistant.settings.review import ReviewSettings


def test_migrations_make_the_tables_that_the_code_uses(database_url: str) -> None:
    """After the last revision nothing differs: columns, indexes, uniqueness."""
    database = Database(database_url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_base_leaves_an_empty_database(database_url: str) -> None:
    """All the way down nothing of ours is left, triggers and functions included; and up again it works."""
    database = Database(database_url)
    database.migrate("base")
    with database.read() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    database.migrate()
    assert database.up_to_date()
    database.close()


def test_an_old_schema_is_refused(settings: ReviewSettings, shops: FixedShops) -> None:
    """Without migrating, a database of another release is not opened, and the message says what to run."""
    database = Database(settings.database or "")
    database.migrate("0002")
    database.close()
    with pytest.raises(SettingsError, match="assistant review migrate"):
        open_review(settings, shops, migrate=False)
    open_review(settings, shops).database.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(url: str) -> None:
    """Neither another engine nor one that would forget is taken."""
    with pytest.raises(SettingsError, match=r"review\.database"):
        Database(url)


def test_a_database_out_of_reach_is_told_as_such(tmp_path: Path) -> None:
    """No such folder, no such server: one message, and no traceback's worth."""
    for url in (f"sqlite:///{tmp_path}/no/such.sqlite3", f"postgresql://x@/x?host={tmp_path}"):
        database = Database(url)
        with pytest.raises(SettingsError, match="cannot be opened"):
            database.migrate()
        database.close()
