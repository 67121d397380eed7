"""The queue page: its order, its filters, its rows that come by themselves, approval in bulk."""

import pytest

from assistant.review import Review
from tests.review.conftest import Clock
from tests.web.conftest import SignIn
from tests.web.pages import now, opened, tags, waiting, words


def test_the_queue_is_ordered_by_deadline_and_risk(sign_in: SignIn, review: Review) -> None:
    """The earliest deadline stands first; of two in one minute the riskier one."""
    calm = waiting(review, minutes=1)
    risky = waiting(review, minutes=1, draft={"intent": "complaint"})
    late = waiting(review, minutes=-30)
    assert opened(sign_in("rui").get("/queue").text) == [late.id, risky.id, calm.id]


def test_the_queue_is_filtered(sign_in: SignIn, review: Review) -> None:
    """Intent, check, findings, words and own claims each narrow the list, and a page of a filter keeps it."""
    stock, invoice = waiting(review), waiting(review, rules=("tone.cold",), draft={"intent": "invoice"})
    browser = sign_in("rui")
    review.queue.claim(stock.id, by=review.accounts.session(browser.cookies["session"]).reviewer)  # type: ignore[union-attr]
    found = {
        query: opened(browser.get(f"/queue?{query}").text)
        for query in (
            "intent=stock",
            "outcome=warn",
            "clean=yes",
            "clean=no",
            "mine=1",
            "words=没有这样的话",
            "store=windrunner",
        )
    }
    assert found == {
        "intent=stock": [stock.id],
        "outcome=warn": [invoice.id],
        "clean=yes": [stock.id],
        "clean=no": [invoice.id],
        "mine=1": [stock.id],
        "words=没有这样的话": [],
        "store=windrunner": [],
    }
    assert f"/drafts/{invoice.id}?intent=invoice" in browser.get("/queue?intent=invoice").text


@pytest.mark.parametrize("query", ["outcome=perfect", "state=gone", "since=yesterday", "after=x", "words=" + "x" * 300])
def test_a_filter_that_makes_no_sense_is_refused(sign_in: SignIn, query: str) -> None:
    """A wrong address gets a page that says so."""
    assert sign_in("rui").get(f"/history?{query}").status_code == 422


def test_the_rows_come_only_when_something_happened(sign_in: SignIn, review: Review, clock: Clock) -> None:
    """A page that asks again gets nothing until a draft comes in, or the deadlines on it are old."""
    browser = sign_in("rui")
    waiting(review)
    seen = next(a["hx-get"] or "" for _, a in tags(browser.get("/queue").text) if a.get("id") == "rows")
    assert browser.get(seen).status_code == 204
    draft = waiting(review, minutes=2)
    rows = browser.get(seen)
    assert rows.status_code == 200 and draft.id in rows.text and "<html" not in rows.text
    seen = next(a["hx-get"] or "" for _, a in tags(rows.text) if a.get("id") == "rows")
    assert browser.get(seen).status_code == 204
    clock.advance(30)
    assert browser.get(seen).status_code == 200


def test_a_page_holds_thirty_and_leads_to_more(sign_in: SignIn, review: Review) -> None:
    """A long queue comes in pages, each draft on one of them."""
    made = [waiting(review, minutes=number - 33).id for number in range(33)]
    browser = sign_in("rui")
    first = browser.get("/queue").text
    more = next(a["href"] for tag, a in tags(first) if tag == "a" and a.get("rel") == "next")
    assert "33 waiting" in words(first)
    assert opened(first) + opened(browser.get(more or "").text) == made


def test_bulk_approval_is_for_clean_drafts_of_one_intent(sign_in: SignIn, review: Review) -> None:
    """Ticks stand only beside drafts without findings of a chosen intent; others are refused, all or nothing."""
    clean = [waiting(review, minutes=number) for number in range(3)]
    found, other = waiting(review, rules=("tone.cold",)), waiting(review, draft={"intent": "invoice"})
    browser = sign_in("rui")
    assert 'name="draft"' not in browser.get("/queue").text
    ticks = [a["value"] for _, a in tags(browser.get("/queue?intent=stock").text) if a.get("name") == "draft"]
    assert ticks == [f"{draft.id}:1" for draft in clean]
    for extra in (found, other):
        values = [f"{clean[0].id}:1", f"{extra.id}:1"]
        assert browser.post("/queue/bulk?intent=stock", data={"draft": values}).status_code == 422
    assert browser.post("/queue/bulk?intent=stock").status_code == 422
    assert browser.post("/queue/bulk?intent=stock", data={"draft": ["x:y"]}).status_code == 422
    assert all(now(review, draft).open for draft in clean)
    page = browser.post("/queue/bulk?intent=stock", data={"draft": [*ticks[:2], f"{clean[2].id}:9"]})
    assert "2 approved" in words(page.text) and "1 stayed in" in words(page.text)
    assert [now(review, draft).state for draft in clean] == ["approved", "approved", "pending"]
