"""The front window: what the package offers, and the examples of the README, run as they stand."""

import re

import pytest

import assistant
from tests.conftest import ROOT


def test_the_public_names_are_sorted_and_all_there() -> None:
    """`__all__` is a table of contents that can be read and kept."""
    assert assistant.__all__ == sorted(assistant.__all__)
    assert all(getattr(assistant, name) is not None for name in assistant.__all__)


def test_a_name_that_is_not_offered_is_an_error() -> None:
    """Looking names up late hides no misspelling."""
    with pytest.raises(AttributeError, match="Assistent"):
        _ = assistant.Assistent


def test_the_example_of_the_readme_runs_and_says_what_it_claims(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python block of README.md prints the postage, and the verdict that its comment shows."""
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(block, "README.md", "exec"), {})
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("ready ")
    assert "15元" in said[0]
    assert said[-1] == "block ['invoice.fee']"
