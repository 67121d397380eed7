"""Who may sign in, with what, and as what: accounts, sessions, tokens, and the record of sign-ins."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.errors import BadInput, NotAllowed, SignInRefused
from assistant.review.clock import Clock, utc_now
from assistant.review.database import Database
from assistant.review.identities import Account, NewAccount, NewToken, Session, SignInEntry, TokenInfo
from assistant.review.office import AnyRow, new_id
from assistant.review.records import ALL_SCOPES, EVERY_STORE, Reviewer, Role, Scope
from assistant.review.tables import accounts, sessions, sign_ins, tokens
from assistant.review.throttle import demand_patience, record

__all__ = ["Account", "Accounts", "NewAccount", "NewToken", "Session", "SignInEntry", "TokenInfo"]

LEAST_PASSWORD = 10
"""Characters of a password that somebody chose."""
_LONGEST_PASSWORD = 1000
_LONGEST_NAME = 100
_TOKEN_PREFIX = "ra_"
_NOTED_EVERY = timedelta(minutes=1)


class Accounts:
    """The accounts of one database. Passwords are kept as argon2id hashes, sessions and tokens as SHA-256."""

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

    @cached_property
    def _nobodys_hash(self) -> str:
        """Looked at where a name is unknown, so that the answer takes as long as for one that is known."""
        return self._hasher.hash(secrets.token_urlsafe(16))

    # Accounts

    def first_admin(self) -> NewAccount | None:
        """Make the admin when there is no account at all; None where there is one."""
        with self._database.write() as connection:
            if connection.execute(select(func.count()).select_from(accounts)).scalar_one():
                return None
            return self._insert(connection, "admin", "admin", [EVERY_STORE])

    def create(self, name: str, role: Role, stores: Iterable[str], *, by: Reviewer | None) -> NewAccount:
        """A new account with a one-time password that must be changed at first sign-in.

        Args:
            by: the admin who makes it; None: the command line on the machine itself.

        Raises:
            NotAllowed: `by` is no admin.
            BadInput: the name is taken or empty, or the role unknown.
        """
        _demand_admin(by)
        if not name.strip() or name != name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
            raise BadInput(f"name: expected 1 to {_LONGEST_NAME} characters without space around them")
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
            "stores": _joined(stores),
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
            NotAllowed: `by` is no admin.
            BadInput: there is no such account, or no active admin would be left.
        """
        _demand_admin(by)
        if role is not None and role not in get_args(Role):
            raise BadInput(f"role: expected one of {', '.join(get_args(Role))}, got {role}")
        given = {"role": role, "stores": None if stores is None else _joined(stores), "active": active}
        values = {name: value for name, value in given.items() if value is not None}
        with self._database.write() as connection:
            self._one(connection, account_id)
            if values:
                connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
            if not connection.execute(select(func.count()).where(*_ACTIVE_ADMIN)).scalar_one():
                raise BadInput("expected at least one active admin to be left")
            if active is False:
                connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
                connection.execute(update(tokens).where(tokens.c.account_id == account_id).values(revoked=True))
            return self._one(connection, account_id)

    def reset_password(self, account_id: str, *, by: Reviewer | None) -> NewAccount:
        """A new one-time password; ends the account's sessions."""
        _demand_admin(by)
        password = _one_time_password()
        values = {"password_hash": self._hasher.hash(password), "must_change_password": True}
        with self._database.write() as connection:
            account = self._one(connection, account_id)
            connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
            record(connection, self._clock(), account.name, None, "password_reset")
            return NewAccount(account=self._one(connection, account_id), one_time_password=password)

    def all(self) -> Sequence[Account]:
        """Every account, by name."""
        with self._database.read() as connection:
            return [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name))]

    def _one(self, connection: Connection, account_id: str) -> Account:
        row = connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
        if row is None:
            raise BadInput(f"there is no account {account_id}")
        return _account(row)

    # Sessions

    def sign_in(self, name: str, password: str, *, address: str | None = None) -> Session:
        """Sign in.

        Raises:
            SignInRefused: unknown name, wrong password or inactive account: told apart by nobody.
            Throttled: too many refusals for this name or address; says how long to wait.
        """
        now = self._clock()
        shown = name[:_LONGEST_NAME]
        demand_patience(self._database, now, shown, address)
        with self._database.read() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
        right = self._fits(row.password_hash if row else self._nobodys_hash, password)
        with self._database.write() as connection:
            if row is None or not right or not row.active:
                record(connection, now, shown, address, "refused")
            else:
                record(connection, now, shown, address, "signed_in")
                connection.execute(update(accounts).where(accounts.c.id == row.id).values(last_sign_in_at=now))
                connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
                return self._new_session(connection, row, now)
        raise SignInRefused("name or password is wrong")

    def _new_session(self, connection: Connection, row: AnyRow, now: datetime) -> Session:
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        until = now + self._session
        values = {
            "token_hash": _hash(token),
            "account_id": row.id,
            "csrf": csrf,
            "created_at": now,
            "expires_at": until,
        }
        connection.execute(insert(sessions).values(values))
        return Session(token=token, csrf=csrf, reviewer=_reviewer(row), expires_at=until)

    def _fits(self, password_hash: str, password: str) -> bool:
        if len(password) > _LONGEST_PASSWORD:
            return False
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    def session(self, token: str) -> Session | None:
        """The session of a cookie; None: unknown, ended or out of time."""
        joined = sessions.join(accounts, sessions.c.account_id == accounts.c.id)
        which = (sessions.c.token_hash == _hash(token), sessions.c.expires_at > self._clock(), accounts.c.active)
        found = select(accounts, sessions.c.csrf, sessions.c.expires_at).select_from(joined).where(*which)
        with self._database.read() as connection:
            row = connection.execute(found).one_or_none()
        if row is None:
            return None
        return Session(token=token, csrf=row.csrf, reviewer=_reviewer(row), expires_at=row.expires_at)

    def sign_out(self, token: str) -> None:
        """End a session."""
        session = self.session(token)
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))
            if session is not None:
                record(connection, self._clock(), session.reviewer.name, None, "signed_out")

    def change_password(self, reviewer: Reviewer, old: str, new: str) -> None:
        """Change one's own password; ends every session of the account: sign in anew.

        Raises:
            SignInRefused: `old` is wrong.
            Throttled: it was wrong too often.
            BadInput: `new` is too short or too long, or the old one again.
        """
        if not LEAST_PASSWORD <= len(new) <= _LONGEST_PASSWORD:
            raise BadInput(f"password: expected at least {LEAST_PASSWORD} characters")
        if new == old:
            raise BadInput("password: expected another one than before")
        now = self._clock()
        demand_patience(self._database, now, reviewer.name, None)
        with self._database.read() as connection:
            row = connection.execute(select(accounts).where(accounts.c.id == reviewer.id)).one_or_none()
        right = row is not None and self._fits(row.password_hash, old)
        fresh = self._hasher.hash(new)
        with self._database.write() as connection:
            record(connection, now, reviewer.name, None, "password_changed" if right else "refused")
            if right:
                values = {"password_hash": fresh, "must_change_password": False}
                connection.execute(update(accounts).where(accounts.c.id == reviewer.id).values(values))
                connection.execute(delete(sessions).where(sessions.c.account_id == reviewer.id))
        if not right:
            raise SignInRefused("the old password is wrong")

    # Tokens

    def create_token(
        self,
        name: str,
        scopes: Iterable[Scope],
        *,
        by: Reviewer,
        stores: Iterable[str] | None = None,
        expires_at: datetime | None = None,
    ) -> NewToken:
        """A token that acts for `by` within its scopes and stores.

        Raises:
            NotAllowed: a store that `by` does not see, or a scope that they do not have.
            BadInput: an unknown scope, or none.
        """
        wanted = frozenset(scopes)
        if not wanted or not wanted <= ALL_SCOPES:
            raise BadInput(f"scopes: expected some of {', '.join(sorted(ALL_SCOPES))}")
        for_stores = by.stores if stores is None else frozenset(stores)
        if not wanted <= by.scopes or not all(by.sees(store) for store in for_stores):
            raise NotAllowed("a token may not do more than its owner")
        secret = _TOKEN_PREFIX + secrets.token_urlsafe(32)
        row = {
            "id": new_id(),
            "secret_hash": _hash(secret),
            "account_id": by.id,
            "name": name[:_LONGEST_NAME],
            "scopes": _joined(wanted),
            "stores": _joined(for_stores),
            "created_at": self._clock(),
            "expires_at": expires_at,
            "revoked": False,
        }
        with self._database.write() as connection:
            connection.execute(insert(tokens).values(row))
        return NewToken(id=str(row["id"]), secret=secret)

    def token(self, secret: str, *, address: str | None = None) -> Reviewer | None:
        """Who a bearer token acts for; None: unknown, revoked, out of time, or its owner is inactive."""
        now = self._clock()
        joined = tokens.join(accounts, tokens.c.account_id == accounts.c.id)
        named = [column.label(f"token_{column.name}") for column in tokens.c]
        found = select(accounts, *named).select_from(joined).where(tokens.c.secret_hash == _hash(secret))
        with self._database.read() as connection:
            row = connection.execute(found).one_or_none()
        late = row is not None and row.token_expires_at is not None and row.token_expires_at <= now
        if row is None or row.token_revoked or late or not row.active:
            with self._database.write() as connection:
                record(connection, now, row.name if row else "", address, "token_refused")
            return None
        if row.token_last_used_at is None or now - row.token_last_used_at > _NOTED_EVERY:
            with self._database.write() as connection:
                connection.execute(update(tokens).where(tokens.c.id == row.token_id).values(last_used_at=now))
        owner = _reviewer(row)
        scopes = frozenset(scope for scope in ALL_SCOPES if scope in _split(row.token_scopes))
        both = _common(owner.stores, _split(row.token_stores))
        return owner.model_copy(update={"stores": both, "scopes": scopes, "must_change_password": False})

    def tokens(self, *, by: Reviewer) -> Sequence[TokenInfo]:
        """One's own tokens; an admin sees all."""
        joined = tokens.join(accounts, tokens.c.account_id == accounts.c.id)
        found = select(tokens, accounts.c.name.label("owner")).select_from(joined).order_by(tokens.c.created_at)
        if by.role != "admin":
            found = found.where(tokens.c.account_id == by.id)
        with self._database.read() as connection:
            rows = connection.execute(found).all()
        plain = ("id", "name", "owner", "created_at", "expires_at", "last_used_at", "revoked")
        return [
            TokenInfo.model_validate(
                {name: getattr(row, name) for name in plain}
                | {"scopes": _split(row.scopes), "stores": _split(row.stores)}
            )
            for row in rows
        ]

    def revoke_token(self, token_id: str, *, by: Reviewer) -> None:
        """End a token.

        Raises:
            BadInput: there is no such token among one's own (an admin's: among all).
        """
        mine = [tokens.c.id == token_id] + ([] if by.role == "admin" else [tokens.c.account_id == by.id])
        with self._database.write() as connection:
            if not connection.execute(update(tokens).where(*mine).values(revoked=True)).rowcount:
                raise BadInput(f"there is no token {token_id}")

    def sign_ins(self, *, limit: int = 200) -> Sequence[SignInEntry]:
        """The newest lines of the record."""
        found = select(sign_ins).order_by(sign_ins.c.number.desc()).limit(limit)
        with self._database.read() as connection:
            return [SignInEntry.model_validate(dict(row._mapping)) for row in connection.execute(found)]


_ACTIVE_ADMIN = (accounts.c.role == "admin", accounts.c.active)


def _demand_admin(by: Reviewer | None) -> None:
    if by is not None and by.role != "admin":
        raise NotAllowed("only an admin keeps accounts")


def _one_time_password() -> str:
    return secrets.token_urlsafe(12)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _joined(values: Iterable[str]) -> str:
    return ",".join(sorted(set(values)))


def _split(column: str) -> frozenset[str]:
    return frozenset(column.split(",")) if column else frozenset()


def _common(owner: frozenset[str], token: frozenset[str]) -> frozenset[str]:
    if EVERY_STORE in token:
        return owner
    return token if EVERY_STORE in owner else owner & token


def _reviewer(row: AnyRow) -> Reviewer:
    return Reviewer(
        id=row.id,
        name=row.name,
        role=row.role,
        stores=_split(row.stores),
        must_change_password=row.must_change_password,
    )


def _account(row: AnyRow) -> Account:
    plain = ("id", "name", "role", "active", "must_change_password", "created_at", "last_sign_in_at")
    return Account.model_validate({name: getattr(row, name) for name in plain} | {"stores": _split(row.stores)})
