"""The commands and their options. Everything heavy is imported by the command that needs it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.eval_commands import eval_app
from assistant.cli.review_commands import review_app
from assistant.errors import AssistantError, BadInput

BAD_INPUT = 2
"""Exit code for a wrong line, option or file; it wins over 1 (blocked or handed over)."""

app = typer.Typer(
    name="assistant",
    help="Drafts replies for online stores, and checks every promise in them against the store's own facts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # the panels of rich cost 0.3 s of start
    context_settings={"help_option_names": ["-h", "--help"]},
)
corpus_app = typer.Typer(
    help="Scripts: import a store's own documents, and look after them.", no_args_is_help=True, rich_markup_mode=None
)
policy_app = typer.Typer(
    help="Rules: list them, read one, run their examples.", no_args_is_help=True, rich_markup_mode=None
)
store_app = typer.Typer(help="Store profiles: start one, check one.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(corpus_app, name="corpus")
app.add_typer(policy_app, name="policy")
app.add_typer(store_app, name="store")
app.add_typer(review_app, name="review")
app.add_typer(eval_app, name="eval")

StoreOption = Annotated[Path | None, typer.Option("--store", help="A store profile (YAML).", metavar="FILE")]
StoresOption = Annotated[
    Path | None, typer.Option("--stores", help="A folder of store profiles, for --jsonl.", metavar="DIR")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object, for a program.")]
JsonlOption = Annotated[
    bool, typer.Option("--jsonl", help="One JSON object a line from standard input, one a line out.")
]
CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", help="A corpus of the store's own, on top of the bundled one.", metavar="FILE"),
]
RequestOption = Annotated[
    Path | None, typer.Option("--request", help="A request (JSON): orders, history, buyer …", metavar="FILE")
]
ProductOption = Annotated[str | None, typer.Option("--product", help="The item page that the buyer came from.")]
RegionOption = Annotated[str | None, typer.Option("--region", help="Where the buyer is.")]
NowOption = Annotated[
    str | None, typer.Option("--now", help="The time of the request, with its zone: 2026-11-21T10:00:00+08:00.")
]


@app.command()
def draft(
    message: Annotated[str | None, typer.Argument(help="What the buyer wrote.")] = None,
    store: StoreOption = None,
    stores: StoresOption = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
    corpus: CorpusOption = None,
    request: RequestOption = None,
    product: ProductOption = None,
    region: RegionOption = None,
    now: NowOption = None,
    deadline: Annotated[
        float | None, typer.Option("--deadline", help="Seconds that one draft may take, with a model.", metavar="S")
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="Show every attempt with its text.")] = False,
) -> None:
    """Draft a reply to a buyer's message.

    Exit code: 0; 2 when a line, an option or a file was bad.
    """
    from assistant.cli import drafting

    given = drafting.Given(message=message, request=request, product=product, region=region, now=now)
    if jsonl:
        raise typer.Exit(drafting.draft_lines(stores, store, corpus, given, deadline_s=deadline))
    raise typer.Exit(drafting.draft_one(store, corpus, given, as_json=as_json, trace=trace, deadline_s=deadline))


@app.command()
def check(
    reply: Annotated[str | None, typer.Argument(help="The reply to judge.")] = None,
    store: StoreOption = None,
    stores: StoresOption = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
    message: Annotated[str | None, typer.Option("--message", help="What the buyer wrote.")] = None,
    request: RequestOption = None,
    product: ProductOption = None,
    region: RegionOption = None,
    now: NowOption = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, max=64, help="Processes for --jsonl; left out: one a core where many lines come."
        ),
    ] = None,
) -> None:
    """Say whether a reply is fit to send: which promises it makes, and which rules it breaks.

    Exit code: 0 all pass or warn; 1 something is blocked or handed over; 2 a line, an option or a file was bad.
    """
    from assistant.cli import checking, drafting

    given = drafting.Given(message=message, request=request, product=product, region=region, now=now)
    if jsonl:
        raise typer.Exit(checking.check_lines(stores, store, given, reply, jobs))
    raise typer.Exit(checking.check_one(store, reply, given, as_json=as_json))


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What a buyer might write.")] = None,
    jsonl: JsonlOption = False,
    as_json: JsonOption = False,
    language: Annotated[str | None, typer.Option("--language", help="zh or en.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many at most.")] = 5,
    corpus: CorpusOption = None,
) -> None:
    """Find the scripts that are closest to what a buyer writes; none when nothing is close."""
    from assistant.cli import searching

    if jsonl:
        raise typer.Exit(searching.search_lines(corpus))
    raise typer.Exit(searching.search_one(query, corpus, language=language, k=k, as_json=as_json))


@corpus_app.command("import")
def corpus_import(
    files: Annotated[list[Path], typer.Argument(help="Documents: text, Markdown, Word, Excel, CSV, quick phrases.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a script, in document order.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write a corpus that --corpus takes.", metavar="FILE")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Make a corpus of a store's own documents.

    Finds question and reply, drops what is no script, merges near-duplicates, and keeps out what breaks a rule.
    Exit code: 0; 2 when a file could not be read (the others are imported all the same).
    """
    from assistant.cli import importing

    raise typer.Exit(importing.import_files(files, jsonl=jsonl, out=out, store=store))


@corpus_app.command("stats")
def corpus_stats(corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """Count scripts and question variants by intent, stage, language and tone, and say where there are too few."""
    from assistant.cli import corpora

    raise typer.Exit(corpora.show_stats(corpus, as_json=as_json))


@corpus_app.command("lint")
def corpus_lint(
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="Check this corpus; the bundled one when left out.", metavar="FILE")
    ] = None,
    store: StoreOption = None,
    stores: Annotated[Path | None, typer.Option("--stores", help="A folder of store profiles.", metavar="DIR")] = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every script like a reply: for a store, for each of a folder, or by the rules that need no profile.

    Scripts of a case are filled from the store's facts and checked in the situations for which they would be chosen.
    Exit code: 0; 1 when a script breaks a block rule; 2 when a file or an option was bad.
    """
    from assistant.cli import corpora

    raise typer.Exit(corpora.lint_corpus(corpus, store=store, stores=stores, now=now, as_json=as_json))


@corpus_app.command("export")
def corpus_export(
    out: Annotated[Path, typer.Option("--out", help="The CSV file to write.", metavar="FILE")],
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", help="Write this corpus; the bundled Chinese scripts when left out.", metavar="FILE"),
    ] = None,
) -> None:
    """Write quick phrases for Qianniu: group, code and content, as CSV in GBK."""
    from assistant.cli import corpora

    raise typer.Exit(corpora.export(corpus, out))


@policy_app.command("list")
def policy_list(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Every rule in force, with a store's own rules and exemptions."""
    from assistant.cli import policies

    raise typer.Exit(policies.list_rules(store, as_json=as_json))


@policy_app.command("show")
def policy_show(
    rule: Annotated[str, typer.Argument(help="The rule's id, like invoice.fee.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """One rule: what breaks it, what to say instead, and its examples."""
    from assistant.cli import policies

    raise typer.Exit(policies.show_rule(rule, store, as_json=as_json))


@policy_app.command("test")
def policy_test(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Run every rule's own examples. Exit code: 0 all right, 1 some are judged wrongly."""
    from assistant.cli import policies

    raise typer.Exit(policies.run_examples(store, as_json=as_json))


@store_app.command("init")
def store_init(
    file: Annotated[Path, typer.Argument(help="Where to write it; - for standard output.")] = Path("store.yaml"),
) -> None:
    """Write a commented profile to fill in."""
    from assistant.cli import stores

    raise typer.Exit(stores.write_template(file))


@store_app.command("check")
def store_check(file: Annotated[Path, typer.Argument(help="The profile.")]) -> None:
    """Say everything that is wrong with a profile at once, and what is missing for good replies."""
    from assistant.cli import stores

    raise typer.Exit(stores.check_profile(file))


@store_app.command("products")
def store_products(
    file: Annotated[Path, typer.Argument(help="The product table: CSV, Excel or Word, with a heading row.")],
    store: Annotated[Path, typer.Option("--store", help="The profile to take them into (YAML).", metavar="PROFILE")],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the profile here instead; - for standard output.", metavar="FILE"),
    ] = None,
) -> None:
    """Take a product table into a profile.

    Products that the table names are changed or added; what else the profile says stays as it is, comments included.
    Exit code: 0; 2 when the table or the profile is wrong (nothing is written then).
    """
    from assistant.cli import stores

    raise typer.Exit(stores.take_products(file, store, out))


def main() -> None:
    """The entry point: UTF-8 on every console, and one line for what the caller can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BadInput as caught:
        print(f"assistant: {caught}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    except AssistantError as caught:
        print(f"assistant: {type(caught).__name__}: {caught}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # `assistant … | head`
        sys.stderr.close()
        sys.exit(0)
