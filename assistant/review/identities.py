"""What accounts, sessions and tokens look like from outside."""

from datetime import datetime

from assistant.domain.base import Value
from assistant.review.records import Reviewer, Role, Scope


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
