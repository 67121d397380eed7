"""The pages as a reviewer uses them, without a browser's scripts."""

import pytest

from assistant.review import Review
from assistant.review.records import QueuedDraft
from tests.review.conftest import Clock
from tests.review.drafts import BLOCKED, GOOD, order
from tests.web.conftest import SignIn
from tests.web.pages import TOOL, opened, tags, waiting, words

PROMISE = "亲，您的订单最晚11月23日09:30前发出，默认申通快递，发出后一般2-4天左右送到~"


def now(review: Review, draft: QueuedDraft) -> QueuedDraft:
    """A draft as it is now."""
    return review.queue.get(draft.id, by=TOOL)


def promised(review: Review, text: str = PROMISE) -> QueuedDraft:
    """A draft about a paid order."""
    return waiting(review, text, message="什么时候发货", buyer={"nick": "tb_lan88"}, orders=[order()])


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
    made = [waiting(review, minutes=number).id for number in range(33)]
    browser = sign_in("rui")
    first = browser.get("/queue").text
    more = next(a["href"] for tag, a in tags(first) if tag == "a" and a.get("rel") == "next")
    assert "33 waiting" in words(first)
    assert opened(first) + opened(browser.get(more or "").text) == made


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


def test_approving_goes_on_to_the_next(sign_in: SignIn, review: Review) -> None:
    """One decision, and the most pressing draft of the same filter is claimed and opened; at the end the queue."""
    first, second = waiting(review), waiting(review, minutes=1)
    other = waiting(review, minutes=-5, draft={"intent": "invoice"})
    browser = sign_in("rui")
    on = browser.post(f"/drafts/{first.id}/approve?intent=stock", data={"version": first.version})
    assert on.headers["location"] == f"/drafts/{second.id}?intent=stock&done=approved"
    assert now(review, second).state == "claimed" and now(review, other).state == "pending"
    claimed = now(review, second)
    end = browser.post(f"/drafts/{second.id}/approve?intent=stock", data={"version": claimed.version})
    assert end.headers["location"] == "/queue?intent=stock&done=approved"
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


def test_the_history_finds_what_was_decided(sign_in: SignIn, review: Review) -> None:
    """A decided draft is found by buyer, order, words, state, rule, person and day."""
    draft = promised(review)
    browser = sign_in("rui")
    browser.post(
        f"/drafts/{draft.id}/reject", data={"version": draft.version, "code": "breaks_rule", "rule": "tone.cold"}
    )
    waiting(review)
    rui = now(review, draft).decided_by
    for query in (
        "buyer_nick=tb_lan88", "order_id=2026112100017", "words=什么时候发货", "state=rejected", f"decided_by={rui}",
        "state=rejected&since=2026-11-21&until=2026-11-21",
    ):  # fmt: skip
        assert opened(browser.get(f"/history?{query}").text) == [draft.id], query
    assert opened(browser.get("/history?state=rejected&until=2026-11-20").text) == []
    assert len(opened(browser.get("/history").text)) == 2


def test_figures_are_drawn_and_told(sign_in: SignIn, review: Review, clock: Clock) -> None:
    """The plots are SVG with textures, a title on each bar, and a table beside them."""
    for fate in ("approve", "approve", "reject"):
        draft = waiting(review, rules=("tone.cold",))
        clock.advance(40)
        data = {"version": draft.version, "code": "tone"}
        sign_in("rui").post(f"/drafts/{draft.id}/{fate}", data=data)
    page = sign_in("rui").get("/figures?days=7&store=qinghe").text
    bars = [a["class"] for tag, a in tags(page) if tag == "rect" and "bar-" in (a.get("class") or "")]
    assert {"bar bar-approved", "bar bar-rejected", "bar bar-caught"} <= set(bars)
    said = words(page)
    assert "tone.cold" in said and "67%" in said and "2026-11-21: approved 2" in said and "40 s" in said
    assert "Nothing in this time" in words(sign_in("wim").get("/figures").text)


def test_a_heavy_edit_becomes_a_proposal_that_another_decides(sign_in: SignIn, review: Review) -> None:
    """What an edit proposes is reworded, refused while it breaks a rule, and accepted by somebody else."""
    draft = waiting(review, script="zh.stock.available")
    ours = "您好，这款目前是有现货的，看中的话直接下单就可以啦，祝您购物愉快！"
    rui, oda = sign_in("rui"), sign_in("oda")
    assert rui.post(f"/drafts/{draft.id}/approve", data={"version": draft.version, "text": ours}).status_code == 303
    page = oda.get("/proposals").text
    accept = next(a["action"] or "" for tag, a in tags(page) if tag == "form" and "/accept" in (a.get("action") or ""))
    assert ours in page
    assert oda.post(accept, data={"version": 1, "text": BLOCKED}).status_code == 422
    assert sign_in("ann").post(accept, data={"version": 1}).status_code == 422
    assert oda.post(accept, data={"version": 1}).headers["location"] == "/proposals?done=accepted"
    assert review.learning.proposals("accepted", by=TOOL)[0].after == ours


def test_an_admin_keeps_accounts(sign_in: SignIn, review: Review) -> None:
    """An account is made with a password shown once, changed, reset and switched off; the last admin stays."""
    ada = sign_in("ada")
    made = ada.post("/people", data={"name": "lin", "role": "agent", "store": ["qinghe", "nowhere"]})
    lin = next(account for account in review.accounts.all() if account.name == "lin")
    assert "shown only now" in words(made.text) and lin.stores == {"qinghe"}
    assert ada.post("/people", data={"name": "lin", "role": "agent"}).status_code == 422
    assert ada.post("/people", data={"name": "max", "role": "boss"}).status_code == 422
    ada.post(f"/people/{lin.id}", data={"role": "reviewer", "store": "*"})
    changed = next(account for account in review.accounts.all() if account.name == "lin")
    assert (changed.role, changed.stores, changed.active) == ("reviewer", {"*"}, False)
    assert "One-time password" in words(ada.post(f"/people/{lin.id}/reset").text)
    me = next(account for account in review.accounts.all() if account.name == "ada")
    assert ada.post(f"/people/{me.id}", data={"role": "agent", "active": "yes"}).status_code == 422


def test_everybody_makes_tokens_within_their_means(sign_in: SignIn, review: Review) -> None:
    """A token is shown once and works until it is revoked; it reaches no store that its owner does not see."""
    ann = sign_in("ann")
    page = ann.post(
        "/tokens", data={"name": "tool", "days": "30", "scope": ["drafts", "search"], "store": "qinghe"}
    ).text
    secret = next(part for part in words(page).split() if part.startswith("ra_"))
    found = review.accounts.token(secret)
    assert found is not None and found.scopes == {"drafts", "search"} and found.stores == {"qinghe"}
    assert secret not in ann.get("/tokens").text
    for form in (
        {"days": "30"},
        {"days": "x", "scope": "drafts"},
        {"days": "30", "scope": "drafts", "store": "windrunner"},
    ):
        assert ann.post("/tokens", data={"name": "t", **form}).status_code == 422
    token = review.accounts.tokens(by=found)[0]
    ann.post(f"/tokens/{token.id}/revoke")
    assert review.accounts.token(secret) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_speaks_both_languages(sign_in: SignIn, review: Review, language: str) -> None:
    """The chosen language stays, on every page, also where a draft was decided and purged."""
    browser = sign_in("ada")
    assert browser.post("/language", data={"language": language, "next": "/queue"}).status_code == 303
    draft = waiting(review, BLOCKED, conversation="c9")
    browser.post(f"/drafts/{draft.id}/reject", data={"version": draft.version, "code": "tone"})
    paths = ["/queue", "/history", "/figures", "/proposals", "/tokens", "/people", "/password", f"/drafts/{draft.id}"]
    for path in paths:
        page = browser.get(path)
        assert page.status_code == 200 and f'lang="{"zh-CN" if language == "zh" else "en"}"' in page.text


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


def test_unknown_pages_say_so(sign_in: SignIn) -> None:
    """A page that is none, and a method that is none, get an answer in words."""
    browser = sign_in("rui")
    assert "There is no such page" in words(browser.get("/nowhere").text)
    assert browser.get("/queue/bulk").status_code == 405
