"""Labelled replies, labelled messages, requests with what a good answer says."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from assistant.domain.base import Name, Str, Value
from assistant.domain.intents import STAGE_OF
from assistant.domain.reply import Status
from assistant.domain.request import Message, Request
from assistant.evaluation.shapes.common import CaseId, Group, known_rules


class PolicyLine(Value):
    """A labelled reply. What its context says is put beneath what the line says itself."""

    id: CaseId
    context: Name | None = None
    """A key of `FILE.contexts.yaml`: the request's other keys."""
    store: Name | None = None
    """Where there is no context."""
    message: Message
    reply: Message
    rules: tuple[Name, ...]
    """The rules that the reply breaks, the main one first; none for a good reply."""
    kind: Literal["plain", "paraphrase", "multi_sentence", "obfuscated", "hard_negative", "clean"]
    """Of what breaks a rule: said straight, in other words, in one of several sentences, in disguise. Of what is good: close to
    a violation, or far from any."""
    request: dict[str, Any] = Field(default_factory=dict)
    """Keys of the request that this line has for itself."""

    @model_validator(mode="after")
    def _consistent(self) -> "PolicyLine":
        known_rules(self.rules)
        if bool(self.rules) == (self.kind in {"hard_negative", "clean"}):
            raise ValueError(f"kind: {self.kind} does not go with rules {list(self.rules)}")
        if self.context is None and self.store is None:
            raise ValueError("expected a context or a store")
        return self


class IntentLine(Value):
    """A buyer message with the intents that fit; `off_topic`: nothing may be returned."""

    id: CaseId
    text: Message
    language: Literal["zh", "en"]
    intents: Annotated[tuple[Name, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _known_intents(self) -> "IntentLine":
        unknown = [intent for intent in self.intents if intent not in STAGE_OF]
        if unknown:
            raise ValueError(f"intents: expected intents of the contract (got {', '.join(unknown)})")
        return self


class DraftExpect(Value):
    """What a good answer says. Patterns are regular expressions over the text as it is."""

    intent: tuple[Name, ...] = ()
    """Any of these."""
    status: tuple[Status, ...] = ()
    must: tuple[Group, ...] = ()
    """Of each group one pattern occurs."""
    must_not: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _something_to_check(self) -> "DraftExpect":
        if not self.must and not self.must_not and not self.status:
            raise ValueError("expected something to check")
        return self


class DraftLine(Value):
    """A request with what a good answer must say and must not."""

    id: CaseId
    request: Request
    expect: DraftExpect
    why: Str = ""
