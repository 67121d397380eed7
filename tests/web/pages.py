"""Reading a page as a test does."""

import re
from html.parser import HTMLParser

from assistant.review.records import QueuedDraft, Reviewer
from assistant.review.wiring import Review
from tests.review import drafts

PROMISE = "亲，您的订单最晚11月23日09:30前发出，默认申通快递，发出后一般2-4天左右送到~"
"""What holds of `promised`'s order."""
TOOL = Reviewer(id="tool", name="tool", role="admin", stores=frozenset({"*"}))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every opening tag with its attributes."""
    reader = _Reader()
    reader.feed(html)
    return reader.tags


def words(html: str) -> str:
    """What a reader sees, on one line."""
    reader = _Reader()
    reader.feed(html)
    return re.sub(r"\s+", " ", " ".join(reader.words))


def opened(html: str) -> list[str]:
    """The ids of the drafts that a list links to, in its order."""
    links = [attrs["href"] or "" for tag, attrs in tags(html) if tag == "a" and "data-open-row" in attrs]
    return [link.removeprefix("/drafts/").split("?")[0] for link in links]


def waiting(review: Review, text: str = drafts.GOOD, **about: object) -> QueuedDraft:
    """A draft that waits; see `tests.review.drafts.submitted`."""
    return drafts.submitted(review.queue, TOOL, text, **about)  # type: ignore[arg-type]


def now(review: Review, draft: QueuedDraft) -> QueuedDraft:
    """A draft as it is now."""
    return review.queue.get(draft.id, by=TOOL)


def promised(review: Review, text: str = PROMISE) -> QueuedDraft:
    """A draft about a paid order."""
    return waiting(review, text, message="什么时候发货", buyer={"nick": "tb_lan88"}, orders=[drafts.order()])
