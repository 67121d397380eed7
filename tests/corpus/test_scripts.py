from pathlib import Path

import pytest

from assistant.corpus import Corpus, CorpusCache, load_corpus, load_corpus_file
from assistant.errors import CorpusError

GOOD = "- id: zh.invoice.yes\n  intent: invoice\n  replies: ['可以开的，{invoice_days}天内给您']\n"


def write(folder: Path, scripts: str = GOOD, questions: str = "invoice: [可以开发票吗]\n") -> Path:
    for name, text in (("scripts", scripts), ("questions", questions)):
        path = folder / "zh" / name / "a.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_loaded_with_language_stage_and_slots(tmp_path: Path) -> None:
    """Language comes from the folder, stage from the intent, slots from the replies."""
    corpus = load_corpus(write(tmp_path))
    script = corpus.scripts[0]
    assert (script.language, script.stage, script.slots) == ("zh", "presale", {"invoice_days"})
    assert corpus.questions_of("invoice", "zh") == ("可以开发票吗",)
    assert not script.own


@pytest.mark.parametrize(
    ("scripts", "place", "says"),
    [
        ("- id: a\n  intent: invoice\n  replies: []\n", ":3:", "replies"),
        ("- id: a\n  intent: nonsense\n  replies: [x]\n", ":1:", "contract's intents"),
        ("- id: a\n  intent: invoice\n  replies: ['in {days']\n", ":1:", "slot closed"),
        ("- id: a\n  intent: invoice\n  replies: [' ']\n", ":1:", "expected words"),
        ("- id: a\n  intent: invoice\n  replies: [x]\n  colour: red\n", ":4:", "unknown key"),
        ("- id: a\n  intent: invoice\n  replies: [x]\n- just text\n", ":4:", "expected a mapping"),
        (GOOD + GOOD, "zh.invoice.yes", "stands twice"),
        ("id: a\n", "a.yaml", "expected a list of scripts"),
        ("- id: [\n", "a.yaml:2", "expected YAML"),
    ],
)
def test_a_wrong_script_is_refused_with_its_place(tmp_path: Path, scripts: str, place: str, says: str) -> None:
    """A wrong file is refused whole, and the message names file, line and what was expected."""
    with pytest.raises(CorpusError) as caught:
        load_corpus(write(tmp_path, scripts))
    assert "a.yaml" in str(caught.value)
    assert place in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("questions", "says"),
    [("nonsense: [a]\n", ":1: nonsense"), ("invoice: [a, 3]\n", "invoice[1]: expected words"), ("[a]\n", "mapping")],
)
def test_wrong_questions_are_refused(tmp_path: Path, questions: str, says: str) -> None:
    """Question files are held to the list of intents and to words."""
    with pytest.raises(CorpusError) as caught:
        load_corpus(write(tmp_path, questions=questions))
    assert says in str(caught.value)


def test_the_cache_gives_the_same_corpus_and_notices_a_change(tmp_path: Path) -> None:
    """A cached corpus equals the one that was read, and a changed file is read anew."""
    cache = CorpusCache(tmp_path / "cache")
    folder = write(tmp_path / "corpus")
    first = load_corpus(folder, cache=cache)
    assert load_corpus(folder, cache=cache) == first == load_corpus(folder)
    write(folder, questions="invoice: [开票, 有票吗]\n")
    changed = load_corpus(folder, cache=cache)
    assert changed.version != first.version
    assert changed.questions_of("invoice", "zh") == ("开票", "有票吗")


def test_a_spoilt_or_unwritable_cache_does_no_harm(tmp_path: Path) -> None:
    """What the files say counts, whatever state the cache is in."""
    folder = write(tmp_path / "corpus")
    cache = CorpusCache(tmp_path / "cache")
    first = load_corpus(folder, cache=cache)
    for copy, text in zip((tmp_path / "cache").glob("*.json"), ['{"scripts": 3}'], strict=True):
        copy.write_text(text, encoding="utf-8")
    assert load_corpus(folder, cache=cache) == first
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert load_corpus(folder, cache=CorpusCache(tmp_path / "file" / "below")) == first


def test_a_store_brings_its_own_corpus(tmp_path: Path) -> None:
    """Its scripts come first in their intent, and what was quarantined is never used."""
    path = tmp_path / "own.yaml"
    path.write_text(
        "scripts:\n"
        "- {id: o1, language: zh, intent: invoice, stage: presale, questions: [有票不], replies: [有的], source: a.txt, span: [0, 9]}\n"
        "- {id: o2, language: zh, intent: invoice, stage: presale, replies: [没有], source: a.txt, status: quarantined}\n",
        encoding="utf-8",
    )
    both = load_corpus(write(tmp_path / "corpus")).with_own(load_corpus_file(path))
    assert [script.id for script in both.by_intent("invoice", "zh")] == ["o1", "zh.invoice.yes"]
    with pytest.raises(CorpusError, match="stands in the bundled corpus"):
        both.with_own(both)


def test_the_bundled_corpus_loads(corpus: Corpus) -> None:
    """Every script is usable, and both languages have question variants."""
    assert corpus.usable
    assert corpus.questions_of("invoice", "zh")
    assert corpus.questions_of("track", "en")
