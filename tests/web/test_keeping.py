"""Accounts, tokens, languages, and addresses that are none."""

import pytest

from assistant.review import Review
from tests.review.drafts import BLOCKED
from tests.web.conftest import SignIn
from tests.web.pages import waiting, words


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


def test_unknown_pages_say_so(sign_in: SignIn) -> None:
    """A page that is none, and a method that is none, get an answer in words."""
    browser = sign_in("rui")
    assert "There is no such page" in words(browser.get("/nowhere").text)
    assert browser.get("/queue/bulk").status_code == 405
