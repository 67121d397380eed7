"""How long search takes, and how long it takes to be ready: `python benchmarks/search.py [questions]`.

Side by side with a full scan by rapidfuzz over the same questions. Questions beyond those of the corpus are made from
them by dropping, doubling and swapping characters.
"""

import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from assistant.corpus import Corpus, CorpusCache, Searcher, load_corpus
from assistant.corpus.scripts import Script
from assistant.language.normalise import normalise


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


def grown(corpus: Corpus, count: int) -> Corpus:
    """The corpus with `count` Chinese questions spread over scripts of eight questions each."""
    rng = random.Random(0)
    pool = [(intent, text) for intent, texts in corpus.questions.get("zh", {}).items() for text in texts]
    scripts = []
    for number in range(count // 8):
        intent, text = pool[number % len(pool)]
        questions = tuple(varied(text, rng) for _ in range(8))
        data = {"id": f"s{number}", "language": "zh", "intent": intent, "questions": questions, "replies": ["好的"]}
        scripts.append(Script.model_validate(data))
    return Corpus(scripts=tuple(scripts), questions=corpus.questions)


def timed(label: str, ask: Callable[[str], object], queries: list[str]) -> None:
    """Print median and 99th percentile of a call in milliseconds."""
    for query in queries[:50]:
        ask(query)
    times_ms = []
    for query in queries:
        started = time.perf_counter()
        ask(query)
        times_ms.append((time.perf_counter() - started) * 1000)
    times_ms.sort()
    print(
        f"{label:32} median {statistics.median(times_ms):7.3f} ms   p99 {times_ms[int(len(times_ms) * 0.99)]:7.3f} ms"
    )


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = Path(__file__).parent.parent / "corpus"
    load_corpus(folder, cache=CorpusCache())
    started = time.perf_counter()
    load_corpus(folder, cache=CorpusCache())
    print(f"bundled corpus from its cache    {(time.perf_counter() - started) * 1000:.1f} ms")
    corpus = grown(load_corpus(folder), count)
    rng = random.Random(1)
    texts = [text for script in corpus.scripts for text in script.questions]
    queries = [varied(rng.choice(texts), rng) for _ in range(1000)]
    tracemalloc.start()
    searcher = Searcher(corpus)
    for query in queries[:300]:
        searcher.search(query)
    held_mb = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    started = time.perf_counter()
    searcher = Searcher(corpus)
    searcher.search(queries[0])
    ready_ms = (time.perf_counter() - started) * 1000
    print(f"{len(texts)} questions: first answer after {ready_ms:.0f} ms, {held_mb:.0f} MB held")
    for query in queries:
        searcher.search(query)
    views = [normalise(text).view for text in texts]
    timed("reading an intent", lambda query: searcher.reader.read(query), queries)
    timed("search", searcher.search, queries)
    timed("full scan by rapidfuzz", lambda query: process.extract(query, views, scorer=fuzz.ratio, limit=5), queries)


if __name__ == "__main__":
    main()
