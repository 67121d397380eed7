"""The mutation run: what is taken away is gone, and is noticed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.request import Request
from assistant.domain.store import StoreProfile
from assistant.evaluation.bench import Bench
from assistant.evaluation.blanking import blank, fact_paths
from assistant.evaluation.mutation import Fate, Mutant, fate, known_cases, mutants, told
from assistant.evaluation.results import Result
from assistant.evaluation.suites import SUITES
from tests.evaluation.conftest import order, request, task


def test_everything_in_turn(bench: Bench) -> None:
    """Every rule, every family of scripts and every fact is on the list, once."""
    every = mutants(bench)
    assert len(set(every)) == len(every)
    names = {(mutant.kind, mutant.name) for mutant in every}
    assert {("rule", rule.id) for rule in bench.rules.rules} <= names
    assert {("scripts", script.intent) for script in bench.tools.corpus.usable} <= names
    for key in (
        "store.shipping.dispatch_hours",
        "store.products.stock",
        "request.orders.tracking",
        "request.buyer.region",
    ):
        assert ("fact", key) in names


@pytest.mark.parametrize("path", fact_paths(Request, "request"))
def test_blank_requests(path: str) -> None:
    """Each fact of a request can be blanked, and what has none of it stays the very same."""
    whole = Request.model_validate(request(orders=[order(), order("delivered", id="2")]))
    path = path.removeprefix("request.")
    blanked = blank(whole, path)
    assert path == "now" or blank(blanked, path) == blanked
    bare = Request.model_validate({"store": "qinghe", "message": "在吗", "now": "2026-11-21T10:00:00+08:00"})
    assert path == "now" or blank(bare, path) is bare


def test_blank_profile(stores: dict[str, StoreProfile]) -> None:
    """A key inside lists is blank in every entry; the rest stays."""
    blanked = blank(stores["qinghe"], "products.care")
    assert {product.care for product in blanked.products} == {None}
    assert blanked.products[0].title == stores["qinghe"].products[0].title


def found(bench: Bench, folder: Path, mutant: Mutant) -> Fate:
    results: list[Result] = [
        suite.score(case, bench) for suite in SUITES.values() for case in suite.cases(folder, "tuning")
    ]
    return fate(mutant, known_cases(folder, results), bench)


POLICY: dict[str, Any] = {"store": "qinghe", "message": "在吗", "reply": "加我微信qh88聊吧", "kind": "plain"}


def test_lost_rule(bench: Bench, evals: Callable[..., Path]) -> None:
    """A reply that breaks the rule notices its loss; another rule's loss it does not notice."""
    folder = evals(policy=[POLICY | {"id": "p", "rules": ["contact.off_platform"]}])
    (folder / "policy" / "tuning" / "some.contexts.yaml").write_text("{}\n", encoding="utf-8")
    assert found(bench, folder, Mutant("rule", "contact.off_platform", True)).noticed_by == "policy/p"
    assert found(bench, folder, Mutant("rule", "invoice.fee", True)) == Fate(
        Mutant("rule", "invoice.fee", True), None, 0
    )


def test_lost_scripts(bench: Bench, evals: Callable[..., Path]) -> None:
    """A message of the store notices that its scripts are gone."""
    folder = evals(tasks=[task(status=["ready"], must=[["{order.tracking}"]])])
    assert found(bench, folder, Mutant("scripts", "notify_shipped")).noticed_by == "tasks/tk-1"


def test_lost_fact(bench: Bench, evals: Callable[..., Path]) -> None:
    """A message that must name the parcel notices that the number is not known; the true facts still judge it."""
    folder = evals(tasks=[task(status=["ready"], must=[["{order.tracking}"]])])
    assert found(bench, folder, Mutant("fact", "request.orders.tracking")).noticed_by == "tasks/tk-1"
    assert found(bench, folder, Mutant("fact", "store.bargaining.allowed")).noticed_by is None


def test_survivors_are_told() -> None:
    """Survivors are listed by name, those that block marked."""
    lines = list(told([Fate(Mutant("rule", "a.b", True), None, 7), Fate(Mutant("fact", "store.x"), "draft/d", 1)]))
    assert "  survived: rule a.b (BLOCK), 7 cases tried" in lines
    assert any(line.startswith("fact") and "1 of 1" in line for line in lines)
