"""One check in a warm process, beside the naive list of forbidden words in `re`."""

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from assistant import Assistant, Settings
from assistant.domain.request import CheckRequest
from assistant.facts import Facts
from assistant.resources import resource_dir
from benchmarks.timing import row, timings_us

NAIVE = [re.compile(p) for p in ("税点", "补.{0,3}点", "加微信", "转账", "好评返", "保证.{0,4}到", "肯定.{0,4}到", "最低价", "第一", "返现", "红包", "QQ", "不能开发票", "没有发票", "手续费", "刷单", "拍错", "七天无理由选", "马上发", "1[3-9]\\d{9}")]  # fmt: skip

REPLIES = {
    "60 characters, clean": "亲，您看中的这款现在有货的哦，喜欢的话可以直接拍下，默认发申通快递，一般2到4天左右能到您那边，有问题随时找我~",
    "60 characters, violating": "亲，您看中的这款现在有货的哦，开票的话要补6个点的税，默认发申通快递，保证明天一定能到您那边，有问题随时找我~",
    "2,000 characters": "亲，您看中的这款现在有货的哦，喜欢的话可以直接拍下，默认发申通快递，一般2到4天左右能到您那边，有问题随时找我~"
    * 36,
}


def _checked(shop: Assistant, reply: str) -> Callable[[], object]:
    request = CheckRequest.model_validate(
        {
            "store": shop.store.id,
            "message": "什么时候到",
            "reply": reply,
            "product": "QH-2201",
            "now": "2026-11-21T10:00:00+08:00",
        }
    )
    return lambda: shop.checker.check(reply, Facts(shop.store, request))


def main() -> None:
    """Print the table."""
    store = resource_dir("examples") / "stores" / "qinghe.yaml"
    shop = Assistant.from_store(store, settings=Settings())
    for name, reply in REPLIES.items():
        print(row(f"naive list in re, {name}", timings_us(lambda reply=reply: [p.search(reply) for p in NAIVE])))
        print(
            row(f"assistant check, {name}", timings_us(_checked(shop, reply), repeat=500 if len(reply) > 500 else 2000))
        )
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
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
