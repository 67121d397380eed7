"""Patterns of the standard library that wait for their first use."""

import importlib
import pkgutil
import re

import pytest

import assistant.language
import assistant.policy.claims
from assistant.language.regex import Lazy, regex


def test_it_is_the_pattern() -> None:
    """Every method gives what the compiled pattern gives, at the first use and later."""
    compiled = re.compile(r"(\d)天")
    for name in ("search", "match", "fullmatch", "finditer", "findall", "split"):
        for text in ("3天", "约3天到,5天退", ""):
            found, expected = (getattr(one, name)(text) for one in (regex(r"(\d)天"), compiled))
            if name == "finditer":
                found, expected = list(found), list(expected)
            assert str(found) == str(expected)
    assert regex("a").sub("b", "aa") == "bb"
    assert regex("a").flags == re.compile("a").flags


@pytest.mark.parametrize("package", [assistant.language, assistant.policy, assistant.policy.claims])
def test_every_pattern_compiles(package: object) -> None:
    """A broken one would otherwise be met by a user first."""
    found = 0
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):  # type: ignore[attr-defined]
        for value in vars(importlib.import_module(module.name)).values():
            for item in value.values() if isinstance(value, dict) else (value,):
                if isinstance(item, Lazy):
                    found += 1
                    re.compile(item.pattern)
    assert found
