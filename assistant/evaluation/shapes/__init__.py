"""The shapes of the cases in `evals/`: what a line may say, and that it says something to check.

The schemas beside the data (`evals/SUITE/schema.json`) are made from these models (`python -m assistant.evaluation.schemas`).
"""

from assistant.domain.base import Value
from assistant.evaluation.shapes.attack import AttackCase
from assistant.evaluation.shapes.common import Case, Expect, Source
from assistant.evaluation.shapes.conversation import Branch, ConversationCase, GoalCheck, ScriptedTurn
from assistant.evaluation.shapes.exam import ExamCase
from assistant.evaluation.shapes.labelled import DraftLine, IntentLine, PolicyLine
from assistant.evaluation.shapes.tasks import TaskCase

SHAPES: dict[str, type[Value]] = {
    "policy": PolicyLine,
    "intent": IntentLine,
    "draft": DraftLine,
    "tasks": TaskCase,
    "attack": AttackCase,
    "exam": ExamCase,
    "conversation": ConversationCase,
}
"""What a line of each suite is."""

__all__ = [
    "SHAPES",
    "AttackCase",
    "Branch",
    "Case",
    "ConversationCase",
    "DraftLine",
    "ExamCase",
    "Expect",
    "GoalCheck",
    "IntentLine",
    "PolicyLine",
    "ScriptedTurn",
    "Source",
    "TaskCase",
]
