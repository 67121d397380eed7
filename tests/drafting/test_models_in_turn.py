"""Several models, slow ones and dead ones: who is asked, for how long, and what it took."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from assistant import Draft
from assistant.errors import ModelUnavailable
from assistant.model import ModelReply, ScriptedModel, Speaks
from tests.drafting.shops import NOW, shop, with_models
from tests.model.faults import CAREFUL, CARELESS, MESSAGE


class Priced(ScriptedModel):
    """A scripted model that says what it took."""

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        return replace(super().ask(messages, timeout_s=timeout_s), input_tokens=1000, output_tokens=100)


def test_a_second_model_is_asked_where_the_first_gives_no_answer() -> None:
    """Its reply goes out, and the attempts say which model said what."""
    own = with_models(ScriptedModel([ModelUnavailable("down")], name="first"), ScriptedModel([CAREFUL], name="second"))
    for draft in (own.draft(MESSAGE, now=NOW), asyncio.run(own.draft_async(MESSAGE, now=NOW))):
        assert draft.source == "model"
        assert [(attempt.model, attempt.outcome) for attempt in draft.attempts] == [
            ("first", "error"),
            ("second", "pass"),
        ]


def test_a_first_model_that_hangs_leaves_time_for_the_second() -> None:
    """The first has a part of the deadline only."""
    own = with_models(Blocking(), ScriptedModel([CAREFUL], name="second"))
    assert own.draft(MESSAGE, now=NOW, deadline_s=2).source == "model"


def test_tokens_and_cost_are_added_up() -> None:
    """Every attempt says what it took, the draft what all took together; without a model nothing is said of it."""
    draft = with_models(Priced([CARELESS, CAREFUL])).draft(MESSAGE, now=NOW)
    assert [attempt.usage and attempt.usage.input_tokens for attempt in draft.attempts] == [1000, 1000]
    assert draft.usage is not None
    assert (draft.usage.input_tokens, draft.usage.output_tokens) == (2000, 200)
    assert draft.usage.cost == pytest.approx(0.0056)
    assert draft.model_dump(mode="json")["usage"]["output_tokens"] == 200
    assert "usage" not in shop(None).draft(MESSAGE, now=NOW).model_dump(mode="json")


class Blocking:
    """A model whose code never comes back by itself, and does not let itself be cancelled either."""

    name = "blocking"

    def __init__(self) -> None:
        self.over = threading.Event()

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        self.over.wait(20)
        return ModelReply("{}")

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        while not self.over.is_set():
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(0.01)
        return ModelReply("{}")


def test_a_model_that_blocks_is_cut_off() -> None:
    """Also a model of somebody else's that minds no time-out holds no draft beyond its deadline."""
    model = Blocking()
    own = shop(model)

    async def draft() -> Draft:
        try:
            return await own.draft_async(MESSAGE, now=NOW, deadline_s=0.3)
        finally:
            model.over.set()

    for made in (own.draft(MESSAGE, now=NOW, deadline_s=0.3), asyncio.run(draft())):
        assert made.source == "composer"
        assert made.elapsed_ms < 5_000
        assert "cut off" in (made.attempts[0].error or "")


def test_a_dead_endpoint_is_left_alone_after_a_while() -> None:
    """After some failures in a row the model is not asked any more; the draft says why."""
    model = ScriptedModel([ModelUnavailable("down")])
    own = with_models(model, breaker_failures=2)
    drafts = [own.draft(MESSAGE, now=NOW) for _ in range(4)]
    assert len(model.asked) == 2
    assert "left alone" in (drafts[-1].attempts[0].error or "")
