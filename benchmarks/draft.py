"""A draft without a model, warm, with 10,000 scripts: the bundled ones, and a store's own as an import writes them.

Beside each message stands what of the median is the checker's, and in how many checks.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from assistant import Assistant, Settings
from assistant.corpus import load_corpus
from assistant.domain.reply import Verdict
from assistant.facts import Facts
from assistant.policy import Checker
from assistant.resources import resource_dir
from benchmarks.timing import row, timings_us

SCRIPTS = 10_000

MESSAGES: dict[str, dict[str, Any]] = {
    "新疆包邮吗": {},
    "160高 105斤穿什么码 寄乌鲁木齐要邮费吗": {"product": "QH-2201"},
    "怎么还没发货啊 昨天就付了": {
        "buyer": {"nick": "lan"},
        "orders": [
            {"id": "1", "buyer_nick": "lan", "status": "paid", "amount": 239.0, "paid_at": "2026-11-20T20:00:00+08:00"}
        ],
    },
    "什么快递，几天到": {},
    "能开发票吗？还有可以便宜点不": {"product": "QH-2201"},
    "你们这什么破质量，穿一次就开线了！退钱": {
        "buyer": {"nick": "lan"},
        "orders": [
            {"id": "1", "buyer_nick": "lan", "status": "delivered", "amount": 239.0, "paid_at": "2026-11-10T20:00:00+08:00"}
        ],
    },
    "Hi, do you ship to Spain and how long does it take?": {},
    "帮我写个请假条呗": {},
}  # fmt: skip


def own_scripts(count: int) -> Iterator[dict[str, object]]:
    """Scripts as a store's documents give them: the bundled ones' intents and words, told in a slightly different way."""
    rng = random.Random(0)
    corpus = load_corpus(resource_dir("corpus"))
    pool = [script for script in corpus.usable if script.intent in corpus.questions.get(script.language, {})]
    openers = {"zh": ("亲，", "您好，", "好的，", "亲亲，", ""), "en": ("Hi, ", "Hello, ", "Sure, ", "")}
    for number in range(count):
        script = pool[number % len(pool)]
        variants = corpus.questions_of(script.intent, script.language)
        yield {
            "id": f"own.{number}",
            "language": script.language,
            "intent": script.intent,
            "questions": [rng.choice(variants) for _ in range(2)],
            "replies": [rng.choice(openers[script.language]) + rng.choice(script.replies)],
            "source": "own.txt",
        }


class Timed(Checker):
    """A checker that knows how long it took."""

    spent_us = 0.0
    checks = 0

    def check(self, reply: str, facts: Facts) -> Verdict:
        """As the checker's own."""
        begun = time.perf_counter_ns()
        verdict = super().check(reply, facts)
        Timed.spent_us += (time.perf_counter_ns() - begun) / 1000
        Timed.checks += 1
        return verdict


def _split(shop: Assistant, message: str, more: dict[str, Any]) -> str:
    timed = Assistant(shop.store, shop._toolbox)
    timed.__dict__["checker"] = Timed(shop.rules, shop._toolbox.resemblance)
    request = timed.request(message, now="2026-11-21T10:00:00+08:00", **more)
    Timed.spent_us, Timed.checks, rounds = 0.0, 0, 50
    for _ in range(rounds):
        timed.draft(request)
    return f"   checker {Timed.spent_us / rounds:8.1f} µs in {Timed.checks // rounds}"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.yaml"
        bundled = len(load_corpus(resource_dir("corpus")).usable)
        scripts = list(own_scripts(SCRIPTS - bundled))
        path.write_text(yaml.dump({"scripts": scripts}, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
        shop = Assistant.from_store(
            resource_dir("examples") / "stores" / "qinghe.yaml", settings=Settings(), corpus=path
        )
        for message, more in MESSAGES.items():
            request = shop.request(message, now="2026-11-21T10:00:00+08:00", **more)
            taken = timings_us(lambda request=request: shop.draft(request), repeat=300, warm=10)
            print(row(f"draft: {message[:22]}", taken) + _split(shop, message, more))


if __name__ == "__main__":
    main()
