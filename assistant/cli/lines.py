"""JSON lines in, JSON lines out: same order, and a bad line gets an error in its place."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from assistant.errors import BadInput, RequestError

MAX_LINE_BYTES = 4_000_000
"""A longer line is refused: a message has 20,000 characters at most, a request a handful of orders."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of input: its object, or why it is none."""

    number: int
    data: dict[str, Any]
    error: str | None = None

    @property
    def id(self) -> Any:
        """The line's own id, None where it has none."""
        return self.data.get("id")


Answer = Callable[[Line], tuple[dict[str, Any], int]]
"""Gives the object to write for a line and its exit code; BadInput makes it a bad line."""


def read_lines(stream: BinaryIO | None = None) -> Iterator[Line]:
    """The lines of standard input; blank ones are passed over."""
    for number, raw in enumerate(stream or sys.stdin.buffer, 1):
        if not raw.strip():
            continue
        yield _read_line(number, raw)


def _read_line(number: int, raw: bytes) -> Line:
    if len(raw) > MAX_LINE_BYTES:
        return Line(number, {}, f"expected at most {MAX_LINE_BYTES} bytes a line, got {len(raw)}")
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as caught:
        return Line(number, {}, f"expected UTF-8, but byte {caught.start + 1} of the line is not")
    try:
        return Line(number, json_object(text))
    except RequestError as caught:
        return Line(number, {}, str(caught))


def json_object(text: str) -> dict[str, Any]:
    """The JSON object of a text.

    Raises:
        RequestError: it is no JSON object, has a doubled key, NaN, or is nested or long beyond reason.
    """
    try:
        data = json.loads(text, object_pairs_hook=_no_doubled_key, parse_constant=_no_constant)
    except json.JSONDecodeError as caught:
        raise RequestError(f"expected a JSON object ({caught.msg} at character {caught.pos + 1})") from None
    except RecursionError:
        raise RequestError("expected a JSON object (nested too deeply)") from None
    except ValueError as caught:  # a number of thousands of digits
        raise RequestError(f"expected a JSON object ({caught})") from None
    if not isinstance(data, dict):
        raise RequestError(f"expected a JSON object, got {type(data).__name__}")
    return data


def _no_doubled_key(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        raise RequestError(f"the key {next(n for n in names if names.count(n) > 1)} stands twice")
    return data


def _no_constant(name: str) -> None:
    raise RequestError(f"{name} is not a JSON number")


def write_line(value: Mapping[str, Any]) -> None:
    """One object as one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n")


def answer_to(line: Line, answer: Answer) -> tuple[dict[str, Any], int]:
    """What to write for a line, and its exit code: a bad line gets its error in its place."""
    from assistant.cli.app import BAD_INPUT

    try:
        if line.error is not None:
            raise RequestError(line.error)
        return answer(line)
    except BadInput as caught:
        return {"id": line.id, "line": line.number, "error": str(caught)}, BAD_INPUT


def map_lines(answer: Answer) -> int:
    """Answer every line in order.

    Args:
        answer: gives the object to write and its exit code; BadInput makes it a bad line.

    Returns:
        The worst exit code: 2 where a line was bad.
    """
    from assistant.cli.progress import counted

    worst = 0
    for line in counted(read_lines(), "lines"):
        value, code = answer_to(line, answer)
        write_line(value)
        worst = max(worst, code)
    sys.stdout.flush()
    return worst
