"""What lies in the database: nothing to read, nothing to change afterwards, and gone when its time is up."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from assistant.errors import BadInput, SettingsError, SignInRefused
from assistant.review import FixedShops, Review, open_review
from assistant.review.tables import metadata
from assistant.settings.review import ReviewSettings
from tests.review.conftest import ADMIN, AGENT, KEY, REVIEWER, Clock
from tests.review.drafts import ADDRESS, MESSAGE, NAME, PHONE, order, submitted

NICK, TALK, NOTE, WORDS = "tb_lan88", "talk-4711", "她姓兰，住汉口路", "亲，您好，有货的，稍等我给您查一下尺码哦"
SECRETS = (PHONE, NAME, ADDRESS, MESSAGE, NICK, TALK, NOTE, WORDS, "2026112100017")


def filled(review: Review) -> list[str]:
    """Ids of an edited, a rejected and a waiting draft full of personal data."""
    about = {"orders": [order()], "message": MESSAGE}
    ids = []
    for number in range(3):
        talk = f"{TALK}-{number}"
        seen = submitted(review.queue, AGENT, buyer={"nick": NICK}, conversation=talk, script="s1", **about)
        ids.append(seen.id)
    review.queue.edit_and_approve(ids[0], 1, WORDS, by=REVIEWER)
    review.queue.reject(ids[1], 1, "other", by=REVIEWER, note=NOTE)
    return ids


def everything(review: Review) -> str:
    """Every value of every table, as text."""
    with review.database.read() as connection:
        rows = [row for table in metadata.sorted_tables for row in connection.execute(table.select())]
    return "\n".join(str(tuple(row)) for row in rows)


def test_nothing_personal_can_be_read_in_the_tables(review: Review) -> None:
    """Phone, name, address, message, nick, conversation, order number, note and edit: none lies open in any table."""
    filled(review)
    held = everything(review)
    assert [secret for secret in SECRETS if secret in held] == []


def test_nothing_personal_can_be_read_in_the_file(review: Review, settings: ReviewSettings) -> None:
    """Nor in the bytes of a SQLite file, its journal included."""
    if settings.database is None or not settings.database.startswith("sqlite"):
        return  # a server's files are not the caller's to read; the test above looks into its tables
    filled(review)
    path = Path(settings.database.removeprefix("sqlite:///"))
    held = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    assert len(held) > 10_000
    assert [secret for secret in SECRETS if secret.encode() in held] == []


def test_another_key_opens_nothing(review: Review, settings: ReviewSettings, shops: FixedShops) -> None:
    """With a strange key the database is refused at once, not at the first draft."""
    filled(review)
    strange = settings.model_copy(update={"keys": (SecretStr(Fernet.generate_key().decode()),)})
    with pytest.raises(SettingsError, match="none of them opens"):
        open_review(strange, shops, migrate=False)


def test_keys_are_rotated_without_a_break(review: Review, settings: ReviewSettings, shops: FixedShops) -> None:
    """New key in front, rotate, old key away: everything is still there, found, and readable."""
    ids = filled(review)
    fresh = Fernet.generate_key().decode()
    both = settings.model_copy(update={"keys": (SecretStr(fresh), SecretStr(KEY))})
    rotating = open_review(both, shops, migrate=False)
    assert rotating.queue.rotate_keys() == len(ids)
    rotating.database.close()
    alone = open_review(settings.model_copy(update={"keys": (SecretStr(fresh),)}), shops, migrate=False)
    assert alone.queue.get(ids[0], by=AGENT).text == WORDS
    assert alone.queue.message_arrived("qinghe", f"{TALK}-2", by=AGENT) == [ids[2]]
    assert len(alone.learning.proposals(by=REVIEWER)) == 1
    alone.database.close()


def test_purge_destroys_the_personal_and_keeps_what_happened(review: Review, clock: Clock) -> None:
    """After the days of the settings a closed draft's data is gone for good; its history still tells what was done."""
    ids = filled(review)
    (letter,) = review.outbox.pull(by=AGENT)
    review.outbox.acknowledge(letter.id, letter.lease or "", by=AGENT)
    clock.advance(timedelta(days=29).total_seconds())
    assert review.queue.purge() == 0
    clock.advance(timedelta(days=1, seconds=1).total_seconds())
    assert review.queue.purge() == 2 and review.queue.purge() == 0
    gone = review.queue.get(ids[0], by=AGENT)
    assert (gone.request, gone.draft, gone.text, gone.state) == (None, None, None, "edited")
    lines = review.queue.history(ids[1], by=AGENT)
    assert [line.event for line in lines] == ["submitted", "rejected", "purged"]
    assert [line.note for line in lines] == [None] * 3 and lines[1].about["code"] == "other"
    assert review.learning.proposals(by=ADMIN) == []
    with pytest.raises(BadInput, match="purged"):
        review.queue.check(ids[0], WORDS, by=AGENT)
    assert review.queue.get(ids[2], by=AGENT).request is not None


def test_what_is_on_its_way_is_not_purged(review: Review, clock: Clock) -> None:
    """An approved reply that is not delivered yet keeps its text."""
    ids = filled(review)
    clock.advance(timedelta(days=365).total_seconds())
    assert review.queue.purge() == 1
    assert review.queue.get(ids[0], by=AGENT).text == WORDS


@pytest.mark.parametrize("table", ["history", "sign_ins"])
@pytest.mark.parametrize("attack", ["UPDATE {} SET event = 'x'", "DELETE FROM {}"])
def test_history_only_grows(review: Review, table: str, attack: str) -> None:
    """Even with SQL at hand no line of the history or of the sign-ins can be changed or taken away."""
    filled(review)
    review.accounts.first_admin()
    with pytest.raises(SignInRefused):
        review.accounts.sign_in("nobody", "wrong")
    with pytest.raises(DatabaseError, match="append-only"), review.database.write() as connection:
        connection.execute(text(attack.format(table)))


def test_a_draft_with_a_history_cannot_be_deleted(review: Review) -> None:
    """Nor can the draft that the history speaks of."""
    filled(review)
    with pytest.raises(DatabaseError), review.database.write() as connection:
        connection.execute(text("DELETE FROM drafts"))


def test_a_second_open_draft_of_a_conversation_cannot_be_stored(review: Review) -> None:
    """The database itself holds that at most one draft of a conversation waits."""
    one = submitted(review.queue, AGENT, conversation="c1")
    submitted(review.queue, AGENT, conversation="c1", minutes=1)
    statement = "UPDATE drafts SET state = 'pending', waiting = {} WHERE id = :id"
    with pytest.raises(DatabaseError), review.database.write() as connection:
        true = "TRUE" if connection.dialect.name == "postgresql" else "1"
        connection.execute(text(statement.format(true)), {"id": one.id})


def test_the_key_beside_a_file_is_its_owners_alone(tmp_path: Path, shops: FixedShops) -> None:
    """Without a key in the settings one is made beside the SQLite file, mode 600, and found again."""
    settings = ReviewSettings(database=f"sqlite:///{tmp_path / 'r.sqlite3'}")
    first = open_review(settings, shops)
    seen = submitted(first.queue, AGENT)
    first.database.close()
    assert (tmp_path / "r.key").stat().st_mode & 0o777 == 0o600
    again = open_review(settings, shops)
    assert again.queue.get(seen.id, by=AGENT).request is not None
    again.database.close()


@pytest.mark.parametrize("keys", [(), ("short",), ("é" * 44,)])
def test_a_server_database_needs_proper_keys(keys: tuple[str, ...], server: str, shops: FixedShops) -> None:
    """No key, or none of the right shape, is told as such."""
    settings = ReviewSettings(database=server, keys=tuple(SecretStr(key) for key in keys))
    with pytest.raises(SettingsError, match=r"review\.keys"):
        open_review(settings, shops)
