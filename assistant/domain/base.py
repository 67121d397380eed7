"""What every value that crosses a boundary shares: frozen, no unknown keys, and errors that name the place."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.domain.lines import Location
from assistant.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)


class Value(BaseModel):
    """A frozen value that forbids unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NullableValue(Value):
    """A value in whose source a key that is null counts as missing."""

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            return {key: item for key, item in data.items() if item is not None}
        return data


def _zoned(value: object) -> datetime:
    if isinstance(value, str):
        if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
            raise ValueError("expected a time like 2026-11-21T10:00:00+08:00")
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("expected a time like 2026-11-21T10:00:00+08:00") from None
    if not isinstance(value, datetime):
        raise ValueError("expected a time like 2026-11-21T10:00:00+08:00")
    if not 1970 <= value.year <= 2200:  # farther out, the clock arithmetic itself gives way
        raise ValueError("expected a time between the years 1970 and 2200")
    if value.utcoffset() is None:
        raise ValueError("expected a time with its zone, like 2026-11-21T10:00:00+08:00")
    return value


Str = Annotated[str, Field(strict=True)]
Name = Annotated[str, Field(strict=True, min_length=1)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0)]
Count = Annotated[int, Field(strict=True, ge=0)]
Flag = Annotated[bool, Field(strict=True)]
ZonedTime = Annotated[datetime, BeforeValidator(_zoned)]


def key_path(location: tuple[int | str, ...]) -> str:
    """`("products", 0, "price")` as `products[0].price`."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else (f".{part}" if path else str(part))
    return path or "(top)"


_SAYS = {
    "missing": "required, but missing",
    "extra_forbidden": "unknown key",
    "model_type": "expected a mapping of keys",
    "model_attributes_type": "expected a mapping of keys",
    "dict_type": "expected a mapping of keys",
    "tuple_type": "expected a list",
    "string_type": "expected text",
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
}


_PRIVATE = {"receiver", "nick", "buyer_nick", "note", "tracking", "message", "text", "reply", "api_key"}
"""Keys whose values are somebody's own: an error may end in a log, so it names the place and not the value."""


LineOf = Callable[[Location], int | None]
"""The line that a location stands on, where it is known."""


def faults(error: ValidationError, line_of: LineOf | None = None) -> list[str]:
    """Each thing wrong, as `key.path: what was expected (got …)`, with its line before it where that is known."""
    lines = []
    for item in error.errors(include_url=False):
        says = _SAYS.get(item["type"]) or item["msg"].removeprefix("Value error, ")
        got = ""
        if _PRIVATE.intersection(item["loc"]):
            got = f" (got {type(item['input']).__name__})" if item["type"] not in {"missing", "extra_forbidden"} else ""
        elif item["type"] not in {"missing", "extra_forbidden"} and not isinstance(item["input"], (dict, list)):
            shown = repr(item["input"])
            got = f" (got {shown if len(shown) <= 60 else shown[:57] + '…'})"
        line = line_of(item["loc"]) if line_of else None
        lines.append(f"{f'{line}: ' if line else ''}{key_path(item['loc'])}: {says}{got}")
    return lines


def parse(
    model: type[Model], data: object, *, source: str, error: type[BadInput], line_of: LineOf | None = None
) -> Model:
    """Validate `data` as `model`.

    Args:
        model: the shape that is expected.
        data: what was read.
        source: the file or place that it comes from.
        error: what to raise.
        line_of: the line of the source that a location stands on.

    Raises:
        BadInput: (as the class `error`) one message that names the source and each wrong key.
    """
    try:
        return model.model_validate(data)
    except ValidationError as caught:
        lines = faults(caught, line_of)
        if len(lines) == 1:
            raise error(f"{source}:{'' if line_of and lines[0][0].isdigit() else ' '}{lines[0]}") from None
        listed = "".join(f"\n  - {'line ' if line_of and line[0].isdigit() else ''}{line}" for line in lines)
        raise error(f"{source}: {len(lines)} things are wrong{listed}") from None


class _StrictLoader(yaml.CSafeLoader):
    """YAML without two traps: a doubled key (the second would silently win), and `off`, `no`, `on` read as booleans."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, (str, int, float)) and key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            if isinstance(key, (str, int, float)):
                seen.add(key)
        return super().construct_mapping(node, deep)


# YAML 1.1 takes `off: 10` for `false: 10`; a promotion's key is `off`. Only true and false are booleans here.
_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def load_yaml(path: Path, *, error: type[BadInput], content: bytes | None = None) -> object:
    """The content of a YAML file.

    Args:
        path: the file.
        error: what to raise.
        content: what stands in it, where it has been read already.

    Raises:
        BadInput: (as the class `error`) unreadable, not UTF-8, or not YAML: with file, line and column.
    """
    try:
        text = (path.read_bytes() if content is None else content).decode("utf-8")
    except OSError as caught:
        raise error(f"{path}: cannot be read ({caught.strerror or caught})") from None
    except UnicodeDecodeError as caught:
        raise error(f"{path}: expected UTF-8, but byte {caught.start} is not") from None
    try:
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as caught:
        mark = caught.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise error(f"{path}{place}: expected YAML ({caught.problem})") from None
    except yaml.YAMLError as caught:
        raise error(f"{path}: expected YAML ({caught})") from None
