"""What comes out: claims, violations, verdicts, attempts, drafts (contract sections 3 and 4)."""

from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from assistant.domain.base import Value
from assistant.domain.store import Language

Severity = Literal["block", "handover", "warn"]
"""What a broken rule does: `block` it may not be sent; `handover` a person must decide; `warn` a person looks."""

Outcome = Literal["block", "handover", "warn", "pass"]
"""The worst severity found, in this order."""

Status = Literal["ready", "review", "handover"]
"""`ready` may be sent; `review` a person approves it first; `handover` a person must answer."""

Source = Literal["model", "composer", "holding"]
"""Who wrote the text: the model; scripts and profile; or the sentence that only promises a person."""

Stage = Literal["presale", "sale", "aftersale", "any"]

Span = tuple[int, int]
"""Code points of the reply as given, end exclusive."""


class Claim(Value):
    """Something that a reply asserts, held against a fact."""

    kind: str
    text: str
    span: Span
    fact: str | None
    """The fact that carries or contradicts it; None: nothing in profile or order speaks of it."""
    holds: bool


class Violation(Value):
    """A rule that a reply breaks, and where."""

    rule: str
    severity: Severity
    points: int | None
    span: Span
    evidence: str
    why: str
    advice: str


class Verdict(Value):
    """What the checker says of a reply."""

    outcome: Outcome
    violations: tuple[Violation, ...] = ()
    claims: tuple[Claim, ...] = ()
    doubts: tuple[Violation, ...] = ()
    """Findings that wording alone carries and that the second look takes for misreadings: for a person to see."""
    policy_version: str = ""
    """Hash of the policy files that judged."""
    unchecked: tuple[str, ...] = ()
    """Checks that could not run; a verdict with any of these is never a `pass`."""


class Reference(Value):
    """A script that stood model for the reply."""

    script: str
    score: float


class Usage(Value):
    """What asking models took."""

    input_tokens: int | None = None
    """None where no endpoint said."""
    output_tokens: int | None = None
    cost: float | None = None
    """In the currency of the settings' prices; None where there are none, or no tokens are known."""


class Attempt(Value):
    """One try at a reply."""

    source: Source
    outcome: Outcome | Literal["error"]
    violations: tuple[str, ...] = ()
    ms: float = 0.0
    text: str = ""
    """What was tried (masked as in the draft); empty where nothing came."""
    error: str | None = None
    model: str | None = None
    """Which model was asked; left out where none was."""
    usage: Usage | None = None
    """What it took; left out where no model was asked."""

    @model_serializer(mode="wrap")
    def _as_asked(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without_nothing(write(self), ("model", "usage"))


class Draft(Value):
    """The reply, its evidence, and what a person still has to do."""

    id: str | int | None = None
    status: Status
    text: str
    source: Source
    language: Language
    intent: str
    stage: Stage
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    verdict: Verdict
    attempts: tuple[Attempt, ...] = ()
    reason: str | None = None
    prompt_version: str | None = None
    elapsed_ms: float = 0.0
    usage: Usage | None = None
    """What all attempts took together; left out where no model was asked."""

    @model_serializer(mode="wrap")
    def _as_asked(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _without_nothing(write(self), ("usage",))


def _without_nothing(data: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None or key not in keys}
