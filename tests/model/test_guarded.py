"""The guards around a model: a breaker with a clock of its own, places for so many, and a hard end to waiting."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.errors import ModelError, ModelGarbage, ModelRefused, ModelUnavailable
from assistant.model import Breaker, Bulkhead, ChatModel, GuardedModel, ModelReply, ScriptedModel, Speaks
from assistant.prompting import ChatMessage

ASKED = (ChatMessage("user", "在吗"),)


class Clock:
    """Seconds that go by when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def fail(breaker: Breaker, error: ModelError) -> None:
    with pytest.raises(type(error)), breaker.asking():
        raise error


def test_a_dead_endpoint_is_left_alone_and_tried_again_later() -> None:
    """After the last failure in a row nothing is asked for a while; then one question is the trial, and a good one mends it."""
    clock = Clock()
    breaker = Breaker("m", failures=3, rest_s=10, clock=clock)
    for _ in range(3):
        fail(breaker, ModelUnavailable("down"))
    with pytest.raises(ModelUnavailable, match="left alone"):
        breaker.admit()
    clock.now += 10
    breaker.admit()
    with breaker.asking(), pytest.raises(ModelUnavailable, match="tried again with another question"):
        breaker.admit()
    breaker.admit()
    with breaker.asking():
        breaker.admit()


def test_a_failed_trial_means_another_rest() -> None:
    """One failure is enough then."""
    clock = Clock()
    breaker = Breaker("m", failures=3, rest_s=10, clock=clock)
    for _ in range(3):
        fail(breaker, ModelUnavailable("down"))
    clock.now += 10
    fail(breaker, ModelUnavailable("still down"))
    clock.now += 9
    with pytest.raises(ModelUnavailable, match="left alone"):
        breaker.admit()


def test_an_abandoned_trial_is_none() -> None:
    """Who gives up on the trial question neither mends nor breaks anything: the next one may try."""
    clock = Clock()
    breaker = Breaker("m", failures=1, rest_s=10, clock=clock)
    fail(breaker, ModelUnavailable("down"))
    clock.now += 10
    with pytest.raises(asyncio.CancelledError), breaker.asking():
        raise asyncio.CancelledError
    breaker.admit()


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (ModelUnavailable("down"), True),
        (ModelRefused("bad key", everyone=True), True),
        (ModelRefused("the model declined to answer"), False),
        (ModelGarbage("no JSON"), False),
    ],
)
def test_only_what_speaks_of_the_endpoint_counts(error: ModelError, counts: bool) -> None:
    """One buyer's refused question shuts nobody else out."""
    breaker = Breaker("m", failures=2, clock=Clock())
    fail(breaker, error)
    fail(breaker, error)
    if counts:
        with pytest.raises(ModelUnavailable):
            breaker.admit()
    else:
        breaker.admit()


def test_an_answer_in_between_starts_the_count_anew() -> None:
    """Only failures in a row count."""
    breaker = Breaker("m", failures=2, clock=Clock())
    answered = 0
    for _ in range(3):
        fail(breaker, ModelUnavailable("down"))
        with breaker.asking():
            answered += 1
    assert answered == 3  # never left alone, though three failed in all
    fail(breaker, ModelUnavailable("down"))
    fail(breaker, ModelUnavailable("down"))
    with pytest.raises(ModelUnavailable, match="failed 2 times in a row"):
        breaker.admit()


def test_places_are_bounded_for_threads_and_event_loops_alike() -> None:
    """Who finds no place waits for one as long as may be; who leaves lets in who waited longest."""
    bulkhead = Bulkhead(1)
    bulkhead.take(0)
    with pytest.raises(ModelUnavailable, match="none came free"):
        bulkhead.take(0.001)
    with pytest.raises(ModelUnavailable, match="none came free"):
        asyncio.run(bulkhead.take_async(0.001))

    async def waiting() -> None:
        waiter = asyncio.ensure_future(bulkhead.take_async(20))
        await asyncio.sleep(0)
        bulkhead.give_back()
        await waiter

    asyncio.run(waiting())
    assert bulkhead.free == 0
    bulkhead.give_back()
    assert bulkhead.free == 1


def test_no_place_is_lost_in_a_crowd() -> None:
    """Many threads and tasks, some of which give up: in the end every place is free again."""
    bulkhead = Bulkhead(3)

    def by_thread(number: int) -> None:
        try:
            bulkhead.take(0.0005 if number % 3 == 0 else 20)
        except ModelUnavailable:
            return
        bulkhead.give_back()

    async def by_task(number: int) -> None:
        try:
            await bulkhead.take_async(0.0005 if number % 3 == 0 else 20)
        except ModelUnavailable:
            return
        await asyncio.sleep(0)
        bulkhead.give_back()

    async def tasks() -> None:
        await asyncio.gather(*map(by_task, range(200)))

    with ThreadPoolExecutor(8) as pool:
        crowd = [pool.submit(asyncio.run, tasks()) for _ in range(2)]
        list(pool.map(by_thread, range(200)))
        for done in crowd:
            done.result()
    assert bulkhead.free == 3


class Stuck:
    """Holds every question until told otherwise."""

    name = "stuck"

    def __init__(self) -> None:
        self.over = threading.Event()

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        self.over.wait(20)
        return ModelReply("late")

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        await asyncio.sleep(20)
        return ModelReply("late")


class Giving:
    """Gives back, or raises, whatever it was made with."""

    name = "giving"

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer  # type: ignore[no-any-return]

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        return self.ask(messages, timeout_s=timeout_s)


def guarded(model: ChatModel, places: int = 2) -> tuple[GuardedModel, Bulkhead]:
    bulkhead = Bulkhead(places)
    return GuardedModel(model, breaker=Breaker("m", failures=100), bulkhead=bulkhead), bulkhead


def test_the_abandoned_keep_their_place_until_they_end() -> None:
    """A model that hangs in its own code costs a place as long as it hangs, so that hung threads are bounded."""
    stuck = Stuck()
    model, bulkhead = guarded(stuck)
    before = threading.active_count()
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match="cut off"):
            model.ask(ASKED, timeout_s=0.005)
    with pytest.raises(ModelUnavailable, match="none came free"):
        model.ask(ASKED, timeout_s=0.005)
    assert threading.active_count() == before + 2
    stuck.over.set()
    bulkhead.take(20)
    bulkhead.take(20)


def test_an_abandoned_task_is_cancelled() -> None:
    """In an event loop the question is cancelled, and its place is free again."""
    model, bulkhead = guarded(Stuck())

    async def ask() -> None:
        with pytest.raises(ModelUnavailable, match="cut off"):
            await model.ask_async(ASKED, timeout_s=0.005)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(ask())
    assert bulkhead.free == 2


@pytest.mark.parametrize("wrong", [ConnectionError("cable cut"), TimeoutError("slow"), KeyError("choices")])
def test_whatever_a_model_raises_becomes_an_error_of_ours(wrong: Exception) -> None:
    """By both doors, and it counts as a failure."""

    def broken(messages: object) -> str:
        raise wrong

    model, bulkhead = guarded(ScriptedModel(broken))
    with pytest.raises(ModelUnavailable, match=type(wrong).__name__):
        model.ask(ASKED, timeout_s=20)
    with pytest.raises(ModelUnavailable, match=type(wrong).__name__):
        asyncio.run(model.ask_async(ASKED, timeout_s=20))
    bulkhead.take(20)
    bulkhead.take(20)


def late(breaker: Breaker, within_s: float) -> None:
    with pytest.raises(ModelUnavailable), breaker.asking(within_s):
        raise ModelUnavailable("no answer in time", late=True)


def test_callers_in_a_hurry_shut_nobody_out() -> None:
    """Silence speaks against an endpoint only where it had the time that it needs; a question without it is not put."""
    clock = Clock()
    breaker = Breaker("m", failures=2, clock=clock)
    with breaker.asking(6.0):
        clock.now += 1.0
    for _ in range(5):
        late(breaker, 1.5)
    breaker.admit()
    with pytest.raises(ModelUnavailable, match="too few"), breaker.asking(0.1):
        raise AssertionError
    late(breaker, 6.0)
    late(breaker, 6.0)
    with pytest.raises(ModelUnavailable, match="left alone"):
        breaker.admit()


@pytest.mark.parametrize("answer", [None, "在的", {"reply": "在的"}, ModelReply(None), ModelReply("x" * 70_000)])  # type: ignore[arg-type]
def test_what_is_no_answer_is_garbage(answer: object) -> None:
    """A model of somebody else's may give back anything, by both doors."""
    model = guarded(Giving(answer))[0]
    with pytest.raises(ModelGarbage):
        model.ask(ASKED, timeout_s=20)
    with pytest.raises(ModelGarbage):
        asyncio.run(model.ask_async(ASKED, timeout_s=20))


def test_nonsense_beside_an_answer_is_left_out() -> None:
    """Tokens that are no numbers and a reason that is no word are not passed on."""
    given = ModelReply("在的", input_tokens="12", output_tokens=10**400, finish="\ud800 13800138000")  # type: ignore[arg-type]
    assert guarded(Giving(given))[0].ask(ASKED, timeout_s=20) == ModelReply("在的")


def test_a_model_that_ends_the_program_ends_nothing() -> None:
    """By both doors alike."""
    model = guarded(Giving(SystemExit(3)))[0]
    with pytest.raises(ModelUnavailable, match="SystemExit"):
        model.ask(ASKED, timeout_s=20)
    with pytest.raises(ModelUnavailable, match="SystemExit"):
        asyncio.run(model.ask_async(ASKED, timeout_s=20))
