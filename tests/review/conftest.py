"""A queue over each kind of database, with a clock that only the test moves."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import create_engine, make_url, text

from assistant.resources import resource_dir
from assistant.review import FixedShops, Review, Reviewer, ReviewQueue, open_review
from assistant.review.database import Database
from assistant.settings import Assistant, Settings, Toolbox
from assistant.settings.review import ReviewSettings
from tests.review.postgres import postgres

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
KEY = Fernet.generate_key().decode()
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

AGENT = Reviewer(id="a1", name="Ann", role="agent", stores=frozenset({"qinghe"}))
REVIEWER = Reviewer(id="r1", name="Rui", role="reviewer", stores=frozenset({"qinghe", "windrunner"}))
OTHER = Reviewer(id="r2", name="Oda", role="reviewer", stores=frozenset({"qinghe"}))
ADMIN = Reviewer(id="x1", name="Ada", role="admin", stores=frozenset({"*"}))


class Clock:
    """Says the time that the test set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        """Move it on (as `time.sleep` is called, so that waiting costs nothing)."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def shops() -> FixedShops:
    """The three example stores."""
    tools = Toolbox(Settings())
    found = [Assistant.from_store(path, toolbox=tools) for path in (resource_dir("examples") / "stores").glob("*.yaml")]
    return FixedShops({shop.store.id: shop for shop in found})


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server with an up-to-date database `ready` to copy."""
    with postgres() as url:
        _sql(url, "CREATE DATABASE ready")
        ready = Database(_named(url, "ready"))
        ready.migrate()
        ready.close()
        yield url


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An up-to-date SQLite file to copy."""
    path = tmp_path_factory.mktemp("ready") / "ready.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, up-to-date database of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "review.sqlite3"
        shutil.copy(request.getfixturevalue("ready_file"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("server")
    name = f"t{uuid4().hex}"
    _sql(server, f"CREATE DATABASE {name} TEMPLATE ready")
    yield _named(server, name)
    _sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str) -> ReviewSettings:
    """The settings of the queue under test."""
    return ReviewSettings(database=database_url, keys=(SecretStr(KEY),))


@pytest.fixture
def clock() -> Clock:
    """The queue's clock."""
    return Clock()


@pytest.fixture
def review(settings: ReviewSettings, shops: FixedShops, clock: Clock) -> Iterator[Review]:
    """Everything over one database."""
    opened = open_review(settings, shops, clock=clock, sleep=clock.advance, hasher=CHEAP, migrate=False)
    yield opened
    opened.database.close()


@pytest.fixture
def queue(review: Review) -> ReviewQueue:
    """The queue under test."""
    return review.queue


def _sql(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
