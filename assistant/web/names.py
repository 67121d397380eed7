"""What people and stores are called on a page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.domain.store import Language
from assistant.review.records import Reviewer
from assistant.web.desk import Desk
from assistant.web.interpreting import says_of


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


def rules_of(desk: Desk, reviewer: Reviewer, language: Language) -> Mapping[str, str]:
    """What each rule forbids, of every store that a reviewer sees, in a language."""
    shops = [desk.review.shops.shop(store) for store in desk.review.shops.ids() if reviewer.sees(store)]
    return {rule.id: says_of(rule, language) for shop in shops for rule in shop.rules.rules}


def store_names_of(desk: Desk, reviewer: Reviewer) -> Mapping[str, str]:
    """Store ids to names, for a list of drafts; empty for whoever sees one store alone."""
    stores = stores_of(desk, reviewer)
    return {store.id: store.name for store in stores} if len(stores) > 1 else {}


def stores_of(desk: Desk, reviewer: Reviewer) -> list[StoreName]:
    """The stores that a reviewer sees."""
    shops = desk.review.shops
    return [StoreName(store, shops.shop(store).store.name) for store in shops.ids() if reviewer.sees(store)]
