"""A question of the exam, its right answer, and how an examinee without a language model finds it."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.domain.base import Name
from assistant.domain.request import Message, Request
from assistant.evaluation.shapes.common import Case, Group, known_rules

Ground = Literal["rule", "points", "procedure", "order_of_steps", "what_do_you_do"]
Kind = Literal["single", "multiple", "ordering", "free"]

By = Literal["fit", "unfit", "rule", "points", "severity", "intent", "flow", "draft"]
"""How an examinee without a language model finds the answer:
`fit`/`unfit` the options are replies to `request`: which may be sent, which may not; `rule` which rule does `reply` break
(values: rule ids); `points` how many points does rule `about` cost (values: numbers), or, ordering, which costs most (values:
rule ids, dearest first); `severity` what does rule `about`, or `reply`, lead to (values: block, handover, warn, pass);
`intent` what does the buyer's message want (values: intents); `flow` the order of an order's life (values: order statuses and
tasks); `draft` the drafted answer to `request` is the answer (free)."""


class ExamCase(Case):
    """A question of the customer-service exam."""

    ground: Ground
    kind: Kind
    question: Name
    options: dict[Annotated[str, Field(pattern=r"^[A-H]$")], Name] = Field(default_factory=dict)
    answer: tuple[Annotated[str, Field(pattern=r"^[A-H]$")], ...] = ()
    """The right options; of an ordering question all of them, in order."""
    key_points: tuple[Group, ...] = ()
    """Free: of each group one phrase has to occur in the answer."""
    must_not: tuple[Name, ...] = ()
    by: By | None = None
    """None: only a language model can sit this question; others leave it unscored."""
    request: Request | None = None
    reply: Message | None = None
    about: Name | None = None
    values: dict[str, str | int | None] = Field(default_factory=dict)
    """Option to what it stands for (a rule id, points, a severity, an intent, a status)."""
    reference: Name
    """Where the right answer stands: a section of the contract, a rule id, a key of the profile."""

    @model_validator(mode="after")
    def _answerable(self) -> "ExamCase":
        if self.kind == "free":
            if not self.key_points:
                raise ValueError("key_points: a free question needs them")
            if self.by not in {None, "draft"} or self.options or self.answer:
                raise ValueError("a free question has no options and is answered by `draft` or by a language model")
        else:
            self._choice()
        if self.by in {"fit", "unfit", "draft", "intent"} and self.request is None:
            raise ValueError(f"request: needed where the answer is found by `{self.by}`")
        if self.by == "rule" and (self.request is None or self.reply is None):
            raise ValueError("request, reply: needed where the answer is found by `rule`")
        if self.by in {"rule", "points", "severity", "intent", "flow"} and set(self.values) != set(self.options):
            raise ValueError(f"values: needed for each option where the answer is found by `{self.by}`")
        if self.about is not None:
            known_rules((self.about,))
        return self

    def _choice(self) -> None:
        if len(self.options) < 2 or not self.answer or not set(self.answer) <= set(self.options):
            raise ValueError("options, answer: expected at least two options and right ones among them")
        if len(set(self.answer)) < len(self.answer):
            raise ValueError("answer: an option stands twice")
        if self.kind == "single" and len(self.answer) != 1:
            raise ValueError("answer: expected one option")
        if self.kind == "ordering" and set(self.answer) != set(self.options):
            raise ValueError("answer: expected all options, in order")
        if self.key_points or self.must_not:
            raise ValueError("key_points, must_not: only a free question has them")
        if self.by == "draft":
            raise ValueError("by: `draft` answers free questions only")
