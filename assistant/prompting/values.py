"""The values that prompts are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.domain.request import Turn
from assistant.domain.store import Language, StoreProfile
from assistant.facts import Stated


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to a model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class RuleAdvice:
    """A rule that matters for this intent, in words for the model."""

    id: str
    says: str
    advice: str


@dataclass(frozen=True, slots=True)
class ReplyPrompt:
    """What a reply prompt is made of."""

    store: StoreProfile
    now: datetime
    """On the store's clock."""
    message: str
    history: Sequence[Turn]
    task: str
    language: Language
    intents: Sequence[str]
    facts: Sequence[Stated]
    rules: Sequence[RuleAdvice]
    scripts: Sequence[str]
    fallback: str
    """The composer's reply: safe, and what goes out if the model does no better."""
