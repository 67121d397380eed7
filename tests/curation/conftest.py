"""A small policy, so that these tests do not lean on the wording of the real one."""

from pathlib import Path

import pytest

from assistant.policy import Checker, load_rules

_POLICY = """
family: test
rules:
  - id: invoice.fee
    says: asks for tax points
    severity: block
    points: 6
    advice: Leave the fee out.
    source: test
    phrases: [{all: ["补.{0,6}(?:税|个点)"]}]
    examples: {breaks: [], keeps: []}
  - id: promise.gift
    says: promises a gift
    severity: block
    advice: Leave the gift out.
    source: test
    phrases: [{all: ["送您"]}]
    examples: {breaks: [], keeps: []}
  - id: product.absolute
    says: exaggerates
    severity: warn
    advice: Say less.
    source: test
    phrases: [{all: ["全网最低"]}]
    examples: {breaks: [], keeps: []}
"""


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """A checker of three rules: one that needs no profile, one that does, one that only warns."""
    folder: Path = tmp_path_factory.mktemp("policies")
    (folder / "test.yaml").write_text(_POLICY, encoding="utf-8")
    return Checker(load_rules(folder, (), min_examples=0))
