"""What a fact says: its path in profile or request, followed to the value that a reviewer can read."""

import re
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from assistant.domain.request import Request
from assistant.domain.store import StoreProfile

_STEP = re.compile(r"([A-Za-z_]+)|\[([^\[\]]*)\]")
_MAX_CHARS = 160


def fact_value(path: str | None, store: StoreProfile, request: Request | None) -> str | None:
    """The value that a fact's path leads to, for a person to read.

    Args:
        path: as a claim names it: `shipping.carriers[…].days`, `orders[0].status`.
        store: the profile.
        request: the request; None: its part of the facts cannot be shown.

    Returns:
        None: the path leads nowhere that can be shown (a fact may be computed), or there is none.
    """
    if not path:
        return None
    root = request if path.startswith(("orders", "buyer")) else store
    value: object = root
    for name, key in _STEP.findall(path):
        value = _named(value, name) if name else _keyed(value, key)
        if value is None:
            return None
    shown = _shown(value)
    return shown if len(shown) <= _MAX_CHARS else shown[: _MAX_CHARS - 1] + "…"


def _named(value: object, name: str) -> object:
    if not isinstance(value, BaseModel) or name == "receiver":
        return None
    attribute = f"{name}_" if f"{name}_" in type(value).model_fields else name
    return getattr(value, attribute, None) if attribute in type(value).model_fields else None


def _keyed(value: object, key: str) -> object:
    if isinstance(value, dict):
        return value.get(key)
    if not isinstance(value, (tuple, list)):
        return None
    if key.isdigit() and int(key) < len(value):
        return value[int(key)]
    return next((item for item in value if key in {getattr(item, "id", None), getattr(item, "name", None)}), None)


def _shown(value: object) -> str:
    if isinstance(value, BaseModel):
        told = [
            (name.rstrip("_"), item) for name, item in value if name in value.model_fields_set and name != "receiver"
        ]
        return "; ".join(f"{name}: {_shown(item)}" for name, item in told if item not in (None, (), {}))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(item)}" for name, item in value.items())
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, tuple) and len(value) == 2 and all(type(part) in {int, float} for part in value):
        return f"{value[0]:g}–{value[1]:g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return f"{value:g}" if isinstance(value, float) else str(value)
