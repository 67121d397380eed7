"""`assistant corpus stats`, `lint` and `export`: what a corpus holds, whether it is fit to send, and the way out of it."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.corpus import Corpus, load_corpus_file
from assistant.curation import export_qianniu
from assistant.curation.stats import PLAIN_TONE, Count, counted, gaps
from assistant.domain.intents import INTENTS
from assistant.domain.store import profile_paths
from assistant.errors import CorpusError, RequestError
from assistant.evaluation.scripts import Linted, lint, lint_without_store
from assistant.policy import Checker
from assistant.settings import Assistant, Toolbox, load_settings

FOUND_WRONG = 1
"""Exit code of `lint` where a script breaks a block rule."""


def show_stats(corpus: Path | None, *, as_json: bool) -> int:
    """Scripts and question variants by intent, stage, language and tone; and where there is too little."""
    counts = counted(Toolbox(load_settings(), corpus_file=corpus).corpus)
    missing = gaps(counts)
    if as_json:
        data = {"counts": [count.as_data() for count in counts], "gaps": list(missing)}
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return 0
    console = Console(highlight=False)
    console.print(_stats_table(counts))
    for name in ("scripts", "wordings", "questions", "kept_out"):
        total = {language: sum(getattr(c, name) for c in counts if c.language == language) for language in ("zh", "en")}
        console.print(f"{name.replace('_', ' ')}: {total['zh']} zh, {total['en']} en")
    for sentence in missing:
        console.print(Text(f"too few: {sentence}", style="yellow"))
    if not missing:
        console.print("no gaps: every intent has its least of scripts and question variants")
    return 0


def _stats_table(counts: Sequence[Count]) -> Table:
    table = Table(title="zh / en", title_justify="left", title_style="dim", box=None, pad_edge=False)
    for column in ("stage", "intent"):
        table.add_column(column)
    for column in ("scripts", "wordings", "questions"):
        table.add_column(column, justify="right")
    table.add_column("for a mood or an audience", style="dim", overflow="fold")
    for intent in INTENTS:
        mine = [count for count in counts if count.intent == intent]
        cells = [" / ".join(str(getattr(c, name)) for c in mine) for name in ("scripts", "wordings", "questions")]
        special = sum((Counter(c.tones) + Counter(c.tags) for c in mine), Counter())
        del special[PLAIN_TONE]
        table.add_row(
            mine[0].stage, intent, *cells, ", ".join(f"{name} {number}" for name, number in sorted(special.items()))
        )
    return table


def lint_corpus(corpus: Path | None, *, store: Path | None, stores: Path | None, now: str | None, as_json: bool) -> int:
    """Every script checked like a reply, for each store; without one, by the rules that need no profile.

    Raises:
        CorpusError: the corpus file is wrong.
        RequestError: both a store and a folder of stores are given, or the time is none.
    """
    if store is not None and stores is not None:
        raise RequestError("expected --store FILE or --stores DIR, not both")
    tools = Toolbox(load_settings())
    scripts = load_corpus_file(corpus) if corpus else None
    # Question variants, which call for the scripts of a case, are the bundled ones in either case.
    ours = tools.corpus
    linted = Corpus(scripts=scripts.scripts, questions=ours.questions) if scripts else ours
    paths = profile_paths(stores) if stores else [store] if store else []
    if not paths:
        results = [lint_without_store(linted, Checker(tools.rules))]
    else:
        shops = [Assistant.from_store(path, toolbox=tools) for path in paths]
        results = [lint(linted, shop.store, shop.checker, _moment(now)) for shop in shops]
    if as_json:
        sys.stdout.write(json.dumps([_as_data(result) for result in results], ensure_ascii=False, indent=2) + "\n")
    else:
        for result in results:
            _show_linted(result)
    return FOUND_WRONG if any(result.wrong for result in results) else 0


def _moment(words: str | None) -> datetime:
    if words is None:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise RequestError(f"now: expected a time like 2026-11-21T10:00:00+08:00 (got {words!r})") from None
    if moment.tzinfo is None:
        raise RequestError(f"now: expected a time with its zone, like 2026-11-21T10:00:00+08:00 (got {words!r})")
    return moment


def _as_data(result: Linted) -> dict[str, object]:
    return {
        "store": result.store,
        "passed": result.passed,
        "wrong": [one.as_data() for one in result.wrong],
        "skipped": [{"script": name, "slots": list(slots)} for name, slots in result.skipped.items()],
    }


def _show_linted(result: Linted) -> None:
    console = Console(highlight=False)
    for one in result.wrong:
        console.print(Text.assemble(("✗ ", "bold red"), (one.script, "bold"), f"  {one.rule}: {one.why}"))
        console.print(Text(f"    {one.said}", style="red"))
        if one.message:
            console.print(Text(f"    asked: {one.message}", style="dim"))
    where = f"{result.store}: " if result.store else "without a profile: "
    console.print(
        where
        + f"{result.passed} wordings fit, {len(result.wrong)} break a rule, "
        + f"{len(result.skipped)} scripts skipped (this store has no facts for them)"
    )


def export(corpus: Path | None, out: Path) -> int:
    """Write quick phrases for Qianniu: of the store's own corpus, else the bundled Chinese scripts.

    Raises:
        CorpusError: the corpus file is wrong, holds nothing that may be used, or `out` cannot be written.
    """
    source = load_corpus_file(corpus) if corpus else Toolbox(load_settings()).corpus
    scripts = [script for script in source.usable if corpus or script.language == "zh"]
    if not scripts:
        raise CorpusError(f"{corpus}: holds no script that may be used (kept out: {len(source.scripts)})")
    try:
        export_qianniu(scripts, out)
    except OSError as caught:
        raise CorpusError(f"{out}: cannot be written ({caught.strerror or caught})") from None
    phrases = sum(len(script.replies) for script in scripts)
    print(f"{out}: {phrases} quick phrases written (group, code, content; GBK). Import the file in Qianniu.")
    with_slots = sum(bool(script.slots) for script in scripts)
    if with_slots:
        print(f"{with_slots} scripts hold slots like {{carrier}}: fill them in before you send one.")
    return 0
