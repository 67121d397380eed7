"""The prompt of a reply, rendered from the templates in `prompts/`, where a store may put its own in their place.

The environment is sandboxed, and an undefined name is an error. What a buyer, a history or an imported script says enters
through `data`, which quotes it as JSON: it cannot close a block, and it is never template text.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.domain.reply import Violation
from assistant.domain.request import Turn
from assistant.errors import PromptError
from assistant.facts import Stated
from assistant.prompting.budget import fitted, hidden, tokens
from assistant.prompting.linting import CONTRACTS, lint
from assistant.prompting.masking import Mask
from assistant.prompting.quoting import Quotes
from assistant.prompting.values import ChatMessage, ReplyPrompt, RuleAdvice

HISTORY_TURNS = 12
"""How many of the last turns a prompt shows at most."""
TOKEN_BUDGET = 6000
"""What a prompt may take, unless the settings say otherwise."""
VOICE_FILE = "voice.txt"
"""In a store's prompt folder: how it speaks, a line each."""
MAX_VOICE_CHARS = 4000

_OF_OTHERS = re.compile(r"orders\[|products\[[^\]]*\]$")


class PromptSet:
    """The templates of one folder, compiled and linted; a store's own folder goes first."""

    def __init__(self, folder: Path, *, own: Path | None = None, token_budget: int = TOKEN_BUDGET) -> None:
        self._folder, self._own = folder, own
        self._token_budget = token_budget
        self._environment = _environment(folder, own)
        _check_names(self._environment, own)
        digest = hashlib.sha256()
        rendered = []
        for name in CONTRACTS:
            path = self._path(name)
            rendered.append(lint(self._environment, name, path))
            digest.update(path.read_bytes())
            digest.update(rendered[-1].encode())  # what it takes from another template counts too
        self._voice = _voice(own)
        digest.update("\n".join(self._voice).encode())
        self.version = digest.hexdigest()[:16]
        """Changes whenever a template or the store's voice does."""
        self.quotes = Quotes(rendered)
        """Knows whether a text gives away what the prompts say."""

    def reply(self, prompt: ReplyPrompt, mask: Mask) -> tuple[ChatMessage, ...]:
        """The messages that ask for a reply, without personal data and within the token budget.

        Raises:
            PromptError: a template fails on these values.
        """
        # Hidden first and cut then: of what is cut in two, neither half would be known for what it is.
        safe = replace(
            prompt,
            history=self._history(prompt.history[-HISTORY_TURNS:], mask),
            scripts=[mask.hide(script) for script in prompt.scripts],
            message=hidden(prompt.message, mask.hide),
            fallback=mask.hide(prompt.fallback),
        )
        facts = _listed(prompt.facts, mask)
        messages = self._rendered(safe, facts)
        if _tokens(messages) <= self._token_budget:
            return messages
        return self._rendered(
            fitted(safe, self._token_budget, lambda smaller: _tokens(self._rendered(smaller, facts))), facts
        )

    def _history(self, turns: Sequence[Turn], mask: Mask) -> tuple[Turn, ...]:
        """The newest turns without personal data, as far as the budget could ever hold them: hiding takes time."""
        kept: list[Turn] = []
        room = self._token_budget
        for turn in reversed(turns):
            text = hidden(turn.text, mask.hide)
            room -= tokens(text)
            if room < 0:
                break
            kept.append(turn.model_copy(update={"text": text}))
        return tuple(reversed(kept))

    def _rendered(self, prompt: ReplyPrompt, facts: Sequence[Mapping[str, str]]) -> tuple[ChatMessage, ...]:
        system = self._render(
            "reply_system.j2",
            store_name=prompt.store.name,
            platform=prompt.store.platform,
            agent=prompt.store.agent,
            language="Chinese" if prompt.language == "zh" else "English",
            voice=self._voice,
            facts=facts,
            rules=prompt.rules,
            scripts=list(prompt.scripts),
        )
        user = self._render(
            "reply_user.j2",
            task=prompt.task,
            now=f"{prompt.now:%A %Y-%m-%d %H:%M}",
            intents=list(prompt.intents),
            conversation=[{"role": turn.role, "text": turn.text} for turn in prompt.history],
            message=prompt.message,
            fallback=prompt.fallback,
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
        user = self._render(
            "judge_user.j2",
            facts=_listed(facts, mask),
            message=hidden(message, mask.hide),
            reply=hidden(reply, mask.hide),
        )
        return ChatMessage("system", system), ChatMessage("user", user)

    def _path(self, name: str) -> Path:
        own = self._own / name if self._own else None
        return own if own is not None and own.is_file() else self._folder / name

    def _render(self, name: str, **values: object) -> str:
        try:
            return self._environment.get_template(name).render(**values).strip()
        except Exception as caught:  # a template is a program: whatever it runs into, it cannot be used
            raise PromptError(f"{self._path(name)}: {type(caught).__name__} on the values of this request") from None


def _environment(folder: Path, own: Path | None) -> ImmutableSandboxedEnvironment:
    bundled = FileSystemLoader(str(folder), encoding="utf-8")
    first: list[BaseLoader] = [FileSystemLoader(str(own), encoding="utf-8")] if own else []
    environment = ImmutableSandboxedEnvironment(
        # A store's template says {% extends "bundled/reply_system.j2" %} and writes the blocks that it wants otherwise.
        loader=ChoiceLoader([*first, bundled, PrefixLoader({"bundled": bundled})]),
        undefined=StrictUndefined,
        autoescape=False,  # prompts are no HTML; `data` quotes whatever comes from outside
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,  # what was linted is what is used
    )
    environment.filters["data"] = _as_data
    return environment


def _check_names(environment: ImmutableSandboxedEnvironment, own: Path | None) -> None:
    """A file whose name is misspelt would never be read, and nobody would notice."""
    names = {path.name for path in own.iterdir() if path.is_file() and path.name[0] != "."} if own else set()
    strangers = names - CONTRACTS.keys() - {VOICE_FILE}
    if own is None or not strangers:
        return
    taken_in: set[str | None] = set()
    for name in names & CONTRACTS.keys() | {name for name in strangers if name.endswith(".j2")}:
        with suppress(TemplateError, OSError, UnicodeError):  # said by the linter, with the place
            source = (own / name).read_text(encoding="utf-8")
            taken_in.update(meta.find_referenced_templates(environment.parse(source)))
    for name in sorted(strangers - taken_in):
        raise PromptError(
            f"{own / name}: expected one of {', '.join([*CONTRACTS, VOICE_FILE])}, or a template that one names"
        )


def _listed(facts: Sequence[Stated], mask: Mask) -> list[dict[str, str]]:
    """Facts for a template. What orders and titles say, anybody may have written; all else is the store's own words."""
    return [
        {"key": mask.hide_known(fact.key), "says": hide(fact.says)}
        for fact in facts
        for hide in [mask.hide if _OF_OTHERS.match(fact.key) else mask.hide_known]
    ]


def _tokens(messages: Sequence[ChatMessage]) -> int:
    return sum(tokens(message.content) for message in messages)


def _as_data(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _voice(own: Path | None) -> tuple[str, ...]:
    path = own / VOICE_FILE if own else None
    if path is None or not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as caught:
        raise PromptError(f"{path}: expected a text in UTF-8 ({type(caught).__name__})") from None
    if len(text) > MAX_VOICE_CHARS:
        raise PromptError(f"{path}: expected at most {MAX_VOICE_CHARS} characters, got {len(text)}")
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def load_prompts(folder: Path, *, own: Path | None = None, token_budget: int = TOKEN_BUDGET) -> PromptSet:
    """The templates of a folder.

    Args:
        folder: has every template.
        own: a store's folder: templates in it go before those, `voice.txt` says how the store speaks.
        token_budget: what a prompt may take.

    Raises:
        PromptError: a template is missing, is not Jinja, names what there is not, or leaves out what makes a prompt safe.
    """
    return PromptSet(folder, own=own, token_budget=token_budget)
