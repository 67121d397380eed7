"""Takes one key away from a profile or a request: what has a default gets it, what is required says nothing or something else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Model = TypeVar("Model", bound=BaseModel)

_NO_FACT = frozenset({"id", "store", "conversation", "message", "task", "name"})
"""What names a thing or is the question itself; `name` only of the store, see `_NAMES`."""
_NAMES = frozenset({"shipping.carriers.name", "promotions.name", "gifts.name", "orders.receiver.name"})
_NOTHING = "—"

_ANOTHER: dict[str, Any] = {
    "timezone": "America/Los_Angeles",
    "shipping.dispatch_hours": 2400.0,
    "shipping.carriers.days": (90, 99),
    "invoice.issue_days": 365,
    "history.role": "agent",
    "orders.status": "closed",
}
"""Where the default would say the same as the data, or there is none that says nothing."""
_SWAPPED = {"language": {"zh": "en", "en": "zh"}, "platform": {"tmall": "aliexpress", "aliexpress": "tmall"}}
_LATER = timedelta(days=40)


def fact_paths(model: type[BaseModel], owner: str) -> list[str]:
    """The dotted keys of everything that is a fact, with the owner before them; lists are passed through."""
    return [f"{owner}.{path}" for path in _paths(model, "") if path not in _NO_FACT]


def _paths(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        inner = _inner(field.annotation)
        if inner is not None:
            yield from _paths(inner, f"{path}.")
        elif name not in _NO_FACT or path in _NAMES:
            yield path


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, alone, in a list or as an option."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for item in get_args(annotation) if (found := _inner(item)) is not None), None)


def blank(model: Model, path: str) -> Model:
    """The model with that key blank everywhere it stands; the model itself where that changes nothing."""
    return _blank(model, path.split("."), path)


def _blank(model: Model, steps: list[str], path: str) -> Model:
    name, rest = steps[0], steps[1:]
    value = getattr(model, name)
    if not rest:
        new = _nothing(type(model).model_fields[name], value, path)
    elif isinstance(value, tuple):
        new = tuple(_blank(item, rest, path) for item in value)
        new = value if all(a is b for a, b in zip(new, value, strict=True)) else new
    else:
        new = _blank(value, rest, path) if isinstance(value, BaseModel) else value
    return model if new is value or new == value else model.model_copy(update={name: new})


def _nothing(field: FieldInfo, value: Any, path: str) -> Any:
    if path in _SWAPPED:
        return _SWAPPED[path].get(value, "tmall")
    if path in _ANOTHER:
        return _ANOTHER[path]
    if path == "now":
        return value + _LATER
    if not field.is_required():
        return field.get_default(call_default_factory=True)
    match value:
        case str():
            return _NOTHING
        case tuple():
            return (_NOTHING,)
        case _:
            return 0
