"""Cases of the test half that nearly repeat one of the tuning half: a test of what was learned by heart."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from assistant.domain.request import Request
from assistant.evaluation.attack import PlacedAttack
from assistant.evaluation.conversation import PlacedConversation
from assistant.evaluation.draft import DraftCase
from assistant.evaluation.exam import PlacedExam
from assistant.evaluation.intent import IntentCase
from assistant.evaluation.phrases import plain
from assistant.evaluation.policy import PolicyCase
from assistant.evaluation.suites import SUITES
from assistant.evaluation.tasks import PlacedTask

_LEAST_CHARS = 8
"""Shorter texts are alike by nature: two buyers may both write 好的."""


@dataclass(frozen=True, slots=True)
class Near:
    """Two cases that nearly say the same."""

    suite: str
    test: str
    tuning: str
    alike: float
    """Of 100."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a case is known by: its words, and the setting without which like words are another case."""

    id: str
    text: str
    setting: str = ""


def near_duplicates(evals: Path, alike: float) -> list[Near]:
    """The near-duplicates of each suite, nearest first; what is trained on counts as tuning."""
    found = []
    for suite in SUITES.values():
        learned = [words(case) for half in ("tuning", "training") for case in suite.cases(evals, half)]
        found.extend(_near(suite.name, [words(case) for case in suite.cases(evals, "test")], learned, alike))
    return sorted(found, key=lambda pair: (-pair.alike, pair.suite, pair.test))


def _near(suite: str, test: Sequence[_Words], tuning: Sequence[_Words], alike: float) -> list[Near]:
    found = []
    by_setting: dict[str, list[_Words]] = {}
    for known in tuning:
        by_setting.setdefault(known.setting, []).append(known)
    for case in test:
        others = by_setting.get(case.setting, [])
        if len(case.text) < _LEAST_CHARS or not others:
            continue
        best = process.extractOne(case.text, [o.text for o in others], scorer=fuzz.ratio, score_cutoff=alike)
        if best is not None:
            found.append(Near(suite, case.id, others[best[2]].id, best[1]))
    return found


def words(case: Any) -> _Words:
    """What a case is known by."""
    match case:
        case PolicyCase():
            return _Words(case.id, plain(case.request.reply))
        case IntentCase():
            return _Words(case.id, plain(case.text))
        case DraftCase():
            return _Words(case.id, plain(case.request.message), _setting(case.request))
        case PlacedTask():
            request = case.case.request
            return _Words(case.id, plain(f"{request.task} {request.message}"), _moment(request))
        case PlacedAttack():
            inner = case.case
            planted = (*inner.titles.values(), *(item.reply for item in inner.imported), inner.obeys[0])
            notes = (order.note or "" for order in inner.request.orders)
            turns = (turn.text for turn in inner.request.history)
            return _Words(case.id, plain(" ".join((inner.request.message, *turns, *notes, *planted))))
        case PlacedExam():
            return _Words(case.id, plain(" ".join((case.case.question, *case.case.options.values()))))
        case PlacedConversation():
            said = (branch.text for turn in case.case.turns for branch in turn.says)
            return _Words(case.id, plain(" ".join(said)))
        case _:
            raise TypeError(f"no words known of {type(case).__name__}")


def _setting(request: Request) -> str:
    """The same question about another product, or with another order, is another case."""
    statuses = (order.status for order in request.orders)
    return " ".join((request.store, request.task, request.product or "", *statuses))


def _moment(request: Request) -> str:
    """A message without words of the buyer's is known by its whole moment, save for numbers that only name it."""
    named: dict[str, Any] = {"id": True, "buyer_nick": True, "tracking": True, "receiver": True}
    return request.model_dump_json(exclude={"id": True, "buyer": True, "orders": {"__all__": named}})
