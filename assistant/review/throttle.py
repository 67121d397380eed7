"""Sign-ins are slowed down where they fail: first for the name, later for the address. Every one is on record."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from assistant.errors import Throttled
from assistant.review.database import Database
from assistant.review.identities import LONGEST_NAME
from assistant.review.tables import sign_ins

_WINDOW = timedelta(minutes=15)
_TRIES_PER_NAME = 5
_REFUSALS_PER_ADDRESS = 30
_FIRST_WAIT_S = 30.0
_LONGEST_WAIT_S = 900.0
_NOTED_EVERY = timedelta(minutes=1)


def demand_patience(database: Database, now: datetime, name: str, address: str | None) -> None:
    """Count a try, or refuse it.

    The try is on record before the password is looked at, so that many at once gain nothing.

    Raises:
        Throttled: too many failed for this name, or from this address; says how long to wait.
    """
    with database.write() as connection:
        wait_s = max(_wait_for_name(connection, now, name), _wait_for_address(connection, now, address))
        if wait_s <= 0:
            record(connection, now, name, address, "tried")
        elif not _noted(connection, now, name, address, "throttled"):
            record(connection, now, name, address, "throttled")
    if wait_s > 0:
        raise Throttled("too many failed sign-ins; wait a little", retry_after_s=wait_s)


def note_refused_token(database: Database, now: datetime, name: str, address: str | None) -> None:
    """Put a token that was refused on record."""
    with database.read() as connection:
        if _noted(connection, now, name, address, "token_refused"):
            return
    with database.write() as connection:
        record(connection, now, name, address, "token_refused")


def _noted(connection: Connection, now: datetime, name: str, address: str | None, event: str) -> bool:
    """Whether the same is on record already: the record is never cut, and nobody may fill the disk by knocking."""
    same = (sign_ins.c.address == address, sign_ins.c.at > now - _NOTED_EVERY, sign_ins.c.event == event)
    found = select(sign_ins.c.number).where(*same, sign_ins.c.name == name).limit(1)
    return connection.execute(found).first() is not None


def shown_name(name: str) -> str:
    """A name as it goes on record: what somebody typed must not look like another line, or move a terminal's cursor."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name[:LONGEST_NAME])


def record(connection: Connection, now: datetime, name: str, address: str | None, event: str) -> None:
    """Add a line to the record of sign-ins."""
    row = {"at": now, "name": name, "address": None if address is None else address[:100], "event": event}
    connection.execute(insert(sign_ins).values(row))


def _wait_for_name(connection: Connection, now: datetime, name: str) -> float:
    own = (sign_ins.c.name == name, sign_ins.c.at > now - _WINDOW)
    settled = sign_ins.c.event.in_(("signed_in", "password_changed", "password_reset"))
    last_good = select(func.coalesce(func.max(sign_ins.c.number), 0)).where(*own, settled).scalar_subquery()
    tries = select(func.count(), func.max(sign_ins.c.at))
    count, last = connection.execute(
        tries.where(*own, sign_ins.c.event == "tried", sign_ins.c.number > last_good)
    ).one()
    return _wait_s(count - _TRIES_PER_NAME, last, now)


def _wait_for_address(connection: Connection, now: datetime, address: str | None) -> float:
    if address is None:
        return 0.0
    which = (sign_ins.c.address == address, sign_ins.c.at > now - _WINDOW, sign_ins.c.event == "refused")
    count, last = connection.execute(select(func.count(), func.max(sign_ins.c.at)).where(*which)).one()
    return _wait_s(count - _REFUSALS_PER_ADDRESS, last, now)


def _wait_s(over: int, last: datetime | None, now: datetime) -> float:
    """How long to wait still: doubled with each failure beyond the first few."""
    if over < 0 or last is None:
        return 0.0
    pause_s = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0 ** min(over, 20))
    return pause_s - (now - last).total_seconds()
