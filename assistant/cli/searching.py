"""`assistant search`: the closest scripts."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.cli.drafting import readable
from assistant.cli.lines import Line, map_lines
from assistant.corpus import Hit, Searcher
from assistant.errors import RequestError
from assistant.settings import Toolbox, load_settings

_KEYS = {"id", "query", "store", "language", "k"}


def as_data(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits as the contract writes them."""
    return [
        {
            "script": hit.script.id,
            "intent": hit.intent,
            "stage": hit.stage,
            "score": round(hit.score, 4),
            "question": hit.question,
            "reply": hit.reply,
        }
        for hit in hits
    ]


def _hits(searcher: Searcher, query: object, language: object, k: object) -> Sequence[Hit]:
    if not isinstance(query, str) or not query.strip():
        raise RequestError(f"query: expected text (got {query!r})")
    if len(query) > 20_000:
        raise RequestError(f"query: expected at most 20000 characters, got {len(query)}")
    if language not in {None, "zh", "en"}:
        raise RequestError(f"language: expected zh or en (got {language!r})")
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= 50:
        raise RequestError(f"k: expected a whole number from 1 to 50 (got {k!r})")
    return searcher.search(query, language=language, k=k)


def search_lines(corpus: Path | None) -> int:
    """Queries in, hits out."""
    searcher = Toolbox(load_settings(), corpus_file=corpus).searcher

    def answer(line: Line) -> tuple[dict[str, Any], int]:
        unknown = sorted(line.data.keys() - _KEYS)
        if unknown:
            raise RequestError(f"{unknown[0]}: unknown key")
        k = 5 if line.data.get("k") is None else line.data["k"]
        hits = _hits(searcher, line.data.get("query"), line.data.get("language"), k)
        return {"id": line.id, "hits": as_data(hits)}, 0

    return map_lines(answer)


def search_one(query: str | None, corpus: Path | None, *, language: str | None, k: int, as_json: bool) -> int:
    """One query, for a person or a program."""
    if query is None:
        raise RequestError("expected what a buyer might write as an argument")
    searcher = Toolbox(load_settings(), corpus_file=corpus).searcher
    hits = _hits(searcher, readable(query, "query"), language, k)
    if as_json:
        sys.stdout.write(json.dumps({"hits": as_data(hits)}, ensure_ascii=False, indent=2) + "\n")
        return 0
    from assistant.cli.show import show_hits

    show_hits(hits)
    return 0
