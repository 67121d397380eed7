"""Drafts against an endpoint that goes wrong in every way we know of: answered, checked, in time, and nothing left behind.

`python -m benchmarks faults` prints the table. The endpoint runs in a process of its own. `FAULT_DRAFTS=50` in the environment
makes it 50 drafts a row and driver (100 by default, so 200 a row), and all else smaller by the same part.
"""

import asyncio
import contextlib
import gc
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from assistant import Assistant, Draft, Settings
from assistant.corpus import Searcher
from assistant.drafting.composer import Composer
from assistant.model import OpenAIModel, ScriptedModel
from assistant.resources import resource_dir
from assistant.settings import Toolbox
from benchmarks.search import grown
from tests.model.endpoint import Act, Script, endpoint, reply_completion
from tests.model.faults import CAREFUL, FAULTS, MESSAGE

DEADLINE_S = 0.15
_USUAL_DRAFTS = 100
DRAFTS = max(10, int(os.environ.get("FAULT_DRAFTS", _USUAL_DRAFTS)))
"""By each driver, for each row."""


def _scaled(usual: int) -> int:
    return max(10, usual * DRAFTS // _USUAL_DRAFTS)


NOW = "2026-11-21T10:00:00+08:00"
STORE = resource_dir("examples") / "stores" / "qinghe.yaml"
MESSAGES = (
    MESSAGE,
    "新疆包邮吗",
    "什么时候发货",
    "有货吗",
    "能便宜点吗",
    "发什么快递",
    "160高105斤穿什么码",
    "质量怎么样",
)


def _mixed(number: int, _: dict[str, Any]) -> Act:
    """Mostly right, and every eighth time wrong in one of the quick ways."""
    if number % 8:
        return Act(body=reply_completion(CAREFUL))
    wrong = (
        Act(body=b"{oops"),
        Act(status=500, body=b"{}"),
        Act(status=401, body=b"{}"),
        Act(body=b"{}", reset_after=1),
    )
    return wrong[number // 8 % len(wrong)]


SCRIPTS: dict[str, Script] = {name: fault.script for name, fault in FAULTS.items()} | {
    "mixed": _mixed,
    "half a second": lambda _number, _body: Act(body=reply_completion(CAREFUL), begin_after_s=0.5),
}


def serve(name: str) -> None:
    """Be the endpoint until standard input closes."""
    with endpoint(SCRIPTS[name]) as served:
        print(served.base_url, flush=True)
        sys.stdin.read()


@contextmanager
def served(name: str) -> Iterator[OpenAIModel]:
    """A model behind an endpoint of that kind, in another process."""
    command = [sys.executable, "-m", "benchmarks.faults", name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        model = OpenAIModel("test-model", base_url=process.stdout.readline().strip())
        try:
            yield model
        finally:
            model.close()
            process.stdin.close()


@dataclass(frozen=True)
class Timed:
    """A draft and how long its caller waited."""

    draft: Draft
    seconds: float


def shop(model: OpenAIModel | ScriptedModel, tools: Toolbox, **settings: object) -> Assistant:
    """An assistant with that model over pieces that are loaded once; no endpoint is left alone, so that each draft meets its fault."""
    own = Toolbox(Settings.model_validate({"breaker_failures": 1000, **settings}), given_model=model)
    loaded = ("rules", "resemblance", "corpus", "intent_reader", "searcher", "prompts", "vetted")
    own.__dict__.update({name: getattr(tools, name) for name in loaded})
    return Assistant.from_store(STORE, toolbox=own)


def by_callers(own: Assistant, count: int, deadline_s: float) -> list[Timed]:
    """So many drafts by the synchronous driver."""

    def one(number: int) -> Timed:
        begun = time.perf_counter()
        draft = own.draft(MESSAGES[number % len(MESSAGES)], now=NOW, deadline_s=deadline_s)
        return Timed(draft, time.perf_counter() - begun)

    return [one(number) for number in range(count)]


async def by_tasks(own: Assistant, count: int, deadline_s: float, at_a_time: int = 1) -> list[Timed]:
    """So many drafts by the asynchronous driver."""
    places = asyncio.Semaphore(at_a_time)

    async def one(number: int) -> Timed:
        async with places:
            begun = time.perf_counter()
            draft = await own.draft_async(MESSAGES[number % len(MESSAGES)], now=NOW, deadline_s=deadline_s)
            return Timed(draft, time.perf_counter() - begun)

    return list(await asyncio.gather(*map(one, range(count))))


def p99(values: Sequence[float]) -> float:
    """The 99th percentile."""
    return sorted(values)[int(len(values) * 0.99)]


def fault_table(tools: Toolbox) -> None:
    """Every fault, by both drivers."""
    print(f"deadline {DEADLINE_S * 1000:.0f} ms, {2 * DRAFTS} drafts a row, mark: p99 within 50 ms of it")
    slept = []
    for _ in range(DRAFTS):
        begun = time.perf_counter()
        time.sleep(DEADLINE_S)
        slept.append((time.perf_counter() - begun - DEADLINE_S) * 1000)
    print(f"a bare sleep of that length on this machine: p99 {p99(slept):.1f} ms over")
    print(
        f"{'fault':32} {'driver':6} answered and checked   by the model   median ms   p99 ms   over the deadline (p99)"
    )
    for name in FAULTS:
        with served(name) as model:
            own = shop(model, tools)
            by_callers(own, len(MESSAGES), 0.001)  # what is loaded at first sight of a message is loaded
            own.draft(MESSAGE, now=NOW, deadline_s=DEADLINE_S)
            sync = by_callers(own, DRAFTS, DEADLINE_S)
            for driver, timed in (("sync", sync), ("async", asyncio.run(by_tasks(own, DRAFTS, DEADLINE_S)))):
                print(_fault_row(name, driver, timed), flush=True)
    print(f"load of this machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def _fault_row(name: str, driver: str, timed: Sequence[Timed]) -> str:
    good = sum(bool(t.draft.text) and t.draft.verdict.outcome in {"pass", "warn"} for t in timed)
    by_model = sum(t.draft.source == "model" for t in timed)
    ms = [t.seconds * 1000 for t in timed]
    over = max(0.0, p99(ms) - DEADLINE_S * 1000)
    return (
        f"{name:32} {driver:6} {good / len(timed):20.1%} {by_model / len(timed):14.0%} {statistics.median(ms):11.1f} "
        f"{p99(ms):8.1f} {over:10.1f}"
    )


@dataclass(frozen=True)
class Held:
    """What this process holds."""

    threads: int
    files: int
    mb: float

    @classmethod
    def now(cls) -> "Held":
        """Measured after the garbage is gone."""
        gc.collect()
        process = psutil.Process()
        files = process.num_fds() if hasattr(process, "num_fds") else process.num_handles()
        return cls(threading.active_count(), files, process.memory_info().rss / 1e6)


def leaks(tools: Toolbox, usual: int = 10_000) -> None:
    """Threads, open files and memory after the first tenth of the drafts and after all of them."""
    count = _scaled(usual)
    with served("mixed") as model:
        own = shop(model, tools)
        for done, part in ((0, count // 10), (count // 10, count - count // 10)):
            by_callers(own, part // 2, 1.0)
            asyncio.run(by_tasks(own, part // 2, 1.0))
            held = Held.now()
            print(
                f"after {done + part:6} drafts, every eighth question failing: {held.threads} threads, {held.files} open files, {held.mb:.0f} MB"
            )
    held = Held.now()
    print(f"after closing the model: {held.threads} threads, {held.files} open files")


def overhead(tools: Toolbox, scripts: int = 10_000, usual: int = 1000) -> None:
    """A draft whose model answers at once, over a large corpus: everything but the model."""
    count = _scaled(usual)
    corpus = grown(tools.corpus, scripts * 8)
    own = shop(ScriptedModel([CAREFUL]), tools)
    pipeline = own.pipeline
    searcher = Searcher(corpus, tools.intent_reader)
    composer = Composer(corpus, tools.intent_reader, own.checker)
    own.__dict__["pipeline"] = type(pipeline)(
        **{**vars(pipeline), "searcher": searcher, "composer": composer, "repairs": 0}
    )
    for message in MESSAGES * 4:
        own.draft(message, now=NOW)
    gc.collect()
    cpu = time.process_time()
    ms = [timed.seconds * 1000 for timed in _one_by_one(own, count)]
    cpu = (time.process_time() - cpu) / count * 1000
    print(
        f"everything but the model, {len(corpus.scripts)} scripts: median {statistics.median(ms):.1f} ms, p99 {p99(ms):.1f} ms "
        f"(mark 8), processor {cpu:.1f} ms a draft; load of this machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    )


def _one_by_one(own: Assistant, count: int) -> Iterator[Timed]:
    for number in range(count):
        begun = time.perf_counter()
        draft = own.draft(MESSAGES[number % len(MESSAGES)], now=NOW)
        yield Timed(draft, time.perf_counter() - begun)


def throughput(tools: Toolbox, at_a_time: int = 64, rounds: int = 5) -> None:
    """Concurrent drafts against an endpoint that takes half a second."""
    with served("half a second") as model:
        own = shop(model, tools)

        by_callers(own, len(MESSAGES), 0.001)  # as above

        async def measure(count: int, tasks: int) -> float:
            begun = time.perf_counter()
            timed = await by_tasks(own, count, 30.0, tasks)
            assert all(t.draft.attempts[0].error is None for t in timed)
            return count / (time.perf_counter() - begun)

        async def both() -> tuple[float, float]:
            await measure(1, 1)
            return await measure(6, 1), await measure(at_a_time * rounds, at_a_time)

        single, many = asyncio.run(both())
    print(
        f"an endpoint that takes 500 ms: {single:.2f} drafts a second one at a time, {many:.1f} with {at_a_time} at a time: "
        f"{many / single:.0f} times (mark 30)"
    )


def main() -> None:
    """Print the table and the figures."""
    tools = Toolbox(Settings())
    fault_table(tools)
    overhead(tools)
    throughput(tools)
    leaks(tools)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        serve(sys.argv[1])
