"""`assistant eval …`: the commands and their options. Everything heavy is imported by the command that needs it."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup


class _RunsByDefault(TyperGroup):
    """`assistant eval policy` is `assistant eval run policy`: a first word that is no command goes to `run`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"-h", "--help"}):
            args = ["run", *args]
        return super().parse_args(ctx, args)


eval_app = typer.Typer(
    cls=_RunsByDefault,
    help="Measure checker, search, drafts and dialogues on labelled cases; compare runs. Without a command: run.",
    rich_markup_mode=None,
)

EvalsOption = Annotated[Path, typer.Option("--evals", help="The folder of eval data.", metavar="DIR")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object, for a program.")]


@eval_app.command()
def run(
    suite: Annotated[
        str | None,
        typer.Argument(help="policy, intent, draft, tasks, attack, exam or conversation; all when left out."),
    ] = None,
    half: Annotated[str, typer.Option("--half", help="test or tuning.")] = "test",
    gate: Annotated[
        bool, typer.Option("--gate", help="Exit with 1 when evals/gates.yaml is not kept, naming the cases.")
    ] = False,
    cases: Annotated[bool, typer.Option("--cases", help="Show the wrong cases (tuning half only).")] = False,
    as_json: JsonOption = False,
    folder: EvalsOption = Path("evals"),
    stores: Annotated[
        Path | None, typer.Option("--stores", help="Other store profiles than the examples.", metavar="DIR")
    ] = None,
    policies: Annotated[
        Path | None, typer.Option("--policies", help="Other rules than the bundled ones.", metavar="DIR")
    ] = None,
    prompts: Annotated[
        Path | None, typer.Option("--prompts", help="Other templates than the bundled ones.", metavar="DIR")
    ] = None,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="Another corpus folder than the bundled one.", metavar="DIR")
    ] = None,
    drafter: Annotated[
        str | None, typer.Option("--drafter", help="composer (default), careless, or live (with --model).")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Draft with this model; the key as for drafting.")
    ] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="Any OpenAI-compatible endpoint.")] = None,
    judge: Annotated[bool, typer.Option("--judge", help="The model reads each reply a second time.")] = False,
    price_in: Annotated[float | None, typer.Option("--price-in", help="Money per million tokens asked.")] = None,
    price_out: Annotated[float | None, typer.Option("--price-out", help="Money per million tokens answered.")] = None,
    limit: Annotated[float, typer.Option("--limit", help="So much money may be spent at most.")] = 1.0,
    estimate: Annotated[bool, typer.Option("--estimate", help="Say what a live run would cost, and stop.")] = False,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="Where a model's answers are kept.", metavar="DIR")
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="How many at once.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Save the run (JSONL).", metavar="FILE")] = None,
    label: Annotated[str, typer.Option("--label", help="The run's name in the file and on the report's curve.")] = "",
    report: Annotated[Path | None, typer.Option("--report", help="Write an HTML page.", metavar="FILE")] = None,
    history: Annotated[
        Path | None, typer.Option("--history", help="Earlier runs, for the report's curve.", metavar="DIR")
    ] = None,
    markdown: Annotated[Path | None, typer.Option("--markdown", help="Write a summary.", metavar="FILE")] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML.", metavar="FILE")] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Keep the words of test cases in files; then they are tuning cases.")
    ] = False,
) -> None:
    """Run the suites and show each figure with its 95 % interval.

    Exit code: 0; 1 with --gate where a gate was missed; 2 when an option or a case was bad.
    """
    from assistant.cli import evals
    from assistant.cli.eval_live import Live
    from assistant.evaluation.running import Folders

    live = Live(
        model=model,
        base_url=base_url,
        judge=judge,
        price_in=price_in,
        price_out=price_out,
        limit=limit,
        estimate_only=estimate,
        cache=cache,
    )
    files = evals.Files(out=out, report=report, history=history, markdown=markdown, junit=junit, reveal=reveal)
    raise typer.Exit(
        evals.run(
            suite,
            half=half,
            gate=gate,
            cases=cases,
            as_json=as_json,
            folder=folder,
            stores=stores,
            folders=Folders(policies, prompts, corpus),
            drafter=drafter,
            live=live,
            jobs=jobs,
            label=label,
            files=files,
        )
    )


@eval_app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="A run, as --out writes it.")],
    after: Annotated[Path, typer.Argument(help="The run to hold against it.")],
    as_json: JsonOption = False,
    markdown: Annotated[Path | None, typer.Option("--markdown", help="Write a summary.", metavar="FILE")] = None,
) -> None:
    """Hold two runs against each other: the cases that flipped, and whether that is more than noise.

    Exit code: 0; 1 where any suite is worse; 2 when a file was bad.
    """
    from assistant.cli import evals

    raise typer.Exit(evals.compare_files(before, after, as_json=as_json, markdown=markdown))


@eval_app.command()
def near(
    folder: EvalsOption = Path("evals"),
    alike: Annotated[float, typer.Option("--alike", min=50, max=100, help="Of 100: from here on two are near.")] = 90,
) -> None:
    """Find cases of the test half that nearly repeat one of the tuning half, by their ids.

    Exit code: 0 none; 1 some.
    """
    from assistant.cli import evals

    raise typer.Exit(evals.show_near(folder, alike))
