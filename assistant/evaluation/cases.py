"""Reads the cases of a JSON-lines file; a broken or doubled one is an error in the data."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from assistant.domain.base import parse
from assistant.errors import BadInput
from assistant.evaluation.shapes import Case

Shape = TypeVar("Shape", bound=Case)

HALVES = ("test", "tuning")
"""`tuning` may be read and fitted; `test` is measured."""


def read_cases(path: Path, seen: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each case with its place ("file:line").

    Args:
        path: a JSON-lines file.
        seen: ids met so far, here and in the files before; added to.

    Raises:
        BadInput: a line is no JSON object, has no id, or its id stands twice.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path}:{number}"
        try:
            data = json.loads(line)
        except json.JSONDecodeError as caught:
            raise BadInput(f"{place}: expected JSON ({caught})") from None
        if not isinstance(data, dict) or not isinstance(data.get("id"), str):
            raise BadInput(f"{place}: expected an object with an id")
        if data["id"] in seen:
            raise BadInput(f"{place}: the case {data['id']} stands twice")
        seen.add(data["id"])
        yield place, data


def shaped_cases(model: type[Shape], files: Sequence[Path]) -> list[tuple[str, Shape]]:
    """The cases of some files, each with its place.

    Raises:
        BadInput: a case is broken or doubled, or has nothing to check.
    """
    seen: set[str] = set()
    return [
        (place, parse(model, data, source=place, error=BadInput))
        for path in files
        for place, data in read_cases(path, seen)
    ]


def data_files(suite: Path, half: str) -> list[Path]:
    """The files of one half of a suite: those of its folder, and `HALF.jsonl`, `HALF_*.jsonl` beside it."""
    return sorted([*(suite / half).glob("*.jsonl"), *suite.glob(f"{half}.jsonl"), *suite.glob(f"{half}_*.jsonl")])


def files_of(path: Path) -> list[Path]:
    """A file itself, or the data files of a folder."""
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
