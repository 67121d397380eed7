"""The situations of docs/corpus.md: every row is an example that runs, with the reply that the page shows."""

from assistant.cli.situations import drafts, named, refilled, requests
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples" / "situations.jsonl"
PAGE = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")


def test_page_and_examples_name_the_same_situations() -> None:
    """No example without a row, no row without an example."""
    assert named(PAGE) == [request.id for request in requests(EXAMPLES)]


def test_the_page_shows_what_comes_out() -> None:
    """Replies and scripts are those of the page; after a change of wording, `python -m assistant.cli.situations` refills it."""
    made = drafts(EXAMPLES, ROOT / "examples" / "stores")
    assert refilled(PAGE, made) == PAGE
    told = {name: draft for name, (_, draft) in made.items() if name not in {"nudge-early", "nudge-third"}}
    assert [name for name, draft in told.items() if not draft.references] == []
    assert all(draft.verdict.outcome == "pass" for draft in told.values())


def test_reminders_keep_their_times() -> None:
    """Nothing within 5 minutes of the talk; then one, then one more, and never a third."""
    made = drafts(EXAMPLES, ROOT / "examples" / "stores")
    sent = {name: bool(draft.text) for name, (_, draft) in made.items() if name.startswith("nudge-")}
    assert sent == {"nudge-early": False, "nudge-first": True, "nudge-second": True, "nudge-third": False}
