"""What holds for any reply, over a few hundred mutated ones; `make properties` runs 100,000."""

import random

import pytest

from assistant.domain.reply import Claim, Verdict
from benchmarks.properties import Bench, Sample, mutated, wrong


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def test_no_mutated_reply_breaks_the_checker(bench: Bench) -> None:
    """A mutated reply never crashes a check, and every span shows the text that it speaks of."""
    chance = random.Random(20261122)
    faults = [
        (fault, sample.reply) for sample in (bench.sample(chance) for _ in range(300)) for fault in bench.faults(sample)
    ]
    assert faults == []


def test_the_same_reply_gets_the_same_verdict(bench: Bench) -> None:
    """A verdict depends on reply, request and rules alone."""
    chance = random.Random(7)
    for _ in range(20):
        sample = bench.sample(chance)
        assert bench.verdict(sample) == bench.verdict(sample)


def test_a_reply_repeated_to_the_limit_is_checked(bench: Bench) -> None:
    """A reply of 20,000 characters gets a verdict like any other."""
    sample = bench.sample(random.Random(3))
    whole = Sample((sample.reply * 20_000)[:20_000], sample.request)
    assert bench.faults(whole) == []


def test_a_wrong_span_is_seen() -> None:
    """The property itself fails on a claim that shows other words than its span."""
    claim = Claim(kind="money", text="6个点", span=(0, 3), fact=None, holds=False)
    verdict = Verdict(outcome="pass", violations=(), claims=(claim,), policy_version="v", unchecked=())
    assert list(wrong("补6个点", verdict)) == ["span (0, 3) shows '补6个', not '6个点'"]


def test_mutations_repeat_by_seed() -> None:
    """The same seed makes the same replies, so that a fault found once is found again."""
    replies = ["亲，48小时内发货", "Hello, we ship within 72 hours."]
    assert [mutated(random.Random(5), replies) for _ in range(3)] == [
        mutated(random.Random(5), replies) for _ in range(3)
    ]
