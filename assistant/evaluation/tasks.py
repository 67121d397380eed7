"""Messages that the store starts: sent where the order bears them out, true to it, and silent otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.bench import Bench, digest, families, shown
from assistant.evaluation.cases import shaped_cases
from assistant.evaluation.expecting import content_faults, faults, in_words
from assistant.evaluation.phrases import Phrases
from assistant.evaluation.results import Result
from assistant.evaluation.shapes import TaskCase


@dataclass(frozen=True, slots=True)
class PlacedTask:
    """A case with its place in the data."""

    place: str
    case: TaskCase

    @property
    def id(self) -> str:
        """The case's id."""
        return self.case.id


def load_tasks(files: Sequence[Path]) -> list[PlacedTask]:
    """The cases of some files. Raises BadInput where one is broken."""
    return [PlacedTask(place, case) for place, case in shaped_cases(TaskCase, files)]


def score_task(placed: PlacedTask, bench: Bench) -> Result:
    """Draft one message of the store."""
    case = placed.case
    request = case.request
    shop = bench.shop(request.store, placed.place)
    made = shop.draft(request)
    verdict = shop.referee.check(made.text, shop.facts(request)) if made.text.strip() else made.verdict
    phrases = Phrases.of(request, shop.profile, placed.place)
    found = faults(case.expect, made, phrases)
    figures = {
        "good": not found,
        "content": not content_faults(case.expect, made.text, phrases),
        "blocked": verdict.outcome == "block",
    }
    if case.expect.empty_text is True:
        figures["silent"] = not made.text.strip()
    return Result(
        suite="tasks",
        id=case.id,
        labels={"family": case.family, "store": request.store, "intent": request.task, "kind": made.source},
        outcome="wrong" if found else "right",
        figures=figures,
        faults=tuple(found),
        never=bench.never(made.text, request, shop, verdict),
        verdict=verdict.outcome,
        scripts=families(made, bench),
        digest=digest(made.status + made.text),
        shown=shown(shop, request, made, verdict, in_words(case.expect), case.why),
    )
