"""What a careless tool, a slow reviewer's machine or a stranger hands in does not get in the way of the others."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from assistant.errors import BadInput, DatabaseAway, NoSuchDraft, NotAllowed, SettingsError, SignInRefused
from assistant.review import Filter, Review, ReviewQueue
from assistant.review.database import Database
from assistant.review.proposing import change_share
from assistant.settings.review import ReviewSettings
from tests.review.conftest import ADMIN, AGENT, NOW, REVIEWER, Clock
from tests.review.drafts import GOOD, draft, request, submitted

NOWHERE = ("\0", "a\0b", "\ud800")


@pytest.mark.parametrize("text", NOWHERE)
def test_what_no_column_holds_is_not_there(review: Review, text: str) -> None:
    """An id with a zero or half a character in it is one that there is not; a filter with it is bad input."""
    for call in (review.queue.get, review.queue.claim, review.queue.history):
        with pytest.raises(NoSuchDraft):
            call(text, by=ADMIN)
    with pytest.raises(NoSuchDraft):
        review.outbox.acknowledge(text, "x", by=ADMIN)
    with pytest.raises(ValueError, match="intent"):
        Filter(intent=text)
    seen = submitted(review.queue, AGENT)
    review.queue.approve(seen.id, 1, by=REVIEWER)
    (letter,) = review.outbox.pull(by=AGENT)
    assert not review.outbox.acknowledge(letter.id, text, by=AGENT)
    assert review.outbox.give_back(letter.id, letter.lease or "", text, by=AGENT)


@pytest.mark.parametrize(
    "fields",
    [
        {"elapsed_ms": float("nan")},
        {"references": [{"script": "s", "score": float("inf")}]},
        {"attempts": [{"source": "model", "outcome": "error", "usage": {"cost": float("nan")}}]},
        {"intent": "x" * 61},
        {"intent": "\0"},
        {"references": [{"script": "s" * 201, "score": 1.0}]},
        {"attempts": [{"source": "model", "outcome": "warn", "violations": ["r" * 101]}]},
        {"attempts": [{"source": "model", "outcome": "warn", "violations": ["a,b"]}]},
    ],
)
def test_a_draft_that_could_not_be_read_back_is_refused(queue: ReviewQueue, fields: dict[str, object]) -> None:
    """Numbers that are none and names that no column holds are refused at the door: one such draft would hide its page."""
    with pytest.raises(BadInput, match="draft"):
        queue.submit(request(), draft(**fields), by=AGENT)
    assert queue.list(by=AGENT).drafts == ()


def test_points_of_any_size_are_a_risk(queue: ReviewQueue) -> None:
    """A foreign verdict may name any points; the risk stays within its bounds."""
    loud = draft(rules=("tone.cold",)).model_dump()
    loud["verdict"]["violations"][0]["points"] = -(10**40)
    assert 0 <= queue.submit(request(), draft(**loud), by=AGENT).risk <= 100


def test_what_is_handed_back_is_what_is_stored(queue: ReviewQueue) -> None:
    """The answer to a submission equals what is read later, without having been read."""
    seen = submitted(queue, AGENT, conversation="c1", rules=("tone.cold",), script="s1", buyer={"nick": "lan"})
    assert queue.get(seen.id, by=AGENT) == seen
    late = submitted(queue, AGENT, conversation="c1", minutes=-5)
    assert late.state == "superseded" and queue.get(late.id, by=AGENT) == late


def test_a_key_belongs_to_one_request(queue: ReviewQueue) -> None:
    """Two tools with one key for two buyers: the second is told, and does not get the first one's draft."""
    first = queue.submit(request(conversation="c1"), draft(), by=AGENT, key="1")
    for other in (request("别的", conversation="c1"), request(conversation="c2"), request(buyer={"nick": "lan"})):
        with pytest.raises(BadInput, match="key"):
            queue.submit(other, draft("另一句"), by=AGENT, key="1")
    again = request(conversation="c1", at=NOW + timedelta(minutes=1))
    assert queue.submit(again, draft(), by=AGENT, key="1").id == first.id
    found = queue.submitted(again, "1", by=AGENT)
    assert found is not None and found.id == first.id and queue.submitted(again, "2", by=AGENT) is None


def test_a_clock_that_is_far_ahead_stops_nothing(queue: ReviewQueue) -> None:
    """A request or a message from the year 2199 counts as of now: what comes after it in the conversation still waits."""
    far = NOW.replace(year=2199)
    early = submitted(queue, AGENT, conversation="c1", minutes=-1)
    assert queue.message_arrived("qinghe", "c1", by=AGENT, at=far) == [early.id]
    first = queue.submit(request(conversation="c1", at=far), draft(), by=AGENT)
    second = submitted(queue, AGENT, conversation="c1")
    assert (queue.get(first.id, by=AGENT).state, second.state) == ("superseded", "pending")
    assert first.due_at < NOW + timedelta(hours=1)


def test_an_older_reply_does_not_follow_a_newer_one(review: Review, clock: Clock) -> None:
    """A reply that failed until its buyer got the answer to a later message stays in."""
    old = submitted(review.queue, AGENT, conversation="c1")
    review.queue.approve(old.id, 1, by=REVIEWER)
    (letter,) = review.outbox.pull(by=AGENT)
    review.outbox.give_back(letter.id, letter.lease or "", "503", by=AGENT)
    clock.advance(1)
    new = submitted(review.queue, AGENT, conversation="c1", minutes=1 / 60)
    review.queue.approve(new.id, 1, by=REVIEWER)
    (letter,) = review.outbox.pull(by=AGENT)
    assert letter.draft_id == new.id and review.outbox.acknowledge(letter.id, letter.lease or "", by=AGENT)
    clock.advance(60)
    assert review.outbox.pull(by=AGENT) == []
    assert review.queue.get(old.id, by=AGENT).delivery == "withdrawn"


def test_a_message_told_late_leaves_the_answer_to_a_later_one(review: Review, clock: Clock) -> None:
    """What was sent before the buyer asked withdraws no answer to that; a reply whose sender died is withdrawn."""
    kept = submitted(review.queue, AGENT, conversation="c1", minutes=1)
    review.queue.approve(kept.id, 1, by=REVIEWER)
    review.queue.message_sent("qinghe", "c1", by=AGENT, at=NOW + timedelta(seconds=30))
    assert review.queue.get(kept.id, by=AGENT).delivery == "queued"
    assert len(review.outbox.pull(by=AGENT, lease_s=1)) == 1
    clock.advance(120)
    review.queue.message_sent("qinghe", "c1", by=AGENT)
    assert review.queue.get(kept.id, by=AGENT).delivery == "withdrawn"


def test_the_hash_of_a_request_tells_nobody_what_it_was(review: Review) -> None:
    """It stays in the history for ever, so it is keyed: the same request hashes otherwise in another database."""
    seen = submitted(review.queue, AGENT)
    (line,) = review.queue.history(seen.id, by=AGENT)
    plain = hashlib.sha256(request().model_dump_json(by_alias=True).encode()).hexdigest()
    assert len(str(line.about["request_hash"])) == 64 and line.about["request_hash"] != plain


def test_a_long_edit_is_compared_at_once() -> None:
    """Two long texts of few letters, which take difflib minutes."""
    assert 0.3 < change_share("哈" * 2000, "哈呵" * 1000) < 0.6
    assert change_share(GOOD, GOOD) == 0


def test_the_record_is_not_filled_by_knocking(review: Review, clock: Clock) -> None:
    """Of a wrong token, or a name that is made to wait, one line a minute and address stands on record."""
    for _ in range(20):
        assert review.accounts.token("ra_wrong", address="10.0.0.9") is None
    for _ in range(20):
        with pytest.raises(SignInRefused):
            review.accounts.sign_in("nobody", "wrong", address="10.0.0.8")
    events = [entry.event for entry in review.accounts.sign_ins()]
    assert events.count("token_refused") == 1 and events.count("throttled") == 1
    clock.advance(61)
    assert review.accounts.token("ra_wrong", address="10.0.0.9") is None
    assert [entry.event for entry in review.accounts.sign_ins()].count("token_refused") == 2


@pytest.mark.parametrize("name", ["\0", "x\nadmin\tsigned_in", "\x1b[2J"])
def test_a_name_cannot_write_lines_of_its_own(review: Review, name: str) -> None:
    """Control characters of a typed name are shown as such on the record, and fit no account."""
    with pytest.raises(SignInRefused):
        review.accounts.sign_in(name, "x")
    assert all(
        entry.name.isprintable() and "\N{REPLACEMENT CHARACTER}" in entry.name for entry in review.accounts.sign_ins()
    )


def test_an_admin_of_one_store_keeps_that_store_alone(review: Review) -> None:
    """They give nobody another store, not even themselves, and get no password of somebody who has more."""
    local = ADMIN.model_copy(update={"stores": frozenset({"qinghe"})})
    chief = review.accounts.create("chief", "admin", ["*"], by=None).account
    helper = review.accounts.create("helper", "agent", ["qinghe"], by=local).account
    for stores in (["*"], ["windrunner"], ["qinghe", "windrunner"]):
        with pytest.raises(NotAllowed):
            review.accounts.create("other", "agent", stores, by=local)
        with pytest.raises(NotAllowed):
            review.accounts.change(helper.id, by=local, stores=stores)
    for attempt in (review.accounts.reset_password, review.accounts.change):
        with pytest.raises(NotAllowed):
            attempt(chief.id, by=local)
    assert review.accounts.change(helper.id, by=local, role="reviewer").role == "reviewer"


@pytest.mark.parametrize("stores", [[""], ["a,b"], ["\0"]])
def test_stores_that_are_none_are_refused(review: Review, stores: list[str]) -> None:
    """Blanks, and two in one, are no store's id."""
    with pytest.raises(BadInput, match="stores"):
        review.accounts.create("x", "agent", stores, by=None)


def test_a_database_of_a_newer_release_is_refused(settings: ReviewSettings) -> None:
    """So are a revision that there is not, and a file that is no database: in words, not in a traceback."""
    database = Database(settings.database or "")
    with pytest.raises(SettingsError, match="expected one of head, base"):
        database.migrate("nonsense")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(SettingsError, match="newer release"):
        database.migrate()
    database.close()


def test_a_database_that_is_gone_says_so() -> None:
    """What the server or the file does not answer is told as such, so that callers ask again."""
    gone = Database("postgresql://x@/x?host=/nowhere")
    with pytest.raises(DatabaseAway), gone.read():
        pass
    gone.close()


def test_a_server_that_came_back_is_found_again(server: str) -> None:
    """A connection that the server cut is told as away, and not handed out again."""
    database, other = Database(server), Database(server)
    one = text("SELECT 1")
    with database.read() as connection:
        assert connection.execute(one).scalar_one() == 1
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'idle'"
    )
    with other.write() as connection:
        assert connection.execute(cut).all()
    with pytest.raises(DatabaseAway), database.read() as connection:
        connection.execute(one)
    with database.write() as connection:
        assert connection.execute(one).scalar_one() == 1
    database.close()
    other.close()
