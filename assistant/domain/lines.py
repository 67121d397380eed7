"""On which line of a YAML file a key stands: for messages about what is wrong there."""

import yaml

Location = tuple[int | str, ...]
"""The keys and list places that lead to a value: `("rules", 0, "severity")`."""


def line_at(text: str, location: Location) -> int | None:
    """The line, from 1, of a value in a YAML text; of what it is missing from, where it is not there; None: no YAML.

    Args:
        text: the whole file.
        location: what leads to the value.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    if node is None:
        return None
    mark = node.start_mark
    for key in location:
        below = _below(node, key)
        if below is None:
            break
        mark, node = below
    return int(mark.line) + 1


def _below(node: yaml.Node, key: int | str) -> tuple[yaml.Mark, yaml.Node] | None:
    """Where an entry of a list or mapping begins (a mapping's: at its key), and its value."""
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark, node.value[key]
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark, value
    return None
