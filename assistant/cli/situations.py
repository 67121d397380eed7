"""The table of situations in docs/corpus.md, refilled by running its examples: `python -m assistant.cli.situations`.

The situations' names stand in the page; what is asked stands in examples/situations.jsonl; reply and scripts are what the
assistant makes of it without a model.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.cli.drafting import Shops
from assistant.cli.lines import json_object
from assistant.domain.base import parse
from assistant.domain.reply import Draft
from assistant.domain.request import Request
from assistant.errors import RequestError

PAGE = Path("docs/corpus.md")
EXAMPLES = Path("examples/situations.jsonl")
STORES = Path("examples/stores")
_ROW = re.compile(r"^\| ([^|`]+) \| `([a-z-]+)` \|.*$", re.MULTILINE)


def requests(path: Path = EXAMPLES) -> Iterator[Request]:
    """The examples, one a line.

    Raises:
        RequestError: a line is no request.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield parse(Request, json_object(line), source=f"{path}: line {number}", error=RequestError)


def drafts(examples: Path = EXAMPLES, stores: Path = STORES) -> dict[str, tuple[Request, Draft]]:
    """What is answered to each example, by its name."""
    shops = Shops(stores, None)
    return {str(request.id): (request, shops.of(request.store).draft(request)) for request in requests(examples)}


def refilled(page: str, made: Mapping[str, tuple[Request, Draft]]) -> str:
    """The page with every row of a situation filled from its example.

    Raises:
        RequestError: a row has no example.
    """

    def row(match: re.Match[str]) -> str:
        title, name = match.groups()
        if name not in made:
            raise RequestError(f"{PAGE}: {name}: expected an example of this id in {EXAMPLES}")
        request, draft = made[name]
        scripts = "<br>".join(f"`{reference.script}`" for reference in draft.references) or "none"
        asked = _cell(request.message) or f"*task {request.task}*"
        return f"| {title} | `{name}` | {asked} | {_answer(draft)} | {scripts} |"

    return _ROW.sub(row, page)


def named(page: str) -> list[str]:
    """The names of the examples that a page shows, in its order."""
    return [match.group(2) for match in _ROW.finditer(page)]


def _answer(draft: Draft) -> str:
    if not draft.text:
        return f"*nothing is sent: {draft.reason}*"
    note = "" if draft.status == "ready" else f" *({draft.status}: {draft.reason})*"
    return _cell(draft.text) + note


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("\n", "<br>")


def main() -> None:
    """Refill the page."""
    PAGE.write_text(refilled(PAGE.read_text(encoding="utf-8"), drafts()), encoding="utf-8")
    print(f"{PAGE}: {len(named(PAGE.read_text(encoding='utf-8')))} situations")


if __name__ == "__main__":
    main()
