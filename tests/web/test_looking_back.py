"""History, figures, and what edits propose."""

from assistant.review import Review
from tests.review.conftest import Clock
from tests.review.drafts import BLOCKED
from tests.web.conftest import SignIn
from tests.web.pages import TOOL, now, opened, promised, tags, waiting, words


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
