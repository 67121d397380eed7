"""The page as a reviewer uses it, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.review import Review
from assistant.review.records import QueuedDraft
from tests.review.drafts import BLOCKED, GOOD, order
from tests.web.browser.conftest import Visit
from tests.web.conftest import PASSWORD
from tests.web.pages import TOOL, waiting

Picture = Callable[[Page, str], None]
PROMISE = "亲，您的订单最晚11月23日09:30前发出，默认申通快递，发出后一般2-4天左右送到~"
PAGES = ("/queue", "/history", "/figures", "/proposals", "/tokens", "/people", "/password")


def now(review: Review, draft: QueuedDraft) -> QueuedDraft:
    """A draft as it is now."""
    return review.queue.get(draft.id, by=TOOL)


def promised(review: Review, text: str = PROMISE, **about: object) -> QueuedDraft:
    """A draft about a paid order."""
    attempts = [
        {"source": "model", "outcome": "block", "violations": ["shipping.false_status"], "text": "已经发出啦"},
        {"source": "composer", "outcome": "pass", "text": text},
    ]
    return waiting(
        review,
        text,
        message="昨晚拍的怎么还不发货",
        buyer={"nick": "tb_lan88"},
        orders=[order()],
        script="zh.urge_dispatch.paid",
        draft={"intent": "urge_dispatch", "attempts": attempts},
        **about,
    )


def test_signing_in_leads_to_where_one_wanted_to_go(visit: Visit, review: Review) -> None:
    """A stranger who opens a draft signs in and stands before it."""
    draft = waiting(review)
    page = visit("rui", "/password")
    page.context.clear_cookies()
    page.goto(f"/drafts/{draft.id}")
    page.get_by_label("Name").fill("rui")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/drafts/{draft.id}$"))


def test_a_whole_round_by_keyboard(visit: Visit, review: Review, picture: Picture) -> None:
    """Take, edit, approve, approve, reject with a reason, hand over: one hand on the keyboard, none on the mouse."""
    made = [promised(review), *(waiting(review, minutes=number) for number in range(1, 4))]
    page = visit("rui")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_contain_text("urging dispatch")
    assert now(review, made[0]).state == "claimed"
    picture(page, "draft")
    page.keyboard.press("e")
    editor = page.get_by_label("Edit the reply")
    expect(editor).to_be_focused()
    page.keyboard.type("请您放心～")
    expect(page.locator("#edit-reading .verdict")).to_contain_text("pass")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The edit was approved")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Approved. This is the next one.")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("dialog", name="Reject the draft")).to_be_visible()
    page.keyboard.press("5")
    expect(page.get_by_role("radio", name="tone")).to_be_checked()
    page.get_by_role("dialog").get_by_label("Note").press_sequentially("too cold")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Rejected. This is the next one.")).to_be_visible()
    page.keyboard.press("h")
    page.keyboard.type("call the buyer")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/queue.*done=handed_over"))
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    assert [now(review, draft).state for draft in made] == ["edited", "approved", "rejected", "handed_over"]
    assert now(review, made[0]).text == PROMISE + "请您放心～"


def test_browsing_by_keyboard_decides_nothing(visit: Visit, review: Review) -> None:
    """Next and previous walk through queue and drafts, back to the queue, help opens and closes; nothing is claimed."""
    made = [waiting(review, minutes=number, message=f"第{number}个问题") for number in range(3)]
    page = visit("rui")
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    expect(page.locator(f"#d-{made[1].id}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".talk .now")).to_contain_text("第1个问题")
    page.keyboard.press("j")
    expect(page.locator(".talk .now")).to_contain_text("第2个问题")
    page.keyboard.press("k")
    expect(page.locator(".talk .now")).to_contain_text("第1个问题")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("q")
    expect(page).to_have_url(re.compile("/queue$"))
    page.keyboard.press("/")
    expect(page.get_by_label("Words")).to_be_focused()
    assert {now(review, draft).state for draft in made} == {"pending"}


def test_single_letter_keys_can_be_switched_off(visit: Visit, review: Review) -> None:
    """Who speaks to the machine, or types by accident, turns them off once and for all."""
    draft = waiting(review)
    page = visit("rui", f"/drafts/{draft.id}")
    page.get_by_role("button", name="Help").click()
    page.get_by_label("single-letter keys are on").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("e")
    expect(page.get_by_label("Edit the reply")).to_be_hidden()
    page.get_by_role("button", name="Approve, next").click()
    expect(page).to_have_url(re.compile("/queue"))
    assert now(review, draft).state == "approved"


def test_the_check_runs_as_one_types(visit: Visit, review: Review, picture: Picture) -> None:
    """A promise that nothing bears out is marked with rule and advice while it is typed, and cannot be sent; Esc undoes."""
    draft = promised(review)
    page = visit("rui", f"/drafts/{draft.id}", language="zh-CN")
    page.keyboard.press("e")
    editor = page.get_by_label("修改回复")
    editor.fill("亲，已经发出了哦，开发票要补6个点的税~")
    findings = page.locator("#edit-reading .findings li")
    expect(findings).to_have_count(2)
    expect(page.locator("#edit-reading")).to_contain_text("shipping.false_status")
    expect(page.locator("#editor [data-send]")).to_be_disabled()
    picture(page, "edit-blocked")
    editor.fill(GOOD)
    expect(page.locator("#edit-reading .verdict")).to_contain_text("0 处问题")
    expect(page.locator("#editor [data-send]")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    expect(page.locator("#reply .text")).to_contain_text("最晚11月23日")
    assert now(review, draft).state == "pending"


def test_a_mark_and_its_fact_light_up_together(visit: Visit, review: Review) -> None:
    """Pointing at a promise, or reaching it by Tab, lights the fact that carries it; its number leads there."""
    draft = promised(review)
    page = visit("rui", f"/drafts/{draft.id}")
    page.locator(".said.claim").first.hover()
    expect(page.locator("#c1")).to_have_class(re.compile("lit"))
    expect(page.locator("#c2")).not_to_have_class(re.compile("lit"))
    page.locator("a.ref[data-refs=c2]").focus()
    expect(page.locator("#c2")).to_have_class(re.compile("lit"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#c2$"))


def test_two_reviewers_on_one_draft(visit: Visit, review: Review, picture: Picture) -> None:
    """The one who comes second sees, without asking, who has it and what became of it; one decision stands."""
    draft = waiting(review)
    rui, oda = visit("rui", f"/drafts/{draft.id}"), visit("oda", f"/drafts/{draft.id}")
    rui.keyboard.press("c")
    expect(rui.locator(".draft-head .holder")).to_have_text("you")
    expect(oda.get_by_role("alert")).to_contain_text(re.compile(r"just taken this draft\.\s+◐ claimed\s+rui"))
    expect(oda.get_by_role("button", name="Approve, next")).to_be_disabled()
    oda.keyboard.press("a")
    oda.get_by_role("link", name="See how it is now").click()
    expect(oda.get_by_text("rui has this draft.")).to_be_visible()
    expect(oda.get_by_role("button", name="Approve, next")).to_have_count(0)
    picture(oda, "held-by-other")
    rui.keyboard.press("a")
    expect(rui).to_have_url(re.compile("/queue"))
    expect(oda.get_by_role("alert")).to_contain_text("no longer waits")
    assert (now(review, draft).state, len(review.queue.history(draft.id, by=TOOL))) == ("approved", 3)


def test_both_press_at_once(visit: Visit, review: Review) -> None:
    """Two who approve the same version: one decides, the other is told; it leaves once."""
    draft = waiting(review)
    rui, oda = visit("rui", f"/drafts/{draft.id}"), visit("oda", f"/drafts/{draft.id}")
    rui.keyboard.press("a")
    expect(rui).to_have_url(re.compile("/queue"))
    oda.evaluate("document.querySelector('#actions form').submit()")
    expect(oda.get_by_role("alert")).to_contain_text("has moved on (now: approved)")
    assert len(review.outbox.pull(by=TOOL)) == 1


def test_the_buyer_writes_meanwhile(visit: Visit, review: Review, picture: Picture) -> None:
    """While one edits the conversation goes on: the page says so at once, keeps the words, and sends nothing."""
    draft = waiting(review, conversation="c1")
    page = visit("rui", f"/drafts/{draft.id}")
    page.keyboard.press("e")
    page.get_by_label("Edit the reply").fill(GOOD + "！")
    expect(page.locator("#edit-reading .verdict")).to_be_visible()
    review.queue.message_arrived("qinghe", "c1", by=TOOL, at=now(review, draft).due_at)
    expect(page.get_by_role("alert")).to_contain_text("This draft no longer waits")
    expect(page.locator("#editor [data-send]")).to_be_disabled()
    expect(page.get_by_label("Edit the reply")).to_have_value(GOOD + "！")
    picture(page, "moved")
    page.keyboard.press("Control+Enter")
    page.evaluate("document.getElementById('editor').submit()")
    expect(page.get_by_text("nothing was done")).to_be_visible()
    assert now(review, draft).state == "superseded" and not review.outbox.pull(by=TOOL)


def test_the_queue_is_alive(visit: Visit, review: Review, picture: Picture) -> None:
    """What comes in appears, what is taken shows its holder, and neither focus nor ticks are lost over it."""
    first = waiting(review, message="第一个")
    page = visit("rui", "/queue?intent=stock")
    page.keyboard.press("j")
    page.keyboard.press("x")
    later = waiting(review, minutes=1, message="第二个")
    expect(page.locator(f"#d-{later.id}")).to_be_visible()
    expect(page.locator("#live")).to_have_text("2 waiting")
    expect(page.locator(f"#t-{first.id}")).to_be_checked()
    expect(page.locator(f"#d-{first.id}")).to_be_focused()
    review.queue.claim(later.id, by=TOOL.model_copy(update={"id": _id(review, "oda")}))
    expect(page.locator("tr", has=page.locator(f"#d-{later.id}"))).to_contain_text("oda")
    picture(page, "queue")


def test_clean_drafts_are_approved_in_bulk(visit: Visit, review: Review) -> None:
    """Tick all, approve: those without findings leave, the others stay and have no tick."""
    clean = [waiting(review, minutes=number) for number in range(3)]
    found = waiting(review, rules=("tone.cold",))
    page = visit("rui", "/queue?intent=stock")
    expect(page.get_by_role("checkbox", name="Tick")).to_have_count(3)
    page.get_by_role("button", name="Tick all").click()
    page.get_by_role("button", name="Approve the ticked").click()
    expect(page.get_by_text("3 approved.")).to_be_visible()
    assert [now(review, draft).state for draft in [*clean, found]] == ["approved"] * 3 + ["pending"]


def test_overruling_asks_for_the_reason(visit: Visit, review: Review) -> None:
    """A reviewer lets a blocked text out by one named rule, in writing."""
    draft = waiting(review, BLOCKED)
    page = visit("rui", f"/drafts/{draft.id}")
    expect(page.get_by_role("button", name="Approve, next")).to_be_disabled()
    page.get_by_role("button", name="Overrule the rule").click()
    dialog = page.get_by_role("dialog", name="Overrule one rule")
    expect(dialog).to_contain_text("invoice.fee")
    dialog.get_by_label("Reason").fill("agreed with accounting")
    dialog.get_by_role("button", name="Let it out").click()
    expect(page).to_have_url(re.compile("/queue"))
    assert now(review, draft).state == "approved"


def test_a_held_key_decides_once(visit: Visit, review: Review) -> None:
    """A key that is held down, or pressed twice, does not approve draft after draft."""
    made = [waiting(review, minutes=number) for number in range(4)]
    page = visit("rui", f"/drafts/{made[0].id}")
    for _ in range(5):
        page.keyboard.down("a")
    page.keyboard.up("a")
    expect(page.get_by_text("Approved. This is the next one.")).to_be_visible()
    assert [now(review, draft).state for draft in made] == ["approved", "claimed", "pending", "pending"]


def test_a_draft_is_decided_on_a_phone(visit: Visit, review: Review, picture: Picture) -> None:
    """At phone width nothing sticks out, the buttons stay in reach, and a tap approves."""
    draft = promised(review)
    waiting(review, minutes=2)
    page = visit("rui", phone=True, language="zh-CN")
    picture(page, "phone-queue")
    assert _sticks_out(page) == 0
    page.locator(f"#d-{draft.id}").tap()
    approve = page.get_by_role("button", name="通过，下一条")
    expect(approve).to_be_in_viewport()
    box = approve.bounding_box()
    assert box is not None and box["height"] >= 38 and _sticks_out(page) == 0
    picture(page, "phone-draft")
    approve.tap()
    expect(page.get_by_text("已通过，这是下一条。")).to_be_visible()
    assert now(review, draft).state == "approved"


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_can_be_read(visit: Visit, review: Review, phone: bool, picture: Picture) -> None:
    """On every page the contrast is AA, nothing sticks out, and every control has a name."""
    blocked, foreign = waiting(review, BLOCKED, rules=("invoice.fee",)), promised(review, minutes=1)
    decided = waiting(review, minutes=2)
    review.queue.edit_and_approve(decided.id, 1, GOOD + "～～～", by=TOOL)
    page = visit("ada", phone=phone)
    paths = (*PAGES, *(f"/drafts/{draft.id}" for draft in (blocked, foreign, decided)), f"/drafts/{blocked.id}?edit=1")
    for path in paths:
        page.goto(path)
        assert page.evaluate(_POOR_CONTRAST) == [], path
        assert page.evaluate(_NAMELESS) == [], path
        assert _sticks_out(page) == 0, path
        picture(page, f"{'phone' if phone else 'desk'}{path.split('?')[0].replace('/', '-')[:20]}")


def test_the_focus_is_seen_everywhere(visit: Visit, review: Review) -> None:
    """Tabbing through a draft, each stop has a ring that is drawn."""
    page = visit("rui", f"/drafts/{promised(review).id}")
    for _ in range(30):
        page.keyboard.press("Tab")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert ring == "3px", page.evaluate("document.activeElement.outerHTML")


def _sticks_out(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _id(review: Review, name: str) -> str:
    return next(account.id for account in review.accounts.all() if account.name == name)


_POOR_CONTRAST = """
() => {
  const channel = (value) => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => { const found = text.match(/[0-9.]+/g).map(Number); return found.length < 4 ? [...found, 1] : found; };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest("svg, option, script")) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(element.outerHTML.slice(0, 120));
  }
  return poor;
}
"""

_NAMELESS = """
() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")]
  .filter((element) => element.checkVisibility())
  .filter((element) => !(element.textContent.trim() || element.ariaLabel || (element.labels && element.labels.length)))
  .map((element) => element.outerHTML.slice(0, 120))
"""
