"""Tokens for the HTTP API: each acts for its owner, within scopes and stores of its own."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update

from assistant.errors import BadInput, NotAllowed
from assistant.review.clock import Clock
from assistant.review.database import Database
from assistant.review.identities import LONGEST_NAME, NewToken, TokenInfo, as_column, hash_of, names_in, reviewer_of
from assistant.review.office import AnySelect, new_id
from assistant.review.records import ALL_SCOPES, EVERY_STORE, Reviewer, Scope
from assistant.review.tables import accounts, tokens
from assistant.review.throttle import note_refused_token

_PREFIX = "ra_"
_NOTED_EVERY = timedelta(minutes=1)
_OF_SECRET: AnySelect = (
    select(accounts, *(column.label(f"token_{column.name}") for column in tokens.c))
    .select_from(tokens.join(accounts, tokens.c.account_id == accounts.c.id))
    .where(tokens.c.secret_hash == bindparam("secret"))
)


class Tokens:
    """The tokens of one database, kept as SHA-256."""

    _database: Database
    _clock: Clock

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
        secret = _PREFIX + secrets.token_urlsafe(32)
        row = {
            "id": new_id(),
            "secret_hash": hash_of(secret),
            "account_id": by.id,
            "name": name[:LONGEST_NAME],
            "scopes": as_column(wanted),
            "stores": as_column(for_stores),
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
        with self._database.read() as connection:
            row = connection.execute(_OF_SECRET, {"secret": hash_of(secret)}).one_or_none()
        late = row is not None and row.token_expires_at is not None and row.token_expires_at <= now
        if row is None or row.token_revoked or late or not row.active:
            note_refused_token(self._database, now, row.name if row else "", address)
            return None
        if row.token_last_used_at is None or now - row.token_last_used_at > _NOTED_EVERY:
            with self._database.write() as connection:
                connection.execute(update(tokens).where(tokens.c.id == row.token_id).values(last_used_at=now))
        owner = reviewer_of(row)
        scopes = frozenset(scope for scope in ALL_SCOPES if scope in names_in(row.token_scopes))
        both = _in_both(owner.stores, names_in(row.token_stores))
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
                | {"scopes": names_in(row.scopes), "stores": names_in(row.stores)}
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


def _in_both(owner: frozenset[str], token: frozenset[str]) -> frozenset[str]:
    if EVERY_STORE in token:
        return owner
    return token if EVERY_STORE in owner else owner & token
