"""The prompt of a reply, rendered from the templates in `prompts/`.

The environment is sandboxed, and an undefined name is an error. What a buyer, a history or an imported script says enters
through `data`, which quotes it as JSON: it cannot close a block, and it is never template text.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.domain.reply import Violation
from assistant.domain.request import Turn
from assistant.domain.store import Language, StoreProfile
from assistant.errors import PromptError
from assistant.facts import Stated
from assistant.prompting.masking import Mask

TEMPLATES = ("reply_system.j2", "reply_user.j2", "repair.j2", "judge_system.j2", "judge_user.j2")
"""Every template that a prompt folder must have."""

HISTORY_TURNS = 12
"""How many of the last turns a prompt shows; facts are never cut."""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to a model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class RuleAdvice:
    """A rule that matters for this intent, in words for the model."""

    id: str
    says: str
    advice: str


@dataclass(frozen=True, slots=True)
class ReplyPrompt:
    """What a reply prompt is made of."""

    store: StoreProfile
    message: str
    history: Sequence[Turn]
    task: str
    language: Language
    intents: Sequence[str]
    facts: Sequence[Stated]
    rules: Sequence[RuleAdvice]
    scripts: Sequence[str]
    fallback: str
    """The composer's reply: safe, and what goes out if the model does no better."""


class PromptSet:
    """The templates of one folder, compiled."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(str(folder), encoding="utf-8"),
            undefined=StrictUndefined,
            autoescape=False,  # prompts are no HTML; `data` quotes whatever comes from outside
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._environment.filters["data"] = _as_data
        digest = hashlib.sha256()
        for name in TEMPLATES:
            try:
                digest.update((folder / name).read_bytes())
                self._environment.get_template(name)
            except OSError:
                raise PromptError(f"{folder / name}: expected this template") from None
            except TemplateError as caught:
                line = getattr(caught, "lineno", None)
                raise PromptError(
                    f"{folder / name}{f':{line}' if line else ''}: expected a Jinja template ({caught})"
                ) from None
        self.version = digest.hexdigest()[:16]
        """Changes whenever a template does."""

    def reply(self, prompt: ReplyPrompt, mask: Mask) -> tuple[ChatMessage, ...]:
        """The messages that ask for a reply, without personal data.

        Raises:
            PromptError: a template asks for a name that there is not.
        """
        history = [{"role": turn.role, "text": mask.hide(turn.text)} for turn in prompt.history[-HISTORY_TURNS:]]
        system = self._render(
            "reply_system.j2",
            store_name=prompt.store.name,
            platform=prompt.store.platform,
            agent=prompt.store.agent,
            language="Chinese" if prompt.language == "zh" else "English",
            facts=[{"key": mask.hide(fact.key), "says": mask.hide(fact.says)} for fact in prompt.facts],
            rules=prompt.rules,
            scripts=[mask.hide(script) for script in prompt.scripts],
        )
        user = self._render(
            "reply_user.j2",
            task=prompt.task,
            intents=list(prompt.intents),
            conversation=history,
            message=mask.hide(prompt.message),
            fallback=mask.hide(prompt.fallback),
        )
        return ChatMessage("system", system), ChatMessage("user", user)

    def repair(self, violations: Sequence[Violation], mask: Mask) -> ChatMessage:
        """The message that tells the model what broke, and asks for the whole reply anew."""
        listed = [
            {"rule": v.rule, "evidence": mask.hide(v.evidence), "why": mask.hide(v.why), "advice": v.advice}
            for v in violations
        ]
        return ChatMessage("user", self._render("repair.j2", violations=listed))

    def judge(
        self, reply: str, message: str, facts: Sequence[Stated], rules: Sequence[RuleAdvice], mask: Mask
    ) -> tuple[ChatMessage, ...]:
        """The messages that ask a second reader for violations that patterns cannot see."""
        system = self._render("judge_system.j2", rules=rules)
        listed = [{"key": mask.hide(fact.key), "says": mask.hide(fact.says)} for fact in facts]
        user = self._render("judge_user.j2", facts=listed, message=mask.hide(message), reply=mask.hide(reply))
        return ChatMessage("system", system), ChatMessage("user", user)

    def _render(self, name: str, **values: object) -> str:
        try:
            return self._environment.get_template(name).render(**values).strip()
        except TemplateError as caught:
            raise PromptError(f"{self._folder / name}: {caught}") from None


def _as_data(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def load_prompts(folder: Path) -> PromptSet:
    """The templates of a folder.

    Raises:
        PromptError: a template is missing, or is not Jinja.
    """
    return PromptSet(folder)
