"""Signing in: passwords, slowed down where they fail, and the sessions of browsers."""

import secrets
from datetime import datetime, timedelta
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from assistant.errors import BadInput, SignInRefused, Throttled
from assistant.review.clock import Clock
from assistant.review.database import Database
from assistant.review.identities import Session, hash_of, reviewer_of
from assistant.review.office import AnyRow
from assistant.review.records import Reviewer
from assistant.review.tables import accounts, sessions
from assistant.review.throttle import demand_patience, record, shown_name

LEAST_PASSWORD = 10
"""Characters of a password that somebody chose."""
_LONGEST_PASSWORD = 1000
_LOOKS = BoundedSemaphore(4)
_LOOK_WITHIN_S = 3.0


class SignIns:
    """The sessions of one database. Passwords are kept as argon2id hashes, sessions as SHA-256."""

    _database: Database
    _clock: Clock
    _hasher: PasswordHasher
    _session: timedelta

    @cached_property
    def _nobodys_hash(self) -> str:
        """Looked at where a name is unknown, so that the answer takes as long as for one that is known."""
        return self._hasher.hash(secrets.token_urlsafe(16))

    def sign_in(self, name: str, password: str, *, address: str | None = None) -> Session:
        """Sign in.

        Raises:
            SignInRefused: unknown name, wrong password or inactive account: told apart by nobody.
            Throttled: too many refusals for this name or address; says how long to wait.
        """
        now = self._clock()
        shown = shown_name(name)
        demand_patience(self._database, now, shown, address)
        found = select(accounts).where(accounts.c.name == name)
        with self._database.read() as connection:
            row = connection.execute(found).one_or_none() if shown == name else None
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
            "token_hash": hash_of(token),
            "account_id": row.id,
            "csrf": csrf,
            "created_at": now,
            "expires_at": until,
        }
        connection.execute(insert(sessions).values(values))
        return Session(token=token, csrf=csrf, reviewer=reviewer_of(row), expires_at=until)

    def _fits(self, password_hash: str, password: str) -> bool:
        if len(password) > _LONGEST_PASSWORD:
            return False
        # Each look takes 64 MB: many strangers at once must not take all that the machine has.
        if not _LOOKS.acquire(timeout=_LOOK_WITHIN_S):
            raise Throttled("too many sign in at once; wait a little", retry_after_s=_LOOK_WITHIN_S)
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
        finally:
            _LOOKS.release()

    def session(self, token: str) -> Session | None:
        """The session of a cookie; None: unknown, ended or out of time."""
        joined = sessions.join(accounts, sessions.c.account_id == accounts.c.id)
        which = (sessions.c.token_hash == hash_of(token), sessions.c.expires_at > self._clock(), accounts.c.active)
        found = select(accounts, sessions.c.csrf, sessions.c.expires_at).select_from(joined).where(*which)
        with self._database.read() as connection:
            row = connection.execute(found).one_or_none()
        if row is None:
            return None
        return Session(token=token, csrf=row.csrf, reviewer=reviewer_of(row), expires_at=row.expires_at)

    def sign_out(self, token: str) -> None:
        """End a session."""
        session = self.session(token)
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == hash_of(token)))
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
