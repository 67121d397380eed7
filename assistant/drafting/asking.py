"""What the loop wants to know, and the two drivers that find it out: the only place where it meets a model."""

from collections.abc import Generator
from dataclasses import dataclass

from assistant.domain.reply import Draft
from assistant.drafting.tracing import Step
from assistant.errors import ModelError, ModelUnavailable
from assistant.model import ChatModel, ModelReply
from assistant.prompting import ChatMessage


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: put these messages to that model, within that time."""

    model: ChatModel
    messages: tuple[ChatMessage, ...]
    timeout_s: float
    step: Step


Answered = ModelReply | ModelError
Flow = Generator[Ask, Answered, Draft]


def drive(flow: Flow) -> Draft:
    """Run a flow to its end."""
    try:
        ask = next(flow)
        while True:
            ask = flow.send(_answer(ask))
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    finally:
        flow.close()


async def drive_async(flow: Flow) -> Draft:
    """As `drive`, for callers in an event loop."""
    try:
        ask = next(flow)
        while True:
            ask = flow.send(await _answer_async(ask))
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    finally:
        flow.close()


def _answer(ask: Ask) -> Answered:
    try:
        with ask.step.current():
            return ask.model.ask(ask.messages, timeout_s=ask.timeout_s)
    except Exception as caught:  # the fallback edge: whatever a model object does, the composer's reply is ready
        return _as_model_error(caught)


async def _answer_async(ask: Ask) -> Answered:
    try:
        with ask.step.current():
            return await ask.model.ask_async(ask.messages, timeout_s=ask.timeout_s)
    except Exception as caught:  # as above
        return _as_model_error(caught)


def _as_model_error(caught: Exception) -> ModelError:
    return caught if isinstance(caught, ModelError) else ModelUnavailable(f"{type(caught).__name__}: {caught}")
