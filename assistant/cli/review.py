"""`assistant review`: run the page, look after its database, its accounts and tokens, write what was learned."""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from assistant.errors import BadInput, SettingsError

if TYPE_CHECKING:
    from assistant.review.identities import Account, NewAccount
    from assistant.review.records import Reviewer
    from assistant.review.wiring import Review
    from assistant.web.server import Listening


_LONGEST_DAYS = 10_000


@dataclass(frozen=True)
class Serving:
    """The options of `assistant review serve`."""

    stores: Path | None
    corpus: Path | None
    demo: bool
    host: str
    port: int
    tls_cert: Path | None
    tls_key: Path | None
    allow_remote_without_tls: bool
    behind_proxy: bool
    workers: int

    def where(self) -> "Listening":
        """Where to listen, and how."""
        from assistant.web.server import Listening

        return Listening(
            host=self.host,
            port=self.port,
            tls_cert=self.tls_cert,
            tls_key=self.tls_key,
            allow_remote_without_tls=self.allow_remote_without_tls,
            behind_proxy=self.behind_proxy,
        )


def serve(given: Serving) -> int:
    """Run the page until it is stopped."""
    from assistant.web.server import demand_safe

    where = given.where()
    demand_safe(where)
    return _serve_demo(where) if given.demo else _serve(given, where)


def _serve(given: Serving, where: "Listening") -> int:
    from assistant.web.server import Opening, serve_with_workers
    from assistant.web.server import serve as run

    opening = Opening(_stores_folder(given.stores), given.corpus, where)
    review = opening.review()
    first = review.accounts.first_admin()
    if first is not None:
        print(f"first sign-in: {first.account.name} / {first.one_time_password}   (once; it is changed there)")
    if not review.options.keys:
        print("personal data is closed with a key file beside the database: back both up", file=sys.stderr)
    print(f"reviewers: {where.url}   (Ctrl+C stops)", flush=True)
    if given.workers == 1:
        run(review, where)
    else:
        review.database.close()
        serve_with_workers(opening, given.workers)
    return 0


def _serve_demo(where: "Listening") -> int:
    from assistant.web.demo import open_demo
    from assistant.web.server import is_loopback
    from assistant.web.server import serve as run

    if not is_loopback(where.host):
        raise SettingsError(f"--demo listens on this machine alone: expected a loopback --host (got {where.host})")
    with tempfile.TemporaryDirectory(prefix="reply-assistant-demo-") as folder:
        print("filling a queue with made-up buyers …", flush=True)
        review, demo = open_demo(Path(folder))
        print(f"reviewers: {where.url}   (Ctrl+C stops, and everything is thrown away)")
        print(f"sign in as an admin:  {demo.admin} / {demo.admin_password}")
        print(f"     or as an agent:  {demo.agent} / {demo.agent_password}", flush=True)
        try:
            run(review, where, demo=True)
        finally:
            review.database.close()
    return 0


def _stores_folder(stores: Path | None) -> Path:
    if stores is None:
        raise SettingsError("expected --stores DIR with the profiles of the stores")
    return stores


def _open_alone() -> "Review":
    """The queue of the settings where no store is asked for anything."""
    from assistant.review import FixedShops, open_review
    from assistant.settings import load_settings

    return open_review(load_settings().review, FixedShops({}))


def migrate(revision: str) -> int:
    """Bring the database to a revision, and say where it stands."""
    from assistant.review.database import Database
    from assistant.review.wiring import database_url
    from assistant.settings import load_settings

    database = Database(database_url(load_settings().review))
    before = database.revision()
    if before is not None and revision != "head" and sys.stdin.isatty():
        _demand_meant(before, revision)
    database.migrate(revision)
    print(f"review database: {before or 'empty'} → {database.revision() or 'empty'}")
    database.close()
    return 0


def _demand_meant(before: str, revision: str) -> None:
    """Ask whoever sits there: on the way down tables go, with all that is in them."""
    print(f"from {before} to {revision}: what later revisions added is destroyed, for `base` the whole queue.")
    if input("type the revision to go on: ").strip() != revision:
        raise BadInput("nothing was changed")


def export(out: Path, stores: Path | None) -> int:
    """Write accepted proposals, labelled cases and the scripts' acceptance."""
    from assistant.web.server import Listening, Opening

    review = Opening(_stores_folder(stores), None, Listening()).review()
    try:
        counts = review.learning.export(out, by=_operator())
    except OSError as caught:
        raise BadInput(f"--out {out}: cannot be written ({caught.strerror or caught})") from None
    print(f"{out}: {counts.proposals} script changes, {counts.cases} labelled cases, {counts.scripts} scripts weighed")
    return 0


def purge(days: float | None) -> int:
    """Destroy the personal data of what was closed long enough ago."""
    if days is not None and days > _LONGEST_DAYS:
        raise BadInput(f"--days: expected at most {_LONGEST_DAYS}")
    review = _open_alone()
    older = None if days is None else timedelta(days=days)
    print(f"personal data destroyed in {review.queue.purge(older_than=older)} drafts")
    return 0


def send_again() -> int:
    """Put replies that were given up on their way once more."""
    review = _open_alone()
    count = review.outbox.try_again(by=_operator())
    left = review.outbox.given_up(by=_operator())
    print(f"{count} replies are on their way again; {left} stay: their buyers have moved on, or they were purged")
    return 0


def rotate_keys() -> int:
    """Wrap every draft's key with the newest key."""
    print(f"keys wrapped anew: {_open_alone().queue.rotate_keys()}")
    return 0


def list_users() -> int:
    """Every account."""
    for account in _open_alone().accounts.all():
        last = account.last_sign_in_at.strftime("%Y-%m-%d %H:%M %Z") if account.last_sign_in_at else "never"
        state = "active" if account.active else "inactive"
        stores = ",".join(sorted(account.stores)) or "no store"
        print(f"{account.name}\t{account.role}\t{state}\t{stores}\tlast sign-in: {last}")
    return 0


def add_user(name: str, role: str, stores: Sequence[str]) -> int:
    """A new account; its one-time password is printed."""
    from assistant.review.records import Role

    known = next((one for one in get_args(Role) if one == role), None)
    if known is None:
        raise BadInput(f"--role: expected one of {', '.join(get_args(Role))} (got {role})")
    if not any(store.strip() for store in stores):
        raise BadInput("expected --store with each store's id (or --store '*' for every one)")
    _show_password(_open_alone().accounts.create(name, known, stores, by=None))
    return 0


def reset_user(name: str) -> int:
    """A new one-time password."""
    review = _open_alone()
    _show_password(review.accounts.reset_password(_account(review, name).id, by=None))
    return 0


def switch_user(name: str, *, active: bool) -> int:
    """Let an account sign in, or no longer."""
    review = _open_alone()
    account = review.accounts.change(_account(review, name).id, by=None, active=active)
    print(f"{account.name}: {'active' if account.active else 'inactive'}")
    return 0


def add_token(owner: str, name: str, scopes: Sequence[str], stores: Sequence[str], days: int) -> int:
    """A token for the HTTP API; its secret is printed once."""
    from assistant.review.clock import utc_now
    from assistant.review.records import ALL_SCOPES, Reviewer

    wanted = [scope for scope in ALL_SCOPES if scope in scopes]
    if len(wanted) != len(set(scopes)) or not wanted:
        raise BadInput(f"--scope: expected some of {', '.join(sorted(ALL_SCOPES))}")
    review = _open_alone()
    account = _account(review, owner)
    by = Reviewer(id=account.id, name=account.name, role=account.role, stores=account.stores)
    made = review.accounts.create_token(
        name, wanted, by=by, stores=stores or None, expires_at=utc_now() + timedelta(days=days)
    )
    print(f"token of {owner}, shown once: {made.secret}")
    return 0


def list_sign_ins(limit: int) -> int:
    """The record of sign-ins, newest first."""
    for entry in _open_alone().accounts.sign_ins(limit=limit):
        print(f"{entry.at.isoformat(timespec='seconds')}\t{entry.event}\t{entry.name}\t{entry.address or '-'}")
    return 0


def _account(review: "Review", name: str) -> "Account":
    found = next((account for account in review.accounts.all() if account.name == name), None)
    if found is None:
        raise BadInput(f"there is no account {name}")
    return found


def _show_password(made: "NewAccount") -> None:
    print(f"{made.account.name} ({made.account.role}): one-time password {made.one_time_password}")


def _operator() -> "Reviewer":
    """Whoever has the machine has everything on it."""
    from assistant.review.records import EVERY_STORE, Reviewer

    return Reviewer(id="command-line", name="command line", role="admin", stores=frozenset({EVERY_STORE}))
