import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz, process

from assistant.corpus import Corpus, IntentReader, Script, Searcher, load_index
from assistant.corpus.grams import CANDIDATES
from assistant.corpus.index import SCANNED


def script(name: str, intent: str, *questions: str, source: str | None = None) -> Script:
    return Script.model_validate(
        {"id": name, "language": "zh", "intent": intent, "questions": questions, "replies": [name], "source": source}
    )


def test_the_meaning_decides_before_the_words(reader: IntentReader) -> None:
    """A script of the right intent comes first though another shares more characters."""
    corpus = Corpus(
        scripts=(script("r", "return_exchange", "不合适可以退换吗"), script("s", "stock", "衣服买大码还有吗"))
    )
    assert Searcher(corpus, reader).search("衣服买大了咋整")[0].intent == "return_exchange"


def test_different_meanings_come_before_more_of_the_same(reader: IntentReader) -> None:
    """With two questions in a message the first two hits answer both; no script comes twice."""
    scripts = [script(f"c{n}", "carrier") for n in range(3)] + [script(f"d{n}", "delivery_time") for n in range(3)]
    hits = Searcher(Corpus(scripts=tuple(scripts)), reader).search("什么快递，几天到")
    assert {hit.intent for hit in hits[:2]} == {"carrier", "delivery_time"}
    assert len({hit.script.id for hit in hits}) == len(hits) == 5


def test_a_stores_own_script_goes_first_when_it_is_as_close(reader: IntentReader) -> None:
    """Of two scripts with the same question the store's own is taken."""
    corpus = Corpus(
        scripts=(script("shared", "invoice", "能开发票吗"), script("own", "invoice", "能开发票吗", source="a.txt"))
    )
    assert [hit.script.id for hit in Searcher(corpus, reader).search("能开发票吗")] == ["own", "shared"]


def test_nothing_close_gives_nothing(reader: IntentReader) -> None:
    """Noise gets no script, and k is a limit."""
    searcher = Searcher(Corpus(scripts=(script("a", "invoice"), script("b", "invoice"))), reader)
    assert searcher.search("今天晚上看电影吗") == []
    assert len(searcher.search("开发票", k=1)) == 1


def test_hits_carry_what_the_contract_shows(corpus: Corpus, reader: IntentReader) -> None:
    """A hit of the bundled corpus has its question in the query's language, and falling scores by meaning."""
    hit = Searcher(corpus, reader).search("转人工")[0]
    assert (hit.intent, hit.stage, hit.script.language) == ("human", "any", "zh")
    assert hit.question
    assert hit.reply == hit.script.replies[0]
    assert 0.5 < hit.score <= 1


CASES = yaml.safe_load((Path(__file__).parent / "search_cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def searcher(corpus: Corpus, reader: IntentReader) -> Searcher:
    return Searcher(corpus, reader)


@pytest.mark.parametrize("case", CASES["order_and_stage"], ids=lambda case: f"{case['say']}-{case.get('order')}")
def test_order_and_stage_decide_between_meanings(searcher: Searcher, case: dict[str, Any]) -> None:
    """The same words lead to other scripts before payment, after it, on the way and after arrival."""
    hits = searcher.search(case["say"], has_order=case.get("order"), product_page=case.get("page", False))
    assert hits[0].intent == case["first"]


@pytest.mark.parametrize("case", CASES["scripts_for_a_state"], ids=lambda case: f"{case['say']}-{case.get('order')}")
def test_scripts_for_another_state_of_the_order_come_last(searcher: Searcher, case: dict[str, Any]) -> None:
    """Among the scripts of a meaning those for the order's state lead, and those for other states give way."""
    hits = [hit for hit in searcher.search(case["say"], has_order=case.get("order")) if hit.intent == case["intent"]]
    assert hits[0].script.case in case["leads"]


@pytest.mark.parametrize("case", CASES["several_questions"], ids=lambda case: case["say"])
def test_several_questions_get_a_script_each(searcher: Searcher, case: dict[str, Any]) -> None:
    """Each question of a message has its script among the first two."""
    assert {hit.intent for hit in searcher.search(case["say"])[:2]} == set(case["both"])


@pytest.mark.parametrize("case", CASES["language"], ids=lambda case: case["say"])
def test_scripts_are_in_the_buyers_language(searcher: Searcher, case: dict[str, Any]) -> None:
    """The language is told from the message; a caller may ask for another."""
    hits = searcher.search(case["say"])
    assert {hit.script.language for hit in hits} == {case["language"]}
    other = "en" if case["language"] == "zh" else "zh"
    turned = searcher.search(case["say"], language=other)
    assert {hit.script.language for hit in turned} == {other}
    assert turned[0].intent == hits[0].intent


@pytest.mark.parametrize("text", CASES["nothing_close"])
def test_noise_finds_no_script(searcher: Searcher, text: str) -> None:
    """Small talk about other things, code, mashed keys and languages that we do not speak find nothing."""
    assert searcher.search(text) == []


def test_a_stores_own_corpus_goes_first_where_it_is_as_close(corpus: Corpus) -> None:
    """The store's script leads though a bundled question is nearer by a hair; one that is clearly nearer wins."""
    near = script("near", "restock", "请问这款还会再补货吗", "还会补货吗")
    own = Corpus(scripts=(script("own", "restock", "请问这款还会再补货的么", source="a.txt"),), version="own")
    searcher = Searcher(Corpus(scripts=(near,), questions=corpus.questions).with_own(own))
    assert searcher.search("请问这款还会再补货的吗")[0].script.id == "own"
    assert searcher.search("还会补货吗？")[0].script.id == "near"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_large_shelf_is_searched_as_a_small_one(language: str) -> None:
    """Where the questions of an intent are too many to look through, the nearest one is found all the same."""
    rng = random.Random(3)
    words = ["发票", "抬头", "税号", "电子", "专票", "补开", "邮箱", "公司"] if language == "zh" else ["invoice", "receipt", "tax", "company", "email", "number"]  # fmt: skip
    asked = sorted({("" if language == "zh" else " ").join(rng.choices(words, k=6)) for _ in range(4 * SCANNED)})
    assert len(asked) > SCANNED
    data = {"language": language, "intent": "invoice", "replies": ["好的"]}
    scripts = [Script.model_validate({**data, "id": f"s{n}", "questions": [text]}) for n, text in enumerate(asked)]
    index = load_index(Corpus(scripts=tuple(scripts)))
    shelf = index.shelf("invoice", language)
    found = 0
    for text in rng.sample(asked, 40):
        mistyped = text[:3] + text[4:]
        _, views = index.candidates(shelf, mistyped)
        assert len(views) <= CANDIDATES
        found += process.extractOne(mistyped, asked, scorer=fuzz.ratio)[1] == max(
            fuzz.ratio(mistyped, view) for view in views
        )
    assert found >= 39
