"""Deciding on a draft, without a browser's scripts."""

from assistant.review import Review
from tests.review.drafts import BLOCKED, GOOD
from tests.web.conftest import SignIn
from tests.web.pages import PROMISE, TOOL, now, promised, waiting, words


def test_approving_goes_on_to_the_next(sign_in: SignIn, review: Review) -> None:
    """One decision, and the most pressing draft of the same filter is claimed and opened; at the end the queue."""
    first, second = waiting(review), waiting(review, minutes=1)
    other = waiting(review, minutes=-5, draft={"intent": "invoice"})
    browser = sign_in("rui")
    on = browser.post(f"/drafts/{first.id}/approve?intent=stock", data={"version": first.version})
    assert on.headers["location"] == f"/drafts/{second.id}?intent=stock&done=approved&last={first.id}"
    assert now(review, second).state == "claimed" and now(review, other).state == "pending"
    claimed = now(review, second)
    end = browser.post(f"/drafts/{second.id}/approve?intent=stock", data={"version": claimed.version})
    assert end.headers["location"] == f"/queue?intent=stock&done=approved&last={second.id}"
    assert "Approved" in words(browser.get(end.headers["location"]).text)


def test_an_edit_is_checked_as_it_is_typed(sign_in: SignIn, review: Review) -> None:
    """What is being typed is judged at once, and whoever types keeps the claim."""
    draft = promised(review)
    browser = sign_in("rui")
    browser.post(f"/drafts/{draft.id}/claim")
    held = now(review, draft).claimed_until
    fine = browser.post(f"/drafts/{draft.id}/check", data={"text": PROMISE})
    wrong = browser.post(f"/drafts/{draft.id}/check", data={"text": "亲，已经发出了，明天肯定到"})
    assert 'data-blocked="no"' in fine.text and 'data-blocked="yes"' in wrong.text
    assert "shipping.false_status" in wrong.text and now(review, draft).claimed_until >= held  # type: ignore[operator]
    assert "20000" in browser.post(f"/drafts/{draft.id}/check", data={"text": "好" * 20_001}).text


def test_an_edit_goes_out_and_a_bad_one_stays_typed(sign_in: SignIn, review: Review) -> None:
    """A blocked edit comes back with its words, the clause and the advice; a good one leaves."""
    draft = promised(review)
    browser = sign_in("rui")
    bad = "亲，已经发出了哦，请放心"
    page = browser.post(f"/drafts/{draft.id}/approve", data={"version": draft.version, "text": bad})
    assert page.status_code == 422 and bad in page.text and "shipping.false_status" in page.text
    assert "nothing was sent" in words(page.text) and now(review, draft).open
    good = PROMISE + "请您放心～"
    version = now(review, draft).version
    assert browser.post(f"/drafts/{draft.id}/approve", data={"version": version, "text": good}).status_code == 303
    assert (now(review, draft).state, now(review, draft).text) == ("edited", good)
    shown = browser.get(f"/drafts/{draft.id}").text
    assert good in shown and "+" + good in shown.replace("&#43;", "+")


def test_a_draft_that_moved_keeps_what_was_typed(sign_in: SignIn, review: Review) -> None:
    """When the buyer writes meanwhile nothing is sent, and the reviewer's words are not lost."""
    draft = waiting(review, conversation="c1")
    browser = sign_in("rui")
    assert browser.get(f"/drafts/{draft.id}/moved?version={draft.version}").status_code == 204
    review.queue.message_arrived("qinghe", "c1", by=TOOL, at=review.queue.get(draft.id, by=TOOL).due_at)
    moved = browser.get(f"/drafts/{draft.id}/moved?version={draft.version}")
    assert moved.status_code == 286 and "no longer waits" in words(moved.text)
    page = browser.post(f"/drafts/{draft.id}/approve", data={"version": draft.version, "text": GOOD + "！"})
    assert page.status_code == 409 and "has moved on" in words(page.text)
    assert now(review, draft).state == "superseded"


def test_of_two_reviewers_one_decides(sign_in: SignIn, review: Review) -> None:
    """Who comes second is told who has it, and nothing is done."""
    draft = waiting(review)
    rui, oda = sign_in("rui"), sign_in("oda")
    rui.post(f"/drafts/{draft.id}/claim")
    refused = oda.post(f"/drafts/{draft.id}/approve", data={"version": now(review, draft).version})
    assert refused.status_code == 409 and "rui has this draft" in words(refused.text)
    assert rui.post(f"/drafts/{draft.id}/approve", data={"version": now(review, draft).version}).status_code == 303
    late = oda.post(f"/drafts/{draft.id}/reject", data={"version": draft.version, "code": "tone"})
    assert late.status_code == 409 and now(review, draft).state == "approved"


def test_rejecting_needs_its_reason(sign_in: SignIn, review: Review) -> None:
    """Without a code, without the rule of a broken rule, or with a rule that is none, nothing is rejected."""
    draft = waiting(review)
    browser = sign_in("rui")
    for form in ({}, {"code": "sheer dislike"}, {"code": "breaks_rule"}, {"code": "breaks_rule", "rule": "no.rule"}):
        answer = browser.post(f"/drafts/{draft.id}/reject", data={"version": draft.version, **form})
        assert answer.status_code == 422 and now(review, draft).open
    form = {"version": draft.version, "code": "breaks_rule", "rule": "tone.cold", "note": "太冷淡了"}
    assert browser.post(f"/drafts/{draft.id}/reject", data=form).status_code == 303
    page = browser.get(f"/drafts/{draft.id}").text
    assert "太冷淡了" in page and "breaks_rule" in page and now(review, draft).state == "rejected"


def test_handing_over_and_giving_back(sign_in: SignIn, review: Review) -> None:
    """A draft is given back to the queue, or left to a person on the platform with a note."""
    draft = waiting(review)
    browser = sign_in("ann")
    browser.post(f"/drafts/{draft.id}/claim")
    browser.post(f"/drafts/{draft.id}/release")
    assert now(review, draft).state == "pending"
    version = now(review, draft).version
    browser.post(f"/drafts/{draft.id}/hand-over", data={"version": version, "note": "要打电话"})
    assert now(review, draft).state == "handed_over"


def test_overruling_is_for_reviewers_with_a_reason(sign_in: SignIn, review: Review) -> None:
    """One named rule may be overruled in writing by a reviewer; the page offers it to nobody else."""
    draft = waiting(review, BLOCKED)
    path, form = f"/drafts/{draft.id}", {"version": draft.version, "rule": "invoice.fee"}
    ann, rui = sign_in("ann"), sign_in("rui")
    assert "overrule-dialog" not in ann.get(path).text and "overrule-dialog" in rui.get(path).text
    assert ann.post(f"{path}/overrule", data={**form, "reason": "x"}).status_code == 403
    assert rui.post(f"{path}/overrule", data={**form, "reason": " "}).status_code == 422
    assert rui.post(f"{path}/overrule", data={**form, "reason": "财务确认过"}).status_code == 303
    assert "财务确认过" in rui.get(path).text and now(review, draft).state == "approved"


def test_what_is_for_a_reviewer_an_agent_cannot_approve(sign_in: SignIn, review: Review) -> None:
    """An agent sees why the button is dead, and is refused when the form is sent all the same."""
    late = "亲，不好意思，您的订单要延迟到11月28日才能发出哦"
    draft = promised(review, late)
    assert review.queue.check(draft.id, late, by=TOOL).outcome == "handover"
    ann = sign_in("ann")
    assert "A reviewer has to decide" in words(ann.get(f"/drafts/{draft.id}").text)
    assert ann.post(f"/drafts/{draft.id}/approve", data={"version": draft.version}).status_code == 403
    assert sign_in("rui").post(f"/drafts/{draft.id}/approve", data={"version": draft.version}).status_code == 303
