"""Accounts, sign-in, sessions and tokens."""

from datetime import timedelta

import pytest

from assistant.errors import BadInput, NotAllowed, SignInRefused, Throttled
from assistant.review import Review
from assistant.review.accounts import Accounts, Session
from assistant.review.tables import metadata
from tests.review.conftest import REVIEWER, Clock

NEW = "a better password"


@pytest.fixture
def accounts(review: Review) -> Accounts:
    """The accounts under test."""
    return review.accounts


def signed_in(accounts: Accounts, name: str = "admin") -> Session:
    """The session of a fresh account whose password was changed."""
    fresh = accounts.first_admin() if name == "admin" else accounts.create(name, "reviewer", ["qinghe"], by=None)
    assert fresh is not None
    first = accounts.sign_in(name, fresh.one_time_password)
    accounts.change_password(first.reviewer, fresh.one_time_password, NEW)
    return accounts.sign_in(name, NEW)


def test_the_first_run_makes_an_admin_once(accounts: Accounts) -> None:
    """The first admin gets a one-time password that must be changed; a second run makes nobody."""
    fresh = accounts.first_admin()
    assert fresh is not None and accounts.first_admin() is None
    session = accounts.sign_in("admin", fresh.one_time_password)
    assert session.reviewer.role == "admin" and session.reviewer.must_change_password
    assert not signed_in(accounts, "rui").reviewer.must_change_password


def test_a_password_is_changed_with_the_old_one(accounts: Accounts) -> None:
    """The old one is asked for, a short or the same one is refused, and every session of the account ends."""
    session = signed_in(accounts)
    with pytest.raises(SignInRefused):
        accounts.change_password(session.reviewer, "not the old one", "another password")
    for new in ("short", NEW, "x" * 2000):
        with pytest.raises(BadInput):
            accounts.change_password(session.reviewer, NEW, new)
    accounts.change_password(session.reviewer, NEW, "another password")
    assert accounts.session(session.token) is None
    with pytest.raises(SignInRefused):
        accounts.sign_in("admin", NEW)


def test_a_session_ends_by_time_sign_out_and_deactivation(accounts: Accounts, clock: Clock) -> None:
    """It is good for the hours of the settings, until it is ended, and while its account is active."""
    session, rui = signed_in(accounts), signed_in(accounts, "rui")
    assert accounts.session(session.token) == session
    assert accounts.session("made up") is None
    accounts.change(rui.reviewer.id, by=session.reviewer, active=False)
    assert accounts.session(rui.token) is None
    with pytest.raises(SignInRefused):
        accounts.sign_in("rui", NEW)
    second = accounts.sign_in("admin", NEW)
    accounts.sign_out(second.token)
    assert accounts.session(second.token) is None
    clock.advance(43_200)
    assert accounts.session(session.token) is None


def test_wrong_sign_ins_are_told_apart_by_nobody(accounts: Accounts) -> None:
    """An unknown name and a wrong password get the same answer."""
    accounts.first_admin()
    said = []
    for name in ("admin", "nobody"):
        with pytest.raises(SignInRefused) as caught:
            accounts.sign_in(name, "wrong")
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_guessing_is_slowed_down_for_a_name(accounts: Accounts, clock: Clock) -> None:
    """After five failures even the right password must wait, longer with each further failure; then it works."""
    fresh = accounts.first_admin()
    assert fresh is not None
    for _ in range(5):
        with pytest.raises(SignInRefused):
            accounts.sign_in("admin", "wrong")
    with pytest.raises(Throttled) as caught:
        accounts.sign_in("admin", fresh.one_time_password)
    assert caught.value.retry_after_s == 30
    clock.advance(30)
    with pytest.raises(SignInRefused):
        accounts.sign_in("admin", "wrong")
    with pytest.raises(Throttled) as caught:
        accounts.sign_in("admin", "wrong")
    assert caught.value.retry_after_s == 60
    clock.advance(60)
    assert accounts.sign_in("admin", fresh.one_time_password).reviewer.name == "admin"
    with pytest.raises(SignInRefused):
        accounts.sign_in("admin", "wrong")


def test_guessing_is_slowed_down_for_an_address(accounts: Accounts) -> None:
    """One address that tries many names is made to wait; another is not."""
    accounts.first_admin()
    for number in range(30):
        with pytest.raises(SignInRefused):
            accounts.sign_in(f"name{number}", "wrong", address="10.0.0.9")
    with pytest.raises(Throttled):
        accounts.sign_in("fresh", "wrong", address="10.0.0.9")
    with pytest.raises(SignInRefused) as caught:
        accounts.sign_in("fresh", "wrong", address="10.0.0.8")
    assert not isinstance(caught.value, Throttled)


def test_sign_ins_are_on_record(accounts: Accounts) -> None:
    """Who tried, from where, when, and what came of it; newest first."""
    fresh = accounts.first_admin()
    assert fresh is not None
    with pytest.raises(SignInRefused):
        accounts.sign_in("admin", "wrong", address="10.0.0.9")
    accounts.sign_in("admin", fresh.one_time_password, address="10.0.0.9")
    lines = [(line.event, line.name, line.address) for line in accounts.sign_ins()]
    assert lines == [(event, "admin", "10.0.0.9") for event in ("signed_in", "tried", "refused", "tried")]


def test_only_an_admin_keeps_accounts(accounts: Accounts) -> None:
    """A reviewer makes, changes and resets nobody."""
    fresh = accounts.first_admin()
    assert fresh is not None
    for call in (
        lambda: accounts.create("eve", "admin", ["*"], by=REVIEWER),
        lambda: accounts.change(fresh.account.id, by=REVIEWER, role="agent"),
        lambda: accounts.reset_password(fresh.account.id, by=REVIEWER),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_odd_accounts_are_refused(accounts: Accounts) -> None:
    """A taken or empty name, an unknown role, and leaving no admin."""
    admin = signed_in(accounts).reviewer
    for name in ("admin", "", " x", "a\nb", "x" * 101):
        with pytest.raises(BadInput):
            accounts.create(name, "agent", [], by=admin)
    with pytest.raises(BadInput):
        accounts.create("eve", "king", [], by=admin)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="admin to be left"):
        accounts.change(admin.id, by=admin, active=False)
    with pytest.raises(BadInput, match="admin to be left"):
        accounts.change(admin.id, by=admin, role="agent")
    assert [each.name for each in accounts.all()] == ["admin"]


def test_a_reset_password_ends_sessions_and_tokens_and_must_be_changed(accounts: Accounts) -> None:
    """The admin resets it: the old one is dead, the new one is good for one sign-in."""
    admin, rui = signed_in(accounts), signed_in(accounts, "rui")
    made = accounts.create_token("desk tool", ["drafts"], by=rui.reviewer)
    assert accounts.token(made.secret) is not None
    fresh = accounts.reset_password(rui.reviewer.id, by=admin.reviewer)
    assert accounts.token(made.secret) is None
    assert accounts.session(rui.token) is None
    assert accounts.sign_in("rui", fresh.one_time_password).reviewer.must_change_password


def test_a_token_does_no_more_than_its_owner(accounts: Accounts, clock: Clock) -> None:
    """Scopes and stores as given, within the owner's; revoked, run out, or without owner it is nothing."""
    admin, rui = signed_in(accounts), signed_in(accounts, "rui").reviewer
    with pytest.raises(NotAllowed):
        accounts.create_token("t", ["drafts"], by=rui, stores=["windrunner"])
    with pytest.raises(BadInput):
        accounts.create_token("t", [], by=rui)
    token = accounts.create_token("t", ["drafts", "delivery"], by=rui, expires_at=clock.now + timedelta(days=1))
    who = accounts.token(token.secret)
    assert who is not None
    assert (who.id, who.stores, who.scopes) == (rui.id, frozenset({"qinghe"}), frozenset({"drafts", "delivery"}))
    with pytest.raises(NotAllowed):
        accounts.create_token("more", ["queue:decide"], by=who)
    accounts.change(rui.id, by=admin.reviewer, stores=[])
    narrowed = accounts.token(token.secret)
    assert narrowed is not None and narrowed.stores == frozenset()
    clock.advance(86_400)
    assert accounts.token(token.secret) is None
    lasting = accounts.create_token("t2", ["checks"], by=rui, stores=[])
    accounts.revoke_token(lasting.id, by=admin.reviewer)
    assert accounts.token(lasting.secret) is None and accounts.token("ra_made_up") is None
    assert accounts.sign_ins()[0].event == "token_refused"


def test_a_token_is_seen_and_revoked_by_its_owner_and_the_admin(accounts: Accounts) -> None:
    """One lists one's own; the admin all; nobody revokes another's."""
    admin, rui = signed_in(accounts).reviewer, signed_in(accounts, "rui").reviewer
    mine, theirs = (accounts.create_token("t", ["checks"], by=who) for who in (rui, admin))
    assert [token.id for token in accounts.tokens(by=rui)] == [mine.id]
    assert {token.id for token in accounts.tokens(by=admin)} == {mine.id, theirs.id}
    with pytest.raises(BadInput):
        accounts.revoke_token(theirs.id, by=rui)


def test_no_secret_lies_in_the_database(accounts: Accounts, review: Review) -> None:
    """Neither passwords nor session or token secrets can be read in any table."""
    session = signed_in(accounts)
    token = accounts.create_token("t", ["checks"], by=session.reviewer)
    with review.database.read() as connection:
        held = "".join(str(row) for table in metadata.sorted_tables for row in connection.execute(table.select()))
    assert [secret for secret in (NEW, session.token, token.secret) if secret in held] == []
    assert "$argon2id$" in held
