"""What spares the checker most of its patterns spares it no finding."""

import random
from collections.abc import Iterator

import pytest

from assistant.domain.request import CheckRequest
from assistant.domain.store import StoreProfile
from assistant.facts import Facts
from assistant.language.letter_index import LetterIndex
from assistant.language.literals import required
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded
from assistant.policy import Checker, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.policy.rules import Rule
from assistant.resources import resource_dir
from benchmarks.properties import Bench


class Unscreened(dict[str, object]):
    """A cache that gives back the policy files with an index by which any text may hold any pattern."""

    def put(self, version: str, data: object) -> None:
        """Keep the files as they are."""
        assert isinstance(data, dict)
        everything = LetterIndex((1 << 4096) - 1, {}, [], [], [])
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


@pytest.mark.slow
def test_screening_changes_no_verdict_on_any_reply(screened: Checker, unscreened: Checker) -> None:
    """Replies as people and as nobody wrote them are judged alike with the letter index and without it."""
    bench, chance = Bench(), random.Random(1122)
    for number in range(60):
        sample = bench.sample(chance)
        reply = (chance.choice(bench.replies) if number % 2 else sample.reply)[:200]
        store = bench.stores[sample.request.store]
        expected = unscreened.check(reply, Facts(store, sample.request))
        assert screened.check(reply, Facts(store, sample.request)) == expected, repr(reply)


@pytest.mark.slow
def test_the_index_misses_nothing_that_a_pattern_needs(screened: Checker) -> None:
    """It names the very patterns of which all needs stand in the text, looked for one by one."""
    index = screened.rules.index
    needs = [required(source) for source in screened.rules.patterns]
    bench, chance = Bench(), random.Random(11)
    for _ in range(60):
        view = normalise(bench.sample(chance).reply[:200]).view
        expected = sum(
            1 << number
            for number, alternatives in enumerate(needs)
            if alternatives is None
            or any(all(any(piece in view for piece in pieces) for pieces in sets) for sets in alternatives)
        )
        assert index.candidates(view) == expected, repr(view)
