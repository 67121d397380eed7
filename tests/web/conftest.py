"""The front door over a queue whose clock only the test moves, and browsers that are signed in there."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.review import FixedShops, Review, open_review
from assistant.review.records import ALL_SCOPES, Role, Scope
from assistant.settings.review import ReviewSettings
from assistant.web import Desk, create_app
from assistant.web.shield import Shield
from tests.review.conftest import CHEAP, KEY, Clock, clock, ready_file, shops

__all__ = ["clock", "ready_file", "shops"]

PASSWORD = "a password of one's own"
PEOPLE: tuple[tuple[str, Role, tuple[str, ...]], ...] = (
    ("rui", "reviewer", ("qinghe", "windrunner")),
    ("oda", "reviewer", ("qinghe",)),
    ("ann", "agent", ("qinghe",)),
    ("wim", "agent", ("windrunner",)),
    ("ada", "admin", ("*",)),
)

SignIn = Callable[[str], TestClient]
Token = Callable[..., TestClient]


@pytest.fixture(scope="session")
def peopled_file(ready_file: Path, shops: FixedShops, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everybody has a password of their own."""
    path = tmp_path_factory.mktemp("peopled") / "peopled.sqlite3"
    shutil.copy(ready_file, path)
    review = _opened(path, shops, Clock())
    for name, role, stores in PEOPLE:
        made = review.accounts.create(name, role, stores, by=None)
        session = review.accounts.sign_in(name, made.one_time_password)
        review.accounts.change_password(session.reviewer, made.one_time_password, PASSWORD)
    review.database.close()
    return path


@pytest.fixture
def review(peopled_file: Path, tmp_path: Path, shops: FixedShops, clock: Clock) -> Iterator[Review]:
    """The queue behind the front door."""
    path = tmp_path / "review.sqlite3"
    shutil.copy(peopled_file, path)
    opened = _opened(path, shops, clock)
    yield opened
    opened.database.close()


def _opened(path: Path, shops: FixedShops, clock: Clock) -> Review:
    settings = ReviewSettings(database=f"sqlite:///{path}", keys=(SecretStr(KEY),))
    return open_review(settings, shops, clock=clock, sleep=clock.advance, hasher=CHEAP, migrate=False)


@pytest.fixture
def app(review: Review, clock: Clock) -> Shield:
    """The front door."""
    return create_app(Desk(review, clock=clock))


@pytest.fixture
def visitor(app: Shield) -> Iterator[TestClient]:
    """A browser of somebody who is not signed in."""
    with TestClient(app, follow_redirects=False, headers={"accept-language": "en"}) as client:
        yield client


@pytest.fixture
def sign_in(app: Shield, review: Review) -> SignIn:
    """Gives a browser in which somebody is signed in; its forms carry the proof that they are ours."""

    def signed_in(name: str) -> TestClient:
        session = review.accounts.sign_in(name, PASSWORD)
        return TestClient(
            app,
            follow_redirects=False,
            headers={"accept-language": "en", "x-csrf-token": session.csrf},
            cookies={"session": session.token},
        )

    return signed_in


@pytest.fixture
def token(app: Shield, review: Review) -> Token:
    """Gives a program with a token of somebody's."""

    def with_token(owner: str = "rui", *scopes: Scope) -> TestClient:
        by = review.accounts.sign_in(owner, PASSWORD).reviewer
        made = review.accounts.create_token("test", scopes or ALL_SCOPES, by=by)
        return TestClient(app, base_url="http://testserver/api/v1", headers={"authorization": f"Bearer {made.secret}"})

    return with_token
