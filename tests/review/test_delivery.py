"""Approved replies reach the tool: by polling, by webhook, once for each that says so."""

import http.server
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from assistant.errors import NoSuchDraft, SettingsError
from assistant.review import Review
from assistant.review.webhook import SIGNATURE_HEADER, WebhookSender, post_over_http, signature, verify
from assistant.settings.review import ReviewSettings
from tests.review.conftest import ADMIN, AGENT, REVIEWER, Clock
from tests.review.drafts import GOOD, submitted

HOOK = {"webhook_url": "http://127.0.0.1:9/replies", "webhook_secret": SecretStr("s3cret")}


def approved(review: Review, **about: object) -> str:
    """The id of an approved draft."""
    seen = submitted(review.queue, ADMIN, **about)  # type: ignore[arg-type]
    return review.queue.approve(seen.id, 1, by=ADMIN).draft.id


class Receiver:
    """Takes posts; answers with the statuses given, then 200."""

    def __init__(self, *statuses: int | OSError) -> None:
        self.statuses = list(statuses)
        self.posts: list[tuple[str, bytes, Mapping[str, str]]] = []

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.posts.append((url, body, headers))
        status = self.statuses.pop(0) if self.statuses else 200
        if isinstance(status, OSError):
            raise status
        return status


def test_polling_hands_out_acknowledges_and_ends(review: Review) -> None:
    """A pulled reply is leased: nobody else gets it; acknowledged it is delivered, and a second word changes nothing."""
    draft_id = approved(review, conversation="c1")
    (letter,) = review.outbox.pull(by=AGENT)
    assert (letter.draft_id, letter.text, letter.conversation, letter.attempts) == (draft_id, GOOD, "c1", 1)
    assert review.outbox.pull(by=AGENT) == []
    assert review.outbox.acknowledge(letter.id, letter.lease or "", by=AGENT)
    assert not review.outbox.acknowledge(letter.id, letter.lease or "", by=AGENT)
    assert review.queue.get(draft_id, by=AGENT).delivery == "delivered"
    assert review.queue.history(draft_id, by=AGENT)[-1].event == "delivered"


def test_a_lease_that_ran_out_comes_again_under_the_same_id(review: Review, clock: Clock) -> None:
    """A sender that died leaves its reply to the next; its own late word then counts for nothing."""
    approved(review)
    (first,) = review.outbox.pull(by=AGENT, lease_s=60)
    clock.advance(61)
    (second,) = review.outbox.pull(by=AGENT)
    assert first.id == second.id and second.attempts == 2
    assert not review.outbox.acknowledge(first.id, first.lease or "", by=AGENT)
    assert review.outbox.acknowledge(second.id, second.lease or "", by=AGENT)


def test_delivering_retires_what_is_open(review: Review, clock: Clock) -> None:
    """The reply was sent into the conversation: a draft made before that is void."""
    approved(review, conversation="c1")
    open_ = submitted(review.queue, AGENT, conversation="c1")
    clock.advance(5)
    (letter,) = review.outbox.pull(by=AGENT)
    review.outbox.acknowledge(letter.id, letter.lease or "", by=AGENT)
    assert review.queue.get(open_.id, by=AGENT).state == "superseded"


def test_other_stores_letters_are_not_there(review: Review) -> None:
    """Deliveries are separated by store like everything else."""
    approved(review, store="windrunner", message="hi")
    assert review.outbox.pull(by=AGENT) == []
    (letter,) = review.outbox.pull(by=REVIEWER)
    with pytest.raises(NoSuchDraft):
        review.outbox.acknowledge(letter.id, letter.lease or "", by=AGENT)


def test_the_webhook_signs_and_delivers(review: Review, clock: Clock) -> None:
    """The post carries a signature over time and body that the receiver can verify, and the idempotency key."""
    draft_id = approved(review, conversation="c1")
    receiver = Receiver()
    sender = WebhookSender(review.outbox, ReviewSettings(**HOOK), clock, post=receiver)
    assert sender.send_due() == 1 and sender.send_due() == 0
    ((url, body, headers),) = receiver.posts
    now = int(clock.now.timestamp())
    assert url == HOOK["webhook_url"] and verify("s3cret", headers[SIGNATURE_HEADER], body, now=now)
    told = json.loads(body)
    assert (told["draft_id"], told["text"], told["id"]) == (draft_id, GOOD, headers["Idempotency-Key"])
    assert review.queue.get(draft_id, by=AGENT).delivery == "delivered"


def test_a_signature_holds_for_its_body_its_time_and_its_secret() -> None:
    """Another body, secret or hour is refused, and so is any other shape of header."""
    header = signature("s", 1000, b"x")
    assert verify("s", header, b"x", now=1100)
    assert not verify("s", header, b"y", now=1100)
    assert not verify("t", header, b"x", now=1100)
    assert not verify("s", header, b"x", now=2000)
    for broken in ("", "t=1000", "v1=ab", "t=abc,v1=ab", "t=１０００,v1=ab", "t=1000,v1=é"):
        assert not verify("s", broken, b"x", now=1100)


def test_failures_are_tried_again_later_and_later_with_one_key(review: Review, clock: Clock) -> None:
    """After 2, 4, 8 … seconds; each try has the same idempotency key; success ends it."""
    approved(review)
    receiver = Receiver(500, OSError("refused"), 302)
    sender = WebhookSender(review.outbox, ReviewSettings(**HOOK), clock, post=receiver)
    for pause in (2, 4, 8):
        assert sender.send_due() == 0
        clock.advance(pause - 1)
        assert sender.send_due() == 0
        clock.advance(1)
    assert sender.send_due() == 1
    assert len(receiver.posts) == 4 and len({headers["Idempotency-Key"] for _, _, headers in receiver.posts}) == 1


def test_after_the_last_try_it_is_given_up_and_said(review: Review, clock: Clock) -> None:
    """A receiver that never takes it: after the tries of the settings it is failed, and the history says so."""
    draft_id = approved(review)
    receiver = Receiver(*[503] * 99)
    sender = WebhookSender(review.outbox, ReviewSettings(**HOOK), clock, post=receiver)
    for _ in range(12):
        sender.send_due()
        clock.advance(3600)
    assert len(receiver.posts) == 10
    assert review.queue.get(draft_id, by=AGENT).delivery == "failed"
    assert review.queue.history(draft_id, by=AGENT)[-1].event == "undelivered"
    assert review.queue.figures(by=AGENT).undelivered == 1


def test_what_was_given_up_can_be_sent_all_the_same(review: Review, clock: Clock) -> None:
    """After a long outage it is put on its way under the same id; not where the buyer has moved on since."""
    kept, stale = approved(review, conversation="c1"), approved(review, conversation="c2")
    receiver = Receiver(*[503] * 20)
    sender = WebhookSender(review.outbox, ReviewSettings(**HOOK), clock, post=receiver)
    for _ in range(12):
        sender.send_due()
        clock.advance(3600)
    review.queue.message_arrived("qinghe", "c2", by=AGENT)
    assert review.outbox.given_up(by=AGENT) == 2
    assert review.outbox.try_again(by=AGENT) == 1 and review.outbox.given_up(by=AGENT) == 1
    assert sender.send_due() == 1
    assert (review.queue.get(kept, by=AGENT).delivery, review.queue.get(stale, by=AGENT).delivery) == (
        "delivered",
        "failed",
    )
    assert [line.event for line in review.queue.history(kept, by=AGENT)][-3:] == [
        "undelivered",
        "requeued",
        "delivered",
    ]
    assert len({headers["Idempotency-Key"] for _, _, headers in receiver.posts}) == 2


@pytest.mark.parametrize("url", ["http://shop.example/hook", "ftp://localhost/x", "nonsense"])
def test_replies_are_not_posted_in_the_clear(url: str, clock: Clock) -> None:
    """Beyond this machine the address must be https."""
    settings = ReviewSettings(webhook_url=url, webhook_secret=SecretStr("s"))
    with pytest.raises(SettingsError, match="https"):
        WebhookSender(None, settings, clock)  # type: ignore[arg-type]


@contextmanager
def listening(status: int, headers: Mapping[str, str]) -> Iterator[tuple[str, list[bytes]]]:
    """A receiver on this machine: its address, and the bodies that it got."""
    got: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", got
        finally:
            server.shutdown()
            thread.join()


def test_posting_gives_the_status_and_follows_nobody() -> None:
    """A real post: the status comes back, an error's too, and a redirect is not followed."""
    for status in (204, 302, 500):
        with listening(status, {"Location": "http://127.0.0.1:1/"}) as (url, got):
            assert post_over_http(url, b"{}", {"Content-Type": "application/json"}) == status
            assert got == [b"{}"]
