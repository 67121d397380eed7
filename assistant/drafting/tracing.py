"""What a draft did, for those who run it: a log record and an OpenTelemetry span for each step. No personal data in either.

Records go to the standard library's logging with their fields as `extra`: an application that embeds us keeps its own handlers
and formatters. Spans are made where the application has loaded OpenTelemetry (extra `otel`); else this costs nothing. A span is
never made current across a `yield`: a draft that is given up would leave it behind.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

_log = logging.getLogger("assistant.drafting")

Attribute = str | int | float | bool | tuple[str, ...]

_SPAN_NAMES = {
    "provider": "gen_ai.provider.name",
    "operation": "gen_ai.operation.name",
    "model": "gen_ai.request.model",
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
    "finish": "gen_ai.response.finish_reasons",
    "error": "error.type",
}
"""Fields that the GenAI conventions have a name for; all others are called `reply.…`."""


@dataclass
class Step:
    """A step under way.

    Attributes:
        name: of the step.
        fields: what is known of it: names of rules and outcomes, counts, times. Never text of anybody's.
    """

    name: str
    fields: dict[str, Attribute] = field(default_factory=dict)
    span: Any = None

    def note(self, **fields: Attribute | None) -> None:
        """Add what came out."""
        self.fields.update({name: value for name, value in fields.items() if value is not None})

    def current(self) -> AbstractContextManager[Any]:
        """Make its span the current one, for as long as something else is called that may make spans of its own."""
        if self.span is None:
            return nullcontext()
        from opentelemetry import trace

        return trace.use_span(self.span, end_on_exit=False, record_exception=False, set_status_on_exception=False)


class Trace:
    """The steps of one draft, nested as they are begun."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: list[Step] = []
        # Who has not loaded it cannot have set it up: without it, nothing is imported and nothing made.
        self._otel = sys.modules.get("opentelemetry.trace")

    @contextmanager
    def step(self, name: str, *, title: str | None = None, **fields: Attribute) -> Iterator[Step]:
        """Around one step.

        Args:
            name: of the step in records.
            title: of its span, where the conventions want another.
            fields: what is known at the start.
        """
        step = Step(name, dict(fields))
        step.span = self._begun(title or name, is_call=name == "ask")
        self._open.append(step)
        begun = self._clock()
        try:
            yield step
        except BaseException as caught:
            step.note(error=type(caught).__name__)
            raise
        finally:
            self._open.pop()
            ms = round((self._clock() - begun) * 1000, 3)
            level = logging.INFO if name == "draft" else logging.DEBUG
            if _log.isEnabledFor(level):
                _log.log(level, name, extra={"step": name, "ms": ms, **step.fields})
            if step.span is not None:
                _end(step)

    def _begun(self, title: str, *, is_call: bool) -> Any:
        if self._otel is None:
            return None
        otel = self._otel
        parent = otel.set_span_in_context(self._open[-1].span) if self._open else None
        kind = otel.SpanKind.CLIENT if is_call else otel.SpanKind.INTERNAL
        return otel.get_tracer("reply-assistant").start_span(title, context=parent, kind=kind)


def _end(step: Step) -> None:
    step.span.set_attributes(_attributes(step.fields))
    if "error" in step.fields:
        from opentelemetry.trace import StatusCode

        step.span.set_status(StatusCode.ERROR)
    step.span.end()


def _attributes(fields: Mapping[str, Attribute]) -> dict[str, Attribute]:
    named = {_SPAN_NAMES.get(name, f"reply.{name}"): value for name, value in fields.items()}
    finish = named.get("gen_ai.response.finish_reasons")
    if isinstance(finish, str):
        named["gen_ai.response.finish_reasons"] = (finish,)
    return named
