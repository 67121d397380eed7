"""Loads `policies/` and a store's own rules, and refuses what is wrong with file, line and key."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from assistant.domain.base import Model, parse
from assistant.domain.lines import Location
from assistant.errors import PolicyError
from assistant.policy.files import Cache, PolicyFiles
from assistant.policy.findings import ClaimKind
from assistant.policy.rules import Exemption, LexiconFile, PolicyFile, Rule, StorePolicyFile
from assistant.policy.ruleset import RuleSet

LEXICON_FILE = "lexicon.yaml"


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
        PolicyError: names the file, its line, the rule and what was expected.
    """
    files = PolicyFiles(folder, store_policy, kinds, cache)
    origins = Origins(files)
    for path in files.paths:
        if path.name == LEXICON_FILE:
            origins.add(path, _parsed(LexiconFile, files, path).lexicon, ())
            continue
        file = _parsed(PolicyFile, files, path)
        origins.add(path, file.lexicon, file.rules)
        for rule in file.rules:
            _check_rule(rule, origins, min_examples, known_ids)
    exempt: tuple[Exemption, ...] = ()
    if store_policy is not None:
        own = _parsed(StorePolicyFile, files, store_policy)
        origins.add(store_policy, own.lexicon, own.rules)
        for rule in own.rules:
            if not rule.id.startswith("store."):
                raise PolicyError(f"{origins.of(rule.id, 'id')}: a store's own rule id begins with `store.`")
            _check_rule(rule, origins, 2, None)
        exempt = own.exempt
        for number, item in enumerate(exempt):
            if item.rule not in origins.rules:
                place = files.place(store_policy, "exempt", number, "rule")
                raise PolicyError(f"{place}: exempt[{number}]: there is no rule {item.rule}")
    found_set = RuleSet(
        list(origins.rules.values()),
        origins.lexicon,
        kinds,
        exempt=exempt,
        version=files.version,
        place=origins.of,
        index=files.index,
    )
    files.keep(found_set.index)
    return found_set


def _parsed(model: type[Model], files: PolicyFiles, path: Path) -> Model:
    data = files.data(path)
    return parse(
        model, {} if data is None else data, source=str(path), error=PolicyError, line_of=partial(files.line, path)
    )


class Origins:
    """Rules and lexicon entries as they are read, and the place that each comes from.

    Attributes:
        rules: by id.
        lexicon: entry to its words.
    """

    def __init__(self, files: PolicyFiles) -> None:
        self._files = files
        self._places: dict[str, tuple[Path, Location]] = {}
        self.rules: dict[str, Rule] = {}
        self.lexicon: dict[str, tuple[str, ...]] = {}

    def add(self, path: Path, lexicon: Mapping[str, tuple[str, ...]], rules: Sequence[Rule]) -> None:
        """Take what one file holds.

        Raises:
            PolicyError: an entry or a rule stands in two places.
        """
        for name, words in lexicon.items():
            self._note(f"lexicon {name}", path, ("lexicon", name))
            self.lexicon[name] = words
        for number, rule in enumerate(rules):
            self._note(rule.id, path, ("rules", number))
            self.rules[rule.id] = rule

    def _note(self, name: str, path: Path, location: Location) -> None:
        if name in self._places:
            first, where = self._places[name]
            raise PolicyError(
                f"{self._files.place(path, *location)}: {name} stands twice (first at {self._files.place(first, *where)})"
            )
        self._places[name] = path, location

    def of(self, name: str, *keys: int | str) -> str:
        """The file and line of a rule (by id) or of `lexicon <entry>`, or of a key in it, and its name."""
        if name not in self._places:
            return name
        path, location = self._places[name]
        return f"{self._files.place(path, *location, *keys)}: {name}"


def _check_rule(rule: Rule, origins: Origins, min_examples: int, known_ids: Sequence[str] | None) -> None:
    if known_ids is not None and rule.id not in known_ids and not rule.id.startswith("store."):
        raise PolicyError(
            f"{origins.of(rule.id, 'id')}: the contract has no such rule; a store's own begins with `store.`"
        )
    if not rule.claims and not rule.phrases:
        raise PolicyError(f"{origins.of(rule.id)}: expected `claims` or `phrases`; it could never fire")
    for side, examples in (("breaks", rule.examples.breaks), ("keeps", rule.examples.keeps)):
        if len(examples) < min_examples:
            place = origins.of(rule.id, "examples", side)
            raise PolicyError(f"{place}: examples.{side}: expected at least {min_examples}, found {len(examples)}")
