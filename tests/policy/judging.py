"""A reply judged by the bundled rules, which are loaded once for all tests of the checker."""

from functools import cache
from typing import Any

from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.domain.store import StoreProfile
from assistant.facts import Facts
from assistant.policy import Checker, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.resources import resource_dir


@cache
def _checker() -> Checker:
    return Checker(load_rules(resource_dir("policies"), CLAIM_KINDS))


def judged(store: StoreProfile, message: str, reply: str, **request: Any) -> Verdict:
    """The verdict on a reply; fails when a check could not run."""
    whole = {"store": store.id, "message": message, "reply": reply, **request}
    found = _checker().check(reply, Facts(store, CheckRequest.model_validate(whole)))
    assert not found.unchecked
    return found
