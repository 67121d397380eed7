"""How the queue does: waiting, time to decision, acceptance, rules caught, by day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    func,
    literal_column,
    select,
    type_coerce,
)

from assistant.review.office import AnyRow, Office
from assistant.review.records import Reviewer
from assistant.review.tables import MINUTE, draft_rules, drafts, micros, outbox
from assistant.review.tallies import DayFigures, Figures, Share

_QUARTER = 15 * 60 * 1_000_000
"""Days are put together from quarters of an hour: every zone's midnight falls on one."""
_COUNTED = ("approved", "edited", "rejected", "handed_over")
_CLOSED = (*_COUNTED, "expired", "superseded")


def read_figures(office: Office, *, by: Reviewer, days: int, store: str | None) -> Figures:
    """See `ReviewQueue.figures`."""
    now = office.clock()
    zone = ZoneInfo(office.settings.timezone)
    first = now.astimezone(zone).date() - timedelta(days=max(1, days) - 1)
    since = datetime.combine(first, datetime.min.time(), zone).astimezone(UTC)
    stores = frozenset(each for each in office.shops.ids() if by.sees(each) and store in {None, each})
    mine = _mine(stores, drafts.c.store)
    with office.database.read() as connection:
        waiting, claimed, overdue, oldest = _waiting(connection, now, mine)
        undelivered = select(func.count()).select_from(outbox)
        on_way = outbox.c.state.in_(("queued", "leased", "failed"))
        left = connection.execute(undelivered.where(on_way, *_mine(stores, outbox.c.store))).scalar_one()
        shares = {name: _shares(connection, drafts.c[name], since, mine) for name in ("intent", "script")}
        times = _decision_times(connection, since, mine)
        by_day = _days(connection, zone, since, mine)
        rules = _rules(connection, zone, since, _mine(stores, draft_rules.c.store))
    all_times = sorted(seconds for _, seconds in times)
    times_by_day: dict[str, list[float]] = defaultdict(list)
    for moment, seconds in times:
        times_by_day[str(moment.astimezone(zone).date())].append(seconds)
    names = [str(first + timedelta(days=number)) for number in range(max(1, days))]
    return Figures(
        waiting=waiting,
        claimed=claimed,
        overdue=overdue,
        oldest_s=(now - oldest).total_seconds() if oldest else None,
        median_decision_s=median(all_times) if all_times else None,
        p90_decision_s=all_times[int(len(all_times) * 0.9)] if all_times else None,
        days=tuple(_day(name, by_day[name], times_by_day[name], rules[name]) for name in names),
        intents=shares["intent"],
        scripts=shares["script"],
        rules=dict(sum(rules.values(), Counter()).most_common()),
        undelivered=left,
    )


def _mine(stores: frozenset[str], column: ColumnElement[str]) -> list[ColumnElement[bool]]:
    # Named even where it is all of them: every index that figures are read from begins with the store.
    return [column.in_(sorted(stores))]


def _waiting(
    connection: Connection, now: datetime, mine: Sequence[ColumnElement[bool]]
) -> tuple[int, int, int, datetime | None]:
    """How many wait, are claimed, are overdue (to the minute), and since when the oldest waits."""
    count = select(func.count()).select_from(drafts)
    late = drafts.c.due_minute < micros(now) // MINUTE
    counts = [
        connection.execute(count.where(*which, *mine)).scalar_one()
        for which in ((drafts.c.waiting,), (drafts.c.state == "claimed",), (drafts.c.waiting, late))
    ]
    oldest = connection.execute(select(func.min(drafts.c.created_at)).where(drafts.c.waiting, *mine)).scalar_one()
    return counts[0], counts[1], counts[2], oldest


def _shares(
    connection: Connection, column: ColumnElement[Any], since: datetime, mine: Sequence[ColumnElement[bool]]
) -> tuple[Share, ...]:
    which = (drafts.c.decided_at >= since, drafts.c.state.in_(_COUNTED), column.is_not(None), *mine)
    statement = select(column, drafts.c.state, func.count()).where(*which).group_by(column, drafts.c.state)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, state, count in connection.execute(statement):
        counts[name][state] += count
    shares = [
        Share(name=name, decided=each.total(), **{state: each[state] for state in _COUNTED})
        for name, each in counts.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.decided, share.name)))


def _decision_times(
    connection: Connection, since: datetime, mine: Sequence[ColumnElement[bool]]
) -> list[tuple[datetime, float]]:
    which = (drafts.c.decided_at >= since, drafts.c.state.in_(_COUNTED), *mine)
    rows: Iterable[AnyRow] = connection.execute(select(drafts.c.created_at, drafts.c.decided_at).where(*which))
    return [(decided, (decided - created).total_seconds()) for created, decided in rows]


def _days(
    connection: Connection, zone: ZoneInfo, since: datetime, mine: Sequence[ColumnElement[bool]]
) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for column, state in ((drafts.c.created_at, None), (drafts.c.decided_at, drafts.c.state)):
        quarter = _quarter(column)
        parts: list[ColumnElement[Any]] = [quarter] if state is None else [quarter, state]
        statement = select(*parts, func.count().label("n")).where(column >= since, *mine).group_by(*parts)
        for row in connection.execute(statement):
            found[_local_day(row[0], zone)]["submitted" if state is None else row[1]] += row.n
    return found


def _rules(
    connection: Connection, zone: ZoneInfo, since: datetime, mine: Sequence[ColumnElement[bool]]
) -> dict[str, Counter[str]]:
    quarter = _quarter(draft_rules.c.at)
    statement = select(quarter, draft_rules.c.rule, func.count())
    found: dict[str, Counter[str]] = defaultdict(Counter)
    grouped = statement.where(draft_rules.c.at >= since, *mine).group_by(quarter, draft_rules.c.rule)
    for number, rule, count in connection.execute(grouped):
        found[_local_day(number, zone)][rule] += count
    return found


def _quarter(column: ColumnElement[Any]) -> ColumnElement[int]:
    # Written out: PostgreSQL would take two bound values for two different expressions, and refuse the grouping.
    return type_coerce(column, BigInteger).op("/", return_type=BigInteger())(literal_column(str(_QUARTER)))


def _local_day(quarter: int, zone: ZoneInfo) -> str:
    return str(datetime.fromtimestamp(quarter * _QUARTER / 1_000_000, zone).date())


def _day(name: str, counts: Counter[str], times: list[float], rules: Counter[str]) -> DayFigures:
    return DayFigures(
        day=name,
        submitted=counts["submitted"],
        **{state: counts[state] for state in _CLOSED},
        median_decision_s=median(times) if times else None,
        rules=dict(rules.most_common()),
    )
