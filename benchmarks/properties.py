"""What must hold for any reply: 100,000 random and mutated ones, and the growth of the time with the length.

`make properties` runs it in full; the tests run the same properties over a few hundred replies.
"""

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.domain.store import load_stores
from assistant.evaluation import load_policy_cases
from assistant.facts import Facts
from assistant.policy import Checker, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.policy.resemblance import load_resemblance
from assistant.resources import resource_dir

COUNT = 100_000
_ROOT = Path(__file__).parent.parent
LONGEST = 20_000
"""What the contract allows of a reply, in characters."""
MOST_GROWTH = 3.0
"""How many times as long twice the text may take, at the longest: 2 is linear, 4 is quadratic."""
_SEVERITY = ("block", "handover", "warn", "pass")
_ALPHABETS = (
    "的是不了在有我您亲好发货票钱天元点送退换包邮微信电话保证一定",
    "abcdefghijklmnopqrstuvwxyz ABCXYZ",
    "0123456789０１２３一二三四五六七八九十百千万零①②③⑩",
    ".,!?;:~-/\\|()[]{}<>%+*#@_，。！？；：、～（）【】《》“”…—·",
    "\u200b\u200c\u200d\ufeff\u00ad\u2060\u0301\u20e3\ufe0f\u202e\u2066",
    "\n\t\r \u3000\x00\x07\x1b\u2028",
    "😀👍❤️🎁📦🇨🇳👨‍👩‍👧➕➖",
    "発貨發臺臉𠮷𝟭𝟮ⅣⅫ㊙㍿ﬁºª½",
    "\ud800\udfff",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A reply to be judged, and the request it answers."""

    reply: str
    request: CheckRequest


def mutated(chance: random.Random, replies: list[str]) -> str:
    """A reply as nobody wrote it: one to six edits of a written one, or characters at random."""
    if chance.random() < 0.1:
        return "".join(chance.choice(chance.choice(_ALPHABETS)) for _ in range(chance.randint(1, 120)))
    text = chance.choice(replies)
    for _ in range(chance.randint(1, 6)):
        text = _edited(chance, text, replies)
    return text[:LONGEST] or "。"


def _edited(chance: random.Random, text: str, replies: list[str]) -> str:
    place = chance.randint(0, len(text))
    end = min(len(text), place + chance.randint(1, 12))
    match chance.randint(0, 8):
        case 0 | 1:
            return text[:place] + chance.choice(chance.choice(_ALPHABETS)) + text[place:]
        case 2:
            return text[:place] + text[end:]
        case 3:
            return text[:end] + text[place:end] * chance.randint(1, 8) + text[end:]
        case 4:
            return text[:place] + chance.choice(replies)[-chance.randint(1, 60) :]
        case 5:
            return text[:place] + text[place:end][::-1] + text[end:]
        case 6:
            return "".join(letter + chance.choice(" \u200b.-、") for letter in text[:400])
        case 7:
            return text + chance.choice("，。 \n") + chance.choice(replies)
        case _:
            return text[:place] + "".join(chance.choice(chance.choice(_ALPHABETS)) for _ in range(5)) + text[end:]


def wrong(text: str, verdict: Verdict) -> Iterator[str]:
    """Everything about a verdict that must not be, whatever the reply says."""
    shown = [(item.span, item.evidence) for item in verdict.violations]
    shown += [(item.span, item.text) for item in verdict.claims]
    for (start, end), words in shown:
        if not 0 <= start < end <= len(text):
            yield f"span {(start, end)} lies outside a reply of {len(text)} characters"
        elif text[start:end] != words:
            yield f"span {(start, end)} shows {text[start:end]!r}, not {words!r}"
    worst = min((violation.severity for violation in verdict.violations), key=_SEVERITY.index, default="pass")
    if verdict.unchecked:
        if verdict.unchecked != ("the reply shows no text",):
            yield f"unchecked: {verdict.unchecked}"
        elif verdict.outcome != "handover":
            yield f"outcome {verdict.outcome} of a reply that was not checked"
    elif verdict.outcome != worst:
        yield f"outcome {verdict.outcome}, though the worst violation is {worst}"


class Bench:
    """The bundled rules, the example stores, and written replies to start from."""

    def __init__(self) -> None:
        policies = resource_dir("policies")
        self.stores = load_stores(resource_dir("examples") / "stores")
        self.checker = Checker(load_rules(policies, CLAIM_KINDS), load_resemblance(policies / "resemblance.json"))
        written = load_policy_cases(_ROOT / "evals" / "policy" / "tuning")
        self.requests = [case.request for case in written]
        self.replies = [request.reply for request in self.requests]

    def sample(self, chance: random.Random) -> Sample:
        """One mutated reply to one of the written requests."""
        return Sample(mutated(chance, self.replies), chance.choice(self.requests))

    def verdict(self, sample: Sample) -> Verdict:
        """What the checker says of a sample."""
        return self.checker.check(sample.reply, Facts(self.stores[sample.request.store], sample.request))

    def faults(self, sample: Sample) -> list[str]:
        """What is wrong with the verdict on a sample."""
        try:
            return list(wrong(sample.reply, self.verdict(sample)))
        except Exception as caught:  # a crash is what is looked for
            return [f"{type(caught).__name__}: {caught}"]

    def cpu_ms(self, sample: Sample) -> float:
        """The shortest of three checks, in milliseconds of this process's CPU."""
        taken = []
        for _ in range(3):
            begun = time.process_time()
            self.verdict(sample)
            taken.append((time.process_time() - begun) * 1000)
        return min(taken)


def _share(seed: int, count: int) -> list[tuple[str, str]]:
    bench, chance = Bench(), random.Random(seed)
    found = []
    for _ in range(count):
        sample = bench.sample(chance)
        found += [(fault, sample.reply) for fault in bench.faults(sample)]
    return found


def growth(bench: Bench, chance: random.Random, seeds: int) -> list[tuple[float, float, str]]:
    """For replies repeated to 10,000 and 20,000 characters: how many times as long the longer takes, and how long."""
    found = []
    for _ in range(seeds):
        sample = bench.sample(chance)
        times = [
            bench.cpu_ms(Sample((sample.reply * (size // len(sample.reply) + 1))[:size], sample.request))
            for size in (LONGEST // 2, LONGEST)
        ]
        found.append((times[1] / times[0], times[1], sample.reply))
    return sorted(found, reverse=True)


def main() -> None:
    """Print what was found; exit with 1 when anything does not hold."""
    count = int(os.environ.get("PROPERTIES", COUNT))
    workers = os.cpu_count() or 1
    begun = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        shares = pool.starmap(_share, [(seed, count // workers) for seed in range(workers)])
    faults = [fault for share in shares for fault in share]
    print(f"{count} random and mutated replies in {time.perf_counter() - begun:.0f} s: {len(faults)} faults")
    for fault, reply in faults[:20]:
        print(f"  {fault[:200]}\n    {reply[:200]!r}")
    grown = growth(Bench(), random.Random(7), seeds=60)
    print(f"twice as long, {LONGEST // 2} to {LONGEST} characters: {grown[0][0]:.2f} times the CPU at the most,")
    print(f"  {grown[len(grown) // 2][0]:.2f} in the middle; the longest check took {max(g[1] for g in grown):.0f} ms")
    slow = [item for item in grown if item[0] > MOST_GROWTH]
    for ratio, taken, reply in slow:
        print(f"  {ratio:.2f} times, {taken:.0f} ms: {reply[:120]!r}")
    sys.exit(1 if faults or slow else 0)


if __name__ == "__main__":
    main()
