"""Who may sign in, as what, and for which stores; and the record of who did."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import get_args

from argon2 import PasswordHasher
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.errors import BadInput, NotAllowed
from assistant.review.clock import Clock, utc_now
from assistant.review.database import Database
from assistant.review.identities import (
    LONGEST_NAME,
    Account,
    NewAccount,
    NewToken,
    Session,
    SignInEntry,
    TokenInfo,
    account_of,
    as_column,
)
from assistant.review.office import new_id
from assistant.review.records import EVERY_STORE, Reviewer, Role
from assistant.review.signing_in import LEAST_PASSWORD, SignIns
from assistant.review.tables import accounts, sessions, sign_ins, tokens
from assistant.review.texts import plain
from assistant.review.throttle import record
from assistant.review.tokens import Tokens

__all__ = ["LEAST_PASSWORD", "Account", "Accounts", "NewAccount", "NewToken", "Session", "SignInEntry", "TokenInfo"]


class Accounts(SignIns, Tokens):
    """The accounts of one database, with their sessions and tokens."""

    def __init__(
        self,
        database: Database,
        *,
        session_s: float = 43_200.0,
        clock: Clock = utc_now,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._database = database
        self._session = timedelta(seconds=session_s)
        self._clock = clock
        self._hasher = hasher or PasswordHasher()

    def first_admin(self) -> NewAccount | None:
        """Make the admin when there is no account at all; None where there is one."""
        try:
            with self._database.write() as connection:
                if connection.execute(select(func.count()).select_from(accounts)).scalar_one():
                    return None
                return self._insert(connection, "admin", "admin", [EVERY_STORE])
        except IntegrityError:  # another server of the same database was faster
            return None

    def create(self, name: str, role: Role, stores: Iterable[str], *, by: Reviewer | None) -> NewAccount:
        """A new account with a one-time password that must be changed at first sign-in.

        Args:
            by: the admin who makes it; None: the command line on the machine itself.

        Raises:
            NotAllowed: `by` is no admin, or a store is not one of theirs.
            BadInput: the name is taken or empty, or the role unknown.
        """
        _demand_admin(by)
        _demand_own(by, stores := _store_ids(stores))
        if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise BadInput(f"name: expected 1 to {LONGEST_NAME} characters without space around them")
        if role not in get_args(Role):
            raise BadInput(f"role: expected one of {', '.join(get_args(Role))}, got {role}")
        try:
            with self._database.write() as connection:
                return self._insert(connection, name, role, stores)
        except IntegrityError:
            raise BadInput(f"name: there is an account {name} already") from None

    def _insert(self, connection: Connection, name: str, role: Role, stores: Iterable[str]) -> NewAccount:
        password = _one_time_password()
        row = {
            "id": new_id(),
            "name": name,
            "role": role,
            "stores": as_column(stores),
            "active": True,
            "password_hash": self._hasher.hash(password),
            "must_change_password": True,
            "created_at": self._clock(),
        }
        connection.execute(insert(accounts).values(row))
        return NewAccount(account=self._one(connection, str(row["id"])), one_time_password=password)

    def change(
        self,
        account_id: str,
        *,
        by: Reviewer | None,
        role: Role | None = None,
        stores: Iterable[str] | None = None,
        active: bool | None = None,
    ) -> Account:
        """Change an account; a deactivated one loses its sessions and tokens at once.

        Raises:
            NotAllowed: `by` is no admin, or the account has or gets a store that is not one of theirs.
            BadInput: there is no such account, or no active admin would be left.
        """
        _demand_admin(by)
        if role is not None and role not in get_args(Role):
            raise BadInput(f"role: expected one of {', '.join(get_args(Role))}, got {role}")
        if stores is not None:
            _demand_own(by, stores := _store_ids(stores))
        given = {"role": role, "stores": None if stores is None else as_column(stores), "active": active}
        values = {name: value for name, value in given.items() if value is not None}
        with self._database.write() as connection:
            # Locked: of two admins who put each other out at once, one must stay.
            connection.execute(select(accounts.c.id).where(*_ACTIVE_ADMIN).with_for_update()).all()
            _demand_own(by, self._one(connection, account_id).stores)
            if values:
                connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
            if not connection.execute(select(func.count()).where(*_ACTIVE_ADMIN)).scalar_one():
                raise BadInput("expected at least one active admin to be left")
            if active is False:
                connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
                connection.execute(update(tokens).where(tokens.c.account_id == account_id).values(revoked=True))
            return self._one(connection, account_id)

    def reset_password(self, account_id: str, *, by: Reviewer | None) -> NewAccount:
        """A new one-time password; ends the account's sessions and its API tokens, whoever made them.

        Raises:
            NotAllowed: `by` is no admin, or not of all the account's stores.
            BadInput: there is no such account.
        """
        _demand_admin(by)
        password = _one_time_password()
        values = {"password_hash": self._hasher.hash(password), "must_change_password": True}
        with self._database.write() as connection:
            account = self._one(connection, account_id)
            _demand_own(by, account.stores)
            connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
            connection.execute(update(tokens).where(tokens.c.account_id == account_id).values(revoked=True))
            record(connection, self._clock(), account.name, None, "password_reset")
            return NewAccount(account=self._one(connection, account_id), one_time_password=password)

    def all(self) -> Sequence[Account]:
        """Every account, by name."""
        with self._database.read() as connection:
            return [account_of(row) for row in connection.execute(select(accounts).order_by(accounts.c.name))]

    def _one(self, connection: Connection, account_id: str) -> Account:
        found = select(accounts).where(accounts.c.id == account_id)
        row = connection.execute(found).one_or_none() if plain(account_id) else None
        if row is None:
            raise BadInput(f"there is no account {account_id}")
        return account_of(row)

    def sign_ins(self, *, limit: int = 200) -> Sequence[SignInEntry]:
        """The newest lines of the record."""
        found = select(sign_ins).order_by(sign_ins.c.number.desc()).limit(limit)
        with self._database.read() as connection:
            return [SignInEntry.model_validate(dict(row._mapping)) for row in connection.execute(found)]


_ACTIVE_ADMIN = (accounts.c.role == "admin", accounts.c.active)


def _demand_admin(by: Reviewer | None) -> None:
    if by is not None and by.role != "admin":
        raise NotAllowed("only an admin keeps accounts")


def _demand_own(by: Reviewer | None, stores: Collection[str]) -> None:
    """An admin of some stores keeps the accounts of those alone, and gives nobody more than they have."""
    if by is not None and not all(by.sees(store) for store in stores):
        raise NotAllowed("an account of other stores is kept by an admin of those")


def _store_ids(stores: Iterable[str]) -> list[str]:
    found = sorted(set(stores))
    if not all(store.strip() and "," not in store and plain(store) for store in found):
        raise BadInput("stores: expected ids of stores")
    return found


def _one_time_password() -> str:
    return secrets.token_urlsafe(12)
