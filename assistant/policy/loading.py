"""Loads `policies/` and a store's own rules, and refuses what is wrong with file and key."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.domain.base import parse
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
        PolicyError: names the file, the rule and what was expected.
    """
    files = PolicyFiles(folder, store_policy, kinds, cache)
    lexicon: dict[str, tuple[str, ...]] = {}
    rules: list[Rule] = []
    for path in files.paths:
        data = files.data(path)
        if path.name == LEXICON_FILE:
            entries = parse(LexiconFile, data, source=str(path), error=PolicyError).lexicon
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
