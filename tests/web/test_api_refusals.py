"""What the HTTP API refuses: each with a problem that says what was wrong, and what was expected."""

import pytest

from assistant.errors import DatabaseAway
from assistant.review import Review
from assistant.web.problems import problem_of
from tests.review.drafts import BLOCKED, order
from tests.web.conftest import Token
from tests.web.pages import TOOL, waiting
from tests.web.test_api import ASKED


def test_what_goes_wrong_is_a_problem(token: Token, review: Review) -> None:
    """Each kind of refusal has its status, its type, and what a program needs to go on."""
    program, agent = token(), token("ann")
    waits, blocked = waiting(review), waiting(review, BLOCKED)
    late = waiting(
        review,
        "亲，不好意思，您的订单要延迟到11月28日才能发出哦",
        message="什么时候发货",
        buyer={"nick": "tb_lan88"},
        orders=[order()],
    )
    review.queue.claim(waits.id, by=TOOL)
    found = {
        "claimed": program.post(f"/queue/{waits.id}/approve", json={"version": 2}),
        "moved": program.post(f"/queue/{blocked.id}/approve", json={"version": 7}),
        "blocked": program.post(f"/queue/{blocked.id}/approve", json={"version": 1}),
        "needs-reviewer": agent.post(f"/queue/{late.id}/approve", json={"version": 1}),
        "not-found": program.get("/queue/nothing"),
        "bad-input": program.post("/drafts", json={**ASKED, "surprise": 1}),
    }
    assert {name: answer.json()["type"].rsplit(":", 1)[1] for name, answer in found.items()} == {
        name: name for name in found
    }
    assert {name: answer.status_code for name, answer in found.items()} == {
        "claimed": 409, "moved": 409, "blocked": 422, "needs-reviewer": 403, "not-found": 404, "bad-input": 422,
    }  # fmt: skip
    assert found["moved"].json()["version"] == 1 and found["moved"].json()["state"] == "pending"
    assert found["blocked"].json()["verdict"]["violations"][0]["rule"] == "invoice.fee"
    assert "surprise" in found["bad-input"].json()["detail"]
    assert all(answer.json()["status"] == answer.status_code for answer in found.values())


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/drafts", b"{"),
        ("/drafts", b"[]"),
        ("/drafts", b'{"store": "qinghe"}'),
        ("/drafts", b'{"store": "qinghe", "message": "x", "now": "yesterday"}'),
        ("/checks", b'{"store": "qinghe", "message": "x", "reply": ""}'),
        ("/search", b'{"query": ""}'),
        ("/search", b'{"query": "x", "k": 51}'),
        ("/queue/x/approve", b'{"version": "one"}'),
        ("/queue/x/reject", b'{"version": 1, "code": "whim"}'),
        ("/deliveries/pull", b'{"limit": 0}'),
        ("/conversations", b'{"store": "qinghe", "conversation": "", "what": "sent"}'),
    ],
)
def test_bad_bodies_are_refused_with_the_reason(token: Token, path: str, body: bytes) -> None:
    """What is no JSON, or not what is asked for, gets a problem that names what was expected."""
    answer = token().post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422 and answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/drafts", b'{"store": "qinghe", "message": "x", "conversation": "\\ud800"}'),
        ("/queue", b'{"request": {"store": "qinghe", "message": "x"}, "draft": {"elapsed_ms": NaN}}'),
        ("/deliveries/pull", b'{"lease_s": NaN}'),
        ("/deliveries/pull", b'{"lease_s": Infinity}'),
        ("/drafts", b"[" * 100_000),
        ("/drafts", b'{"store": "qinghe", "message": "x", "id": ' + b"9" * 5000 + b"}"),
    ],
)
def test_bodies_are_json_as_the_standard_has_it(token: Token, path: str, body: bytes) -> None:
    """Half a character, a number that is none, a number or a nesting without end: refused, and nothing breaks on it."""
    answer = token().post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["intent=%00", "store=%00", "until=9999-12-31", "since=0001-01-01", "after=WzFlMzAsMSwiYSJd", "words=%00"]
)
def test_a_filter_that_nothing_can_fit_is_refused(token: Token, query: str) -> None:
    """Zeros, days beyond every calendar, a place with numbers that no database has."""
    answer = token().get(f"/queue?{query}")
    assert answer.status_code == 422 and answer.json()["detail"]


def test_an_id_that_is_none_is_not_found(token: Token) -> None:
    """A zero in an address names nothing, and breaks nothing."""
    program = token()
    assert program.get("/queue/%00").status_code == 404
    assert program.post("/deliveries/%00/acknowledge", json={"lease": "x"}).status_code == 404


def test_too_long_a_body_is_a_problem_too(token: Token) -> None:
    """What is refused at the door comes to a program in the shape of every other refusal."""
    answer = token().post("/drafts", content=b"x" * 4_000_001)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code == 413


def test_a_database_that_is_away_is_told_without_its_name() -> None:
    """503, worth another try, and nothing of hosts or files."""
    problem = problem_of(DatabaseAway("gives no answer (host db.internal)"))
    assert problem.status == 503 and "internal" not in problem.detail and problem.headers == {"Retry-After": "2"}
