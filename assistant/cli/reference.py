"""The page of all commands, made from the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

from assistant.cli.app import app


def reference() -> str:
    """docs/cli.md: every command with its arguments and options."""
    command: Any = typer.main.get_command(app)
    parts = ["# All commands", "", "Made by `python -m assistant.cli.reference`; a test keeps it true.", ""]
    parts.extend(_lines("assistant", command))
    return "\n".join(parts).rstrip() + "\n"


def _lines(name: str, command: Any) -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children:
        for child_name in sorted(children):
            yield from _lines(f"{name} {child_name}", children[child_name])
        return
    yield f"## {name}"
    yield ""
    yield from (line.strip() for line in (command.help or "").strip().splitlines())
    yield ""
    for parameter in command.params:
        yield f"- `{_shown(parameter)}` {getattr(parameter, 'help', None) or ''}".rstrip()
    yield ""


def _shown(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    value = "" if parameter.is_flag else f" {parameter.metavar or str(parameter.name).upper()}"
    return ", ".join(parameter.opts) + value


if __name__ == "__main__":
    print(reference(), end="")
