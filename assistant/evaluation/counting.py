"""How many labelled cases there are: the table in `evals/README.md` (`python -m assistant.evaluation.counting`)."""

from collections.abc import Iterator
from pathlib import Path

from assistant.evaluation.suites import SUITES

_BEGIN, _END = "<!-- counted -->\n", "<!-- /counted -->\n"
_HALVES = ("test", "tuning", "training")


def counted(evals: Path) -> str:
    """The table: cases by suite and half, and what is only trained on."""
    return "\n".join(_lines(evals)) + "\n"


def _lines(evals: Path) -> Iterator[str]:
    yield "| suite | test | tuning | trained on | labelled in all |"
    yield "| --- | --: | --: | --: | --: |"
    for suite in SUITES.values():
        counts = [len(suite.cases(evals, half)) for half in _HALVES]
        yield f"| {suite.name} | {' | '.join(str(count or '') for count in counts)} | {sum(counts)} |"


def with_counts(readme: str, evals: Path) -> str:
    """The page with the table of now between its marks."""
    before, _, rest = readme.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{counted(evals)}{_END}{after}"


if __name__ == "__main__":
    page = Path("evals/README.md")
    page.write_text(with_counts(page.read_text(encoding="utf-8"), page.parent), encoding="utf-8")
