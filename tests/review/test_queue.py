"""Claims, order, paging and decisions, on SQLite and PostgreSQL alike."""

import pytest

from assistant.errors import BadInput, ClaimedByOther, Moved, NoSuchDraft, NotAllowed
from assistant.review import Filter, ReviewQueue
from tests.review.conftest import ADMIN, AGENT, OTHER, REVIEWER, Clock
from tests.review.drafts import BLOCKED, GOOD, draft, order, request, submitted


def test_what_is_submitted_waits_and_can_be_read_back(queue: ReviewQueue) -> None:
    """A submitted draft is pending, with request and draft as they were given."""
    asked, made = request(orders=[order()], buyer={"nick": "tb_lan88"}), draft(rules=("product.absolute",))
    found = queue.get(queue.submit(asked, made, by=AGENT).id, by=AGENT)
    assert (found.state, found.version) == ("pending", 1)
    assert (found.request, found.draft, found.text) == (asked, made, made.text)
    assert found.rules == ("product.absolute",)


def test_order_is_by_deadline_and_then_by_risk(queue: ReviewQueue) -> None:
    """The earlier deadline comes first; within a minute, the greater risk."""
    late = submitted(queue, AGENT, minutes=10)
    calm = submitted(queue, AGENT, minutes=0.2)
    risky = submitted(queue, AGENT, minutes=0.5, draft={"status": "handover", "intent": "complaint"})
    assert [each.id for each in queue.list(by=AGENT).drafts] == [risky.id, calm.id, late.id]
    assert queue.neighbours(calm.id, by=AGENT) == (risky.id, late.id)


def test_pages_follow_each_other_without_gap_or_repeat(queue: ReviewQueue) -> None:
    """Going from page to page meets every draft once, in order, waiting ones and decided ones alike."""
    for number in range(7):
        submitted(queue, AGENT, minutes=number % 3)
    for which in (Filter(), Filter(states=frozenset({"pending", "rejected"}))):
        whole = [each.id for each in queue.list(which, by=AGENT).drafts]
        met: list[str] = []
        after = None
        while True:
            page = queue.list(which, by=AGENT, after=after, limit=3)
            met += [each.id for each in page.drafts]
            after = page.after
            if after is None:
                break
        assert met == whole and len(set(met)) == 7


def test_everything_stored_is_read_however_much_at_a_time(queue: ReviewQueue, clock: Clock) -> None:
    """Each draft once, oldest first, over any number of pages; and the neighbours of what is decided stand beside it."""
    made = []
    for _ in range(5):
        clock.advance(1)
        made.append(submitted(queue, AGENT))
    for count in (1, 2, 5, 9):
        assert [each.id for each in queue.stored(by=AGENT, at_a_time=count)] == [each.id for each in made]
    everything = Filter(states=frozenset({"pending", "rejected"}))
    assert queue.neighbours(made[2].id, everything, by=AGENT) == (made[3].id, made[1].id)


def test_a_made_up_place_is_refused(queue: ReviewQueue) -> None:
    """A place that no page gave is bad input, not a crash."""
    for place in ("x", "W10=", "WyJhIiwxLDJd"):
        with pytest.raises(BadInput, match="after: expected"):
            queue.list(by=AGENT, after=place)


def test_filters_narrow(queue: ReviewQueue) -> None:
    """Each filter finds its draft and not the other."""
    nick = {"nick": "tb_lan88"}
    one = submitted(queue, AGENT, rules=("tone.cold",), script="s1", buyer=nick, orders=[order()], message="要小码")
    two = submitted(queue, AGENT, conversation="c2", draft={"intent": "size"})
    assert one.id != two.id
    cases = {
        Filter(rule="tone.cold"): one,
        Filter(script="s1"): one,
        Filter(buyer_nick="tb_lan88"): one,
        Filter(order_id="2026112100017"): one,
        Filter(words="小码"): one,
        Filter(outcome="warn"): one,
        Filter(intent="size"): two,
        Filter(conversation="c2"): two,
        Filter(finding_free=True): two,
    }
    for which, wanted in cases.items():
        assert [each.id for each in queue.list(which, by=AGENT).drafts] == [wanted.id], which
        assert queue.count(which, by=AGENT) == 1


def test_stores_are_separated(queue: ReviewQueue) -> None:
    """A reviewer of other stores sees, takes and submits nothing; for them the draft is not there."""
    other = submitted(queue, ADMIN, store="windrunner")
    assert queue.list(by=AGENT).drafts == () and queue.next(by=AGENT) is None
    for call in (queue.get, queue.claim, queue.history):
        with pytest.raises(NoSuchDraft):
            call(other.id, by=AGENT)
    with pytest.raises(NotAllowed):
        submitted(queue, AGENT, store="windrunner")
    assert queue.get(other.id, by=REVIEWER).id == other.id


def test_a_store_that_is_not_there_is_refused(queue: ReviewQueue) -> None:
    """A request for a store without profile is bad input: nothing could ever check its reply."""
    with pytest.raises(BadInput, match="nowhere"):
        submitted(queue, ADMIN, store="nowhere")


def test_next_claims_the_most_pressing_that_nobody_has(queue: ReviewQueue) -> None:
    """Two reviewers who ask for the next get two drafts, in order; then there is none."""
    first, second = submitted(queue, AGENT), submitted(queue, AGENT, minutes=5)
    mine, theirs = queue.next(by=REVIEWER), queue.next(by=OTHER)
    assert mine is not None and theirs is not None
    assert (mine.id, mine.claimed_by, theirs.id, theirs.claimed_by) == (first.id, "r1", second.id, "r2")
    assert queue.next(by=REVIEWER) is None


def test_a_claim_keeps_others_out_until_it_runs_out(queue: ReviewQueue, clock: Clock) -> None:
    """While it is claimed nobody else claims or decides it; when the time is up, the next one gets it."""
    held = queue.claim(submitted(queue, AGENT).id, by=REVIEWER)
    with pytest.raises(ClaimedByOther) as caught:
        queue.claim(held.id, by=OTHER)
    assert caught.value.holder == "r1"
    with pytest.raises(ClaimedByOther):
        queue.approve(held.id, held.version, by=OTHER)
    clock.advance(301)
    taken = queue.next(by=OTHER)
    assert taken is not None and (taken.id, taken.claimed_by) == (held.id, "r2")
    with pytest.raises(ClaimedByOther):
        queue.approve(held.id, held.version, by=REVIEWER)
    assert [line.event for line in queue.history(held.id, by=OTHER)] == ["submitted", "claimed", "lapsed", "claimed"]


def test_a_claim_can_be_kept_longer_and_given_back(queue: ReviewQueue, clock: Clock) -> None:
    """Claiming again keeps it longer without a new version; only its holder, or an admin, gives it back."""
    held = queue.claim(submitted(queue, AGENT).id, by=REVIEWER)
    clock.advance(200)
    kept = queue.claim(held.id, by=REVIEWER)
    assert kept.version == held.version and kept.claimed_until is not None and held.claimed_until is not None
    assert (kept.claimed_until - held.claimed_until).total_seconds() == 200
    with pytest.raises(ClaimedByOther):
        queue.release(held.id, by=OTHER)
    assert queue.release(held.id, by=ADMIN).state == "pending"


def test_of_two_decisions_one_wins(queue: ReviewQueue) -> None:
    """A second decision on the version that both saw is told what the draft is now, and changes nothing."""
    seen = submitted(queue, AGENT)
    queue.approve(seen.id, seen.version, by=REVIEWER)
    with pytest.raises(Moved) as caught:
        queue.reject(seen.id, seen.version, "tone", by=OTHER)
    assert (caught.value.state, caught.value.version) == ("approved", 2)
    assert queue.get(seen.id, by=AGENT).state == "approved"


def test_each_decision_leaves_its_state_and_its_line(queue: ReviewQueue) -> None:
    """Approve, edit, reject and hand over: state, who, and what was written, in the history."""
    ids = [submitted(queue, AGENT, minutes=number).id for number in range(4)]
    queue.approve(ids[0], 1, by=REVIEWER)
    queue.edit_and_approve(ids[1], 1, "亲，有货的，今天拍下48小时内发出哦", by=REVIEWER)
    queue.reject(ids[2], 1, "breaks_rule", by=REVIEWER, rule="tone.cold", note="太冷淡了")
    queue.hand_over(ids[3], 1, by=REVIEWER, note="老顾客，我来回")
    lines = [queue.history(draft_id, by=REVIEWER)[-1] for draft_id in ids]
    assert [line.event for line in lines] == ["approved", "edited", "rejected", "handed_over"]
    assert [line.state for line in lines] == ["approved", "edited", "rejected", "handed_over"]
    assert {line.who for line in lines} == {"r1"} and [line.note for line in lines[2:]] == [
        "太冷淡了",
        "老顾客，我来回",
    ]
    assert lines[1].diff is not None and "+亲，有货的，今天拍下" in lines[1].diff and f"-{GOOD}" in lines[1].diff
    assert lines[2].about == {"code": "breaks_rule", "rule": "tone.cold"}
    assert queue.get(ids[1], by=REVIEWER).text == "亲，有货的，今天拍下48小时内发出哦"


def test_an_edit_that_changes_nothing_is_an_approval(queue: ReviewQueue) -> None:
    """The same words sent as an edit count as approved."""
    seen = submitted(queue, AGENT)
    assert queue.edit_and_approve(seen.id, 1, GOOD, by=AGENT).draft.state == "approved"


def test_the_history_says_how_a_draft_came_to_be(queue: ReviewQueue) -> None:
    """The first line keeps request hash, prompt and policy version, references and attempts."""
    attempts = ({"source": "model", "outcome": "block", "violations": ("invoice.fee",), "ms": 8.0, "text": BLOCKED},)
    found = submitted(queue, AGENT, script="s1", draft={"attempts": attempts})
    about = queue.history(found.id, by=AGENT)[0].about
    assert len(str(about["request_hash"])) == 64
    assert (about["prompt_version"], about["policy_version"]) == ("v1", "p1")
    assert about["references"] == [["s1", 0.9]]
    assert about["attempts"] == [{"source": "model", "outcome": "block", "violations": ["invoice.fee"], "ms": 8.0}]
    assert found.tried_rules == ("invoice.fee",)


def test_rejecting_needs_a_known_reason(queue: ReviewQueue) -> None:
    """An unknown code, an unknown rule, or none where the code needs one is refused; the draft still waits."""
    seen = submitted(queue, AGENT)
    for code, rule in (("because", None), ("breaks_rule", None), ("breaks_rule", "no.such_rule")):
        with pytest.raises(BadInput):
            queue.reject(seen.id, 1, code, by=REVIEWER, rule=rule)  # type: ignore[arg-type]
    assert queue.get(seen.id, by=AGENT).state == "pending"


def test_many_at_once_only_without_findings_and_of_one_intent(queue: ReviewQueue) -> None:
    """Bulk approval takes finding-free drafts of one intent, and tells for each whether it went."""
    one, two = submitted(queue, AGENT), submitted(queue, AGENT)
    flagged = submitted(queue, AGENT, rules=("tone.cold",))
    other = submitted(queue, AGENT, draft={"intent": "size"})
    for unfit in (flagged, other):
        with pytest.raises(BadInput):
            queue.approve_many({one.id: 1, unfit.id: 1}, by=REVIEWER)
    assert queue.get(one.id, by=AGENT).state == "pending"
    queue.claim(two.id, by=OTHER)
    done = queue.approve_many({one.id: 1, two.id: 1}, by=REVIEWER)
    assert done.approved == (one.id,) and list(done.refused) == [two.id]


def test_nobody_came(queue: ReviewQueue, clock: Clock) -> None:
    """Long after its deadline a draft expires, claimed or not, and can no longer be approved."""
    seen = submitted(queue, AGENT)
    clock.advance(86_400 + 180)
    with pytest.raises(Moved) as caught:
        queue.approve(seen.id, 1, by=REVIEWER)
    assert caught.value.state == "expired"
    assert queue.sweep() == 1 and queue.get(seen.id, by=AGENT).state == "expired"
    assert queue.sweep() == 0


def test_waiting_ends_with_the_decision_or_the_time(queue: ReviewQueue, clock: Clock) -> None:
    """`wait` gives the decided draft at once, and an open one when the time is up."""
    seen = submitted(queue, AGENT)
    began = clock.now
    assert queue.wait(seen.id, by=AGENT, timeout_s=20).state == "pending"
    assert (clock.now - began).total_seconds() == pytest.approx(20)
    queue.approve(seen.id, 1, by=REVIEWER)
    assert queue.wait(seen.id, by=AGENT, timeout_s=20).state == "approved"


def test_every_event_moves_the_counter(queue: ReviewQueue) -> None:
    """`changes` goes up with what happens, so that a page knows when to look."""
    before = queue.changes()
    submitted(queue, AGENT)
    assert queue.changes() > before
