"""A draft is void when its conversation moves on."""

from datetime import timedelta

from assistant.review import Review, ReviewQueue
from tests.review.conftest import ADMIN, AGENT, NOW, REVIEWER
from tests.review.drafts import draft, request, submitted


def test_a_new_draft_retires_the_one_before(queue: ReviewQueue) -> None:
    """Of a conversation at most one draft waits; the one before is superseded, and says why."""
    first = submitted(queue, AGENT, conversation="c1")
    queue.claim(first.id, by=REVIEWER)
    second = submitted(queue, AGENT, conversation="c1", minutes=1)
    elsewhere = submitted(queue, AGENT, conversation="c2")
    assert queue.get(first.id, by=AGENT).state == "superseded"
    assert queue.history(first.id, by=AGENT)[-1].about == {"because": "new_draft"}
    assert {each.id for each in queue.list(by=AGENT).drafts} == {second.id, elsewhere.id}


def test_the_nick_ties_where_there_is_no_conversation(queue: ReviewQueue) -> None:
    """Without a conversation id the buyer's nick tells which drafts belong together, and `message_arrived` takes it."""
    first = submitted(queue, AGENT, buyer={"nick": "lan"})
    submitted(queue, AGENT, buyer={"nick": "lan"}, minutes=1)
    assert queue.get(first.id, by=AGENT).state == "superseded"
    assert len(queue.message_arrived("qinghe", "lan", by=AGENT, at=NOW + timedelta(minutes=2))) == 1


def test_a_draft_for_an_older_message_comes_too_late(queue: ReviewQueue) -> None:
    """The buyer wrote again while it was made: it never waits, and does not retire the newer one."""
    newer = submitted(queue, AGENT, conversation="c1", minutes=1)
    older = submitted(queue, AGENT, conversation="c1")
    assert (older.state, queue.get(newer.id, by=AGENT).state) == ("superseded", "pending")


def test_the_buyer_writes_meanwhile(queue: ReviewQueue) -> None:
    """A message retires what was asked for before it; the message that a draft answers does not."""
    seen = submitted(queue, AGENT, conversation="c1")
    assert queue.message_arrived("qinghe", "c1", by=AGENT, at=NOW) == []
    assert queue.message_arrived("windrunner", "c1", by=REVIEWER, at=NOW + timedelta(minutes=1)) == []
    assert queue.message_arrived("qinghe", "c1", by=AGENT, at=NOW + timedelta(seconds=1)) == [seen.id]
    late = submitted(queue, AGENT, conversation="c1")
    assert late.state == "superseded"


def test_a_message_that_was_sent_retires_and_withdraws(review: Review) -> None:
    """Whatever was sent: the open draft is void, and an approved reply that nobody fetched stays in."""
    queue = review.queue
    approved = submitted(queue, AGENT, conversation="c1")
    queue.approve(approved.id, 1, by=REVIEWER)
    waiting = submitted(queue, AGENT, conversation="c1", minutes=1)
    assert queue.message_sent("qinghe", "c1", by=AGENT, at=NOW + timedelta(minutes=2)) == [waiting.id]
    assert queue.get(approved.id, by=AGENT).delivery == "withdrawn"
    assert queue.history(approved.id, by=AGENT)[-1].event == "withdrawn"
    assert review.outbox.pull(by=AGENT) == []


def test_what_was_sent_from_here_counts_as_delivered(review: Review) -> None:
    """A tool that waits for the decision and sends by itself names the draft: it is delivered, not withdrawn."""
    queue = review.queue
    approved = submitted(queue, AGENT, conversation="c1")
    queue.approve(approved.id, 1, by=REVIEWER)
    queue.message_sent("qinghe", "c1", by=AGENT, draft_id=approved.id)
    assert queue.get(approved.id, by=AGENT).delivery == "delivered"
    assert review.outbox.pull(by=AGENT) == []


def test_the_same_key_is_one_draft(queue: ReviewQueue) -> None:
    """A tool that submits again after a lost answer gets the same draft; another store's key is another."""
    first = queue.submit(request(), draft(), by=ADMIN, key="k1")
    assert queue.submit(request(), draft(), by=ADMIN, key="k1").id == first.id
    assert queue.submit(request(store="windrunner", product=None), draft(), by=ADMIN, key="k1").id != first.id
    assert queue.count(by=ADMIN) == 2
