"""What people and stores are called on a page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.review.records import Reviewer
from assistant.web.desk import Desk


@dataclass(frozen=True, slots=True)
class StoreName:
    """A store in a choice."""

    id: str
    name: str


def names_of(desk: Desk, ids: Collection[str]) -> Mapping[str, str]:
    """Reviewer ids to names; an id that no account has any more stands for itself."""
    if not ids:
        return {}
    known = {account.id: account.name for account in desk.review.accounts.all()}
    return {account_id: known.get(account_id, account_id) for account_id in ids}


def stores_of(desk: Desk, reviewer: Reviewer) -> list[StoreName]:
    """The stores that a reviewer sees."""
    shops = desk.review.shops
    return [StoreName(store, shops.shop(store).store.name) for store in shops.ids() if reviewer.sees(store)]
