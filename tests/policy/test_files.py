"""The copy of the policy files that is kept between runs: it changes nothing but the time."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import PolicyError
from assistant.language.patterns import Encoded
from assistant.policy import Rule, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.resources import resource_dir


class Kept(dict[str, object]):
    """A cache in memory."""

    def put(self, version: str, data: object) -> None:
        """Keep `data`."""
        self[version] = data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy folder to change."""
    copy = tmp_path / "policies"
    shutil.copytree(resource_dir("policies"), copy)
    return copy


def test_rules_from_a_copy_are_those_from_the_files(folder: Path) -> None:
    """The second loading takes the copy, and its rules and concepts are the same."""
    kept = Kept()
    first = load_rules(folder, CLAIM_KINDS, min_examples=0, cache=kept)
    assert len(kept) == 1
    second = load_rules(folder, CLAIM_KINDS, min_examples=0, cache=kept)
    assert len(kept) == 1
    assert (second.rules, second.version) == (first.rules, first.version)
    text = Encoded("亲,可以开发票的,明天发顺丰")
    assert second.concepts.possible(text) == first.concepts.possible(text)
    assert second.reply_screen.seen(text) == first.reply_screen.seen(text)


def test_a_broken_pattern_is_refused_whatever_is_kept(folder: Path) -> None:
    """A changed file is read and tried anew."""
    kept = Kept()
    load_rules(folder, CLAIM_KINDS, min_examples=0, cache=kept)
    lexicon = folder / "lexicon.yaml"
    lexicon.write_text(lexicon.read_text(encoding="utf-8") + "  broken_words: (?=x)\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="broken_words"):
        load_rules(folder, CLAIM_KINDS, min_examples=0, cache=kept)


@pytest.fixture(scope="module")
def kept() -> Kept:
    """What is kept of the policy files as they are."""
    return Kept()


@pytest.fixture(scope="module")
def expected(kept: Kept) -> tuple[Rule, ...]:
    """The rules of the files."""
    return load_rules(resource_dir("policies"), CLAIM_KINDS, min_examples=0, cache=kept).rules


@pytest.mark.parametrize("copy", [None, [], {}, {"files": {}}, {"files": 3, "index": {}}, {"files": {}, "index": {}}])
def test_a_copy_that_is_none_is_not_used(kept: Kept, expected: tuple[Rule, ...], copy: object) -> None:
    """Whatever lies in the cache, the rules are those of the files."""
    spoilt = Kept(dict.fromkeys(kept, copy))
    assert len(spoilt) == 1
    assert load_rules(resource_dir("policies"), CLAIM_KINDS, min_examples=0, cache=spoilt).rules == expected
