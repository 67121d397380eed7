"""A careless model's JSON made whole: a comma too many, other quotes, a comment, Python's None, no last brace.

json_repair makes something of any text at all, and takes quadratic time or worse over hostile ones. So it is given little, and
what it gives back counts only where nothing of it was guessed: the keys are ours, each value has its kind, and every text stands
in the answer word for word, between quotes of its own. A text that was cut is no whole one.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

MAX_CHARS = 3_000
"""The longest reply that there may be, and its facts; more is not looked at."""
MAX_BRACKETS, MAX_QUOTES = 24, 100
"""A careless answer has a few pairs of the first and some dozens of the second; a hostile one is made of them."""
_BRACKET = re.compile(r"[{}\[\]()]")
_QUOTE = re.compile(r"[\"'`“”‘’\\]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_QUOTES = "\"'“”‘’`"
_END_OF: Mapping[type, re.Pattern[str]] = {
    str: re.compile(r"[\"'”’]$"),
    list: re.compile(r"\]$"),
    bool: re.compile(r"(?:true|false|True|False)$"),
}
"""How a text ends that lacks its last brace alone, by the kind of its last value."""
_TRAILING = re.compile(r",?(?:\s{1,20}(?://|#)[^\n]{0,200})?$")
"""A comma and a comment behind the last value: where every key is there, they announce nothing."""
_Loads = Callable[[str], object]


def mended(text: str, schema: Mapping[str, Any], key: str, *, loads: _Loads | None = None) -> dict[str, Any] | None:
    """The last object with a key in a text that is no JSON.

    Args:
        text: what a model answered, without its reasoning.
        schema: of the object.
        key: of the text that it is all about.
        loads: reads an object that is no JSON; json_repair by default.

    Returns:
        None where there is none, or more than its form would have to be guessed.
    """
    said = _candidate(text, key)
    if said is None or not _within_bounds(said):
        return None
    try:
        found = (loads or _repaired)(said)
    except Exception:  # the library promises nothing of hostile texts; what it cannot read is none
        return None
    if not isinstance(found, dict) or not _fits(found, schema) or not isinstance(found.get(key), str):
        return None
    if not said.endswith("}") and not _lacks_brace_alone(said, found, schema):
        return None
    plain = _ESCAPE.sub(_unescaped, said)
    listed = [item for value in found.values() if isinstance(value, list) for item in value]
    return found if _quoted(found[key], plain, schema) and all(item in plain for item in listed) else None


def _repaired(said: str) -> object:
    import json_repair  # 40 ms, and most models never need it

    return json_repair.loads(said, skip_json_loads=True)


def _within_bounds(said: str) -> bool:
    if len(said) > MAX_CHARS:
        return False
    return len(_BRACKET.findall(said)) <= MAX_BRACKETS and len(_QUOTE.findall(said)) <= MAX_QUOTES


def _candidate(text: str, key: str) -> str | None:
    """From the brace before the last place where the key is named, to the last brace or the end."""
    named = [match.start() for match in re.finditer(rf"(?<![\w]){key}(?![\w])[\"'”’]?\s*[:：]", text)]
    start = text.rfind("{", 0, named[-1]) if named else -1
    if start < 0:
        return None
    said = text[start:].rstrip().removesuffix("```").rstrip()
    brace = said.rfind("}")
    return said[: brace + 1] if brace >= 0 else said


def _fits(found: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    """Whether every key is the schema's, with a value of its kind. What is left out is read as in whole answers."""
    kinds = {"string": str, "boolean": bool, "array": list}
    properties = schema["properties"]
    return all(
        key in properties
        and (value is None or isinstance(value, kinds[properties[key]["type"]]))
        and (not isinstance(value, list) or all(isinstance(item, str) for item in value))
        for key, value in found.items()
    )


def _lacks_brace_alone(said: str, found: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    if any(key not in found for key in schema["required"]):
        return False
    last = list(found.values())[-1]
    end = _END_OF.get(type(last))
    return end is not None and end.search(_TRAILING.sub("", said)) is not None


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 16)) if match.group(1) else _PLAIN.get(match.group(2), match.group(2))


def _quoted(value: str, plain: str, schema: Mapping[str, Any]) -> bool:
    """Whether a text stands in another between quotes, with the end of a value behind it."""
    value = value.strip()
    behind = re.compile(rf"\s*[{_QUOTES}]\s*(?:[,}}/#]|$|[{_QUOTES}]?(?:{'|'.join(schema['properties'])})\b)")
    place = plain.find(value) if value else -1
    while place >= 0:
        if plain[:place].rstrip()[-1:] in _QUOTES and behind.match(plain, place + len(value)):
            return True
        place = plain.find(value, place + 1)
    return False
