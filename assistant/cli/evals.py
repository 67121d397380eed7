"""`assistant eval`: runs suites, shows figures, writes what people and CI read."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from assistant.cli.eval_live import Live, run_live
from assistant.cli.eval_show import bar, compared, comparison_data, show_run
from assistant.errors import BadInput
from assistant.evaluation import Run, compare, load_run, run_figures, save_run
from assistant.evaluation.bench import DRAFTERS, DrafterName
from assistant.evaluation.cases import HALVES
from assistant.evaluation.gates import Missed, load_gates, missed
from assistant.evaluation.near import near_duplicates
from assistant.evaluation.results import RunHead
from assistant.evaluation.running import (
    BenchSpec,
    Folders,
    Work,
    count,
    own_stores,
    run_in_processes,
    work_of,
)
from assistant.evaluation.suites import chosen
from assistant.settings import Toolbox

_MOST_NAMED = 20


@dataclass(frozen=True)
class Files:
    """What is written beside the figures."""

    out: Path | None = None
    report: Path | None = None
    history: Path | None = None
    markdown: Path | None = None
    junit: Path | None = None
    reveal: bool = False


def run(
    suite: str | None,
    *,
    half: str,
    gate: bool,
    cases: bool,
    as_json: bool,
    folder: Path,
    stores: Path | None = None,
    folders: Folders | None = None,
    drafter: str | None = None,
    live: Live | None = None,
    jobs: int | None = None,
    label: str = "",
    files: Files | None = None,
) -> int:
    """Run one suite or all.

    Raises:
        BadInput: no such suite, half, drafter or folder; or the test half's cases are asked for.
    """
    live, files, folders = live or Live(), files or Files(), folders or Folders()
    if half not in HALVES:
        raise BadInput(f"--half: expected test or tuning (got {half!r})")
    if cases and half == "test":
        raise BadInput("--cases: the test half is measured, not read; expected --half tuning")
    who = _drafter(drafter, live)
    work = work_of(chosen(suite), folder, half)
    if not work:
        raise BadInput(f"{folder}: there are no cases of the {half} half")
    tools = folders.tools()
    head = _head(who, label, half, live, tools, work)
    if who == "live":
        results = run_live(work, live, stores, own_stores(folder), tools, jobs)
        if results is None:
            return 0
    else:
        spec = BenchSpec(who, stores, folders, own_stores(folder))
        results = list(bar(run_in_processes(work, spec, jobs or os.cpu_count() or 1, tools), count(work)))
    whole = Run(head, tuple(results))
    kept = whole if half == "tuning" or files.reveal else Run(head, tuple(result.hidden() for result in results))
    failed = _missed(folder, whole, {part.name for part in chosen(suite)}) if gate else []
    _write(kept, files, failed)
    show_run(whole, cases=cases, as_json=as_json)
    if not gate:
        return 0
    _show_missed(failed, sys.stderr if as_json else sys.stdout)
    return 1 if failed else 0


def _drafter(name: str | None, live: Live) -> DrafterName:
    if name is None:
        return "live" if live.model else "composer"
    if name not in DRAFTERS:
        raise BadInput(f"--drafter: expected {', '.join(DRAFTERS)} (got {name!r})")
    if live.model and name != "live":
        raise BadInput(f"--model drafts by itself; expected no --drafter {name} beside it")
    return name


def _head(who: DrafterName, label: str, half: str, live: Live, tools: Toolbox, work: Sequence[Work]) -> RunHead:
    return RunHead(
        label=label,
        half=half,
        drafter=live.model or who,
        judge=live.judge,
        policy_version=tools.rules.version,
        prompt_version=tools.prompts.version if who != "composer" else "",
        corpus_version=tools.corpus.version,
        suites=tuple(part.suite.name for part in work),
    )


# Gates and files


def _missed(folder: Path, whole: Run, asked_for: set[str]) -> list[Missed]:
    """The gates that are not kept, of the suites that were asked for, with cases or without."""
    gates = load_gates(folder / "gates.yaml")
    ran = {name: gate for name, gate in gates.suites.items() if name in asked_for}
    return missed(gates.model_copy(update={"suites": ran}), run_figures(whole), whole.results)


def _show_missed(failed: Sequence[Missed], stream: TextIO) -> None:
    for item in failed:
        print(f"gate missed: {item.suite}.{item.figure}: {item.says}", file=stream)
        named = ", ".join(item.cases[:_MOST_NAMED])
        more = f" and {len(item.cases) - _MOST_NAMED} more" if len(item.cases) > _MOST_NAMED else ""
        if named:
            print(f"  cases: {named}{more}", file=stream)
    print("gates: " + ("missed" if failed else "kept"), file=stream)


def _write(kept: Run, files: Files, failed: Sequence[Missed]) -> None:
    if files.out:
        save_run(kept, files.out)
    if files.markdown:
        from assistant.evaluation.markdown import run_markdown

        _put(files.markdown, run_markdown(kept, failed))
    if files.junit:
        from assistant.evaluation.junit import junit_xml

        _put(files.junit, junit_xml(kept))
    if files.report:
        from assistant.evaluation.report import report_html

        _put(files.report, report_html(kept, _past(files.history, files.out), failed))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _past(history: Path | None, this: Path | None) -> list[Run]:
    """The earlier runs of a folder, by label and then by name."""
    if history is None:
        return []
    if not history.is_dir():
        raise BadInput(f"--history: {history}: expected a folder of runs")
    paths = [path for path in sorted(history.glob("*.jsonl")) if this is None or path.resolve() != this.resolve()]
    return sorted((load_run(path) for path in paths), key=lambda past: past.head.label)


# Comparing


def compare_files(before: Path, after: Path, *, as_json: bool, markdown: Path | None) -> int:
    """Hold two runs against each other."""
    old, new = load_run(before), load_run(after)
    parts = compare(old, new)
    if markdown:
        from assistant.evaluation.markdown import comparison_markdown

        _put(markdown, comparison_markdown(old, new, parts))
    if as_json:
        sys.stdout.write(json.dumps([comparison_data(part) for part in parts], ensure_ascii=False, indent=2) + "\n")
    else:
        print("\n".join(compared(parts)))
    return 1 if any(part.call == "worse" for part in parts) else 0


def show_near(folder: Path, alike: float) -> int:
    """Name the near-duplicates across the halves."""
    found = near_duplicates(folder, alike)
    for pair in found:
        print(f"{pair.suite}: {pair.test} is nearly {pair.tuning} ({pair.alike:.0f} of 100)")
    print(f"{len(found)} near-duplicates")
    return 1 if found else 0
