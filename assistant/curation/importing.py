"""From documents to scripts: read, find, slot, tell what each is for, lint, mark duplicates."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from assistant.corpus import Language
from assistant.curation.documents import read_document
from assistant.curation.duplicates import FirstOfKind
from assistant.curation.layouts import Document, Found, Span, find_scripts
from assistant.curation.linting import Linter
from assistant.curation.placeholders import with_slots
from assistant.curation.situations import Reads, intent_of, is_buyers_words
from assistant.domain.intents import STAGE_OF
from assistant.domain.reply import Stage
from assistant.domain.store import StoreProfile
from assistant.errors import DocumentError
from assistant.language.detect import detect
from assistant.policy import Checker

Status = Literal["kept", "quarantined", "duplicate"]
"""`quarantined` breaks a block rule as written (also where it is a duplicate); `duplicate` says what an earlier one says."""

_BREAKS = re.compile(r"[ \t\r]*\n\s*")
_WIDE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef。，！？；：~…)])\x00|\x00(?=[\u2e80-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class ImportedScript:
    """A script found in a document (contract section 5).

    Attributes:
        id: unique within one import; the same document gives the same ids.
        source: the file's name.
        span: from the start of the question (of the reply where there is none) to the end of the reply.
        question: the buyer's words, or the heading that states the situation.
        reply: the agent's words, with slots for placeholders.
        violations: the block rules that it breaks.
        duplicate_of: the id of the earlier script that says the same.
    """

    id: str
    source: str
    span: Span
    question: str | None
    reply: str
    intent: str
    stage: Stage
    language: Language
    status: Status
    violations: tuple[str, ...] = ()
    duplicate_of: str | None = None

    def as_line(self) -> dict[str, object]:
        """The object that `assistant corpus import --jsonl` writes."""
        return {
            "id": self.id,
            "source": self.source,
            "span": list(self.span),
            "question": self.question,
            "reply": self.reply,
            "intent": self.intent,
            "stage": self.stage,
            "language": self.language,
            "status": self.status,
            "violations": list(self.violations),
            "duplicate_of": self.duplicate_of,
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    path: Path
    reason: str
    """Names the file."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import brought."""

    scripts: tuple[ImportedScript, ...]
    """In document order."""
    failures: tuple[Failure, ...] = ()

    @property
    def kept(self) -> tuple[ImportedScript, ...]:
        """The scripts that may be used."""
        return tuple(script for script in self.scripts if script.status == "kept")


def import_documents(
    paths: Sequence[Path],
    *,
    checker: Checker,
    reader: Reads | None = None,
    store: StoreProfile | None = None,
    now: datetime | None = None,
    on_read: Callable[[Path], None] | None = None,
) -> ImportResult:
    """Find the scripts of documents; a document that cannot be read is named, and the others are imported.

    Args:
        paths: the files, in the order in which their scripts come out.
        checker: judges each script as a reply.
        reader: reads intents; without it headings and replies alone tell what a script is for.
        store: whose facts scripts are held against; without it only rules that need no profile fact quarantine.
        now: the moment that the store's facts are computed for; the present one where it is None.
        on_read: told of each file when it is done, for progress.
    """
    linter = Linter(checker, store, now)
    firsts = FirstOfKind()
    scripts: list[ImportedScript] = []
    failures: list[Failure] = []
    stems: dict[str, int] = {}
    for path in paths:
        try:
            document = read_document(path)
        except DocumentError as caught:
            failures.append(Failure(path, str(caught)))
        else:
            stem = _stem(path, stems)
            scripts.extend(_scripts(document, stem, linter, firsts, reader))
        if on_read:
            on_read(path)
    return ImportResult(tuple(scripts), tuple(failures))


def _scripts(
    document: Document, stem: str, linter: Linter, firsts: FirstOfKind, reader: Reads | None
) -> Iterator[ImportedScript]:
    for number, found in enumerate(find_scripts(document), 1):
        yield _script(document, found, f"{stem}-{number:04d}", linter, firsts, reader)


def _script(
    document: Document, found: Found, script_id: str, linter: Linter, firsts: FirstOfKind, reader: Reads | None
) -> ImportedScript:
    written = _words(document, found.reply)
    question = _words(document, found.question) if found.question else None
    language: Language = "en" if detect(written) == "en" else "zh"
    intent = intent_of(question, written, reader)
    asked = question if question and is_buyers_words(question) else None
    violations = linter.broken(written, asked, language)
    reply = with_slots(written)
    duplicate_of = firsts.find_or_add(script_id, reply)
    status: Status = "quarantined" if violations else "duplicate" if duplicate_of else "kept"
    start = min(found.question[0], found.reply[0]) if found.question else found.reply[0]
    return ImportedScript(
        id=script_id,
        source=document.name,
        span=(start, found.reply[1]),
        question=None if question in STAGE_OF else question,
        reply=reply,
        intent=intent,
        stage=STAGE_OF[intent],
        language=language,
        status=status,
        violations=violations,
        duplicate_of=duplicate_of,
    )


def _words(document: Document, span: Span) -> str:
    words = document.text[slice(*span)]
    return one_line(words.replace('""', '"') if document.quotes_doubled else words)


def one_line(words: str) -> str:
    """Words wrapped or broken over lines as one line; nothing stands for a break beside a Chinese character."""
    return _WIDE.sub("", _BREAKS.sub("\x00", words.replace("\x00", "").strip())).replace("\x00", " ")


def _stem(path: Path, seen: dict[str, int]) -> str:
    """The file's name without its ending; the second file of a name gets a number."""
    stem = path.stem or "document"
    seen[stem] = seen.get(stem, 0) + 1
    return stem if seen[stem] == 1 else f"{stem}.{seen[stem]}"
