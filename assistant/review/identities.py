"""What accounts, sessions and tokens look like from outside, and how their rows are read."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from assistant.domain.base import Value
from assistant.review.office import AnyRow
from assistant.review.records import Reviewer, Role, Scope

LONGEST_NAME = 100
"""Characters of the name of an account or a token."""


class Account(Value):
    """An account as an admin sees it."""

    id: str
    name: str
    role: Role
    stores: frozenset[str]
    active: bool
    must_change_password: bool
    created_at: datetime
    last_sign_in_at: datetime | None


class NewAccount(Value):
    """A fresh account and the password that is shown once."""

    account: Account
    one_time_password: str


class Session(Value):
    """A signed-in browser."""

    token: str
    """The secret for the cookie; only its hash is stored."""
    csrf: str
    """For forms and the request header; tied to the token."""
    reviewer: Reviewer
    expires_at: datetime


class NewToken(Value):
    """A fresh API token; the secret is shown once."""

    id: str
    secret: str


class TokenInfo(Value):
    """A token as its owner sees it."""

    id: str
    name: str
    owner: str
    scopes: frozenset[Scope]
    stores: frozenset[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked: bool


class SignInEntry(Value):
    """One line of the record of sign-ins."""

    number: int
    at: datetime
    name: str
    address: str | None
    event: str
    """`signed_in`, `refused`, `throttled`, `signed_out`, `password_changed`, `token_refused`."""


def reviewer_of(row: AnyRow) -> Reviewer:
    """Who the row of an account stands for."""
    return Reviewer(
        id=row.id,
        name=row.name,
        role=row.role,
        stores=names_in(row.stores),
        must_change_password=row.must_change_password,
    )


def account_of(row: AnyRow) -> Account:
    """An account as an admin sees it."""
    plain = ("id", "name", "role", "active", "must_change_password", "created_at", "last_sign_in_at")
    return Account.model_validate({name: getattr(row, name) for name in plain} | {"stores": names_in(row.stores)})


def hash_of(secret: str) -> str:
    """What is kept of a secret that is long and random."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def as_column(names: Iterable[str]) -> str:
    """Store ids or scopes as one column holds them."""
    return ",".join(sorted(set(names)))


def names_in(column: str) -> frozenset[str]:
    """What `as_column` joined."""
    return frozenset(column.split(",")) if column else frozenset()
