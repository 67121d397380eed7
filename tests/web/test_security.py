"""What nobody gets past."""

from datetime import datetime

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from assistant.review import Review, Reviewer
from assistant.web import Desk, create_app
from assistant.web.shield import MAX_FORM_BYTES, Shield
from tests.review.conftest import Clock
from tests.web.conftest import PASSWORD, SignIn
from tests.web.pages import tags, waiting

PAGES = ("/queue", "/history", "/figures", "/proposals", "/tokens", "/people", "/password")
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \"' onmouseover='alert(1)"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_without_a_session(visitor: TestClient, path: str) -> None:
    """Every page leads a stranger to the sign-in page, and back afterwards."""
    answer = visitor.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next=%2F{path[1:]}")


@pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/nowhere", "/static/review.js", "/api/v1/queue", "/healthz"])
def test_every_answer_carries_the_headers(sign_in: SignIn, path: str) -> None:
    """Pages, errors, files and the API: nothing leaves without the policy that keeps foreign code out."""
    headers = sign_in("ada").get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert ("no-store" in headers["cache-control"]) == (not path.startswith("/static/"))


@pytest.mark.parametrize("path", [*PAGES, "/drafts/{id}", "/drafts/{id}?edit=1", "/queue?intent=stock"])
def test_no_page_has_code_of_its_own(sign_in: SignIn, review: Review, path: str) -> None:
    """No inline script, style or handler stands on any page, and nothing is fetched from elsewhere."""
    draft = waiting(review, "要补6个点税哦", rules=("invoice.fee",))
    found = tags(sign_in("ada").get(path.format(id=draft.id)).text)
    assert len(found) > 20
    for tag, attributes in found:
        assert tag != "style" and not (tag == "script" and not attributes.get("src"))
        assert not [name for name in attributes if name == "style" or name.startswith(("on", "hx-on"))]
        for name in ("src", "href", "action", "hx-get", "hx-post"):
            assert not (attributes.get(name) or "/").startswith(("http", "//", "javascript", "data:"))


def test_what_a_buyer_writes_is_text(sign_in: SignIn, review: Review) -> None:
    """Markup and template marks of a buyer's stand on the pages as letters."""
    draft = waiting(review, message=ATTACK, buyer={"nick": ATTACK})
    browser = sign_in("rui")
    for path in ("/queue", f"/drafts/{draft.id}", "/history"):
        page = browser.get(path).text
        assert "<script>alert" not in page and "<img" not in page and "&lt;script&gt;" in page and "{{ 7*7 }}" in page
    page = browser.get("/history", params={"words": ATTACK, "buyer_nick": ATTACK}).text
    assert "<script>alert" not in page


def test_the_cookie_is_closed_to_scripts_and_other_sites(visitor: TestClient, app: Shield) -> None:
    """The session cookie is HttpOnly and SameSite; over TLS it is Secure and bound to the host."""
    form = {"name": "rui", "password": PASSWORD}
    plain = visitor.post("/sign-in", data=form)
    assert plain.headers["set-cookie"].startswith("session=")
    assert "httponly" in plain.headers["set-cookie"].lower() and "samesite=lax" in plain.headers["set-cookie"].lower()
    over_tls = TestClient(app, base_url="https://testserver", follow_redirects=False).post("/sign-in", data=form)
    cookie = over_tls.headers["set-cookie"]
    assert cookie.startswith("__Host-session=") and "; Secure" in cookie and "domain" not in cookie.lower()
    assert "strict-transport-security" in over_tls.headers


def test_a_form_from_elsewhere_does_nothing(sign_in: SignIn, review: Review) -> None:
    """Without the token, with another session's, or from another origin a form is refused and nothing changes."""
    draft = waiting(review)
    browser, form = sign_in("rui"), {"version": str(draft.version)}
    other = sign_in("oda").headers["x-csrf-token"]
    refused = [
        browser.post(f"/drafts/{draft.id}/approve", data=form, headers=headers).status_code
        for headers in (
            {"x-csrf-token": ""},
            {"x-csrf-token": other},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
        )
    ]
    assert refused == [403] * 6
    assert review.queue.get(draft.id, by=_admin(review)).state == "pending"
    fine = browser.post(
        f"/drafts/{draft.id}/approve",
        data=form,
        headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"},
    )
    assert fine.status_code == 303 and review.queue.get(draft.id, by=_admin(review)).state == "approved"


def test_nobody_is_signed_in_from_elsewhere(visitor: TestClient) -> None:
    """Another site cannot sign a browser in under a name of its own."""
    form = {"name": "rui", "password": PASSWORD}
    answer = visitor.post("/sign-in", data=form, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/x"]
)
def test_sign_in_leads_nowhere_else(visitor: TestClient, there: str) -> None:
    """The way back after sign-in stays on this server."""
    answer = visitor.post("/sign-in", data={"name": "rui", "password": PASSWORD, "next": there})
    assert answer.headers["location"] == "/queue"
    assert visitor.post("/language", data={"language": "zh", "next": there}).headers["location"] == "/queue"


def test_a_wrong_password_is_told_from_nothing(visitor: TestClient) -> None:
    """Unknown name and wrong password get the same page; after some tries both have to wait."""
    wrong = visitor.post("/sign-in", data={"name": "rui", "password": "guess"})
    unknown = visitor.post("/sign-in", data={"name": "nobody", "password": "guess"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("rui", "") == unknown.text.replace("nobody", "")
    for _ in range(10):
        last = visitor.post("/sign-in", data={"name": "rui", "password": "guess"})
    assert last.status_code == 429 and int(last.headers["retry-after"]) > 0
    assert visitor.post("/sign-in", data={"name": "rui", "password": PASSWORD}).status_code == 429


def test_a_one_time_password_opens_only_its_change(review: Review, visitor: TestClient) -> None:
    """With the printed password one gets to choose a new one, and nowhere else before."""
    made = review.accounts.create("new", "agent", ["qinghe"], by=None)
    visitor.post("/sign-in", data={"name": "new", "password": made.one_time_password})
    assert all(visitor.get(path).headers["location"] == "/password" for path in PAGES if path != "/password")
    csrf = next(a["value"] for t, a in tags(visitor.get("/password").text) if t == "input" and a.get("name") == "csrf")
    form = {"csrf": csrf or "", "old": made.one_time_password, "new": PASSWORD, "again": PASSWORD}
    assert "differ" in visitor.post("/password", data=form | {"again": "x"}).text
    assert visitor.post("/password", data=form | {"old": "wrong"}).status_code == 401
    assert visitor.post("/password", data=form | {"new": "short", "again": "short"}).status_code == 422
    assert visitor.post("/password", data=form).headers["location"].startswith("/queue")
    assert visitor.get("/queue").status_code == 200


def test_signing_out_ends_the_session(sign_in: SignIn) -> None:
    """The cookie is worth nothing afterwards, wherever it is kept."""
    browser = sign_in("rui")
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert browser.get("/queue", headers={"cookie": f"session={browser.cookies.get('session')}"}).status_code == 303


def test_a_session_ends_in_time(sign_in: SignIn, clock: Clock, review: Review) -> None:
    """A browser left open asks for the password again; a part of a page leads there too."""
    browser = sign_in("rui")
    clock.advance(review.options.session_s + 1)
    assert browser.get("/queue").status_code == 303
    assert browser.get("/queue/rows", headers={"hx-request": "true"}).headers["hx-redirect"] == "/sign-in"


def test_other_stores_are_not_there(sign_in: SignIn, review: Review) -> None:
    """A draft of another store looks as if there were none, whatever is asked of it."""
    draft = waiting(review)
    browser = sign_in("wim")
    assert draft.id not in browser.get("/queue").text and draft.id not in browser.get("/history").text
    form = {"version": str(draft.version), "code": "other", "text": "x"}
    answers = [browser.get(f"/drafts/{draft.id}"), browser.get(f"/drafts/{draft.id}/moved?version=1")]
    answers += [
        browser.post(f"/drafts/{draft.id}/{verb}", data=form)
        for verb in ("claim", "release", "check", "approve", "reject", "hand-over", "overrule")
    ]
    nowhere = browser.get(f"/drafts/{'0' * 32}")
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].text.replace(draft.id, "") == nowhere.text.replace("0" * 32, "")


@pytest.mark.parametrize("name", ["rui", "ann"])
def test_only_an_admin_keeps_accounts(sign_in: SignIn, review: Review, name: str) -> None:
    """Accounts and the record of sign-ins are closed to everybody else."""
    browser = sign_in(name)
    rui = next(account for account in review.accounts.all() if account.name == name)
    assert browser.get("/people").status_code == 403
    for path in ("/people", f"/people/{rui.id}", f"/people/{rui.id}/reset"):
        assert browser.post(path, data={"name": "x", "role": "admin", "store": "*"}).status_code == 403


def test_bodies_are_limited(sign_in: SignIn, visitor: TestClient) -> None:
    """Too long a body is refused, announced or not; so is an upload."""
    browser = sign_in("rui")
    too_long = b"text=" + b"x" * MAX_FORM_BYTES
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.post("/drafts/x/check", content=too_long, headers=kind).status_code == 413
    unannounced = (too_long[start : start + 65536] for start in range(0, len(too_long), 65536))
    assert browser.post("/drafts/x/check", content=unannounced, headers=kind).status_code == 413
    assert browser.post("/queue/next", files={"file": b"x"}).status_code == 422
    assert browser.post("/queue/next", content=b"&".join([b"a=1"] * 2000), headers=kind).status_code == 422
    assert browser.post("/queue/next", content=b"a=%ff", headers=kind).status_code == 422
    assert visitor.post("/api/v1/drafts", content=b"x" * 4_000_001).status_code == 413


def test_another_name_is_not_answered(review: Review, clock: Clock) -> None:
    """On loopback only this machine's names are answered, so that no page elsewhere can point its own name here."""
    client = TestClient(create_app(Desk(review, clock=clock, loopback_only=True)), base_url="http://evil.example:8700")
    assert client.get("/healthz").status_code == 421
    for name in ("localhost:8700", "127.0.0.1:8700", "[::1]:8700", "127.0.0.1"):
        assert client.get("/healthz", headers={"host": name}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/nope.js"]
)
def test_static_files_are_only_those(visitor: TestClient, path: str) -> None:
    """Nothing outside the folder is served."""
    assert visitor.get(path).status_code == 404


def test_sign_ins_are_on_record(sign_in: SignIn, visitor: TestClient) -> None:
    """The admin sees who came in, who was refused, and from where."""
    visitor.post("/sign-in", data={"name": "rui", "password": "guess"})
    page = sign_in("ada").get("/people").text
    assert "refused" in page and "signed in" in page and "testclient" in page


def test_a_defect_shows_nothing_of_the_inside(review: Review, clock: Clock) -> None:
    """A fault of ours gives a bare answer, with the headers, and no traceback."""
    app = create_app(Desk(review, clock=clock))

    async def broken(request: Request) -> datetime:
        raise RuntimeError(f"secret inside of {request.url}")

    inner = app._app
    assert isinstance(inner, FastAPI)
    inner.add_api_route("/broken", broken)
    answer = TestClient(app, raise_server_exceptions=False).get("/broken")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def _admin(review: Review) -> Reviewer:
    return review.accounts.sign_in("ada", PASSWORD).reviewer
