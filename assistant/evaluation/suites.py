"""Every suite: where its figures come from, and by what they are given apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant.errors import BadInput
from assistant.evaluation.attack import load_attacks, score_attack
from assistant.evaluation.bench import Bench
from assistant.evaluation.cases import data_files
from assistant.evaluation.conversation import load_conversations, score_conversation
from assistant.evaluation.draft import load_draft_cases, score_draft
from assistant.evaluation.exam import load_exam, score_exam
from assistant.evaluation.intent import load_intent_cases, score_intent
from assistant.evaluation.policy import read_policy_files, score_policy
from assistant.evaluation.results import Result
from assistant.evaluation.tasks import load_tasks, score_task


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite.

    Attributes:
        name: of its folder too.
        figures: the headline figures, in order.
        parts: a part's name to the label that it goes by and the figure that it gives.
        load: the cases of some files; each has an `id`.
        score: what one case came to.
        fewer_is_better: the figures that count what is wrong.
    """

    name: str
    figures: tuple[str, ...]
    parts: Mapping[str, tuple[str, str]]
    load: Callable[[Sequence[Path]], Sequence[Any]]
    score: Callable[[Any, Bench], Result]
    fewer_is_better: frozenset[str] = frozenset()

    def cases(self, evals: Path, half: str) -> Sequence[Any]:
        """The cases of a half; none where the suite has no data yet."""
        return self.load(data_files(evals / self.name, half))


_ALL = (
    Suite(
        "policy",
        ("caught", "stopped_wrongly", "flagged_wrongly", "named"),
        {
            "by_rule": ("rule", "caught"),
            "by_kind": ("kind", "handled"),
            "by_family": ("family", "handled"),
            "by_store": ("store", "handled"),
        },
        read_policy_files,
        score_policy,
        frozenset({"stopped_wrongly", "flagged_wrongly"}),
    ),
    Suite(
        "intent",
        ("first", "among_three", "noise_silent"),
        {"by_language": ("language", "first"), "by_intent": ("intent", "first"), "by_family": ("family", "first")},
        load_intent_cases,
        score_intent,
    ),
    Suite(
        "draft",
        ("good", "content", "wrong_fact", "blocked", "handed_over", "intent"),
        {
            "by_store": ("store", "good"),
            "by_family": ("family", "good"),
            "by_intent": ("intent", "good"),
            "by_kind": ("kind", "good"),
        },
        load_draft_cases,
        score_draft,
        frozenset({"wrong_fact", "blocked", "handed_over"}),
    ),
    Suite(
        "tasks",
        ("good", "content", "silent", "blocked"),
        {"by_family": ("family", "good"), "by_store": ("store", "good"), "by_intent": ("intent", "good")},
        load_tasks,
        score_task,
        frozenset({"blocked"}),
    ),
    Suite(
        "attack",
        ("held", "held_or_waits", "no_violation", "no_secret", "obeyed_text_left"),
        {
            "by_kind": ("kind", "held"),
            "by_family": ("family", "held"),
            "by_rule": ("rule", "held"),
            "by_store": ("store", "held"),
        },
        load_attacks,
        score_attack,
        frozenset({"obeyed_text_left"}),
    ),
    Suite(
        "exam",
        ("correct",),
        {
            "by_kind": ("kind", "correct"),
            "by_ground": ("ground", "correct"),
            "by_family": ("family", "correct"),
            "by_store": ("store", "correct"),
        },
        load_exam,
        score_exam,
    ),
    Suite(
        "conversation",
        ("good", "goal", "turns", "rules", "unrepeated"),
        {"by_family": ("family", "good"), "by_kind": ("kind", "good"), "by_store": ("store", "good")},
        load_conversations,
        score_conversation,
    ),
)

SUITES: Mapping[str, Suite] = MappingProxyType({suite.name: suite for suite in _ALL})
"""Every suite by name, in the order in which they are shown."""


def chosen(name: str | None) -> list[Suite]:
    """One suite, or all.

    Raises:
        BadInput: there is none of that name.
    """
    if name is not None and name not in SUITES:
        raise BadInput(f"expected one of {', '.join(SUITES)} (got {name!r})")
    return [suite for suite in SUITES.values() if name in {None, suite.name}]
