"""The HTTP API: the contract's shapes, the queue over HTTP, and what a token's scopes allow."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import Request
from assistant.review import FixedShops, Review
from assistant.review.records import ALL_SCOPES, Decision, Page, QueuedDraft
from assistant.web.errands import errands_of
from tests.review.conftest import NOW, Clock
from tests.review.drafts import BLOCKED, GOOD, draft, request
from tests.web.conftest import Token
from tests.web.pages import TOOL, waiting

ASKED: dict[str, Any] = {
    "store": "qinghe",
    "message": "可以开发票吗",
    "now": "2026-11-21T10:00:00+08:00",
    "id": "r1",
    "conversation": "c1",
}
TIMES = {"elapsed_ms", "ms"}


def timeless(value: Any) -> Any:
    """A draft without how long it took."""
    if isinstance(value, dict):
        return {key: timeless(item) for key, item in value.items() if key not in TIMES}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def test_a_draft_is_the_one_that_python_gives(token: Token, shops: FixedShops) -> None:
    """The same request by HTTP and by Python gives the same draft, in the contract's shape."""
    answer = token().post("/drafts", params={"queue": "never"}, json=ASKED)
    own = shops.shop("qinghe").draft(Request.model_validate(ASKED)).model_copy(update={"id": "r1"})
    assert answer.status_code == 200
    assert timeless(answer.json()) == timeless(json.loads(own.model_dump_json()))


def test_a_check_is_the_one_that_python_gives(token: Token, shops: FixedShops) -> None:
    """The same reply by HTTP and by Python gets the same verdict, with the id echoed."""
    answer = token().post("/checks", json={**ASKED, "reply": BLOCKED})
    own = shops.shop("qinghe").check(BLOCKED, Request.model_validate(ASKED))
    assert answer.json().pop("id") == "r1" and answer.json()["outcome"] == "block"
    assert Verdict.model_validate({k: v for k, v in answer.json().items() if k != "id"}) == own


def test_search_gives_the_nearest_scripts(token: Token, shops: FixedShops) -> None:
    """Hits come in the contract's shape, in the searcher's order."""
    answer = token().post("/search", json={"id": 7, "query": "怎么还没发货", "k": 3}).json()
    own = shops.shop("qinghe").search("怎么还没发货", k=3)
    assert answer["id"] == 7 and [hit["script"] for hit in answer["hits"]] == [hit.script.id for hit in own]
    assert set(answer["hits"][0]) == {"script", "intent", "stage", "score", "question", "reply"}


def test_what_is_not_ready_waits(token: Token, review: Review) -> None:
    """By default drafts for a person are queued, ready ones are not; the address says where; a key queues once."""
    program = token()
    assert program.post("/drafts", json=ASKED).status_code == 200
    asked = {**ASKED, "message": "叫你们真人客服来"}
    answers = [program.post("/drafts", json=asked, headers={"idempotency-key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    queued = QueuedDraft.model_validate(program.get(answers[0].headers["location"].removeprefix("/api/v1")).json())
    assert queued.draft is not None and timeless(json.loads(queued.draft.model_dump_json())) == timeless(
        answers[0].json()
    )
    assert program.post("/drafts", params={"queue": "all"}, json=ASKED).status_code == 201
    assert review.queue.count(by=TOOL) == 1  # the second of the conversation retired the first


def test_a_tool_hands_in_a_draft_of_its_own(token: Token) -> None:
    """A submission comes back as it waits, and the same key gives the same one."""
    body = {
        "request": json.loads(request().model_dump_json(by_alias=True)),
        "draft": json.loads(draft().model_dump_json()),
        "key": "once",
    }
    program = token()
    first, second = (program.post("/queue", json=body) for _ in range(2))
    assert first.status_code == 201 and first.json()["id"] == second.json()["id"]


def test_the_queue_is_decided_over_http(token: Token, review: Review) -> None:
    """List, claim, check, approve, edit, reject, hand over, overrule, release, bulk: each with the version it is about."""
    program = token()
    made = [waiting(review, minutes=number) for number in range(6)]
    page = Page.model_validate(program.get("/queue", params={"limit": 4}).json())
    assert [one.id for one in page.drafts] == [one.id for one in made[:4]]
    assert len(program.get("/queue", params={"after": page.after}).json()["drafts"]) == 2
    taken = program.post("/queue/next").json()
    assert taken["id"] == made[0].id and taken["state"] == "claimed"
    path = f"/queue/{made[0].id}"
    assert program.post(f"{path}/check", json={"text": BLOCKED}).json()["outcome"] == "block"
    assert program.post(f"{path}/release").json()["state"] == "pending"
    assert program.post(f"{path}/claim").json()["state"] == "claimed"
    version = program.get(path).json()["version"]
    decision = Decision.model_validate(program.post(f"{path}/approve", json={"version": version}).json())
    assert decision.draft.state == "approved" and decision.verdict is not None and decision.verdict.outcome == "pass"
    edited = program.post(f"/queue/{made[1].id}/edit", json={"version": 1, "text": GOOD + "～"})
    assert edited.json()["draft"]["state"] == "edited"
    rejected = program.post(f"/queue/{made[2].id}/reject", json={"version": 1, "code": "tone", "note": "冷"})
    assert rejected.json()["draft"]["state"] == "rejected"
    assert program.post(f"/queue/{made[3].id}/hand-over", json={"version": 1}).json()["draft"]["state"] == "handed_over"
    many = program.post("/queue/approvals", json={"drafts": {made[4].id: 1, made[5].id: 9}}).json()
    assert many["approved"] == [made[4].id] and list(many["refused"]) == [made[5].id]
    events = [entry["event"] for entry in program.get(f"{path}/history").json()["entries"]]
    assert events == ["submitted", "claimed", "released", "claimed", "approved"]
    blocked = waiting(review, BLOCKED)
    body = {"version": 1, "rule": "invoice.fee", "reason": "财务确认"}
    assert program.post(f"/queue/{blocked.id}/overrule", json=body).json()["draft"]["state"] == "approved"
    assert program.get("/figures", params={"days": 7}).json()["days"][-1]["approved"] == 3


def test_waiting_ends_with_the_decision(token: Token, review: Review) -> None:
    """A caller that waits gets the draft once it is decided, and as it is when the time is up."""
    decided = waiting(review)
    review.queue.approve(decided.id, 1, by=TOOL)
    program = token()
    assert program.get(f"/queue/{decided.id}", params={"wait_s": 30}).json()["state"] == "approved"
    open_one = waiting(review)
    assert program.get(f"/queue/{open_one.id}", params={"wait_s": 0.05}).json()["state"] == "pending"


def test_nobody_has_to_look_for_a_draft_to_expire(token: Token, review: Review, clock: Clock) -> None:
    """What the server does beside the pages ends a draft that nobody came for; a tool that waits for it is told."""
    waits = waiting(review)
    clock.advance(review.options.expire_s + review.options.response_s + 1)
    for errand, _ in errands_of(review):
        errand()
    assert token().get(f"/queue/{waits.id}").json()["state"] == "expired"


def test_a_conversation_that_moves_retires_its_drafts(token: Token, review: Review) -> None:
    """What the buyer writes and what is sent makes the waiting draft worthless."""
    program = token()
    for what in ("arrived", "sent"):
        waits = waiting(review, conversation=f"c-{what}")
        body = {"store": "qinghe", "conversation": f"c-{what}", "what": what, "at": "2026-11-21T10:05:00+08:00"}
        assert program.post("/conversations", json=body).json() == {"retired": [waits.id]}
        assert review.queue.get(waits.id, by=TOOL).state == "superseded"


def test_approved_replies_are_polled_and_acknowledged(token: Token, review: Review, clock: Clock) -> None:
    """A delivery is leased to one, comes again when nobody acknowledged it, and counts once."""
    waits = waiting(review)
    review.queue.approve(waits.id, 1, by=TOOL)
    program = token()
    (first,) = program.post("/deliveries/pull", json={"lease_s": 30}).json()["deliveries"]
    assert first["text"] == GOOD and program.post("/deliveries/pull", json={}).json() == {"deliveries": []}
    clock.advance(40)
    (again,) = program.post("/deliveries/pull", json={}).json()["deliveries"]
    assert again["id"] == first["id"] and again["lease"] != first["lease"]
    path = f"/deliveries/{first['id']}/acknowledge"
    assert program.post(path, json={"lease": first["lease"]}).json() == {"settled": False}
    assert program.post(path, json={"lease": again["lease"]}).json() == {"settled": True}
    back = f"/deliveries/{first['id']}/give-back"
    assert program.post(back, json={"lease": again["lease"], "error": "x"}).json() == {"settled": False}


CALLS = {
    "drafts": ("POST", "/drafts", ASKED),
    "checks": ("POST", "/checks", {**ASKED, "reply": GOOD}),
    "search": ("POST", "/search", {"query": "发票"}),
    "queue:read": ("GET", "/queue", None),
    "queue:decide": ("POST", "/queue/next", None),
    "delivery": ("POST", "/deliveries/pull", {}),
}


@pytest.mark.parametrize("scope", sorted(ALL_SCOPES))
def test_a_token_does_only_what_its_scopes_say(token: Token, scope: Any) -> None:
    """With one scope its call is answered, every other call is refused."""
    program = token("rui", scope)
    answers = {name: program.request(*call[:2], json=call[2]).status_code for name, call in CALLS.items()}
    assert {name for name, status in answers.items() if status < 300} == {scope}
    assert {status for status in answers.values() if status >= 300} == {403}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_nothing_without_a_token(visitor: TestClient, call: tuple[str, str, Any]) -> None:
    """No token, a wrong one, or a signed-in browser's cookie: the API answers none of them."""
    for headers in (
        {},
        {"authorization": "Bearer ra_wrong"},
        {"authorization": "Basic cnVpOng="},
        {"cookie": "session=x"},
    ):
        answer = visitor.request(call[0], f"/api/v1{call[1]}", json=call[2], headers=headers)
        assert answer.status_code == 401 and answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_other_stores_are_not_there(token: Token, review: Review) -> None:
    """A store that is not the token's looks like one that there is not, for drafts, checks, queue and deliveries."""
    waits = waiting(review)
    review.queue.approve(waiting(review).id, 1, by=TOOL)
    program = token("wim")
    unknown = program.post("/drafts", json={**ASKED, "store": "nowhere"})
    other = program.post("/drafts", json=ASKED)
    assert unknown.status_code == other.status_code == 404
    assert unknown.json()["detail"].replace("nowhere", "qinghe") == other.json()["detail"]
    assert program.post("/checks", json={**ASKED, "reply": GOOD}).status_code == 404
    assert program.get(f"/queue/{waits.id}").status_code == 404
    assert program.get("/queue").json()["drafts"] == [] and program.post("/queue/next").status_code == 204
    assert program.post("/deliveries/pull", json={}).json() == {"deliveries": []}
    body = {
        "request": json.loads(request().model_dump_json(by_alias=True)),
        "draft": json.loads(draft().model_dump_json()),
    }
    assert program.post("/queue", json=body).status_code == 404
    assert program.get("/figures", params={"store": "qinghe"}).status_code == 403


def test_the_description_lists_every_call(token: Token, visitor: TestClient) -> None:
    """The OpenAPI description is served, names every path, and ties each to its answer and the bearer token."""
    described = visitor.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert {"/drafts", "/checks", "/search", "/queue", "/queue/{draft_id}/approve", "/deliveries/pull"} <= set(
        described["paths"]
    )
    for path, calls in described["paths"].items():
        for call in calls.values():
            assert call["security"] == [{"HTTPBearer": []}], path
            assert call["responses"]["404"]["content"]["application/problem+json"]["schema"]["$ref"].endswith(
                "/Problem"
            )
    text = json.dumps(described)
    known = set(described["components"]["schemas"])
    assert {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]} <= known


def test_an_answer_reads_back_as_what_it_is(token: Token) -> None:
    """What a program gets is what the models of the package read."""
    answer = token().post("/drafts", json=ASKED | {"now": NOW.isoformat()})
    assert Draft.model_validate_json(answer.text).intent == "invoice"


def test_a_lost_answer_is_asked_for_again(token: Token) -> None:
    """The same key gives what was drafted then, not a second draft; for another buyer's request it is refused."""
    program = token()
    asked = {**ASKED, "message": "叫你们真人客服来"}
    first, second = (program.post("/drafts", json=asked, headers={"idempotency-key": "k"}) for _ in range(2))
    assert first.json()["elapsed_ms"] == second.json()["elapsed_ms"]
    other = program.post("/drafts", json=asked | {"conversation": "c2"}, headers={"idempotency-key": "k"})
    assert other.status_code == 422 and "key" in other.json()["detail"]
