"""The bundled scripts are fit to be sent for every example store, or their situation does not arise there."""

from datetime import datetime
from pathlib import Path

import pytest

from assistant.corpus import Corpus, load_corpus
from assistant.domain.store import load_store
from assistant.evaluation.scripts import Linted, lint
from assistant.settings import Assistant, Toolbox, load_settings
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
STORES = ("qinghe", "ningxiahong", "windrunner")
EVERY = 4
"""Of so many question variants one is asked; `assistant corpus lint --stores examples/stores` asks them all."""

KNOWN = {"ningxiahong": {"zh.shipping_fee.free_except"}}
"""What is stopped whole: the pieces that only the message names make postage free, and the checker does not count them."""


def thinned(corpus: Corpus) -> Corpus:
    """The corpus with fewer question variants, so that this takes seconds."""
    questions = {
        language: {intent: variants[::EVERY] for intent, variants in intents.items()}
        for language, intents in corpus.questions.items()
    }
    return Corpus(scripts=corpus.scripts, questions=questions)


@pytest.fixture(scope="module")
def results() -> dict[str, Linted]:
    """What each example store may say of the bundled corpus."""
    tools = Toolbox(load_settings())
    corpus = thinned(load_corpus(ROOT / "corpus"))
    return {
        name: lint(corpus, load_store(path), Assistant.from_store(path, toolbox=tools).checker, NOW)
        for name in STORES
        if (path := Path(ROOT / "examples" / "stores" / f"{name}.yaml"))
    }


@pytest.mark.parametrize("store", STORES)
def test_no_script_is_stopped_in_all_its_wordings(results: dict[str, Linted], store: str) -> None:
    """Every script of ours has words that the checker lets out wherever its situation arises."""
    corpus = load_corpus(ROOT / "corpus")
    stopped: dict[str, int] = {}
    for one in results[store].wrong:
        stopped[one.script] = stopped.get(one.script, 0) + 1
    whole = {name for name, count in stopped.items() if count == len(corpus.by_id[name].replies)}
    assert whole - KNOWN.get(store, set()) == set()


@pytest.mark.parametrize("store", STORES)
def test_hardly_any_wording_is_stopped(results: dict[str, Linted], store: str) -> None:
    """Of all wordings said in their situations at most one in a hundred is stopped: the composer then takes another."""
    result = results[store]
    assert result.passed > 1000
    assert len(result.wrong) <= result.passed / 100


def test_most_scripts_are_said_somewhere(results: dict[str, Linted]) -> None:
    """What one store skips for want of a fact, another says: more than half of the scripts are reached."""
    corpus = load_corpus(ROOT / "corpus")
    nowhere = set.intersection(*(set(result.skipped) for result in results.values()))
    assert len(nowhere) * 2 < len(corpus.usable)
