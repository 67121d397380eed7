"""What a person sees: the reply, each promise beside its fact, what was broken and repaired on the way."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assistant.domain.reply import Claim, Draft, Usage, Verdict, Violation

if TYPE_CHECKING:
    from assistant.corpus import Hit
    from assistant.domain.request import Request
    from assistant.policy import Rule, RuleSet
    from assistant.settings import Assistant

_STYLE = {
    "pass": "green",
    "warn": "yellow",
    "handover": "magenta",
    "block": "red",
    "ready": "green",
    "review": "yellow",
    "error": "red",
}
_MARK = {"pass": "✓", "warn": "!", "handover": "→", "block": "✗", "ready": "✓", "review": "?", "error": "✗"}


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def badge(word: str) -> Text:
    """An outcome or status with its mark and colour; nothing depends on the colour alone."""
    return Text(f"{_MARK.get(word, '·')} {word}", style=f"bold {_STYLE.get(word, 'white')}")


def marked(reply: str, verdict_claims: Sequence[Claim], broken: Sequence[tuple[int, int]] = ()) -> Text:
    """The reply with its promises underlined and what breaks a rule struck in red."""
    text = Text(reply)
    for claim in verdict_claims:
        text.stylize("underline green" if claim.holds else "underline red", *claim.span)
    for span in broken:
        text.stylize("bold red", *span)
    return text


def _claims_table(claims: Sequence[Claim]) -> Table:
    table = Table(
        title="promises and the facts that carry them",
        title_justify="left",
        title_style="dim",
        box=None,
        pad_edge=False,
    )
    table.add_column("", width=1)
    table.add_column("in the reply", overflow="fold")
    table.add_column("kind", style="dim")
    table.add_column("fact", style="cyan", overflow="fold")
    for claim in claims:
        table.add_row(
            "✓" if claim.holds else "✗", Text(claim.text), claim.kind, Text(claim.fact or "nothing in profile or order")
        )
    return table


def _violations_table(found: Sequence[Violation], title: str = "what is wrong") -> Table:
    table = Table(title=title, title_justify="left", title_style="dim", box=None, pad_edge=False)
    for column in ("", "rule", "in the reply", "why", "instead"):
        table.add_column(column, overflow="fold")
    for item in found:
        points = f" ({item.points} points)" if item.points else ""
        table.add_row(
            badge(item.severity),
            item.rule + points,
            Text(item.evidence, style="red"),
            Text(item.why),
            Text(item.advice),
        )
    return table


def show_verdict(verdict: Verdict, reply: str) -> None:
    """A verdict for a person."""
    console = _console()
    console.print(
        Panel(
            marked(reply, verdict.claims, [v.span for v in verdict.violations]),
            title=badge(verdict.outcome),
            title_align="left",
        )
    )
    if verdict.violations:
        console.print(_violations_table(verdict.violations))
    if verdict.doubts:
        console.print(_violations_table(verdict.doubts, "doubtful: found, but the reply reads like good ones"))
    if verdict.claims:
        console.print(_claims_table(verdict.claims))
    for item in verdict.unchecked:
        console.print(Text(f"not checked: {item}", style="bold magenta"))
    console.print(Text(f"policy {verdict.policy_version}", style="dim"))


def show_draft(draft: Draft, request: "Request", assistant: "Assistant", *, trace: bool = False) -> None:
    """A draft for a person."""
    console = _console()
    if request.message:
        console.print(Text.assemble(("buyer  ", "dim"), request.message))
    head = Text.assemble(badge(draft.status), ("  " + " · ".join([draft.intent, draft.stage, draft.source]), "dim"))
    body = marked(draft.text, draft.claims) if draft.text else Text("(nothing may be sent)", style="dim")
    console.print(
        Panel(body, title=head, title_align="left", subtitle=draft.reason and Text(draft.reason), subtitle_align="left")
    )
    if draft.claims:
        console.print(_claims_table(draft.claims))
    if draft.verdict.violations:
        console.print(_violations_table(draft.verdict.violations))
    _show_attempts(console, draft, trace)
    _show_references(console, draft, assistant)
    console.print(
        Text(
            f"{draft.elapsed_ms:.1f} ms · policy {draft.verdict.policy_version}"
            + (f" · prompts {draft.prompt_version}" if draft.prompt_version else "")
            + _spent(draft.usage),
            style="dim",
        )
    )


def _spent(usage: Usage | None) -> str:
    if usage is None or (usage.input_tokens is None and usage.output_tokens is None):
        return ""
    cost = "" if usage.cost is None else f" · {usage.cost:.6f}"
    return f" · {usage.input_tokens or 0}+{usage.output_tokens or 0} tokens{cost}"


def _show_attempts(console: Console, draft: Draft, trace: bool) -> None:
    if not trace and len(draft.attempts) <= 1:
        return
    console.print(Text("on the way here", style="dim"))
    for number, attempt in enumerate(draft.attempts, 1):
        what = attempt.error or ", ".join(attempt.violations) or "nothing wrong"
        console.print(
            Text.assemble(
                f"  {number}. {attempt.source:9} ",
                badge(attempt.outcome),
                f"  {what}",
                (
                    f"  {attempt.ms:.0f} ms" + (f" · {attempt.model}" if attempt.model else "") + _spent(attempt.usage),
                    "dim",
                ),
            )
        )
        if attempt.text and (trace or attempt.outcome == "block"):
            console.print(Text(f"     {attempt.text}", style="dim"))


def _show_references(console: Console, draft: Draft, assistant: "Assistant") -> None:
    if not draft.references:
        return
    console.print(Text("closest scripts", style="dim"))
    for reference in draft.references:
        says = assistant.script_text(reference.script)
        console.print(
            Text.assemble(f"  {reference.score:.2f}  {reference.script}", (f"  {says}" if says else "", "dim"))
        )


def show_hits(hits: "Sequence[Hit]") -> None:
    """Search hits for a person."""
    console = _console()
    if not hits:
        console.print("no script is close to that")
        return
    table = Table(box=None, pad_edge=False)
    for column in ("score", "intent", "script", "asked like", "reply"):
        table.add_column(column, overflow="fold")
    for hit in hits:
        table.add_row(f"{hit.score:.2f}", hit.intent, hit.script.id, Text(hit.question or ""), Text(hit.reply))
    console.print(table)


def show_rules(rules: "RuleSet") -> None:
    """Every rule for a person."""
    console = _console()
    table = Table(box=None, pad_edge=False)
    for column in ("severity", "points", "rule", "a reply breaks it when it …"):
        table.add_column(column, overflow="fold")
    for rule in rules.rules:
        table.add_row(badge(rule.severity), str(rule.points or ""), rule.id, Text(rule.says))
    console.print(table)
    for item in rules.exempt:
        console.print(Text(f"exempt from {item.rule}: {item.phrase!r} ({item.reason})", style="bold yellow"))
    console.print(Text(f"{len(rules.rules)} rules, policy {rules.version}", style="dim"))


def show_rule(rule: "Rule") -> None:
    """One rule for a person."""
    console = _console()
    points = f", {rule.points} points" if rule.points else ""
    console.print(Text.assemble((rule.id, "bold"), "  ", badge(rule.severity), (points, "dim")))
    console.print(Text(f"A reply breaks it when it {rule.says}."))
    console.print(Text(f"Instead: {rule.advice}"))
    console.print(Text(f"Source: {rule.source}", style="dim"))
    for title, examples, style in (
        ("breaks it", rule.examples.breaks, "red"),
        ("keeps it", rule.examples.keeps, "green"),
    ):
        console.print(Text(title, style=f"bold {style}"))
        for example in examples:
            console.print(Text.assemble((f"  {example.store}: {example.message}  ", "dim"), example.reply))
