"""Rules as data: load `policies/`, refuse what is wrong with file and key, compile every pattern once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from assistant.domain.base import Name, Value, parse
from assistant.domain.reply import Severity
from assistant.errors import PolicyError
from assistant.language.literals import LetterIndex
from assistant.language.patterns import Pattern, PatternError, PatternSet, Screen, Vocabulary, pattern
from assistant.policy.files import Cache, PolicyFiles
from assistant.policy.findings import ClaimKind
from assistant.policy.text import Stance

Window = Literal["clause", "sentence", "reply"]
"""How far the parts of a phrase may lie apart."""

LEXICON_FILE = "lexicon.yaml"
_CONCEPT = re.compile(r"<([a-z][a-z0-9_]*)>")


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
    source: Name
    claims: tuple[Name, ...] = ()
    """Kinds of claim that break it when they do not hold."""
    phrases: tuple[Phrase, ...] = ()
    examples: Examples


class Exemption(Value):
    """A phrase that one rule does not count in one store, with the reason."""

    rule: Name
    phrase: Name
    """Literal words; a violation whose clause contains them is not counted."""
    reason: Name


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


@dataclass(frozen=True, slots=True)
class CompiledPhrase:
    """A phrase with its patterns compiled."""

    rule: Rule
    all: tuple[Pattern, ...]
    all_ids: tuple[int, ...]
    unless: tuple[Pattern, ...]
    about: tuple[int, ...]
    about_in_reply: tuple[Pattern, ...]
    after: tuple[int, ...]
    window: Window
    excused: frozenset[Stance]


@dataclass(frozen=True, slots=True)
class Trigger:
    """What makes a claim reader run: one of these concepts, or one of these patterns of the reply screen; neither: always."""

    kind: ClaimKind
    concepts: tuple[str, ...]
    concept_bits: int
    """The concepts as bits of `Vocabulary.possible`."""
    pattern_ids: tuple[int, ...]

    @property
    def always(self) -> bool:
        """Whether the reader runs on every reply."""
        return not self.concepts and not self.pattern_ids


class RuleSet:
    """All rules, compiled: one screen over the reply, one over what it answers.

    Args:
        rules: the rules.
        lexicon: every entry with its words.
        kinds: the claim kinds that rules may name.
        exempt: what a store does not count.
        version: changes whenever a policy file does.
        source: where they come from, for messages.
        index: `RuleSet.index` of an earlier run over the very same files and kinds, whose patterns RE2 has taken then:
            they are compiled when they are first looked for.

    Raises:
        PolicyError: a doubled id, an unknown concept or claim kind, a pattern that RE2 does not take.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        lexicon: Mapping[str, Sequence[str]],
        kinds: Sequence[ClaimKind],
        *,
        exempt: Sequence[Exemption] = (),
        version: str = "",
        source: str = "policies",
        index: LetterIndex | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self.kinds = tuple(kinds)
        self.exempt = tuple(exempt)
        self.version = version
        self._source = source
        self._known_good = index is not None
        self._lexicon = {name: self._group(words) for name, words in lexicon.items()}
        self._check_ids()
        for name, words in self._lexicon.items():
            self._pattern(words, f"lexicon {name}")
        self._reply_sources: dict[str, int] = {}
        self._asked_sources: dict[str, int] = {}
        self.phrases = tuple(self._compile(rule, phrase) for rule in self.rules for phrase in rule.phrases)
        for kind in self.kinds:
            for source in self._patterns_of(kind):
                self._reply_id(source, kind.name)
        concepts = {name: self._expand(words, name) for name, words in self._lexicon.items()}
        every = PatternSet([*concepts.values(), *self._reply_sources, *self._asked_sources], index)
        self.index = every.index
        """What all patterns need: the costly part of loading."""
        self.concepts = Vocabulary(concepts, every)
        """The compiled words of every lexicon entry."""
        self.reply_screen = Screen(list(self._reply_sources), every)
        self.asked_screen = Screen(list(self._asked_sources), every)
        self.triggers = tuple(self._trigger(kind) for kind in self.kinds)

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def phrases_by_first(self) -> dict[int, list[CompiledPhrase]]:
        """Phrases by the number of their first pattern in the reply screen."""
        grouped: dict[int, list[CompiledPhrase]] = {}
        for phrase in self.phrases:
            grouped.setdefault(phrase.all_ids[0], []).append(phrase)
        return grouped

    @staticmethod
    def _group(words: Iterable[str]) -> str:
        return "(?:" + "|".join(words) + ")"

    def _check_ids(self) -> None:
        seen: set[str] = set()
        known = {name for kind in self.kinds for name in kind.reads}
        for rule in self.rules:
            if rule.id in seen:
                raise PolicyError(f"{self._source}: the rule {rule.id} stands twice")
            seen.add(rule.id)
            for claim in rule.claims:
                if claim not in known:
                    raise PolicyError(f"{self._source}: {rule.id}: claims: no reader yields the kind {claim}")

    def _expand(self, source: str, place: str, depth: int = 0) -> str:
        def words(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in self._lexicon:
                raise PolicyError(f"{self._source}: {place}: the lexicon has no entry <{name}>")
            if depth > 4:
                raise PolicyError(f"{self._source}: {place}: the lexicon entry <{name}> leads back to itself")
            return self._expand(self._lexicon[name], place, depth + 1)

        return _CONCEPT.sub(words, source)

    def _pattern(self, source: str, place: str) -> Pattern:
        try:
            found = pattern(self._expand(source, place))
            return found if self._known_good else found.checked()
        except PatternError as caught:
            raise PolicyError(f"{self._source}: {place}: expected an RE2 pattern, got {source!r} ({caught})") from None

    def _reply_id(self, source: str, place: str) -> int:
        self._pattern(source, place)
        return self._reply_sources.setdefault(self._expand(source, place), len(self._reply_sources))

    def _asked_id(self, source: str, place: str) -> int:
        self._pattern(source, place)
        return self._asked_sources.setdefault(self._expand(source, place), len(self._asked_sources))

    @staticmethod
    def _patterns_of(kind: ClaimKind) -> list[str]:
        return [source for source in kind.triggers if not _CONCEPT.fullmatch(source)]

    def _trigger(self, kind: ClaimKind) -> Trigger:
        concepts = tuple(match.group(1) for source in kind.triggers if (match := _CONCEPT.fullmatch(source)))
        for name in concepts:
            self._expand(f"<{name}>", kind.name)
        patterns = tuple(self._reply_id(source, kind.name) for source in self._patterns_of(kind))
        return Trigger(kind, concepts, self.concepts.bits(concepts), patterns)

    def _compile(self, rule: Rule, phrase: Phrase) -> CompiledPhrase:
        place = rule.id
        return CompiledPhrase(
            rule=rule,
            all=tuple(self._pattern(source, place) for source in phrase.all),
            all_ids=tuple(self._reply_id(source, place) for source in phrase.all),
            unless=tuple(self._pattern(source, place) for source in phrase.unless),
            about=tuple(self._asked_id(source, place) for source in phrase.about),
            about_in_reply=tuple(self._pattern(source, place) for source in phrase.about),
            after=tuple(self._asked_id(source, place) for source in phrase.after),
            window=phrase.window,
            excused=frozenset(phrase.excused),
        )


def load_rules(
    folder: Path,
    kinds: Sequence[ClaimKind],
    *,
    known_ids: Sequence[str] | None = None,
    store_policy: Path | None = None,
    min_examples: int = 8,
    cache: Cache | None = None,
) -> RuleSet:
    """Every rule of a policy folder, and a store's own beside them. Nothing is half loaded.

    Args:
        folder: where the YAML files of the families lie.
        kinds: the claim kinds that rules may name.
        known_ids: the ids of the contract; others must begin with `store.`. None: any id.
        store_policy: a store's own rules and exemptions.
        min_examples: how many examples each rule must bring on either side (a store's own rule: 2).
        cache: where what was read and found good is kept; None reads and tries everything every time.

    Raises:
        PolicyError: names the file, the rule and what was expected.
    """
    files = PolicyFiles(folder, store_policy, kinds, cache)
    lexicon: dict[str, tuple[str, ...]] = {}
    rules: list[Rule] = []
    for path in files.paths:
        data = files.data(path)
        if path.name == LEXICON_FILE:
            entries = parse(_LexiconFile, data, source=str(path), error=PolicyError).lexicon
            found: tuple[Rule, ...] = ()
        else:
            file = parse(PolicyFile, data, source=str(path), error=PolicyError)
            entries, found = file.lexicon, file.rules
        _merge(lexicon, entries, path)
        for rule in found:
            _check_rule(rule, path, min_examples, known_ids)
        rules.extend(found)
    exempt: tuple[Exemption, ...] = ()
    if store_policy is not None:
        own = parse(StorePolicyFile, files.data(store_policy) or {}, source=str(store_policy), error=PolicyError)
        _merge(lexicon, own.lexicon, store_policy)
        for rule in own.rules:
            if not rule.id.startswith("store."):
                raise PolicyError(f"{store_policy}: {rule.id}: a store's own rule id begins with `store.`")
            _check_rule(rule, store_policy, 2, None)
        rules.extend(own.rules)
        exempt = own.exempt
        ids = {rule.id for rule in rules}
        for item in exempt:
            if item.rule not in ids:
                raise PolicyError(f"{store_policy}: exempt: there is no rule {item.rule}")
    found_set = RuleSet(
        rules, lexicon, kinds, exempt=exempt, version=files.version, source=str(folder), index=files.index
    )
    files.keep(found_set.index)
    return found_set


class _LexiconFile(Value):
    lexicon: Lexicon


def _merge(lexicon: dict[str, tuple[str, ...]], entries: Mapping[str, tuple[str, ...]], path: Path) -> None:
    for name, words in entries.items():
        if name in lexicon:
            raise PolicyError(f"{path}: lexicon: the entry {name} stands in another file too")
        lexicon[name] = words


def _check_rule(rule: Rule, path: Path, min_examples: int, known_ids: Sequence[str] | None) -> None:
    place = f"{path}: {rule.id}"
    if known_ids is not None and rule.id not in known_ids and not rule.id.startswith("store."):
        raise PolicyError(f"{place}: the contract has no such rule; a store's own begins with `store.`")
    if not rule.claims and not rule.phrases:
        raise PolicyError(f"{place}: expected `claims` or `phrases`; it could never fire")
    for side, examples in (("breaks", rule.examples.breaks), ("keeps", rule.examples.keeps)):
        if len(examples) < min_examples:
            raise PolicyError(f"{place}: examples.{side}: expected at least {min_examples}, found {len(examples)}")
