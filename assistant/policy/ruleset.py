"""All rules together, with every pattern compiled once: what the checker runs."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.errors import PolicyError
from assistant.language.letter_index import LetterIndex
from assistant.language.patterns import Pattern, PatternError, PatternSet, Screen, Vocabulary, pattern
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind
from assistant.policy.rules import Exemption, Phrase, Rule, Window
from assistant.policy.text import Stance

Place = tuple[int | str, ...]
"""What a pattern belongs to: a rule id or `lexicon <entry>`, and the keys in it."""

_CONCEPT = regex(r"<([a-z][a-z0-9_]*)>")


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
    always: bool
    """Whether the reader runs on every reply."""


class RuleSet:
    """All rules, compiled: one screen over the reply, one over what it answers.

    Args:
        rules: the rules.
        lexicon: every entry with its words.
        kinds: the claim kinds that rules may name.
        exempt: what a store does not count.
        version: changes whenever a policy file does.
        place: where a rule (by id), or `lexicon <entry>`, or a key in it stands: for messages.
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
        place: Callable[..., str] = lambda name, *_: name,
        index: LetterIndex | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self.kinds = tuple(kinds)
        self.exempt = tuple(exempt)
        self.version = version
        self._place = place
        self._known_good = index is not None
        self._lexicon = {name: self._group(words) for name, words in lexicon.items()}
        self._check_ids()
        for name, words in self._lexicon.items():
            self._pattern(words, (f"lexicon {name}",))
        self._reply_sources: dict[str, int] = {}
        self._asked_sources: dict[str, int] = {}
        self.phrases = tuple(
            self._compile(rule, number, phrase) for rule in self.rules for number, phrase in enumerate(rule.phrases)
        )
        for kind in self.kinds:
            for source in self._patterns_of(kind):
                self._reply_id(source, (kind.name,))
        concepts = {name: self._expand(words, (f"lexicon {name}",)) for name, words in self._lexicon.items()}
        every = PatternSet([*concepts.values(), *self._reply_sources, *self._asked_sources], index)
        self.patterns = every.sources
        """The sources of all patterns that texts are screened for."""
        self.index = every.index
        """What they need: the costly part of loading."""
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
                raise PolicyError(f"{self._place(rule.id)} stands twice")
            seen.add(rule.id)
            for number, claim in enumerate(rule.claims):
                if claim not in known:
                    place = self._place(rule.id, "claims", number)
                    raise PolicyError(f"{place}: claims: no reader yields the kind {claim}")

    def _expand(self, source: str, place: Place, depth: int = 0) -> str:
        def words(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in self._lexicon:
                raise PolicyError(f"{self._place(*place)}: the lexicon has no entry <{name}>")
            if depth > 4:
                raise PolicyError(f"{self._place(*place)}: the lexicon entry <{name}> leads back to itself")
            return self._expand(self._lexicon[name], place, depth + 1)

        return _CONCEPT.sub(words, source)

    def _pattern(self, source: str, place: Place) -> Pattern:
        try:
            found = pattern(self._expand(source, place))
            return found if self._known_good else found.checked()
        except PatternError as caught:
            raise PolicyError(f"{self._place(*place)}: expected an RE2 pattern, got {source!r} ({caught})") from None

    def _reply_id(self, source: str, place: Place) -> int:
        self._pattern(source, place)
        return self._reply_sources.setdefault(self._expand(source, place), len(self._reply_sources))

    def _asked_id(self, source: str, place: Place) -> int:
        self._pattern(source, place)
        return self._asked_sources.setdefault(self._expand(source, place), len(self._asked_sources))

    @staticmethod
    def _patterns_of(kind: ClaimKind) -> list[str]:
        return [source for source in kind.triggers if not _CONCEPT.fullmatch(source)]

    def _trigger(self, kind: ClaimKind) -> Trigger:
        concepts = tuple(match.group(1) for source in kind.triggers if (match := _CONCEPT.fullmatch(source)))
        for name in concepts:
            self._expand(f"<{name}>", (kind.name,))
        patterns = tuple(self._reply_id(source, (kind.name,)) for source in self._patterns_of(kind))
        return Trigger(kind, concepts, self.concepts.bits(concepts), patterns, always=not kind.triggers)

    def _compile(self, rule: Rule, number: int, phrase: Phrase) -> CompiledPhrase:
        def placed(key: str, sources: Sequence[str]) -> list[tuple[str, Place]]:
            return [(source, (rule.id, "phrases", number, key, at)) for at, source in enumerate(sources)]

        every, unless = placed("all", phrase.all), placed("unless", phrase.unless)
        about, after = placed("about", phrase.about), placed("after", phrase.after)
        return CompiledPhrase(
            rule=rule,
            all=tuple(self._pattern(*source) for source in every),
            all_ids=tuple(self._reply_id(*source) for source in every),
            unless=tuple(self._pattern(*source) for source in unless),
            about=tuple(self._asked_id(*source) for source in about),
            about_in_reply=tuple(self._pattern(*source) for source in about),
            after=tuple(self._asked_id(*source) for source in after),
            window=phrase.window,
            excused=frozenset(phrase.excused),
        )
