"""`assistant corpus stats`, `lint` and `export`, `assistant store products`: what comes out, and the exit codes."""

import json
from pathlib import Path

import pytest

from assistant.errors import BadInput, CorpusError
from tests.cli.test_commands import QINGHE, STORES, run

OWN = """scripts:
- {id: o1, language: zh, intent: invoice, stage: presale, questions: [可以开发票吗], replies: ["有的亲，3天内开好"], source: a.txt}
- {id: o2, language: zh, intent: dispatch_time, stage: presale, replies: ["亲，付款后12小时内就给您发货哦"], source: a.txt}
- {id: o3, language: zh, intent: carrier, stage: presale, replies: ["亲，{agent}帮您安排发货"], source: a.txt}
- {id: o4, language: zh, intent: invoice, stage: presale, replies: ["要补6个点"], source: a.txt, status: quarantined}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A store's own corpus of four scripts: one promises dispatch sooner than the store does, one is kept out."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_stats_count_by_intent_language_and_tone(own: Path) -> None:
    """Every intent and language has a line with scripts, questions and tones; own scripts count, kept-out ones apart."""
    bundled = json.loads(run("corpus", "stats", "--json").stdout)
    result = run("corpus", "stats", "--json", "--corpus", str(own))
    data = json.loads(result.stdout)
    key = {(line["intent"], line["language"]): line for line in data["counts"]}
    before = {(line["intent"], line["language"]): line for line in bundled["counts"]}
    invoice = key["invoice", "zh"]
    assert invoice["stage"] == "presale"
    assert (invoice["scripts"], invoice["kept_out"]) == (before["invoice", "zh"]["scripts"] + 1, 1)
    assert sum(key["complaint", "zh"]["tones"].values()) == key["complaint", "zh"]["scripts"]
    assert data["gaps"] == []
    assert result.exit_code == 0


def test_stats_for_a_person() -> None:
    """A table, totals, and a word on gaps."""
    result = run("corpus", "stats")
    assert "urge_dispatch" in result.stdout
    assert "no gaps" in result.stdout
    assert result.exit_code == 0


def test_lint_names_script_rule_and_reason(own: Path) -> None:
    """Held against the store, the promise that it does not make is found: exit code 1; what is kept out is not looked at."""
    result = run("corpus", "lint", "--corpus", str(own), "--store", QINGHE, "--json")
    (checked,) = json.loads(result.stdout)
    assert [(one["script"], one["rule"]) for one in checked["wrong"]] == [("o2", "shipping.dispatch_overpromise")]
    assert checked["wrong"][0]["why"]
    assert (checked["store"], checked["passed"]) == ("qinghe", 2)
    assert result.exit_code == 1


def test_lint_without_a_store_counts_what_needs_no_profile(own: Path) -> None:
    """Half a day may be right for some store: without a profile nothing is wrong, and the exit code is 0."""
    result = run("corpus", "lint", "--corpus", str(own))
    assert "3 wordings fit, 0 break a rule" in result.stdout
    assert result.exit_code == 0


def test_lint_of_a_folder_of_stores(own: Path) -> None:
    """Each store is named with what it may say."""
    result = run("corpus", "lint", "--corpus", str(own), "--stores", str(STORES))
    assert all(f"{store}: " in result.stdout for store in ("qinghe", "ningxiahong", "windrunner"))
    assert "shipping.dispatch_overpromise" in result.stdout
    assert result.exit_code == 1


def test_what_lint_refuses(own: Path) -> None:
    """Two ways of naming stores at once, a time without a zone, a file that is no corpus."""
    for arguments, says in (
        (["--store", QINGHE, "--stores", str(STORES)], "not both"),
        (["--store", QINGHE, "--now", "2026-11-21T10:00:00"], "with its zone"),
        (["--store", QINGHE, "--now", "today"], "expected a time"),
    ):
        result = run("corpus", "lint", "--corpus", str(own), *arguments)
        assert isinstance(result.exception, BadInput)
        assert says in str(result.exception)
    assert isinstance(run("corpus", "lint", "--corpus", QINGHE).exception, CorpusError)


def test_exported_phrases_come_back_by_import(own: Path, tmp_path: Path) -> None:
    """Group, code and content in GBK; imported again, the replies, questions and intents are the same."""
    phrases = tmp_path / "phrases.csv"
    result = run("corpus", "export", "--corpus", str(own), "--out", str(phrases))
    assert "3 quick phrases written" in result.stdout
    text = phrases.read_bytes().decode("gbk")
    assert text.splitlines()[0] == "分组,编码,内容"
    assert '售前,可以开发票吗,"有的亲，3天内开好"' in text or "售前,可以开发票吗,有的亲，3天内开好" in text
    back = [json.loads(line) for line in run("corpus", "import", str(phrases), "--jsonl").stdout.splitlines()]
    assert [(line["question"], line["reply"], line["intent"]) for line in back] == [
        ("可以开发票吗", "有的亲，3天内开好", "invoice"),
        (None, "亲，付款后12小时内就给您发货哦", "dispatch_time"),
        (None, "亲，{agent}帮您安排发货", "carrier"),
    ]


def test_the_bundled_scripts_make_the_same_journey(tmp_path: Path) -> None:
    """Every Chinese wording comes back word for word, with its intent."""
    phrases = tmp_path / "phrases.csv"
    run("corpus", "export", "--out", str(phrases))
    rows = phrases.read_bytes().decode("gb18030").count("\r\n") - 1
    back = [json.loads(line) for line in run("corpus", "import", str(phrases), "--jsonl").stdout.splitlines()]
    assert len(back) == rows
    written = phrases.read_bytes().decode("gb18030")
    assert [line["reply"] for line in back if line["reply"] not in written.replace('""', '"')] == []
    assert len({line["intent"] for line in back}) > 55


def test_what_export_refuses(tmp_path: Path, own: Path) -> None:
    """A folder that is not there, and a corpus of which nothing may be used."""
    nowhere = run("corpus", "export", "--corpus", str(own), "--out", str(tmp_path / "none" / "a.csv"))
    assert "cannot be written" in str(nowhere.exception)
    out = tmp_path / "quarantined.yaml"
    out.write_text(OWN.partition("\n")[0] + "\n" + OWN.splitlines()[-1] + "\n", encoding="utf-8")
    empty = run("corpus", "export", "--corpus", str(out), "--out", str(tmp_path / "a.csv"))
    assert "holds no script that may be used" in str(empty.exception)


def test_a_product_table_goes_into_the_profile(tmp_path: Path) -> None:
    """The profile is rewritten in place, or elsewhere with --out; a wrong table leaves it alone."""
    profile, table = tmp_path / "store.yaml", tmp_path / "products.csv"
    profile.write_text(Path(QINGHE).read_text(encoding="utf-8"), encoding="utf-8")
    table.write_bytes("货号,商品名称,价格,库存\nQH-9001,针织开衫,159,12\n".encode("gbk"))
    shown = run("store", "products", str(table), "--store", str(profile), "--out", "-")
    assert "QH-9001" in shown.stdout
    assert "QH-9001" not in profile.read_text(encoding="utf-8")
    result = run("store", "products", str(table), "--store", str(profile))
    assert "added: QH-9001" in result.stdout
    assert run("store", "check", str(profile)).exit_code == 0
    before = profile.read_bytes()
    table.write_text("货号,商品名称,价格,库存\nQH-9001,针织开衫,便宜,12\n", encoding="utf-8")
    refused = run("store", "products", str(table), "--store", str(profile))
    assert "row 2, column 价格: expected a number (got '便宜')" in str(refused.exception)
    assert profile.read_bytes() == before
