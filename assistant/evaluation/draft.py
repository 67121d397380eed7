"""Requests through the assistant: does the draft say what a good answer must say, and nothing that it must not?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.base import parse
from assistant.domain.intents import STAGE_OF
from assistant.domain.request import Request
from assistant.errors import BadInput
from assistant.evaluation.bench import Bench, digest, families, shown
from assistant.evaluation.cases import files_of, read_cases
from assistant.evaluation.results import Fault, Result
from assistant.evaluation.shapes import DraftLine


@dataclass(frozen=True, slots=True)
class DraftCase:
    """A request with what a good answer must contain and must not.

    Attributes:
        must: in each inner group one pattern has to occur.
        must_not: none of these may occur.
    """

    id: str
    request: Request
    intents: tuple[str, ...]
    statuses: tuple[str, ...]
    must: tuple[tuple[re.Pattern[str], ...], ...]
    must_not: tuple[re.Pattern[str], ...]
    why: str
    place: str


def load_draft_cases(paths: Path | Sequence[Path]) -> list[DraftCase]:
    """The cases of a file, of every file of a folder, or of some files.

    Raises:
        BadInput: a case is broken or doubled, or has nothing to check.
    """
    seen: set[str] = set()
    cases: list[DraftCase] = []
    for file in files_of(paths) if isinstance(paths, Path) else paths:
        for place, data in read_cases(file, seen):
            line = parse(DraftLine, data, source=place, error=BadInput)
            try:
                must = tuple(tuple(re.compile(p) for p in group) for group in line.expect.must)
                must_not = tuple(re.compile(p) for p in line.expect.must_not)
            except re.error as caught:
                raise BadInput(f"{place}: expected regular expressions ({caught})") from None
            statuses = line.expect.status or ("ready", "review", "handover")
            cases.append(
                DraftCase(line.id, line.request, line.expect.intent, statuses, must, must_not, line.why, place)
            )
    return cases


def score_draft(case: DraftCase, bench: Bench) -> Result:
    """Draft one request."""
    shop = bench.shop(case.request.store, case.place)
    made = shop.draft(case.request)
    verdict = shop.referee.check(made.text, shop.facts(case.request)) if made.text.strip() else made.verdict
    missing = [
        Fault(kind="lacks", says=group[0].pattern) for group in case.must if not any(p.search(made.text) for p in group)
    ]
    present = [Fault(kind="has", says=hit.group()) for p in case.must_not if (hit := p.search(made.text))]
    status = [] if made.status in case.statuses else [Fault(kind=f"status {made.status}")]
    right_intent = not case.intents or made.intent in case.intents
    intent = [] if right_intent else [Fault(kind=f"intent {made.intent}")]
    faults = (*missing, *present, *status, *intent)
    figures = {
        "good": not (missing or present or status),
        "content": not (missing or present),
        "wrong_fact": bool(present),
        "blocked": verdict.outcome == "block",
        "intent": right_intent,
    }
    if "handover" not in case.statuses:
        figures["handed_over"] = made.status == "handover"
    wanted = "; ".join(
        [*(" | ".join(p.pattern for p in group) for group in case.must), *(f"not {p.pattern}" for p in case.must_not)]
    )
    labels = {"store": case.request.store, "kind": made.source}
    if case.intents:
        labels |= {"intent": case.intents[0], "family": STAGE_OF.get(case.intents[0], "any")}
    return Result(
        suite="draft",
        id=case.id,
        labels=labels,
        outcome="wrong" if faults else "right",
        figures=figures,
        faults=faults,
        never=bench.never(made.text, case.request, shop, verdict),
        got=(made.intent,),
        wanted=case.intents,
        verdict=verdict.outcome,
        scripts=families(made, bench),
        digest=digest(made.status + made.text),
        shown=shown(shop, case.request, made, verdict, wanted, case.why),
    )
