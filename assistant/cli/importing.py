"""`assistant corpus import`: a store's own documents become scripts."""

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli.app import BAD_INPUT
from assistant.curation import ImportedScript, ImportResult, import_documents, write_corpus
from assistant.domain.store import load_store
from assistant.errors import CorpusError
from assistant.policy import Checker
from assistant.settings import Assistant, Toolbox, load_settings

_MARK = {"kept": "✓", "quarantined": "✗", "duplicate": "="}


def import_files(files: list[Path], *, jsonl: bool, out: Path | None, store: Path | None) -> int:
    """Import documents; write lines for a program, or a summary for a person.

    Raises:
        CorpusError: `out` cannot be written.
    """
    tools = Toolbox(load_settings())
    shop = Assistant.from_store(store, toolbox=tools) if store else None
    result = import_documents(
        files,
        checker=shop.checker if shop else Checker(tools.rules),
        reader=tools.intent_reader,
        store=load_store(store) if store else None,
        on_read=_say if sys.stderr.isatty() else None,
    )
    if out is not None:
        try:
            write_corpus(result, out)
        except OSError as caught:
            raise CorpusError(f"{out}: cannot be written ({caught.strerror or caught})") from None
    if jsonl:
        for script in result.scripts:
            sys.stdout.write(json.dumps(script.as_line(), ensure_ascii=False) + "\n")
    else:
        _summary(result, out)
    for failure in result.failures:
        print(f"assistant: {failure.reason}", file=sys.stderr)
    return BAD_INPUT if result.failures else 0


def _say(path: Path) -> None:
    print(f"read {path.name}", file=sys.stderr)


def _summary(result: ImportResult, out: Path | None) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    for column in ("", "from", "intent", "asked", "reply"):
        table.add_column(column, overflow="fold")
    for script in result.scripts:
        place = f"{script.source}:{script.span[0]}-{script.span[1]}"
        table.add_row(_MARK[script.status], place, script.intent, Text(script.question or ""), _reply(script))
    console.print(table)
    count = {status: sum(script.status == status for script in result.scripts) for status in _MARK}
    console.print(
        f"{len(result.scripts)} scripts: {count['kept']} kept, {count['quarantined']} kept out, {count['duplicate']} said twice"
    )
    if out is not None:
        console.print(f"{out}: written; give it to draft and search with --corpus {out}")


def _reply(script: ImportedScript) -> Text:
    text = Text(script.reply)
    if script.violations:
        text.append(f"  kept out: {', '.join(script.violations)}", style="red")
    return text
