"""What goes wrong in the middle of the work, and what it costs the one who was typing: nothing."""

import re

from playwright.sync_api import expect

from assistant.review import Review
from tests.review.drafts import BLOCKED, GOOD
from tests.web.browser.conftest import Visit
from tests.web.conftest import PASSWORD
from tests.web.pages import now, waiting


def test_a_session_that_ends_costs_no_words(visit: Visit, review: Review) -> None:
    """Signed out while typing, one is told, sends nothing, signs in elsewhere, and goes on where one was."""
    draft = waiting(review)
    page = visit("rui", f"/drafts/{draft.id}")
    page.keyboard.press("e")
    page.get_by_label("Edit the reply").fill(GOOD + "！")
    page.context.clear_cookies()
    expect(page.get_by_role("alert")).to_contain_text("Your session has ended")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Edit the reply")).to_have_value(GOOD + "！")
    session = review.accounts.sign_in("rui", PASSWORD)
    page.context.add_cookies([{"name": "session", "value": session.token, "url": page.url.split("/drafts")[0]}])
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("#editor input[name=csrf]")).to_have_value(session.csrf)
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/queue"))
    assert (now(review, draft).state, now(review, draft).text) == ("edited", GOOD + "！")


def test_a_server_that_is_gone_is_noticed(visit: Visit, review: Review) -> None:
    """A list that no longer lives says so, and no more once the server is back."""
    waiting(review)
    page = visit("rui", cut_off=True)
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_slip_on_escape_costs_no_words(visit: Visit, review: Review) -> None:
    """The editor left and entered again still holds what was typed; the original comes back when it is asked for."""
    draft = waiting(review)
    page = visit("rui", f"/drafts/{draft.id}")
    page.keyboard.press("e")
    editor = page.get_by_label("Edit the reply")
    editor.fill("a long and careful reply")
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    page.keyboard.press("e")
    expect(editor).to_have_value("a long and careful reply")
    page.get_by_role("button", name="Take the original again").click()
    expect(editor).to_have_value(GOOD)
    assert now(review, draft).state == "pending"


def test_what_was_typed_stands_on_the_page_that_refuses_it(visit: Visit, review: Review) -> None:
    """Sent after the buyer wrote, the words come back to be copied, and nothing left."""
    draft = waiting(review, conversation="c1")
    page = visit("rui", f"/drafts/{draft.id}?edit=1")
    page.get_by_label("Edit the reply").fill(GOOD + "！")
    review.queue.message_arrived("qinghe", "c1", by=review.accounts.sign_in("rui", PASSWORD).reviewer, at=draft.due_at)
    page.evaluate("document.getElementById('editor').submit()")
    expect(page.get_by_label("What you wrote (not sent)")).to_have_value(GOOD + "！")


def test_a_rejection_names_its_rule(visit: Visit, review: Review) -> None:
    """Rejected for a rule, the one that the check found is chosen; without one the form is not sent and the note stays."""
    broken, clean = waiting(review, BLOCKED), waiting(review, minutes=1)
    page = visit("rui", f"/drafts/{clean.id}")
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.get_by_role("dialog").get_by_label("Note").fill("how could it")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert now(review, clean).state == "pending"
    page.goto(f"/drafts/{broken.id}")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.get_by_label("The rule that it breaks")).to_have_value("invoice.fee")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Rejected. This is the next one.")).to_be_visible()
    page.get_by_role("link", name="See what you decided").click()
    expect(page).to_have_url(re.compile(f"/drafts/{broken.id}$"))
    assert now(review, broken).state == "rejected"


def test_an_edit_is_overruled_from_the_editor(visit: Visit, review: Review) -> None:
    """What breaks one rule as it was typed may leave with a reason, by that rule and in those words."""
    draft = waiting(review)
    page = visit("rui", f"/drafts/{draft.id}?edit=1")
    page.get_by_label("Edit the reply").fill(BLOCKED)
    page.locator("#editor").get_by_role("button", name="Overrule the rule").click()
    dialog = page.get_by_role("dialog", name="Overrule one rule")
    expect(dialog).to_contain_text("invoice.fee")
    expect(dialog).to_contain_text(BLOCKED)
    dialog.get_by_label("Reason").fill("agreed with accounting")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/queue"))
    assert (now(review, draft).state, now(review, draft).text) == ("edited", BLOCKED)
