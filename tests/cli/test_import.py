"""`assistant corpus import`: lines for a program, a corpus for the other commands, and bad files named."""

import json
from pathlib import Path

from tests.cli.test_commands import QINGHE, run

NOTES = "问：可以开发票吗\n答：可以的亲，不过要您补6个点的税哦\n\n问：发什么快递\n答：亲，默认发申通快递的哦，有问题随时找我\n"


def test_scripts_come_out_in_the_shape_of_the_contract(tmp_path: Path) -> None:
    """One object a script, with its place in the document, and what breaks a rule quarantined with the rule."""
    path = tmp_path / "notes.txt"
    path.write_text(NOTES, encoding="utf-8")
    result = run("corpus", "import", str(path), "--jsonl")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    keys = {
        "id",
        "source",
        "span",
        "question",
        "reply",
        "intent",
        "stage",
        "language",
        "status",
        "violations",
        "duplicate_of",
    }
    assert set(first) == keys
    assert (first["source"], first["status"], first["violations"]) == ("notes.txt", "quarantined", ["invoice.fee"])
    assert NOTES[slice(*second["span"])].endswith(second["reply"])
    assert (second["status"], second["intent"]) == ("kept", "carrier")
    assert result.exit_code == 0


def test_files_that_cannot_be_read_are_named_and_the_rest_imported(tmp_path: Path) -> None:
    """An empty, a binary and a missing file: each with its reason; exit code 2."""
    good, empty, binary = tmp_path / "notes.txt", tmp_path / "empty.txt", tmp_path / "x.docx"
    good.write_text(NOTES, encoding="utf-8")
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 4)
    result = run("corpus", "import", str(empty), str(good), str(binary), str(tmp_path / "none.txt"), "--jsonl")
    assert len(result.stdout.splitlines()) == 2
    assert all(name in result.stderr for name in ("empty.txt", "x.docx", "none.txt"))
    assert result.exit_code == 2


def test_an_imported_corpus_is_used_by_draft_and_search(tmp_path: Path) -> None:
    """`--out` writes what `--corpus` takes; what is quarantined is never used."""
    notes, own = tmp_path / "notes.txt", tmp_path / "own.yaml"
    notes.write_text(NOTES, encoding="utf-8")
    run("corpus", "import", str(notes), "--out", str(own), "--jsonl")
    asked = '{"id": "1", "query": "发什么快递"}\n{"id": "2", "query": "可以开发票吗"}\n'
    carrier, invoice = (
        json.loads(line)["hits"]
        for line in run("search", "--jsonl", "--corpus", str(own), stdin=asked).stdout.splitlines()
    )
    assert "默认发申通快递的哦" in carrier[0]["reply"]
    assert not any("6个点" in hit["reply"] for hit in invoice)
    assert run("draft", "--store", QINGHE, "--corpus", str(own), "--json", "发什么快递").exit_code == 0
