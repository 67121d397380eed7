"""The saved index: opened instead of built, and never trusted when it is not what was written."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.corpus import Corpus, QuestionIndex, Script, load_index
from assistant.corpus.index import SCANNED


def corpus_of(*questions: str, version: str = "v1") -> Corpus:
    data = {"id": "s", "language": "zh", "intent": "invoice", "questions": questions, "replies": ["好的"]}
    return Corpus(
        scripts=(Script.model_validate(data),),
        questions={"zh": {"carrier": ("发什么快递",)}, "en": {"track": ("where is my parcel",)}},
        version=version,
    )


SMALL = corpus_of("可以开发票吗", "开 票！")
LARGE = corpus_of(*(f"第{number}单的发票什么时候开" for number in range(SCANNED + 1)), version="large")


def knows(index: QuestionIndex) -> bool:
    """Whether an index has the questions of `SMALL`."""
    asked = {"可以开发票吗": ("invoice",), "发什么快递？": ("carrier",), "开票": ("invoice",), "开店": ()}
    return {text: index.intents_of(text) for text in asked} == asked and len(index) == 4


def places(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("corpus", [SMALL, LARGE], ids=["small", "large"])
def test_a_saved_index_is_opened_and_not_built_again(tmp_path: Path, corpus: Corpus) -> None:
    """The second time no file is written, and the questions are the same."""
    load_index(corpus, tmp_path)
    written = stamps(tmp_path)
    again = load_index(corpus, tmp_path)
    assert stamps(tmp_path) == written != {}
    assert len(places(tmp_path)) == 1
    assert again.intents_of("where is my parcel?") == ("track",)


def test_a_changed_corpus_has_another_index(tmp_path: Path) -> None:
    """A corpus of another version is never answered from the old index; the old one stays for who still uses it."""
    load_index(SMALL, tmp_path)
    changed = load_index(corpus_of("发票抬头怎么填", version="v2"), tmp_path)
    assert changed.intents_of("发票抬头怎么填") == ("invoice",)
    assert changed.intents_of("可以开发票吗") == ()
    assert len(places(tmp_path)) == 2
    assert knows(load_index(SMALL, tmp_path))


def damages(place: Path) -> Iterator[tuple[str, Path]]:
    """Every file of an index with what may befall it."""
    for path in sorted(path for path in place.rglob("*") if path.is_file() and path.suffix != ".lock"):
        for what in ("gone", "empty", "cut", "changed"):
            yield what, path


def befall(what: str, path: Path) -> None:
    data = path.read_bytes()
    match what:
        case "gone":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case _:
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def test_a_broken_index_is_built_anew(tmp_path: Path) -> None:
    """Whatever happens to whichever file, the answers are right and the index is whole again."""
    load_index(SMALL, tmp_path)
    (place,) = places(tmp_path)
    for what, path in list(damages(place)):
        befall(what, path)
        assert knows(load_index(SMALL, tmp_path)), (what, path.name)
        assert places(tmp_path) == [place], (what, path.name)
        mended = stamps(tmp_path)
        assert knows(load_index(SMALL, tmp_path))
        assert stamps(tmp_path) == mended, (what, path.name)


def test_broken_grams_are_built_anew(tmp_path: Path) -> None:
    """The part of a large index that another library reads is held to its checksums too."""
    load_index(LARGE, tmp_path)
    (place,) = places(tmp_path)
    for path in sorted((place / "grams").iterdir()):
        if path.suffix in {".term", ".json"}:
            befall("cut", path)
    index = load_index(LARGE, tmp_path)
    candidates, _ = index.candidates(index.shelf("invoice", "zh"), "第77单的发票什么时候开")
    assert candidates
    assert 77 in candidates


@pytest.mark.parametrize(
    ("others", "claims"),
    [
        (("可以开发票吗", "打个单子"), {}),
        (("可以开发票吗", "打个单子"), {"corpus": "v1", "format": 0}),
        (("可以开发票吗", "打个单子"), {"corpus": "v1"}),
        (("开 票！",), {"corpus": "v1"}),
    ],
    ids=["another name", "another format", "other words", "another number"],
)
def test_a_foreign_index_is_not_believed(tmp_path: Path, others: tuple[str, ...], claims: dict[str, object]) -> None:
    """Another corpus' index in this one's place is told by its list, and by its questions where the list lies."""
    load_index(corpus_of(*others, version="v2"), tmp_path)
    (place,) = places(tmp_path)
    mine = place.rename(tmp_path / place.name.replace("v2", "v1"))
    listed = json.loads((mine / "index.json").read_text(encoding="utf-8"))
    (mine / "index.json").write_text(json.dumps({**listed, **claims}), encoding="utf-8")
    assert knows(load_index(SMALL, tmp_path))
    assert places(tmp_path) == [mine]


def test_builders_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    """Several at once all get the right answers, leave one whole index, and nothing half-built beside it."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: load_index(SMALL, tmp_path), range(24)))
    assert all(map(knows, found))
    assert len(places(tmp_path)) == 1
    written = stamps(tmp_path)
    assert knows(load_index(SMALL, tmp_path))
    assert stamps(tmp_path) == written


def test_where_nothing_can_be_written_the_index_is_held_in_memory(tmp_path: Path) -> None:
    """A read-only home costs the building, not the answers; so does a corpus without a version."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert knows(load_index(SMALL, tmp_path / "file" / "below"))
    assert knows(load_index(SMALL.model_copy(update={"version": ""}), tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    large = load_index(LARGE, tmp_path / "file" / "below")
    assert large.candidates(large.shelf("invoice", "zh"), "第5单的发票什么时候开")[0]


def test_old_indexes_go(tmp_path: Path) -> None:
    """Of many versions only the last few stay."""
    for number in range(7):
        load_index(corpus_of("开票", version=f"v{number}"), tmp_path)
    assert len(places(tmp_path)) == 4
