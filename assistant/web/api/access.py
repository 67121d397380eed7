"""Who calls: the bearer token, and what it may be used for."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.errors import NoSuchDraft, NotAllowed, SignInRefused
from assistant.review.records import Reviewer, Scope
from assistant.settings import Assistant
from assistant.web.desk import Desk, desk_of
from assistant.web.visits import client_address

_bearer = HTTPBearer(auto_error=False, description="A token made on the page Tokens or by `assistant review token`.")


def _scoped(scope: Scope) -> Callable[..., Reviewer]:
    def caller(
        request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)] = None
    ) -> Reviewer:
        found = None
        if given is not None:
            accounts = desk_of(request).review.accounts
            found = accounts.token(given.credentials, address=client_address(request))
        if found is None:
            raise SignInRefused("expected the header `Authorization: Bearer …` with a token that is in force")
        if scope not in found.scopes:
            raise NotAllowed(f"this token lacks the scope {scope}")
        return found

    return caller


def _depends(scope: Scope) -> Any:
    return Depends(_scoped(scope))


Drafting = Annotated[Reviewer, _depends("drafts")]
Checking = Annotated[Reviewer, _depends("checks")]
Searching = Annotated[Reviewer, _depends("search")]
Reading = Annotated[Reviewer, _depends("queue:read")]
Deciding = Annotated[Reviewer, _depends("queue:decide")]
Delivering = Annotated[Reviewer, _depends("delivery")]


async def _the_desk(request: Request) -> Desk:
    return desk_of(request)  # async, so that it costs no thread


TheDesk = Annotated[Desk, Depends(_the_desk)]


def shop_for(desk: Desk, store: str, by: Reviewer) -> Assistant:
    """The assistant of one of the caller's stores.

    Raises:
        NoSuchDraft: there is no such store, or it is not theirs: told apart by nobody.
    """
    if not by.sees(store) or store not in desk.review.shops.ids():
        raise NoSuchDraft(f"store: there is no store {store}")
    return desk.review.shops.shop(store)
