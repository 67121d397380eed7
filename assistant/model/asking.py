"""The seam around a model: what it is asked, and what it gives back. Anything with these two doors can draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What a model answered, and what it took."""

    text: str
    input_tokens: int | None = None
    """Tokens of the question; None where the endpoint does not say."""
    output_tokens: int | None = None
    """Tokens of the answer."""
    finish: str | None = None
    """Why the model stopped, in the endpoint's word."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in whatever currency the settings speak of."""

    input: float
    output: float

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """What so many tokens cost."""
        return round((input_tokens * self.input + output_tokens * self.output) / 1_000_000, 9)


_MOST_TOKENS = 10**9


def count_of(value: object) -> int | None:
    """A number of tokens as somebody else gives it; None where it cannot be one."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= _MOST_TOKENS else None


class Speaks(Protocol):
    """A message as models take it."""

    @property
    def role(self) -> str: ...
    @property
    def content(self) -> str: ...


class ChatModel(Protocol):
    """Something that answers a conversation."""

    @property
    def name(self) -> str: ...

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The answer, within `timeout_s` in all. Raises ModelError otherwise."""
        ...

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The same for callers in an event loop."""
        ...
