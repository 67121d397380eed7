"""Reads the cases of a JSON-lines file; a broken or doubled one is an error in the data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import BadInput


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
