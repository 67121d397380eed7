"""The command line as others measure us: shapes, exit codes, and bad input in its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.app import app
from assistant.errors import BadInput
from tests.conftest import ROOT

STORES = ROOT / "examples" / "stores"
QINGHE = str(STORES / "qinghe.yaml")
BAD = "可以的亲，不过要您补6个点的税哦"
GOOD = "亲，都可以开的，不会收您税点，3天内发到您邮箱"


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    """Run the command; what the caller can mend is raised as it would be reported."""
    return CliRunner().invoke(app, list(arguments), input=stdin)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def line(**fields: Any) -> str:
    return json.dumps({"store": "qinghe", "message": "可以开发票吗", **fields}, ensure_ascii=False) + "\n"


def check_lines(stdin: str | bytes) -> Result:
    return run("check", "--stores", str(STORES), "--jsonl", stdin=stdin)


def test_check_answers_every_line_in_order() -> None:
    """One object a line, in the shape of the contract; a blocked one makes the exit code 1."""
    result = check_lines(line(id="1", reply=BAD) + line(id="2", reply=GOOD))
    first, second = lines(result)
    assert (first["id"], first["outcome"], second["id"], second["outcome"]) == ("1", "block", "2", "pass")
    (violation,) = first["violations"]
    assert violation["rule"] == "invoice.fee"
    assert (violation["severity"], violation["points"]) == ("block", 6)
    start, end = violation["span"]
    assert BAD[start:end] == violation["evidence"]
    assert violation["why"]
    assert violation["advice"]
    assert result.exit_code == 1


def test_check_of_good_replies_ends_with_0() -> None:
    """All pass: exit code 0."""
    assert check_lines(line(id="2", reply=GOOD)).exit_code == 0


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ('{"id": "1", "store": "qinghe", "mess', "expected a JSON object"),
        ("[1, 2]", "expected a JSON object, got list"),
        (
            line(id="1", reply=GOOD, store="nowhere").strip(),
            "store: expected one of ningxiahong, qinghe, windrunner (got 'nowhere')",
        ),
        (line(id="1", reply=GOOD, store=None).strip(), "store: expected one of"),
        (line(id="1").strip(), "reply: required, but missing"),
        (line(id="1", reply="").strip(), "reply: expected the text to check"),
        (line(id="1", reply=GOOD, message="").strip(), "expected the buyer's words"),
        (line(id="1", reply="长" * 20_001).strip(), "20000"),
        (line(id="1", reply=GOOD, message="长" * 100_000).strip(), "20000"),
        (line(id="1", reply=GOOD, now="2026-11-21T10:00:00").strip(), "now: expected a time with its zone"),
        (line(id="1", reply=GOOD, colour="red").strip(), "colour: unknown key"),
        ('{"id": "1", "id": "2", "store": "qinghe", "message": "在", "reply": "在"}', "the key id stands twice"),
        (
            '{"id": "1", "store": "qinghe", "message": "在", "reply": "在", "orders": [{"id": "1", "status": "paid", "amount": NaN}]}',
            "NaN",
        ),
        ("[" * 50_000, "expected a JSON object"),
        ('{"id": ' + "9" * 5000 + "}", "expected a JSON object"),
        (
            line(id="1", reply=GOOD, now="0001-01-01T00:00:00+08:00").strip(),
            "now: expected a time between the years 1970 and 2200",
        ),
    ],
)
def test_a_bad_line_gets_its_error_and_the_rest_go_on(bad: str, says: str) -> None:
    """The error stands in the line's place with its number, and the exit code is 2."""
    result = check_lines(line(id="0", reply=GOOD) + bad + "\n" + line(id="9", reply=GOOD))
    before, wrong, after = lines(result)
    assert (before["outcome"], after["outcome"]) == ("pass", "pass")
    assert wrong["line"] == 2
    assert says in wrong["error"]
    assert set(wrong) == {"id", "line", "error"}
    assert result.exit_code == 2


def test_bytes_that_are_no_utf8_are_a_bad_line() -> None:
    """Invalid UTF-8 on standard input is named with its place; the rest go on."""
    result = check_lines(b'{"id": "\xff\xfe"}\n' + line(id="9", reply=GOOD).encode())
    wrong, after = lines(result)
    assert "expected UTF-8" in wrong["error"]
    assert after["outcome"] == "pass"


def test_the_id_of_a_bad_line_is_echoed() -> None:
    """A line whose id can be read keeps it."""
    assert lines(check_lines(line(id="k7", reply=GOOD, task="sing")))[0]["id"] == "k7"


def test_draft_lines_have_the_shape_of_the_contract() -> None:
    """Requests in, drafts out, with every key that the contract names."""
    result = run("draft", "--stores", str(STORES), "--jsonl", stdin=line(id="d1") + "nonsense\n")
    draft, wrong = lines(result)
    keys = {
        "id",
        "status",
        "text",
        "source",
        "language",
        "intent",
        "stage",
        "references",
        "claims",
        "verdict",
        "attempts",
        "reason",
        "elapsed_ms",
    }
    assert keys <= draft.keys()
    assert (draft["id"], draft["source"], draft["intent"]) == ("d1", "composer", "invoice")
    assert wrong["line"] == 2
    assert result.exit_code == 2


def test_a_request_to_draft_has_no_reply() -> None:
    """A line is a request and nothing else."""
    assert (
        "reply: unknown key"
        in lines(run("draft", "--stores", str(STORES), "--jsonl", stdin=line(id="1", reply=GOOD)))[0]["error"]
    )


def test_search_lines_have_the_shape_of_the_contract() -> None:
    """Hits with script, intent, stage, score, question and reply, best first."""
    asked = json.dumps(
        {"id": "s1", "query": "可以开发票吗", "store": "qinghe", "language": "zh", "k": 3}, ensure_ascii=False
    )
    result = run(
        "search", "--jsonl", stdin=asked + "\n" + '{"id": "s2", "query": ""}\n{"id": "s3", "query": "x", "size": 3}\n'
    )
    found, empty, strange = lines(result)
    assert found["hits"][0]["intent"] == "invoice"
    assert set(found["hits"][0]) == {"script", "intent", "stage", "score", "question", "reply"}
    assert "query: expected text" in empty["error"]
    assert "size: unknown key" in strange["error"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["draft", "在吗"], "expected --store FILE"),
        (["draft", "--store", QINGHE], "expected the buyer's message"),
        (["draft", "--store", QINGHE, "  "], "expected the buyer's words"),
        (["draft", "--store", QINGHE, "在吗", "--now", "2026-11-21T10:00:00"], "time with its zone"),
        (["draft", "--store", "nowhere.yaml", "在吗"], "nowhere.yaml: cannot be read"),
        (["draft", "--jsonl", "在吗", "--stores", str(STORES)], "--jsonl takes requests from standard input"),
        (["draft", "--jsonl"], "expected --stores DIR"),
        (["check", "--store", QINGHE], "expected the reply"),
        (["check", "--stores", "/nowhere", "--jsonl"], "expected a folder with store profiles"),
        (["search"], "expected what a buyer might write"),
        (["search", "在吗", "--language", "fr"], "language: expected zh or en"),
        (["policy", "show", "no.such"], "there is no rule no.such"),
        (["store", "check", "nowhere.yaml"], "cannot be read"),
        (["draft", "--store", QINGHE, "--request", "nowhere.json"], "nowhere.json: cannot be read"),
        (["draft", "--store", QINGHE, "--corpus", "nowhere.yaml", "在吗"], "nowhere.yaml: cannot be read"),
        (["draft", "--store", QINGHE, "--request", str(ROOT / "README.md")], "README.md: expected a JSON object"),
    ],
)
def test_bad_options_are_refused_clearly(arguments: list[str], says: str) -> None:
    """What is wrong and what was expected, in one sentence."""
    result = run(*arguments)
    assert isinstance(result.exception, BadInput), result.output
    assert says in str(result.exception)


def test_a_request_file_carries_orders(tmp_path: Path) -> None:
    """`--request` gives what options cannot, and options win."""
    order = {"id": "1", "buyer_nick": "lan", "status": "paid", "amount": 239.0, "paid_at": "2026-11-20T20:00:00+08:00"}
    data = {
        "store": "qinghe",
        "message": "怎么还没发货",
        "buyer": {"nick": "lan"},
        "orders": [order],
        "now": "2026-11-21T10:00:00+08:00",
    }
    path = tmp_path / "request.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    draft = json.loads(run("draft", "--store", QINGHE, "--request", str(path), "--json").stdout)
    assert draft["intent"] == "urge_dispatch"
    assert run("check", "--store", QINGHE, "--request", str(path), "亲，已经发出了").exit_code == 1


def test_a_person_sees_the_reply_and_the_fact_behind_it() -> None:
    """The readable form shows the reply, each promise beside its fact, and the closest scripts."""
    result = run("draft", "--store", QINGHE, "新疆包邮吗")
    assert result.exit_code == 0
    assert "15元" in result.stdout
    assert "shipping.free_shipping" in result.stdout
    assert "closest scripts" in result.stdout


def test_a_person_sees_what_is_wrong_with_a_reply() -> None:
    """The readable verdict names rule and advice."""
    result = run("check", "--store", QINGHE, "--message", "可以开发票吗", BAD)
    assert result.exit_code == 1
    assert "invoice.fee" in result.stdout


def test_store_init_writes_a_profile_that_store_check_takes(tmp_path: Path) -> None:
    """The template is written once, never over another file, and is in order."""
    path = tmp_path / "my.yaml"
    assert run("store", "init", str(path)).exit_code == 0
    assert "is in order" in run("store", "check", str(path)).stdout
    again = run("store", "init", str(path))
    assert "is there already" in str(again.exception)


def test_every_rule_can_be_listed_and_shown() -> None:
    """`policy list --json` and `policy show` agree on what there is."""
    listed = json.loads(run("policy", "list", "--json").stdout)
    assert "invoice.fee" in [rule["id"] for rule in listed["rules"]]
    shown = json.loads(run("policy", "show", "invoice.fee", "--json").stdout)
    assert len(shown["examples"]["breaks"]) >= 8


def test_every_example_of_every_rule_is_judged_rightly() -> None:
    """`assistant policy test`: what breaks a rule fires it, what keeps it is not stopped."""
    result = run("policy", "test", "--json")
    assert json.loads(result.stdout)["wrong"] == []
