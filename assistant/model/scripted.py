"""A model that says what it was told to say: for tests, for the demo, and for evals of a careless model."""

import json
from collections.abc import Callable, Sequence

from assistant.errors import ModelError
from assistant.model.asking import ModelReply, Speaks

Line = str | ModelError
"""A reply text, or the error to raise instead."""


class ScriptedModel:
    """Answers with the given lines one after another (the last one again and again), or by a function of the messages."""

    def __init__(self, lines: Sequence[Line] | Callable[[Sequence[Speaks]], Line], *, name: str = "scripted") -> None:
        self.name = name
        self._lines = lines
        self.asked: list[tuple[Speaks, ...]] = []
        """Every conversation that it was asked, in order."""

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The next line as a reply. Raises the line where it is an error."""
        del timeout_s
        self.asked.append(tuple(messages))
        line = (
            self._lines(messages) if callable(self._lines) else self._lines[min(len(self.asked), len(self._lines)) - 1]
        )
        if isinstance(line, ModelError):
            raise line
        return ModelReply(json.dumps({"reply": line, "facts": [], "needs_person": False}, ensure_ascii=False))

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """As `ask`."""
        return self.ask(messages, timeout_s=timeout_s)
