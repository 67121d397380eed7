"""docs/cli.md is what `--help` says."""

from assistant.cli.reference import reference
from tests.conftest import ROOT


def test_the_docs_list_every_command_and_option() -> None:
    """The page is generated (`python -m assistant.cli.reference > docs/cli.md`), so it cannot grow old."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference()
