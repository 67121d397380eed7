from pathlib import Path

import pytest

from assistant.corpus import Corpus, IntentReader, load_corpus

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The corpus that comes with the package."""
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def reader(corpus: Corpus) -> IntentReader:
    """A reader over that corpus."""
    return IntentReader(corpus)
