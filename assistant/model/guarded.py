"""A model behind guards: no question waits longer than it may, a dead endpoint is left alone, the number under way is bounded.

Whatever the model's own code does with its time, the caller is back at the limit: a question that does not end is abandoned
with its thread or task, and keeps its place in the bulkhead until it ends, so that the abandoned are bounded too.
"""

import asyncio
import contextvars
import re
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait

from assistant.errors import ModelError, ModelGarbage, ModelUnavailable
from assistant.model.asking import ChatModel, ModelReply, Price, Speaks, count_of
from assistant.model.breaker import Breaker
from assistant.model.bulkhead import Bulkhead
from assistant.model.completion import MAX_ANSWER_CHARS

_FINISH = re.compile(r"[a-z_]{1,32}")
"""Words like stop and length; whatever else an endpoint gives as its reason stands in no record."""
GRACE_S = 0.01
"""So much later than the model's own limit a question is cut off, so that a model that keeps its limit says what was wrong."""


class GuardedModel:
    """A model with a breaker, a bulkhead and a hard limit on the time of each question."""

    def __init__(
        self,
        model: ChatModel,
        *,
        breaker: Breaker,
        bulkhead: Bulkhead,
        price: Price | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Guard a model.

        Args:
            model: the model; both doors of it are guarded alike.
            breaker: the endpoint's.
            bulkhead: the endpoint's.
            price: what its tokens cost.
            clock: seconds that only go up.
        """
        self.name = model.name
        self.price = price
        self.model = model
        self._breaker = breaker
        self._bulkhead = bulkhead
        self._clock = clock

    def behind_same_guards(self, model: ChatModel) -> "GuardedModel":
        """Another model of the same endpoint."""
        return GuardedModel(model, breaker=self._breaker, bulkhead=self._bulkhead, price=self.price, clock=self._clock)

    def close(self) -> None:
        """Close the model's connections, where it has any."""
        close = getattr(self.model, "close", None)
        if close is not None:
            close()

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The answer, within `timeout_s` whatever the model does.

        Raises:
            ModelError: no usable answer in that time.
        """
        ends = self._clock() + timeout_s
        self._breaker.admit()
        self._bulkhead.take(timeout_s)
        begun = False
        try:
            left = self._left(ends)
            with self._breaker.asking(left):
                answer = Future[ModelReply]()
                arguments = (contextvars.copy_context(), answer, messages, left)
                threading.Thread(target=self._answer_into, args=arguments, daemon=True).start()
                begun = True
                wait([answer], timeout=self._left(ends) + GRACE_S)
                if not answer.done():
                    raise _cut_off(timeout_s)
                return answer.result()
        finally:
            if not begun:
                self._bulkhead.give_back()

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """As `ask`, for callers in an event loop."""
        ends = self._clock() + timeout_s
        self._breaker.admit()
        await self._bulkhead.take_async(timeout_s)
        task: asyncio.Task[ModelReply] | None = None
        try:
            left = self._left(ends)
            with self._breaker.asking(left):
                task = asyncio.ensure_future(self._answer(messages, left))
                task.add_done_callback(self._ended)
                await asyncio.wait({task}, timeout=self._left(ends) + GRACE_S)
                if not task.done() or task.cancelled():
                    raise _cut_off(timeout_s)
                return task.result()
        finally:
            if task is None:
                self._bulkhead.give_back()
            elif not task.done():
                task.cancel()

    def _left(self, ends: float) -> float:
        return max(0.0, ends - self._clock())

    def _answer_into(
        self,
        context: contextvars.Context,
        answer: "Future[ModelReply]",
        messages: Sequence[Speaks],
        timeout_s: float,
    ) -> None:
        try:
            answer.set_result(_sound(context.run(self.model.ask, messages, timeout_s=timeout_s)))
        except BaseException as caught:  # the thread is ours, and ends here: whatever it is, the caller must hear of it
            answer.set_exception(_as_model_error(caught))
        finally:
            self._bulkhead.give_back()

    async def _answer(self, messages: Sequence[Speaks], timeout_s: float) -> ModelReply:
        try:
            return _sound(await self.model.ask_async(messages, timeout_s=timeout_s))
        except (Exception, SystemExit) as caught:  # as above; what cancels the task stays what it is
            raise _as_model_error(caught) from None

    def _ended(self, task: "asyncio.Task[ModelReply]") -> None:
        self._bulkhead.give_back()
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not complain of an abandoned one


def _cut_off(timeout_s: float) -> ModelUnavailable:
    return ModelUnavailable(f"no answer within {timeout_s:.2f} s, cut off", late=True)


def _sound(answer: object) -> ModelReply:
    """What a model of anybody's gave back, if it is an answer at all.

    Raises:
        ModelGarbage: it is none.
    """
    if not isinstance(answer, ModelReply) or not isinstance(answer.text, str):
        raise ModelGarbage(f"expected a ModelReply with a text, got {type(answer).__name__}")
    finish = answer.finish if isinstance(answer.finish, str) and _FINISH.fullmatch(answer.finish) else None
    counts = count_of(answer.input_tokens), count_of(answer.output_tokens)
    if len(answer.text) > MAX_ANSWER_CHARS:
        raise ModelGarbage(f"the answer has {len(answer.text)} characters")
    return ModelReply(answer.text, *counts, finish)


def _as_model_error(caught: BaseException) -> ModelError:
    return caught if isinstance(caught, ModelError) else ModelUnavailable(f"{type(caught).__name__}: {caught}")
