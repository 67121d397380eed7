"""`assistant policy`: the rules in force, one in full, and their examples."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.base import parse
from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.domain.store import StoreProfile, load_stores
from assistant.errors import PolicyError
from assistant.facts import Facts
from assistant.policy import Checker, RuleSet
from assistant.policy.rules import Example, Rule
from assistant.resources import resource_dir
from assistant.settings import Assistant, Toolbox, load_settings

EXAMPLE_NOW = "2026-11-21T10:00:00+08:00"
"""The time of an example that names none."""


@dataclass(frozen=True, slots=True)
class WrongExample:
    """An example that the checker judges otherwise than its rule says."""

    rule: str
    side: str
    reply: str
    verdict: Verdict


def _rules(store: Path | None) -> RuleSet:
    return Assistant.from_store(store).rules if store else Toolbox(load_settings()).rules


def list_rules(store: Path | None, *, as_json: bool) -> int:
    """Every rule in force, and every exemption."""
    rules = _rules(store)
    if as_json:
        listed = [
            {"id": rule.id, "severity": rule.severity, "points": rule.points, "says": rule.says} for rule in rules.rules
        ]
        exempt = [item.model_dump() for item in rules.exempt]
        sys.stdout.write(
            json.dumps({"version": rules.version, "rules": listed, "exempt": exempt}, ensure_ascii=False, indent=2)
            + "\n"
        )
        return 0
    from assistant.cli.show import show_rules

    show_rules(rules)
    return 0


def show_rule(rule_id: str, store: Path | None, *, as_json: bool) -> int:
    """One rule in full.

    Raises:
        PolicyError: there is no such rule.
    """
    rules = _rules(store)
    rule = rules.rule(rule_id)
    if rule is None:
        raise PolicyError(f"there is no rule {rule_id} (see `assistant policy list`)")
    if as_json:
        sys.stdout.write(json.dumps(rule.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")
        return 0
    from assistant.cli.show import show_rule as show

    show(rule)
    return 0


def example_request(example: Example, place: str) -> CheckRequest:
    """The request of an example."""
    data: dict[str, Any] = {"store": example.store, "message": example.message or "…", "now": EXAMPLE_NOW}
    return parse(CheckRequest, {**data, **example.request, "reply": example.reply}, source=place, error=PolicyError)


def wrong_examples(rules: RuleSet, stores: dict[str, StoreProfile]) -> list[WrongExample]:
    """The examples that come out otherwise than they should: one that breaks its rule must fire it; a near miss must
    neither fire it nor be stopped by any other."""
    checker = Checker(rules)
    wrong: list[WrongExample] = []
    for rule in rules.rules:
        for side, examples in (("breaks", rule.examples.breaks), ("keeps", rule.examples.keeps)):
            wrong.extend(_wrong(checker, stores, rule, side, examples))
    return wrong


def _wrong(
    checker: Checker, stores: dict[str, StoreProfile], rule: Rule, side: str, examples: tuple[Example, ...]
) -> list[WrongExample]:
    found = []
    for number, example in enumerate(examples):
        place = f"{rule.id}: examples.{side}[{number}]"
        if example.store not in stores:
            raise PolicyError(f"{place}: store: expected one of {', '.join(sorted(stores))} (got {example.store!r})")
        request = example_request(example, place)
        verdict = checker.check(example.reply, Facts(stores[example.store], request))
        fired = any(violation.rule == rule.id for violation in verdict.violations)
        right = fired if side == "breaks" else not fired and verdict.outcome in {"pass", "warn"}
        if not right or verdict.unchecked:
            found.append(WrongExample(rule.id, side, example.reply, verdict))
    return found


def run_examples(store: Path | None, *, as_json: bool) -> int:
    """Run every example of every rule in force."""
    rules = _rules(store)
    stores = load_stores(resource_dir("examples") / "stores")
    if store is not None:
        profile = Assistant.from_store(store).store
        stores[profile.id] = profile
    wrong = wrong_examples(rules, stores)
    total = sum(len(rule.examples.breaks) + len(rule.examples.keeps) for rule in rules.rules)
    if as_json:
        listed = [
            {"rule": w.rule, "side": w.side, "reply": w.reply, "verdict": w.verdict.model_dump(mode="json")}
            for w in wrong
        ]
        sys.stdout.write(
            json.dumps({"rules": len(rules.rules), "examples": total, "wrong": listed}, ensure_ascii=False, indent=2)
            + "\n"
        )
    else:
        for item in wrong:
            named = ", ".join(f"{v.rule} ({v.evidence})" for v in item.verdict.violations) or item.verdict.outcome
            said = "; ".join(item.verdict.unchecked)
            print(f"{item.rule}  {item.side}  {item.reply}\n    got: {named} {said}".rstrip())
        print(f"{len(rules.rules)} rules, {total} examples, {len(wrong)} judged wrongly")
    return 1 if wrong else 0
