"""Requests through the assistant: does the draft say what a good answer must say, and nothing that it must not?"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.domain.base import parse
from assistant.domain.reply import Draft
from assistant.domain.request import Request
from assistant.errors import BadInput
from assistant.evaluation.cases import read_cases
from assistant.evaluation.share import Share

Drafter = Callable[[Request], Draft]


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


@dataclass(frozen=True, slots=True)
class DraftFault:
    """A draft that is not good, and in what."""

    case: DraftCase
    draft: Draft
    faults: tuple[str, ...]


@dataclass
class DraftFigures:
    """How good drafts are."""

    good: Share
    """Content and status are right (the intent is counted apart)."""
    content: Share
    wrong_fact: Share
    """Drafts in which something occurs that must not."""
    blocked: Share
    """Drafts whose own verdict is block: must be none."""
    handed_over: Share
    """Drafts handed to a person though none of the fitting statuses is `handover`."""
    intent: Share
    by_store: dict[str, Share]
    wrong: list[DraftFault] = field(default_factory=list)


def load_draft_cases(path: Path) -> list[DraftCase]:
    """The cases of a file, or of every file of a folder.

    Raises:
        BadInput: a case is broken or doubled, or has nothing to check.
    """
    seen: set[str] = set()
    cases: list[DraftCase] = []
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for place, data in read_cases(file, seen):
            expect = data["expect"]
            try:
                must = tuple(tuple(re.compile(p) for p in group) for group in expect.get("must", ()))
                must_not = tuple(re.compile(p) for p in expect.get("must_not", ()))
            except re.error as caught:
                raise BadInput(f"{place}: expected regular expressions ({caught})") from None
            if not must and not must_not and not expect.get("status"):
                raise BadInput(f"{place}: expected something to check")
            request = parse(Request, data["request"], source=place, error=BadInput)
            statuses = tuple(expect.get("status", ("ready", "review", "handover")))
            intents = tuple(expect.get("intent", ()))
            cases.append(DraftCase(data["id"], request, intents, statuses, must, must_not, data.get("why", "")))
    return cases


def measure_drafts(cases: Sequence[DraftCase], draft: Drafter) -> DraftFigures:
    """Draft every request."""
    good: Counter[str] = Counter()
    total: Counter[str] = Counter()
    content = forbidden = blocked = handed = person_free = intent = 0
    wrong: list[DraftFault] = []
    for case in cases:
        made = draft(case.request)
        missing = [f"lacks {group[0].pattern}" for group in case.must if not any(p.search(made.text) for p in group)]
        present = [f"has {found.group()!r}" for p in case.must_not if (found := p.search(made.text))]
        status = [] if made.status in case.statuses else [f"status {made.status}, not {'/'.join(case.statuses)}"]
        total[case.request.store] += 1
        good[case.request.store] += not (missing or present or status)
        content += not (missing or present)
        forbidden += bool(present)
        blocked += made.verdict.outcome == "block"
        if "handover" not in case.statuses:
            person_free += 1
            handed += made.status == "handover"
        right_intent = not case.intents or made.intent in case.intents
        intent += right_intent
        if missing or present or status or not right_intent:
            other = [] if right_intent else [f"intent {made.intent}, not {'/'.join(case.intents)}"]
            wrong.append(DraftFault(case, made, (*missing, *present, *status, *other)))
    return DraftFigures(
        good=Share(sum(good.values()), len(cases)),
        content=Share(content, len(cases)),
        wrong_fact=Share(forbidden, len(cases)),
        blocked=Share(blocked, len(cases)),
        handed_over=Share(handed, person_free),
        intent=Share(intent, len(cases)),
        by_store={name: Share(good[name], total[name]) for name in sorted(total)},
        wrong=wrong,
    )
