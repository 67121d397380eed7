"""Scripts: what a store says in a situation, with the ways in which buyers ask for it.

On disk a corpus is a folder: `<language>/questions/*.yaml` maps an intent to question variants, and
`<language>/scripts/*.yaml` lists scripts. A store's own corpus is one file with the key `scripts`. A file that is wrong
is refused whole.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from assistant.corpus.cache import CorpusCache
from assistant.corpus.places import line_of
from assistant.domain.base import Name, NullableValue, Value, faults, load_yaml
from assistant.domain.intents import STAGE_OF
from assistant.domain.reply import Stage
from assistant.errors import CorpusError

Language = Literal["zh", "en"]
"""The languages that scripts are written in."""

Status = Literal["kept", "quarantined", "duplicate"]
"""`quarantined` breaks a block rule as written and `duplicate` says what another says: neither is ever used."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")

_SLOT = re.compile(r"\{[a-z][a-z0-9_]*\}")
_BRACE = re.compile(r"[{}]")


class Script(NullableValue):
    """One thing to say in one situation, in several wordings."""

    id: Name
    language: Language
    intent: Name
    stage: Stage
    replies: Annotated[tuple[Name, ...], Field(min_length=1)]
    """With slots like `{invoice_days}` that are filled from facts."""
    case: Name | None = None
    """The situation within the intent, such as `paid` or `remote`."""
    questions: tuple[Name, ...] = ()
    """How buyers ask for just this; the intent's own variants come on top."""
    tags: tuple[Name, ...] = ()
    mood: Name | None = None
    source: Name | None = None
    """The document it was imported from; None for the scripts that come with the package."""
    span: tuple[int, int] | None = None
    """Characters of the source's text, end exclusive."""
    status: Status = "kept"

    @model_validator(mode="before")
    @classmethod
    def _fill_stage(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and data.get("stage") is None and isinstance(data.get("intent"), str):
            return {**data, "stage": STAGE_OF.get(data["intent"], "any")}
        return data

    @model_validator(mode="after")
    def _check_words(self) -> "Script":
        if self.intent not in STAGE_OF:
            raise ValueError(f"intent: expected one of the contract's intents, got {self.intent!r}")
        for number, reply in enumerate(self.replies):
            if not reply.strip():
                raise ValueError(f"replies[{number}]: expected words")
            if _BRACE.search(_SLOT.sub("", reply)):
                raise ValueError(f"replies[{number}]: expected every slot closed, like {{invoice_days}}")
        return self

    @property
    def own(self) -> bool:
        """Whether it comes from a store's own documents."""
        return self.source is not None

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of all slots in its replies."""
        return frozenset(slot[1:-1] for reply in self.replies for slot in _SLOT.findall(reply))


class Corpus(Value):
    """Scripts and question variants, as loaded."""

    scripts: tuple[Script, ...] = ()
    questions: Mapping[Language, Mapping[str, tuple[str, ...]]] = Field(default_factory=dict)
    """Question variants by language and intent."""
    version: str = ""
    """Changes whenever a file of the corpus does."""

    @cached_property
    def _grouped(self) -> dict[tuple[str, str], list[Script]]:
        grouped: dict[tuple[str, str], list[Script]] = {}
        for script in self.usable:
            grouped.setdefault((script.intent, script.language), []).append(script)
        return grouped

    @cached_property
    def usable(self) -> tuple[Script, ...]:
        """The scripts that may be used, in the order of the files."""
        return tuple(script for script in self.scripts if script.status == "kept")

    @cached_property
    def by_id(self) -> dict[str, Script]:
        """The scripts by id."""
        return {script.id: script for script in self.scripts}

    def by_intent(self, intent: str, language: str, case: str | None = None) -> list[Script]:
        """The usable scripts of an intent, of one case where one is asked for; the store's own first."""
        found = [script for script in self._grouped.get((intent, language), ()) if case is None or script.case == case]
        return sorted(found, key=lambda script: not script.own)

    def questions_of(self, intent: str, language: str) -> tuple[str, ...]:
        """The question variants of an intent in a language."""
        for known, variants in self.questions.items():
            if known == language:
                return variants.get(intent, ())
        return ()

    def with_own(self, own: "Corpus") -> "Corpus":
        """This corpus and a store's own on top.

        Raises:
            CorpusError: both have a script of the same id.
        """
        doubled = self.by_id.keys() & own.by_id.keys()
        if doubled:
            raise CorpusError(f"the store's own corpus: {min(doubled)}: this id stands in the bundled corpus too")
        questions = {
            language: _joined(self.questions.get(language, {}), own.questions.get(language, {}))
            for language in LANGUAGES
        }
        version = hashlib.sha256(f"{self.version}+{own.version}".encode()).hexdigest()[:16]
        return Corpus(scripts=self.scripts + own.scripts, questions=questions, version=version)


def load_corpus(folder: Path, *, cache: CorpusCache | None = None) -> Corpus:
    """The corpus of a folder.

    Args:
        folder: with `<language>/questions` and `<language>/scripts`.
        cache: where a parsed copy is kept; None reads the YAML every time.

    Raises:
        CorpusError: names the file, the line where it can be told, and what was expected. Nothing is half loaded.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: expected a folder with <language>/questions and <language>/scripts")
    paths = sorted(path for language in LANGUAGES for path in (folder / language).glob("*/*.yaml"))
    version = _version(paths, folder)
    return _kept(version, cache) or _keep(_read_folder(folder, version), cache)


def _kept(version: str, cache: CorpusCache | None) -> Corpus | None:
    kept = cache.get(version) if cache else None
    if kept is None:
        return None
    try:
        return Corpus.model_validate(kept)
    except ValidationError:
        return None  # written by another release; what the files say is what counts


def _keep(corpus: Corpus, cache: CorpusCache | None) -> Corpus:
    if cache:
        cache.put(corpus.version, corpus.model_dump(mode="json", exclude_defaults=True))
    return corpus


def load_corpus_file(path: Path, *, language: Language = "zh", cache: CorpusCache | None = None) -> Corpus:
    """A store's own corpus, as `assistant corpus import --out FILE` writes it.

    Args:
        path: a YAML file with the key `scripts`.
        language: of scripts that name none, in a file that names none.
        cache: where a parsed copy is kept; None reads the YAML every time.

    Raises:
        CorpusError: names the file, the line where it can be told, and what was expected.
    """
    version = _version([path], path.parent)
    if (kept := _kept(f"{version}-{language}", cache)) is not None:
        return kept
    data = load_yaml(path, error=CorpusError)
    if not isinstance(data, Mapping) or not isinstance(data.get("scripts"), list):
        raise CorpusError(f"{path}: expected the key `scripts` with a list of scripts")
    unknown = sorted(str(key) for key in data.keys() - {"scripts", "language"})
    if unknown:
        raise CorpusError(f"{path}:{line_of(path, (unknown[0],))}: {unknown[0]}: unknown key")
    defaults = {"language": data.get("language", language), "source": path.name}
    scripts = _scripts(path, data["scripts"], defaults, ("scripts",))
    _refuse_doubled([(path, scripts)])
    return _keep(Corpus(scripts=tuple(scripts), version=f"{version}-{language}"), cache)


def _version(paths: Sequence[Path], base: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(f"{path.relative_to(base)}\0".encode() + path.read_bytes() + b"\0")
        except OSError as caught:
            raise CorpusError(f"{path}: cannot be read ({caught.strerror or caught})") from None
    return digest.hexdigest()[:16]


def _read_folder(folder: Path, version: str) -> Corpus:
    questions: dict[Language, dict[str, tuple[str, ...]]] = {}
    files: list[tuple[Path, list[Script]]] = []
    for language in LANGUAGES:
        variants: dict[str, tuple[str, ...]] = {}
        for path in sorted((folder / language / "questions").glob("*.yaml")):
            variants = _joined(variants, _questions(path))
        questions[language] = variants
        for path in sorted((folder / language / "scripts").glob("*.yaml")):
            data = load_yaml(path, error=CorpusError)
            if not isinstance(data, list):
                raise CorpusError(f"{path}: expected a list of scripts")
            files.append((path, _scripts(path, data, {"language": language}, ())))
    _refuse_doubled(files)
    return Corpus(
        scripts=tuple(script for _, scripts in files for script in scripts), questions=questions, version=version
    )


def _joined(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {intent: first.get(intent, ()) + second.get(intent, ()) for intent in {**first, **second}}


def _questions(path: Path) -> dict[str, tuple[str, ...]]:
    data = load_yaml(path, error=CorpusError)
    if not isinstance(data, Mapping):
        raise CorpusError(f"{path}: expected a mapping from intent to question variants")
    for intent, variants in data.items():
        if intent not in STAGE_OF:
            raise CorpusError(f"{path}:{line_of(path, (intent,))}: {intent}: expected one of the contract's intents")
        if not isinstance(variants, list):
            raise CorpusError(f"{path}:{line_of(path, (intent,))}: {intent}: expected a list of question variants")
        for number, variant in enumerate(variants):
            if not isinstance(variant, str) or not variant.strip():
                place = line_of(path, (intent, number))
                raise CorpusError(f"{path}:{place}: {intent}[{number}]: expected words (got {variant!r})")
    return {intent: tuple(variants) for intent, variants in data.items()}


def _scripts(
    path: Path, rows: Sequence[object], defaults: Mapping[str, object], prefix: tuple[str, ...]
) -> list[Script]:
    scripts = []
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            place = line_of(path, (*prefix, number))
            raise CorpusError(f"{path}:{place}: script {number + 1}: expected a mapping with id, intent and replies")
        given = {key: value for key, value in row.items() if value is not None}
        try:
            scripts.append(Script.model_validate({**defaults, **given}))
        except ValidationError as caught:
            place = line_of(path, (*prefix, number, *caught.errors()[0]["loc"]))
            name = row.get("id", f"script {number + 1}")
            says = "; ".join(line.removeprefix("(top): ") for line in faults(caught))
            raise CorpusError(f"{path}:{place}: {name}: {says}") from None
    return scripts


def _refuse_doubled(files: Iterable[tuple[Path, Sequence[Script]]]) -> None:
    seen: dict[str, Path] = {}
    for path, scripts in files:
        for script in scripts:
            if script.id in seen:
                raise CorpusError(f"{path}: {script.id}: this id stands twice (first in {seen[script.id]})")
            seen[script.id] = path
