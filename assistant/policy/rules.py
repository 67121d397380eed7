"""A rule as data: what a policy file may say, and in which shape."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from assistant.domain.base import Name, Value
from assistant.domain.reply import Severity
from assistant.language.normalise import normalise
from assistant.policy.text import Stance

Window = Literal["clause", "sentence", "reply"]
"""How far the parts of a phrase may lie apart."""


def _words(value: object) -> object:
    if isinstance(value, dict):
        return {name: words.split() if isinstance(words, str) else words for name, words in value.items()}
    return value


Lexicon = Annotated[dict[str, tuple[Name, ...]], BeforeValidator(_words)]
"""Entry to its words: a list of RE2 sources, or one text of sources between blanks (a blank within one is `\\s`)."""


class Phrase(Value):
    """A phrase that breaks a rule.

    Patterns are RE2 over the normal form (small letters, half width, simplified); `<concept>` stands for the words of
    a lexicon entry.
    """

    all: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Each of these occurs in the window; the first is the evidence."""
    window: Window = "clause"
    unless: tuple[Name, ...] = ()
    """None of these occurs in the window."""
    about: tuple[Name, ...] = ()
    """One of these occurs in the reply, or in what it answers (the buyer's message and the turns before it)."""
    after: tuple[Name, ...] = ()
    """One of these occurs in the buyer's message."""
    excused: tuple[Stance, ...] = ("negated", "quoted")
    """Stances of the evidence in which it breaks nothing. A pattern that contains its own negation says []."""


class Example(Value):
    """A reply that shows a rule: under `breaks` or under `keeps`."""

    store: Name = "qinghe"
    message: str = ""
    reply: Name
    request: dict[str, Any] = Field(default_factory=dict)
    """Other request keys (product, orders, buyer, now, task, history)."""


class Examples(Value):
    """What breaks the rule, and near misses that keep it."""

    breaks: tuple[Example, ...]
    keeps: tuple[Example, ...]


class RuleWords(Value):
    """What a rule says and advises, in another language than its own."""

    says: Name
    advice: Name


class Rule(Value):
    """One rule of the platform (contract section 7) or of a store (`store.*`)."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")]
    says: Name
    """A reply breaks it when it …"""
    severity: Severity
    points: int | None = None
    """Penalty points as the platform takes them, where known."""
    advice: Name
    """What to write instead: told to the model and shown to the reviewer."""
    zh: RuleWords | None = None
    """The same in Chinese, for reviewers; every rule of the platform has it, a store's own rule may."""
    source: Name
    firm: bool = False
    """Whether a finding stands also where the reply reads like good ones: contacts, personal data, what is forbidden outright."""
    claims: tuple[Name, ...] = ()
    """Kinds of claim that break it when they do not hold."""
    phrases: tuple[Phrase, ...] = ()
    examples: Examples

    @property
    def stands(self) -> bool:
        """Whether its findings are beyond doubt: `firm`, or a store's own rule."""
        return self.firm or self.id.startswith("store.")


def _shows(least: int) -> AfterValidator:
    def check(text: str) -> str:
        if len("".join(normalise(text).view.split())) < least:
            raise ValueError(f"expected text of {least} or more characters that show")
        return text

    return AfterValidator(check)


class Exemption(Value):
    """A phrase that one rule does not count in one store, with the reason."""

    rule: Name
    phrase: Annotated[Name, _shows(2)]
    """Literal words; a violation that overlaps them is not counted. One letter, or a blank, would switch the rule off."""
    reason: Annotated[Name, _shows(1)]


class PolicyFile(Value):
    """One YAML file under `policies/`."""

    family: Name
    lexicon: Lexicon = Field(default_factory=dict)
    rules: tuple[Rule, ...]


class StorePolicyFile(Value):
    """`<store id>.policy.yaml` beside a store profile."""

    lexicon: Lexicon = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    exempt: tuple[Exemption, ...] = ()


class LexiconFile(Value):
    """`lexicon.yaml`: what several families speak of."""

    lexicon: Lexicon
