"""The review pieces put together, in one place."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from platformdirs import user_data_path
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from assistant.domain.request import Request
from assistant.errors import SettingsError
from assistant.review.accounts import Accounts
from assistant.review.clock import Clock, utc_now
from assistant.review.database import Database
from assistant.review.delivery import Outbox
from assistant.review.learning import Learning
from assistant.review.office import Office
from assistant.review.private import key_in
from assistant.review.queue import ReviewQueue
from assistant.review.shops import OrdersNow, Shops
from assistant.review.vault import holds_sealed, open_vault
from assistant.review.webhook import WebhookSender
from assistant.settings.review import ReviewSettings


@dataclass(frozen=True)
class Review:
    """Everything over one database."""

    database: Database
    shops: Shops
    options: ReviewSettings
    queue: ReviewQueue
    accounts: Accounts
    outbox: Outbox
    learning: Learning
    webhook: WebhookSender | None
    """None where the settings name no address."""


def as_submitted(request: Request) -> Request:
    """The orders as the tool gave them: where nobody can look them up."""
    return request


def open_review(
    settings: ReviewSettings,
    shops: Shops,
    *,
    clock: Clock = utc_now,
    orders_now: OrdersNow = as_submitted,
    sleep: Callable[[float], None] = time.sleep,
    hasher: PasswordHasher | None = None,
    migrate: bool = True,
) -> Review:
    """Open the database of the settings and wire the pieces.

    Args:
        shops: the stores, as they are at any moment.
        orders_now: looks up a request's orders anew before a text is checked.
        hasher: of passwords; None: argon2id as its authors recommend.
        migrate: bring the schema up to date first; without it an old schema is refused.

    Raises:
        SettingsError: no key, a bad one, an address that is no database, or an old schema.
    """
    url = database_url(settings)
    database = Database(url)
    try:
        if migrate:
            database.migrate()
        elif not database.up_to_date():
            raise SettingsError("review.database: its schema is not this release's; run: assistant review migrate")
        vault = open_vault(database, keys_of(settings, url, database))
        office = Office(database, vault, shops, settings, clock, orders_now)
        outbox = Outbox(office)
        return Review(
            database=database,
            shops=shops,
            options=settings,
            queue=ReviewQueue(office, sleep=sleep),
            accounts=Accounts(database, session_s=settings.session_s, clock=clock, hasher=hasher),
            outbox=outbox,
            learning=Learning(office),
            webhook=WebhookSender(outbox, settings, clock) if settings.webhook_url else None,
        )
    except BaseException:
        database.close()
        raise


def database_url(settings: ReviewSettings) -> str:
    """The address of the settings, else a file in the user's data folder."""
    if settings.database is not None:
        return settings.database
    folder = user_data_path("reply-assistant", ensure_exists=True)
    return f"sqlite:///{folder / 'review.sqlite3'}"


def keys_of(settings: ReviewSettings, url: str, database: Database) -> list[str]:
    """The keys of the settings; where there are none, the one beside a database file.

    Raises:
        SettingsError: the file of the key is gone, and the database holds what it closed.
    """
    if settings.keys:
        return [key.get_secret_value() for key in settings.keys]
    try:
        parsed = make_url(url)
    except ArgumentError:
        return []
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return []
    path = Path(parsed.database).with_suffix(".key")
    if not path.exists() and holds_sealed(database):
        raise SettingsError(f"{path}: it is missing, and opens what the database beside it holds: put it back")
    try:
        return [key_in(path)]
    except OSError as caught:
        raise SettingsError(f"{path}: the key cannot be kept there ({caught.strerror or caught})") from None
