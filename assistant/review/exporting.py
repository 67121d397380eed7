"""Writes what was learned in the shapes that the rest of the project reads."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select

from assistant.corpus.acceptance import LEAST_WEIGHT, MOST_WEIGHT
from assistant.domain.base import Value
from assistant.domain.request import Request
from assistant.facts import Facts
from assistant.review.browsing import visible
from assistant.review.office import WITH_DELIVERY, Office
from assistant.review.proposing import mask_of
from assistant.review.records import Proposal, QueuedDraft, Reviewer
from assistant.review.tables import drafts

_DECIDED = ("approved", "edited", "rejected")
_DOUBT = 4
"""Decisions that a script is credited with at the average rate, so that one rejection doesn't sink it."""
_TOKEN = re.compile(r"⟦([a-z]+)_(\d+)⟧")


class LabelledCase(Value):
    """A draft that broke a rule, as a case of `evals/policy`."""

    id: str
    store: str
    message: str
    reply: str
    rules: tuple[str, ...]
    kind: str
    request: dict[str, Any]


class ScriptWeight(Value):
    """How a script fares with reviewers."""

    approved: int
    edited: int
    rejected: int
    weight: float
    """In the ranking: 1 is the average script, 0.5 the least, 1.5 the most."""


def labelled_cases(office: Office, by: Reviewer) -> list[LabelledCase]:
    """The drafts that were rejected for a rule and still have their content, oldest first."""
    which = (drafts.c.state == "rejected", drafts.c.rejection_rule.is_not(None), drafts.c.content.is_not(None))
    found = WITH_DELIVERY.where(*which, *visible(drafts.c.store, by)).order_by(drafts.c.created_at, drafts.c.id)
    with office.database.read() as connection:
        rows = connection.execute(found).all()
    return [_case(office, office.draft(row), row.rejection_rule) for row in rows]


def _case(office: Office, draft: QueuedDraft, rule: str) -> LabelledCase:
    assert draft.request is not None and draft.draft is not None
    hide = made_up(Facts(office.shops.shop(draft.store).store, draft.request))
    request = _without_buyer(draft.request, hide)
    message = request.pop("message")
    request.pop("store")
    return LabelledCase(
        id=f"review-{draft.id[:12]}",
        store=draft.store,
        message=message,
        reply=hide(draft.draft.text),
        rules=(rule,),
        kind="plain",
        request=request,
    )


def _without_buyer(request: Request, hide: Callable[[str], str]) -> dict[str, Any]:
    data = request.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    data["now"] = request.now.isoformat()
    data["store"], data["message"] = request.store, request.message
    for key in ("id", "conversation"):
        data.pop(key, None)
    store, product = data.pop("store"), data.pop("product", None)
    hidden: dict[str, Any] = _deep(data, hide)
    return hidden | {"store": store} | ({"product": product} if product else {})


def _deep(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {key: item if key in _KEPT else _deep(item, hide) for key, item in value.items()}
    return [_deep(item, hide) for item in value] if isinstance(value, list) else value


_KEPT = frozenset(
    {"now", "at", "role", "task", "status", "placed_at", "paid_at", "shipped_at", "delivered_at", "product", "sku"}
    | {"carrier", "region"}
)
_STAND_INS: Mapping[str, str] = {
    "phone": "139000{0:05d}",
    "identity": "11010119900307{0:04d}",
    "card": "622200000000{0:04d}",
    "order": "900000000000{0:04d}",
    "tracking": "7700000000{0:04d}",
    "email": "buyer{0}@example.com",
    "name": "某{0}",
    "nick": "buyer_{0}",
    "address": "某省某市某路{0}号",
}


def made_up(facts: Facts) -> Callable[[str], str]:
    """Replaces what points to somebody by a made-up value of its kind, the same one everywhere in a request."""
    mask = mask_of(facts)
    kept = facts.store.hotline

    def hide(text: str) -> str:
        parts = text.split(kept) if kept else [text]
        return (kept or "").join(_TOKEN.sub(_stand_in, mask.hide(part)) for part in parts)

    return hide


def _stand_in(match: re.Match[str]) -> str:
    return _STAND_INS.get(match.group(1), "某{0}").format(int(match.group(2)))


Counts = dict[str, dict[str, int]]
"""Script to decision to how often."""


def script_counts(office: Office, by: Reviewer) -> dict[str, Counts]:
    """How every script fared that led to a decided draft, by store and id."""
    which = (drafts.c.state.in_(_DECIDED), drafts.c.script.is_not(None), *visible(drafts.c.store, by))
    by_script = (drafts.c.store, drafts.c.script, drafts.c.state)
    with office.database.read() as connection:
        rows = connection.execute(select(*by_script, func.count()).where(*which).group_by(*by_script)).all()
    found: dict[str, Counts] = {}
    for store, script, state, count in rows:
        found.setdefault(store, {}).setdefault(script, dict.fromkeys(_DECIDED, 0))[state] = count
    return found


def together(stores: Iterable[Counts]) -> Counts:
    """The counts of all stores in one."""
    found: Counts = {}
    for counts in stores:
        for script, each in counts.items():
            mine = found.setdefault(script, dict.fromkeys(_DECIDED, 0))
            for state, count in each.items():
                mine[state] += count
    return found


def weigh(counts: Mapping[str, Mapping[str, int]]) -> dict[str, ScriptWeight]:
    """The weights of scripts from how often each was approved, edited and rejected.

    An edit counts half; a script with few decisions is drawn to the average.
    """
    good = sum(each["approved"] + each["edited"] / 2 for each in counts.values())
    decided = sum(sum(each.values()) for each in counts.values())
    average = good / decided if decided else 0.0
    weights = {}
    for script, each in sorted(counts.items()):
        rate = (each["approved"] + each["edited"] / 2 + _DOUBT * average) / (sum(each.values()) + _DOUBT)
        weight = min(MOST_WEIGHT, max(LEAST_WEIGHT, rate / average)) if average else 1.0
        weights[script] = ScriptWeight(**each, weight=round(weight, 3))
    return weights


def write_scripts(path: Path, accepted: Iterable[Proposal]) -> None:
    """Write accepted changes as a corpus for `--corpus`; the script that each changes stands among its tags."""
    entries = [
        {
            "id": f"review-{proposal.id[:12]}",
            "language": proposal.language,
            "intent": proposal.intent,
            "replies": [proposal.after],
            "source": "review",
            "tags": [f"changes {proposal.script}"],
        }
        for proposal in accepted
    ]
    text = yaml.dump({"scripts": entries}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, encoding="utf-8")


def write_cases(path: Path, cases: Sequence[LabelledCase]) -> None:
    """Write labelled cases, and the file of contexts beside them, which stays empty: each case has its own request."""
    lines = (json.dumps(case.model_dump(mode="json"), ensure_ascii=False) + "\n" for case in cases)
    path.write_text("".join(lines), encoding="utf-8")
    path.with_suffix(".contexts.yaml").write_text("{}\n", encoding="utf-8")


def write_weights(path: Path, weights: Mapping[str, ScriptWeight]) -> None:
    """Write the weights of scripts."""
    data = {"scripts": {script: weight.model_dump() for script, weight in weights.items()}}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
