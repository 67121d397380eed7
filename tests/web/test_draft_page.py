"""The page of one draft: what a reviewer is shown to decide by."""

from assistant.review import Review
from tests.review.conftest import Clock
from tests.review.drafts import BLOCKED, order
from tests.web.conftest import SignIn
from tests.web.pages import PROMISE, TOOL, promised, tags, waiting, words


def test_each_promise_is_tied_to_its_fact(sign_in: SignIn, review: Review) -> None:
    """Every promise in the reply is marked, numbered, and listed with the fact that carries it and its value."""
    draft = promised(review)
    page = sign_in("rui").get(f"/drafts/{draft.id}").text
    verdict = review.queue.check(draft.id, PROMISE, by=TOOL)
    assert len(verdict.claims) >= 3
    marks = [a for tag, a in tags(page) if tag == "span" and "claim" in (a.get("class") or "")]
    listed = [a["id"] for tag, a in tags(page) if tag == "li" and (a.get("data-refs") or "").startswith("c")]
    assert listed == [f"c{number}" for number in range(1, len(verdict.claims) + 1)]
    assert {ref for mark in marks for ref in (mark["data-refs"] or "").split()} == set(listed)
    assert "shipping.dispatch_hours = 48" in words(page)


def test_each_violation_is_tied_to_its_rule(sign_in: SignIn, review: Review) -> None:
    """Every violation is marked, lettered, and listed with rule, points, reason and advice; it cannot be approved."""
    draft = waiting(review, BLOCKED)
    page = sign_in("rui").get(f"/drafts/{draft.id}").text
    violation = review.queue.check(draft.id, BLOCKED, by=TOOL).violations[0]
    marks = [a for tag, a in tags(page) if tag == "span" and "violation" in (a.get("class") or "").split()]
    assert marks and all("vA" in (mark["data-refs"] or "") for mark in marks)
    said = words(page)
    assert all(part in said for part in (violation.rule, violation.why, violation.advice, "6 points"))
    approve = next(a for tag, a in tags(page) if a.get("data-key") == "a")
    assert "disabled" in approve


def test_the_page_shows_what_it_was_made_of(sign_in: SignIn, review: Review) -> None:
    """Conversation, masked order, references with their words, and what was said first stand on the page."""
    attempts = [{"source": "model", "outcome": "block", "violations": ["invoice.fee"], "text": "补6个点"}]
    draft = waiting(
        review,
        buyer={"nick": "tb_lan88"},
        orders=[order()],
        history=[{"role": "agent", "text": "在的呢亲"}],
        script="zh.greeting.opening",
        draft={"attempts": attempts},
    )
    page = sign_in("rui").get(f"/drafts/{draft.id}")
    assert all(
        part in page.text for part in ("在的呢亲", "138****8123", "zh.greeting.opening", "补6个点", "invoice.fee")
    )
    assert "13800138123" not in page.text and "汉口路" not in page.text


def test_a_purged_draft_still_has_its_page(sign_in: SignIn, review: Review, clock: Clock) -> None:
    """After the purge the page tells what happened, and nothing of what was said."""
    draft = promised(review)
    browser = sign_in("rui")
    browser.post(f"/drafts/{draft.id}/approve", data={"version": draft.version})
    for delivery in review.outbox.pull(by=TOOL):
        review.outbox.acknowledge(delivery.id, delivery.lease or "", by=TOOL)
    clock.advance(40 * 86_400)
    assert review.queue.purge() == 1
    browser = sign_in("rui")
    page = browser.get(f"/drafts/{draft.id}")
    assert page.status_code == 200 and "destroyed" in page.text and PROMISE not in page.text
    assert browser.get("/history").status_code == 200
