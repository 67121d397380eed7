"""Search beside rank_bm25, bm25s and a full scan by rapidfuzz, over the same made-up questions.

`python -m benchmarks search`, or `python -m benchmarks.search 10000 1000000` for sizes of one's own. Each way runs in a
process of its own, forked when the corpus stands, so that memory is what the index adds to it. `found` says how often the
script that a question was taken from is among the first five; ours weighs what is meant before the words, the others know
words only. Queries are asked in three rounds and the best time of each counts: the table is to show the slow queries, not
what else the machine had to do.
"""

import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus import Corpus, Searcher, load_corpus, load_index
from assistant.corpus.scripts import Script
from assistant.language.normalise import normalise
from assistant.resources import resource_dir

SIZES = (10_000, 1_000_000)
QUESTIONS_A_SCRIPT = 8
QUERIES = 1_000
PASSES = 3
_BUDGET_S = 20.0
_FEWEST = 10

_OPENERS = ("", "亲", "老板", "请问", "你好", "那个", "掌柜的", "客服", "想问下", "麻烦问一下", "诶", "亲亲", "帮我看看", "小二", "话说", "那", "哈喽", "请教下", "美女", "店家")  # fmt: skip
_ENDINGS = ("", "呀", "啊", "呢", "哦", "谢谢", "？", "？？", "~", "哈", "急", "在线等", "麻烦了", "嘛", "!", "。", "咯", "😂", "亲", "了")  # fmt: skip

Ask = Callable[[str], Sequence[str]]
"""Gives the ids of the scripts for a query, best first."""


def varied(text: str, rng: random.Random) -> str:
    """`text` with a slip of the fingers."""
    chars = list(text)
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(chars))
        match rng.randint(0, 2):
            case 0 if len(chars) > 2:
                del chars[place]
            case 1:
                chars.insert(place, chars[place])
            case _:
                chars[place], chars[-1] = chars[-1], chars[place]
    return "".join(chars)


def _pool(corpus: Corpus) -> list[tuple[str, str]]:
    return [(intent, text) for intent, texts in corpus.questions.get("zh", {}).items() for text in texts]


def grown(corpus: Corpus, count: int) -> Corpus:
    """`count` Chinese questions made of the corpus' own, spread over scripts of eight questions each."""
    rng = random.Random(0)
    pool = _pool(corpus)
    rng.shuffle(pool)
    scripts = []
    for number in range(count // QUESTIONS_A_SCRIPT):
        intent, text = pool[number % len(pool)]
        asked = tuple(
            rng.choice(_OPENERS) + varied(text, rng) + rng.choice(_ENDINGS) for _ in range(QUESTIONS_A_SCRIPT)
        )
        data = {"id": f"s{number}", "language": "zh", "intent": intent, "questions": asked, "replies": ("好的",)}
        scripts.append(Script.model_validate(data))
    return Corpus(scripts=tuple(scripts), version=f"made-{count}")


def _questions(corpus: Corpus) -> tuple[list[str], list[str]]:
    rows = [(text, script.id) for script in corpus.scripts for text in script.questions]
    return [text for text, _ in rows], [name for _, name in rows]


def _ours(corpus: Corpus, folder: Path) -> Ask:
    searcher = Searcher(corpus, index=load_index(corpus, folder))
    return lambda query: [hit.script.id for hit in searcher.search(query)]


def _reading(corpus: Corpus, folder: Path) -> Ask:
    reader = Searcher(corpus, index=load_index(corpus, folder)).reader
    return lambda query: [guess.intent for guess in reader.read(query)]


def _scan(corpus: Corpus, _folder: Path) -> Ask:
    from rapidfuzz import fuzz, process

    texts, names = _questions(corpus)
    views = [normalise(text).view for text in texts]

    def ask(query: str) -> list[str]:
        return _scripts(
            names, (row[2] for row in process.extract(normalise(query).view, views, scorer=fuzz.ratio, limit=40))
        )

    return ask


def _tokens(text: str) -> list[str]:
    view = f" {normalise(text).view} "
    return [view[place : place + 2] for place in range(len(view) - 1)]


def _rank_bm25(corpus: Corpus, _folder: Path) -> Ask:
    import numpy as np
    from rank_bm25 import BM25Okapi

    texts, names = _questions(corpus)
    index = BM25Okapi([_tokens(text) for text in texts])

    def ask(query: str) -> list[str]:
        scores = index.get_scores(_tokens(query))
        nearest = np.argpartition(-scores, 40)[:40]
        return _scripts(names, nearest[np.argsort(-scores[nearest])])

    return ask


def _bm25s(corpus: Corpus, _folder: Path) -> Ask:
    import bm25s

    texts, names = _questions(corpus)
    index = bm25s.BM25()
    index.index([_tokens(text) for text in texts], show_progress=False)
    return lambda query: _scripts(
        names, index.retrieve([_tokens(query)], k=40, show_progress=False, return_as="documents")[0]
    )


def _scripts(names: Sequence[str], places: Iterator[int] | Sequence[int]) -> list[str]:
    return list(dict.fromkeys(names[place] for place in places))[:5]


WAYS: dict[str, Callable[[Corpus, Path], Ask]] = {
    "assistant search": _ours,
    "  of this, reading the intent": _reading,
    "full scan by rapidfuzz": _scan,
    "rank_bm25": _rank_bm25,
    "bm25s": _bm25s,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One way's figures."""

    ready_s: float
    held_mb: float
    median_ms: float
    p99_ms: float
    found: float
    asked: int


def _held_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def _measure(make: Callable[[Corpus, Path], Ask], corpus: Corpus, folder: Path) -> Measured:
    rng = random.Random(1)
    before_mb = _held_mb()
    begun = time.perf_counter()
    ask = make(corpus, folder)
    ready_s = time.perf_counter() - begun
    scripts = [rng.choice(corpus.scripts) for _ in range(2 * QUERIES)]
    queries = [(varied(rng.choice(script.questions), rng), script.id) for script in scripts]
    begun = time.perf_counter()
    for query, _ in queries[QUERIES:]:
        ask(query)
        if time.perf_counter() - begun > _BUDGET_S / 4:
            break
    times_ms: list[float] = []
    found = 0
    for number, (query, origin) in enumerate(queries[:QUERIES]):
        if sum(times_ms) > _BUDGET_S * 1000 and number >= _FEWEST:
            break
        begun = time.perf_counter()
        names = ask(query)
        times_ms.append((time.perf_counter() - begun) * 1000)
        found += origin in names
    for _ in range(PASSES - 1 if sum(times_ms) < _BUDGET_S * 1000 else 0):
        for number, (query, _) in enumerate(queries[: len(times_ms)]):
            begun = time.perf_counter()
            ask(query)
            times_ms[number] = min(times_ms[number], (time.perf_counter() - begun) * 1000)
    times_ms.sort()
    asked = len(times_ms)
    middle, last = times_ms[asked // 2], times_ms[int(asked * 0.99)]
    return Measured(ready_s, _held_mb() - before_mb, middle, last, found / asked, asked)


def _apart(make: Callable[[Corpus, Path], Ask], corpus: Corpus, folder: Path) -> Measured:
    """`_measure` in a process of its own."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=lambda: there.send(_measure(make, corpus, folder)))
    process.start()
    there.close()
    measured: Measured = here.recv()
    process.join()
    return measured


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print a table a size."""
    bundled = load_corpus(resource_dir("corpus"))
    for size in sizes:
        corpus = grown(bundled, size)
        count = sum(len(script.questions) for script in corpus.scripts)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            begun = time.perf_counter()
            load_index(corpus, folder)
            built_s = time.perf_counter() - begun
            disk_mb = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
            print(f"{count:,} questions: index built and saved in {built_s:.2f} s, {disk_mb:.1f} MB on disk")
            print(f"{'':32}{'ready':>10}{'memory':>10}{'median':>12}{'p99':>12}{'found':>8}{'asked':>7}")
            for way, make in WAYS.items():
                row = _apart(make, corpus, folder)
                found = "" if way.startswith(" ") else f"{row.found:.0%}"
                print(
                    f"{way:32}{row.ready_s:8.2f} s{row.held_mb:7.0f} MB{row.median_ms:9.3f} ms{row.p99_ms:9.3f} ms"
                    f"{found:>8}{row.asked:7}"
                )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
