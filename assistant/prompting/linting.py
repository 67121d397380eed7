"""What a template must keep to, whoever wrote it: known before the first buyer writes, and not when one does.

A template is rendered with sample values. What it names must exist, it must stay in the sandbox, what comes from outside must
stand in it as quoted data, and what makes a prompt safe (facts, rules, data is no instruction, the answer's shape) must be there.
It is rendered with empty lists too, and with other words from outside: where nothing of these is quoted, nothing may change.
"""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template, TemplateError, TemplateNotFound, meta
from jinja2.runtime import Context

from assistant.errors import PromptError

_QUOTE = '"}\nsample: '
"""Outside a quoted text, this would end it."""
_OTHER_QUOTE = "<Zw9>\nZ_W9!"
"""As long, and all else is different."""


_OTHER_LETTER = dict(zip("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm", strict=True))


@dataclass(frozen=True, slots=True)
class Contract:
    """What a template is given, and what its text must show.

    Attributes:
        sample: a value for every name.
        quoted: texts from outside: each must stand in the prompt, as JSON.
        plain: words that must stand in the prompt as they are.
        blocks: parts that must be there by name, so that a store's template can keep them and write the others anew.
    """

    sample: Mapping[str, Any]
    quoted: tuple[str, ...]
    plain: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()


def _outside(word: str) -> str:
    return _QUOTE + word


_FACTS = [{"key": _outside(f"{place} fact key"), "says": _outside(f"{place} fact")} for place in ("first", "last")]
_RULES = [
    {"id": "sample.rule", "says": "does what a sample does", "advice": "Do what a sample should."},
    {"id": "sample.other", "says": "does what another does", "advice": "Do what another should."},
]
_OF_FACTS = tuple(value for fact in _FACTS for value in fact.values())

CONTRACTS: dict[str, Contract] = {
    "reply_system.j2": Contract(
        sample={
            "store_name": _outside("store"),
            "platform": "tmall",
            "agent": _outside("agent"),
            "language": "Chinese",
            "voice": [_outside("voice")],
            "facts": _FACTS,
            "rules": _RULES,
            "scripts": [_outside("script")],
        },
        quoted=(*_OF_FACTS, _outside("voice"), _outside("script")),
        plain=(
            "Chinese",
            "sample.rule",
            "does what a sample does",
            "Do what a sample should.",
            "sample.other",
            "does what another does",
            "Do what another should.",
            '"reply"',
            '"needs_person"',
        ),
        blocks=("facts", "rules", "data_only", "answer"),
    ),
    "reply_user.j2": Contract(
        sample={
            "task": "reply",
            "now": "Saturday 2026-11-21 10:00",
            "intents": ["invoice"],
            "conversation": [{"role": "buyer", "text": _outside("turn")}],
            "message": _outside("message"),
            "fallback": _outside("fallback"),
        },
        quoted=(_outside("turn"), _outside("message")),
        plain=("reply",),
    ),
    "repair.j2": Contract(
        sample={
            "violations": [
                {
                    "rule": "sample.rule",
                    "evidence": _outside("evidence"),
                    "why": _outside("why"),
                    "advice": "Do better.",
                }
            ]
        },
        quoted=(_outside("evidence"), _outside("why")),
        plain=("sample.rule", "Do better."),
    ),
    "judge_system.j2": Contract(
        sample={"rules": _RULES},
        quoted=(),
        plain=("sample.rule", "does what a sample does", "sample.other", "does what another does", '"violations"'),
    ),
    "judge_user.j2": Contract(
        sample={"facts": _FACTS, "message": _outside("message"), "reply": _outside("reply")},
        quoted=(*_OF_FACTS, _outside("message"), _outside("reply")),
    ),
}
"""Every template that a prompt folder must have, with its contract."""


def lint(environment: Environment, name: str, path: Path) -> str:
    """Check one template.

    Args:
        environment: finds the template under `name`.
        name: one of `CONTRACTS`.
        path: the file, for messages.

    Returns:
        The text that it renders of the sample values.

    Raises:
        PromptError: says file, line where there is one, and what was expected.
    """
    contract = CONTRACTS[name]
    try:
        source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
        unknown = meta.find_undeclared_variables(environment.parse(source)) - contract.sample.keys()
        if unknown:
            known = ", ".join(sorted(contract.sample))
            raise PromptError(f"{path}: unknown name {', '.join(sorted(unknown))} (expected some of {known})")
        template = environment.get_template(name)
        text = template.render(contract.sample)
        template.render({key: [] if isinstance(value, list) else value for key, value in contract.sample.items()})
        leaks = _unquoted(environment, template, contract)
    except PromptError:
        raise
    except TemplateNotFound as caught:
        wanted = "this template" if caught.name == name else f"the template {caught.name}, which it names"
        raise PromptError(f"{path}: expected {wanted}") from None
    except TemplateError as caught:
        line = getattr(caught, "lineno", None)
        raise PromptError(f"{path}{f':{line}' if line else ''}: expected a Jinja template ({caught})") from None
    except Exception as caught:  # a template is a program: whatever it runs into, it cannot be used
        raise PromptError(
            f"{path}: expected a Jinja template that renders ({type(caught).__name__}: {caught})"
        ) from None
    _check_blocks(template, contract, path)
    _check_text(text, contract, path)
    if leaks:
        raise PromptError(f"{path}: something from outside stands in it unquoted; expected the filter `data` after it")
    return text


def _unquoted(environment: Environment, template: Template, contract: Contract) -> bool:
    """Whether words from outside change what stands in the text beside the quoted ones."""
    quoting = environment.filters["data"]
    environment.filters["data"] = lambda _: ""
    try:
        texts = {template.render(values) for values in (contract.sample, _exchanged(contract.sample))}
    finally:
        environment.filters["data"] = quoting
    return len(texts) > 1


def _exchanged(value: Any) -> Any:
    """A sample with other words from outside."""
    if isinstance(value, Mapping):
        return {key: _exchanged(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exchanged(item) for item in value]
    if isinstance(value, str) and value.startswith(_QUOTE):
        return _OTHER_QUOTE + "".join(_OTHER_LETTER.get(char, char) for char in value[len(_QUOTE) :])
    return value


def _check_blocks(template: Template, contract: Contract, path: Path) -> None:
    context = template.new_context(dict(contract.sample))
    deque(template.root_render_func(context), maxlen=0)  # gathers the blocks of the templates that it extends
    empty = [name for name in contract.blocks if not _block(context, name).strip()]
    if empty:
        raise PromptError(f"{path}: expected the blocks {', '.join(empty)} in it, and something in each")


def _block(context: Context, name: str) -> str:
    innermost = context.blocks.get(name, [])[:1]
    return "".join(part for render in innermost for part in render(context))


def _check_text(text: str, contract: Contract, path: Path) -> None:
    for value in contract.quoted:
        if json.dumps(value, ensure_ascii=False) not in text:
            raise PromptError(f"{path}: expected the {value.removeprefix(_QUOTE)} in it, quoted by the filter `data`")
    for words in contract.plain:
        if words not in text:
            raise PromptError(f"{path}: expected {words!r} in it (what makes a prompt safe must not be left out)")
