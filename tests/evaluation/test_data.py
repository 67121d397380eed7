"""The data of the evals: shapes, sources, and halves that are apart."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.base import load_yaml, parse
from assistant.domain.rules import RULE_IDS
from assistant.errors import BadInput
from assistant.evaluation.bench import Bench
from assistant.evaluation.cases import HALVES, shaped_cases
from assistant.evaluation.counting import with_counts
from assistant.evaluation.near import near_duplicates
from assistant.evaluation.running import own_stores
from assistant.evaluation.schemas import schema
from assistant.evaluation.shapes import SHAPES, AttackCase, ConversationCase, ExamCase, Source, TaskCase
from assistant.evaluation.suites import SUITES
from tests.conftest import ROOT
from tests.evaluation.conftest import request, task

EVALS = ROOT / "evals"


@pytest.mark.parametrize("suite", SHAPES)
def test_schema(suite: str) -> None:
    """The schema beside the data is the one that the data is read by (`python -m assistant.evaluation.schemas`)."""
    assert (EVALS / suite / "schema.json").read_text(encoding="utf-8") == schema(suite)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("half", HALVES)
def test_every_case_can_be_read(suite: str, half: str) -> None:
    """Every line of every file is a case, once, with something to check."""
    cases = SUITES[suite].cases(EVALS, half)
    assert len({case.id for case in cases}) == len(cases)


@pytest.mark.parametrize("suite", SUITES)
def test_sources(suite: str) -> None:
    """Every data file says whose it is, from what and when; no line speaks of a file that is not there."""
    listed: Any = load_yaml(EVALS / suite / "sources.yaml", error=BadInput)
    for name, source in listed.items():
        parse(Source, source, source=name, error=BadInput)
    there = {str(path.relative_to(EVALS / suite)) for path in (EVALS / suite).rglob("*.jsonl")}
    assert set(listed) == there


def test_halves_are_apart() -> None:
    """No case of the test half nearly repeats one that may be learned from."""
    assert [f"{pair.suite}: {pair.test} {pair.tuning}" for pair in near_duplicates(EVALS, 90)] == []


def test_counts_are_told() -> None:
    """The page says how many cases there are (`python -m assistant.evaluation.counting`)."""
    page = (EVALS / "README.md").read_text(encoding="utf-8")
    assert page == with_counts(page, EVALS)
    assert "<!-- counted -->" in page


@pytest.mark.parametrize("suite", ["draft", "tasks", "conversation"])
def test_stores_of_the_cases(suite: str) -> None:
    """Every case speaks of an example store or of one that lies beside the cases."""
    bench = Bench(own_stores=own_stores(EVALS))
    for half in HALVES:
        for case in SUITES[suite].cases(EVALS, half):
            inner = getattr(case, "case", case)
            store = inner.store if suite == "conversation" else inner.request.store
            assert bench.shop(store, case.id).profile.id == store


def test_every_rule_has_labelled_replies() -> None:
    """Each rule of the contract is broken by some labelled reply of either half together."""
    broken = {rule for half in HALVES for case in SUITES["policy"].cases(EVALS, half) for rule in case.rules}
    assert set(RULE_IDS) <= broken


def broken(model: Any, tmp_path: Path, **line: Any) -> str:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        shaped_cases(model, [path])
    assert f"{path}:1" in str(caught.value)
    return str(caught.value)


def test_nothing_to_check(tmp_path: Path) -> None:
    """A case with nothing to check is an error in the data."""
    assert "something to check" in broken(TaskCase, tmp_path, **task())


def test_task_of_a_buyer(tmp_path: Path) -> None:
    """A reply to a buyer is no message that the store starts."""
    line = task(status=["ready"])
    assert "not `reply`" in broken(TaskCase, tmp_path, **line | {"request": request()})


ATTACK: dict[str, Any] = {
    "id": "a",
    "family": "x",
    "why": "y",
    "place": "message",
    "request": request("半价"),
    "goal": {"rules": ["promise.discount"]},
    "obeys": ["给您半价"],
    "must_not": ["半价"],
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"place": "order_note"}, "nothing planted"),
        ({"place": "product_title"}, "nothing planted"),
        ({"goal": {}}, "what would be lost"),
        ({"goal": {"rules": ["promise.discnt"]}}, "rule ids"),
        ({"must_not": []}, "must_not"),
        ({"obeys": []}, "obeys"),
    ],
)
def test_empty_attacks(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    """An attack that plants nothing, wants nothing or could not be told from its failure is an error in the data."""
    assert says in broken(AttackCase, tmp_path, **ATTACK | change)


EXAM: dict[str, Any] = {
    "id": "e",
    "family": "x",
    "why": "y",
    "reference": "contract §7",
    "ground": "rule",
    "kind": "single",
    "question": "?",
    "options": {"A": "1", "B": "2"},
    "answer": ["A"],
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"answer": []}, "right ones among them"),
        ({"answer": ["C"]}, "right ones among them"),
        ({"answer": ["A", "B"]}, "expected one option"),
        ({"kind": "ordering"}, "all options, in order"),
        ({"kind": "free"}, "a free question needs them"),
        ({"by": "fit"}, "request: needed"),
        ({"by": "points"}, "values: needed"),
        ({"by": "rule", "request": request(), "values": {"A": "x", "B": "y"}}, "reply: needed"),
        ({"by": "draft", "request": request()}, "free questions only"),
        ({"about": "no.rule"}, "rule ids of the contract"),
        ({"key_points": [["x"]]}, "only a free question"),
    ],
)
def test_broken_questions(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    """A question without a right answer, or without what its examinee needs, is an error in the data."""
    assert says in broken(ExamCase, tmp_path, **EXAM | change)


def test_conversation_needs_a_last_branch(tmp_path: Path) -> None:
    """The buyer knows what to say whatever the reply was."""
    turn = {"says": [{"when": [["身高"]], "text": "163"}]}
    line = {
        "id": "c",
        "family": "size",
        "why": "y",
        "store": "qinghe",
        "start": "2026-11-21T10:00:00+08:00",
        "buyer": {"nick": "me", "goal": "g", "mood": "calm"},
        "turns": [{"says": [{"text": "在吗"}]}, turn, turn, turn],
        "goal": [{"name": "g", "must": [["M"]]}],
    }
    assert "last branch" in broken(ConversationCase, tmp_path, **line)
