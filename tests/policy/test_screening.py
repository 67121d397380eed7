"""What spares the checker most of its patterns spares it no finding."""

from collections.abc import Iterator

import pytest

from assistant.domain.request import CheckRequest
from assistant.domain.store import StoreProfile
from assistant.facts import Facts
from assistant.language.letter_index import LetterIndex
from assistant.language.patterns import Encoded
from assistant.policy import Checker, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.policy.rules import Rule
from assistant.resources import resource_dir


class Unscreened(dict[str, object]):
    """A cache that gives back the policy files with an index by which any text may hold any pattern."""

    def put(self, version: str, data: object) -> None:
        """Keep the files as they are."""
        assert isinstance(data, dict)
        everything = LetterIndex({}, (1 << 4096) - 1, {}, {}, [], [])
        self[version] = {"files": data["files"], "index": everything.as_data()}


@pytest.fixture(scope="module")
def screened() -> Checker:
    """The checker as it runs."""
    return Checker(load_rules(resource_dir("policies"), CLAIM_KINDS))


@pytest.fixture(scope="module")
def unscreened() -> Checker:
    """The checker that looks for every pattern in every text."""
    cache = Unscreened()
    load_rules(resource_dir("policies"), CLAIM_KINDS, cache=cache)
    return Checker(load_rules(resource_dir("policies"), CLAIM_KINDS, cache=cache))


def examples(rule: Rule) -> Iterator[CheckRequest]:
    """The requests of a rule's own examples."""
    for example in (*rule.examples.breaks, *rule.examples.keeps):
        fields = {"store": example.store, "message": example.message or "你好", "reply": example.reply}
        yield CheckRequest.model_validate({"now": "2026-11-21T10:00:00+08:00", **fields, **example.request})


def test_screening_changes_no_verdict(screened: Checker, unscreened: Checker, stores: dict[str, StoreProfile]) -> None:
    """Every example of every rule is judged alike with the letter index and without it."""
    assert unscreened.version == screened.version
    for rule in screened.rules.rules:
        for request in examples(rule):
            facts = Facts(stores[request.store], request)
            expected = unscreened.check(request.reply, Facts(stores[request.store], request))
            assert screened.check(request.reply, facts) == expected, f"{rule.id}: {request.reply}"


def test_most_patterns_are_spared(screened: Checker) -> None:
    """Of more than four hundred an ordinary reply may hold a hundred or so."""
    possible = screened.rules.concepts.possible(
        Encoded("亲,您看中的这款现在有货的哦,喜欢的话可以直接拍下,有问题随时找我~")
    )
    assert 0 < possible.bit_count() < 150
