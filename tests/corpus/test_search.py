from assistant.corpus import Corpus, IntentReader, Script, Searcher


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
