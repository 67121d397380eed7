"""Everything within reach: by keyboard, on a small phone, in the reader's language."""

import re

import pytest
from playwright.sync_api import expect

from assistant.review import Review
from tests.review.conftest import Clock
from tests.review.drafts import BLOCKED, GOOD
from tests.web.browser.conftest import Visit
from tests.web.pages import TOOL, now, promised, waiting

SMALL = {"width": 375, "height": 667}


@pytest.mark.parametrize(("path", "label"), [("/queue", "Intent"), ("/figures", "Days")])
def test_a_choice_is_walked_through_by_keyboard(visit: Visit, review: Review, path: str, label: str) -> None:
    """The arrow keys move within a choice, the page stays; Enter on the button goes on."""
    page = visit("rui", path)
    choice = page.get_by_label(label)
    choice.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.wait_for_load_state()
    expect(choice).to_be_focused()
    chosen = choice.input_value()
    assert page.url.endswith(path) and chosen
    page.keyboard.press("Tab")
    page.locator("form.filters button").press("Enter")
    expect(page).to_have_url(re.compile(f"={chosen}"))


def test_the_editor_is_in_sight_on_a_small_phone(visit: Visit, review: Review) -> None:
    """While one edits nothing lies over the words or over the button that sends them."""
    draft = promised(review)
    page = visit("rui", f"/drafts/{draft.id}", phone=True)
    page.set_viewport_size(SMALL)
    page.get_by_role("link", name="Edit").tap()
    for part in (page.get_by_label("Edit the reply"), page.locator("#editor [data-send]")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport(ratio=0.9)
        assert part.evaluate(_UNCOVERED)


def test_the_reply_is_in_sight_on_a_small_phone(visit: Visit, review: Review) -> None:
    """The buttons take no more than a fifth of a small window, and the message is read without scrolling."""
    draft = promised(review)
    page = visit("rui", f"/drafts/{draft.id}", phone=True, language="zh-CN")
    page.set_viewport_size(SMALL)
    bar = page.locator(".decide").bounding_box()
    assert bar is not None and bar["height"] <= SMALL["height"] / 5
    assert page.locator(".talk .now").evaluate(_UNCOVERED)
    assert page.locator("#reply .verdict").evaluate(_UNCOVERED)


def test_what_has_the_focus_is_not_covered(visit: Visit, review: Review) -> None:
    """Tabbing through a long draft, each stop lies clear of the bar with the buttons."""
    draft = promised(review)
    page = visit("rui", f"/drafts/{draft.id}")
    page.set_viewport_size({"width": 1280, "height": 500})
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate(f"({_UNCOVERED})(document.activeElement)"), page.evaluate(
            "document.activeElement.outerHTML"
        )


def test_a_chinese_reviewer_reads_chinese(visit: Visit, review: Review) -> None:
    """Rule, advice, reason, promise and fact are told in Chinese; what the checker adds in English is marked as such."""
    draft = waiting(review, BLOCKED, draft={"reason": "the parcel is late", "status": "review"})
    page = visit("rui", f"/drafts/{draft.id}", language="zh-CN")
    expect(page.locator(".note")).to_have_text("需要人看的原因： 包裹晚了")
    expect(page.locator(".findings")).to_contain_text("为开票向买家收税点")
    expect(page.locator(".findings .advice")).to_contain_text("说明开票免费")
    expect(page.locator(".findings .detail")).to_have_attribute("lang", "en")
    expect(page.locator(".promises small").first).to_have_text(re.compile("[\u4e00-\u9fff]"))
    page.keyboard.press("r")
    expect(page.locator("optgroup[data-found]")).to_contain_text("invoice.fee · 为开票")


def test_rows_name_their_store_where_there_are_several(visit: Visit, review: Review) -> None:
    """Who works for several stores sees of each draft whose it is; who works for one is spared it."""
    draft = waiting(review)
    expect(visit("rui").locator(f"#d-{draft.id} small")).to_be_visible()
    expect(visit("oda").locator(f"#d-{draft.id} small")).to_have_count(0)


@pytest.mark.slow  # the page looks anew every few seconds
def test_a_deadline_goes_on_running(visit: Visit, review: Review, clock: Clock) -> None:
    """On the page of a draft that stays open the time that is left is told anew, and that it has passed."""
    draft = waiting(review)
    page = visit("rui", f"/drafts/{draft.id}")
    expect(page.locator("#due")).to_contain_text("in 3 min")
    clock.advance(60)
    expect(page.locator("#due")).to_contain_text("in 2 min", timeout=8000)
    clock.advance(300)
    expect(page.locator("#due.late")).to_contain_text("late", timeout=8000)


def test_everything_is_decided_without_scripts(visit: Visit, review: Review) -> None:
    """Take, edit, reject, hand over and overrule are forms and links of the page; the scripts only make them quick."""
    made = [waiting(review, minutes=number) for number in range(3)] + [waiting(review, BLOCKED, minutes=3)]
    page = visit("rui", scripts=False)
    page.get_by_role("button", name="Take the most pressing").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Edit the reply").fill(GOOD + "！")
    page.get_by_role("button", name="Approve the edit, next").click()
    page.get_by_role("button", name="Reject").click()
    page.get_by_role("radio", name="tone").check()
    page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    page.get_by_role("button", name="Hand over").click()
    page.get_by_role("dialog").get_by_role("button", name="Hand over").click()
    page.get_by_role("button", name="Overrule the rule").click()
    page.get_by_label("Reason (kept in the history)").fill("agreed with accounting")
    page.get_by_role("button", name="Let it out").click()
    expect(page).to_have_url(re.compile("/queue"))
    assert [now(review, draft).state for draft in made] == ["edited", "rejected", "handed_over", "approved"]


def test_a_row_that_comes_in_takes_no_focus(visit: Visit, review: Review) -> None:
    """While the list renews itself the button that has the focus keeps it, and the window's title tells the count."""
    waiting(review)
    page = visit("rui", "/queue?intent=stock")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    page.get_by_role("button", name="Tick all").focus()
    waiting(review, minutes=1)
    expect(page).to_have_title(re.compile(r"^\(2\) "))
    expect(page.get_by_role("button", name="Tick all")).to_be_focused()


@pytest.mark.parametrize("width", [320, 375])
def test_nothing_sticks_out_of_a_narrow_window(visit: Visit, review: Review, width: int) -> None:
    """Down to 320 pixels (1280 at fourfold size) every page is read without scrolling sideways."""
    draft = waiting(review, BLOCKED, rules=("shipping.dispatch_overpromise", "promise.discount"))
    decided = waiting(review, minutes=1, script="zh.a_script.with_quite_a_long_name.to_show")
    review.queue.edit_and_approve(decided.id, 1, GOOD + "～", by=TOOL)
    page = visit("ada", phone=True)
    page.set_viewport_size({"width": width, "height": 700})
    paths = ("/queue", "/queue?intent=stock", "/history", "/figures", "/proposals", "/tokens", "/people", "/password")
    for path in (*paths, f"/drafts/{draft.id}", f"/drafts/{draft.id}?edit=1", f"/drafts/{decided.id}"):
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, path


_UNCOVERED = """
(element) => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2];
  const top = document.elementFromPoint(x, y);
  return top !== null && (element.contains(top) || top.contains(element));
}
"""
