"""A composer over the bundled corpus and rules, and a short way to a situation or a reply."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.corpus import Corpus, IntentReader, load_corpus
from assistant.domain.request import Request
from assistant.domain.store import StoreProfile
from assistant.drafting.composer import Composer, Composition
from assistant.drafting.reading import read_situation
from assistant.drafting.situation import Situation
from assistant.facts import Facts
from assistant.policy import Checker, load_rules
from assistant.policy.claims import CLAIM_KINDS

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-11-21T10:00:00+08:00"

Read = Callable[..., Situation]
Compose = Callable[..., Composition]


def facts_of(stores: dict[str, StoreProfile], store: str, message: str, **request: Any) -> Facts:
    """The facts of a request at the usual time."""
    data = {"store": store, "message": message, "now": NOW, **request}
    return Facts(stores[store], Request.model_validate(data))


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The bundled corpus."""
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def reader(corpus: Corpus) -> IntentReader:
    """The bundled intent reader."""
    return IntentReader(corpus)


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The checker over the bundled rules."""
    return Checker(load_rules(ROOT / "policies", CLAIM_KINDS, min_examples=0))


@pytest.fixture(scope="session")
def read(stores: dict[str, StoreProfile], reader: IntentReader) -> Read:
    """Reads a situation: `read("qinghe", "有货吗", product="QH-2201")`."""
    return lambda store, message, **request: read_situation(facts_of(stores, store, message, **request), reader)


@pytest.fixture(scope="session")
def compose(stores: dict[str, StoreProfile], corpus: Corpus, reader: IntentReader, checker: Checker) -> Compose:
    """Composes a reply: `compose("qinghe", "有货吗", product="QH-2201")`."""
    composer = Composer(corpus, reader, checker)
    return lambda store, message, **request: composer.compose(facts_of(stores, store, message, **request))
