"""One check in a warm process, beside the naive list of forbidden words in `re`: processor time, in microseconds."""

import itertools
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import Assistant, Settings
from assistant.domain.request import CheckRequest
from assistant.facts import Facts
from assistant.resources import resource_dir
from benchmarks.timing import timings_us

NAIVE = [re.compile(p) for p in ("税点", "补.{0,3}点", "加微信", "转账", "好评返", "保证.{0,4}到", "肯定.{0,4}到", "最低价", "第一", "返现", "红包", "QQ", "不能开发票", "没有发票", "手续费", "刷单", "拍错", "七天无理由选", "马上发", "1[3-9]\\d{9}")]  # fmt: skip

REPLIES = {
    "60 characters, clean": "亲，您看中的这款现在有货的哦，喜欢的话可以直接拍下，默认发申通快递，一般2到4天左右能到您那边，有问题随时找我~",
    "60 characters, violating": "亲，您看中的这款现在有货的哦，开票的话要补6个点的税，默认发申通快递，保证明天一定能到您那边，有问题随时找我~",
    "2,000 characters": "亲，您看中的这款现在有货的哦，喜欢的话可以直接拍下，默认发申通快递，一般2到4天左右能到您那边，有问题随时找我~"
    * 36,
}


def _requests(shop: Assistant) -> dict[str, list[CheckRequest]]:
    """What is checked: each reply again and again, and all examples of the rules one after the other."""
    given = {"store": shop.store.id, "message": "什么时候到", "product": "QH-2201", "now": "2026-11-21T10:00:00+08:00"}
    examples = [
        {**given, "message": example.message or "在吗", "reply": example.reply, **example.request}
        for rule in shop.rules.rules
        for example in (*rule.examples.breaks, *rule.examples.keeps)
        if example.store == shop.store.id
    ]
    texts = {name: [{**given, "reply": reply}] for name, reply in REPLIES.items()}
    texts[f"{len(examples)} different replies"] = examples
    return {name: [CheckRequest.model_validate(fields) for fields in those] for name, those in texts.items()}


def _in_turn(call: Callable[[CheckRequest], object], requests: Sequence[CheckRequest]) -> Callable[[], object]:
    turns = itertools.cycle(requests)
    return lambda: call(next(turns))


def _shown(sorted_us: list[float]) -> str:
    return f"{sorted_us[len(sorted_us) // 2]:9.0f} {sorted_us[int(len(sorted_us) * 0.99)]:9.0f}"


def main() -> None:
    """Print the table."""
    store = resource_dir("examples") / "stores" / "qinghe.yaml"
    shop = Assistant.from_store(store, settings=Settings())
    print(f"{'processor time, µs':28} {'naive list in re':>21}   {'assistant check':>21}   peak memory")
    print(f"{'':28} {'median':>11} {'p99':>9}   {'median':>11} {'p99':>9}")
    for name, requests in _requests(shop).items():
        repeat = 200 if len(requests[0].reply) > 500 else 2000
        naive, checked = (
            timings_us(_in_turn(call, requests), repeat=repeat, warm=max(50, len(requests)), clock=time.thread_time_ns)
            for call in (
                lambda request: [p.search(request.reply) for p in NAIVE],
                lambda request: shop.checker.check(request.reply, Facts(shop.store, request)),
            )
        )
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name:28}   {_shown(naive)}     {_shown(checked)}    {peak_mb:6.0f} MB")
    lines = "".join(
        json.dumps(
            {"id": str(i), "store": "qinghe", "message": "在吗", "reply": REPLIES["60 characters, clean"]},
            ensure_ascii=False,
        )
        + "\n"
        for i in range(1000)
    )
    command = [str(Path(sys.executable).parent / "assistant"), "check", "--stores", str(store.parent), "--jsonl"]
    begun = time.perf_counter()
    subprocess.run(command, input=lines.encode(), capture_output=True, check=True)
    print(f"1,000 lines through `assistant check --jsonl`: {time.perf_counter() - begun:.2f} s, start included")
