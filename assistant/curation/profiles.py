"""A product table taken into a store profile: only the products change, every other line stays as it was written."""

import json
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.domain.base import load_yaml
from assistant.domain.store import Product, load_store
from assistant.errors import ProfileError

_KEY = "products"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a profile's products.

    Attributes:
        text: the whole profile, as YAML.
        added: ids that the profile did not have.
        changed: ids whose price, stock or other fields are different now.
        untouched: ids that the table does not name.
    """

    text: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    untouched: tuple[str, ...]


def take_products(profile: Path, products: Sequence[Product]) -> Taken:
    """A profile with the products of a table: those of the same id are changed, others added, the rest kept.

    What a table has no column for (features, measures of sizes, restock dates) stays as the profile says it. Stock by size
    or colour goes where the table gives a total only: it would win over the new figure.

    Raises:
        ProfileError: the profile is wrong, or would be wrong afterwards.
    """
    store = load_store(profile)
    text = _text(profile)
    given: Any = load_yaml(profile, error=ProfileError)
    entries: list[dict[str, Any]] = [dict(entry) for entry in given.get(_KEY) or []]
    places = {str(entry.get("id")): place for place, entry in enumerate(entries)}
    added, changed = [], []
    for product in products:
        fresh = _entry(product)
        place = places.get(product.id)
        if place is None:
            entries.append(fresh)
            added.append(product.id)
            continue
        merged = _merged(entries[place], fresh, store.product(product.id))
        if merged != entries[place]:
            entries[place] = merged
            changed.append(product.id)
    named = {product.id for product in products}
    untouched = tuple(product.id for product in store.products if product.id not in named)
    if added or changed:
        text = _with_products(text, given, entries, changed)
        _check(profile, text)
    return Taken(text, tuple(added), tuple(changed), untouched)


def _text(profile: Path) -> str:
    try:
        with profile.open(encoding="utf-8-sig", newline="") as stream:
            return stream.read()
    except OSError as caught:
        raise ProfileError(f"{profile}: cannot be read ({caught.strerror or caught})") from None


def _entry(product: Product) -> dict[str, Any]:
    """The fields that the table gave, as a profile writes them."""
    return product.model_dump(mode="json", exclude_unset=True, exclude_defaults=False)


def _merged(old: Mapping[str, Any], fresh: Mapping[str, Any], known: Product | None) -> dict[str, Any]:
    merged = {**old, **fresh}
    if "sizes" in fresh and known is not None:
        merged["sizes"] = {name: _measures(known, name) for name in fresh["sizes"]}
        if merged["sizes"] == known.model_dump(mode="json")["sizes"]:
            merged["sizes"] = old["sizes"]
    if not fresh.get("stock_by"):
        merged.pop("stock_by", None)
    if known is not None and _same(known.price, fresh["price"]):
        merged["price"] = old["price"]
    return merged


def _measures(known: Product, size: str) -> dict[str, list[float]]:
    return {name: list(span) for name, span in known.sizes.get(size, {}).items()}


def _same(first: float, second: float) -> bool:
    return abs(first - second) < 0.005


def _with_products(
    text: str, given: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], changed: Collection[str]
) -> str:
    """The profile's text with the changed products written anew, and new ones behind the last."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    newline = "\r\n" if "\r\n" in text else "\n"
    if not isinstance(root, yaml.MappingNode) or root.flow_style:  # a profile in one line, as JSON writes it
        return _written({**given, _KEY: list(entries)}).replace("\n", newline)
    lines = text.splitlines(keepends=True)
    for key, value in root.value:
        if key.value == _KEY:
            first, last = key.start_mark.line, _last_line(lines, key.start_mark.line, value)
            if isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
                block = _mended(lines[:last], value, entries, changed, newline)
                first = value.value[0].start_mark.line
            else:
                block = _written({_KEY: list(entries)}).replace("\n", newline)
            return "".join(lines[:first]) + block + "".join(lines[last:])
    gap = "" if text.endswith("\n") else newline
    return text + gap + _written({_KEY: list(entries)}).replace("\n", newline)


def _last_line(lines: Sequence[str], first: int, value: yaml.Node) -> int:
    """Behind the last line of the products; notes at the left edge belong to what follows."""
    last = value.end_mark.line + (1 if value.end_mark.column else 0)
    last = max(first + 1, min(last, len(lines)))
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return last


def _mended(
    lines: Sequence[str],
    value: yaml.SequenceNode,
    entries: Sequence[Mapping[str, Any]],
    changed: Collection[str],
    newline: str,
) -> str:
    """The products of a profile: those that stay as they were word for word."""
    starts = [node.start_mark.line for node in value.value]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip(" "))
    pieces = []
    for place, entry in enumerate(entries):
        if place < len(starts) and str(entry["id"]) not in changed:
            behind = starts[place + 1] if place + 1 < len(starts) else len(lines)
            piece = "".join(lines[starts[place] : behind])
            pieces.append(piece if piece.endswith("\n") else piece + newline)
        else:
            pieces.append(_indented(_written([entry]), indent).replace("\n", newline))
    return "".join(pieces)


def _indented(block: str, indent: int) -> str:
    # A list of its own is written from the second column on.
    rows = [row.removeprefix("  ") for row in block.splitlines()] if block.startswith("  - ") else block.splitlines()
    return "".join(" " * indent + row + "\n" for row in rows)


class _Dumper(yaml.SafeDumper):
    """Writes what fits on a line on one line, and lists of entries one below the other, moved in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _list_node(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=not any(map(_is_entry, value)))


def _dict_node(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.Node:
    nested = _is_entry(value) or _KEY in value or any(isinstance(item, dict) for item in value.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=not nested)


def _is_entry(value: object) -> bool:
    return isinstance(value, dict) and "title" in value


_Dumper.add_representer(list, _list_node)
_Dumper.add_representer(dict, _dict_node)


def _written(data: object) -> str:
    # Through JSON all values are plain ones: no tuples, no time objects.
    plain = json.loads(json.dumps(data, default=_plain), parse_float=_short)
    return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def _plain(value: object) -> object:
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else str(value)


def _short(number: str) -> float | int:
    value = float(number)
    return int(value) if value.is_integer() else value


def _check(profile: Path, text: str) -> None:
    """Refuse what could not be read again: nothing is written then."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / profile.name
        scratch.write_text(text, encoding="utf-8", newline="")
        try:
            load_store(scratch)
        except ProfileError as caught:
            raise ProfileError(str(caught).replace(str(scratch), f"{profile} with these products")) from None
