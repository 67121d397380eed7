"""How many of the scripts that a careful reader finds does the importer find, and how much of what it finds is none?

    python benchmarks/import_gold.py DOCUMENTS [--gold FILE …] [--misses] [--extras]

A gold script is found when something that came out has its words (ratio 85, blanks ignored) and overlaps its place.
What matches neither gold nor a borderline script is no script.
"""

import argparse
import json
import time
from pathlib import Path

from rapidfuzz import fuzz

from assistant.curation.documents import read_document
from assistant.curation.layouts import Document, Found, find_scripts

RATIO = 85
FOLDER = Path(__file__).parent.parent / "evals" / "import"


def main() -> None:
    """Print the figures of a folder of documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--gold", type=Path, default=FOLDER / "gold.jsonl")
    parser.add_argument("--borderline", type=Path, default=FOLDER / "borderline.jsonl")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--extras", action="store_true")
    options = parser.parse_args()
    gold, borderline = _lines(options.gold), _lines(options.borderline)
    sources = sorted({line["source"] for line in gold} | {path.name for path in options.documents.glob("*.txt")})
    totals = [0, 0, 0, 0, 0]
    started = time.perf_counter()
    for source in sources:
        document = read_document(options.documents / source)
        found = find_scripts(document)
        score = _score(document, found, _of(gold, source), _of(borderline, source), options)
        print(
            f"{source}: {score[0]}/{score[1]} found, {score[2]}/{score[3]} came out that are none; questions right {score[4]}"
        )
        totals = [total + one for total, one in zip(totals, score, strict=True)]
    elapsed = time.perf_counter() - started
    print(
        f"all: recall {totals[0] / max(totals[1], 1):.1%}, no script {totals[2] / max(totals[3], 1):.1%}, "
        f"questions {totals[4] / max(totals[0], 1):.1%} of those found, {elapsed:.2f} s"
    )


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _of(lines: list[dict], source: str) -> list[dict]:
    return [line for line in lines if line["source"] == source]


def _words(text: str) -> str:
    return "".join(text.split())


def _alike(document: Document, span: tuple[int, int], other: tuple[int, int]) -> bool:
    text = document.text
    near = span[0] < other[1] and other[0] < span[1]
    return near and fuzz.ratio(_words(text[slice(*span)]), _words(text[slice(*other)])) >= RATIO


def _score(
    document: Document, found: list[Found], gold: list[dict], borderline: list[dict], options: argparse.Namespace
) -> list[int]:
    hits, extras, questions = 0, 0, 0
    for line in gold:
        match = next((f for f in found if _alike(document, f.reply, line["reply"])), None)
        hits += match is not None
        if match is not None:
            wanted = line["question"] and _words(document.text[slice(*line["question"])])
            given = match.question and _words(document.text[slice(*match.question)])
            questions += wanted == given or bool(wanted and given and fuzz.ratio(wanted, given) >= RATIO)
        elif options.misses:
            print("  MISS", line["reply"], repr(document.text[slice(*line["reply"])][:90]))
    known = [*gold, *borderline]
    for item in found:
        if not any(_alike(document, item.reply, line["reply"]) for line in known):
            extras += 1
            if options.extras:
                asked = item.question and document.text[slice(*item.question)]
                print("  EXTRA", item.reply, repr(asked), repr(document.text[slice(*item.reply)][:130]))
    return [hits, len(gold), extras, len(found), questions]


if __name__ == "__main__":
    main()
