"""Claims that the shipping and returns rules judge, in one list; dispatch and arrival share a reader of times."""

from collections.abc import Callable, Iterator

from assistant.facts import Facts
from assistant.language import dates, durations
from assistant.policy.claims import assent, carriers, postage, return_freight, returns, status, tracking
from assistant.policy.claims.agreement import agreed_times
from assistant.policy.claims.arrival import ARRIVAL_TIME, bare_guarantees, judge_arrival
from assistant.policy.claims.dispatch import DISPATCH_TIME, delay_notices, judge_dispatch
from assistant.policy.claims.questions import Topic
from assistant.policy.claims.timing import TimeStatement, time_statements
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply


def read_times(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Every stated dispatch and arrival time, guarantees without a figure, and plain delay notices."""
    stated = list(time_statements(reply, facts))
    stated += agreed_times(reply, facts, "dispatch", stated)
    stated += agreed_times(reply, facts, "arrival", stated)
    for statement in stated:
        judge = _JUDGES.get(statement.topic)
        finding = judge(statement, reply, facts) if judge else None
        if finding is not None:
            yield finding
    yield from bare_guarantees(reply, facts, stated)
    yield from delay_notices(reply, facts, stated)


_JUDGES: dict[Topic, Callable[[TimeStatement, Reply, Facts], Finding | None]] = {
    "dispatch": judge_dispatch,
    "arrival": judge_arrival,
}

KINDS: tuple[ClaimKind, ...] = (
    ClaimKind(
        name="delivery.time",
        triggers=(durations.HINT, dates.HINT, "<at_once>", "<firm>", "<delay>", "<yes>"),
        read=read_times,
        reads=(DISPATCH_TIME, ARRIVAL_TIME),
    ),
    *status.KINDS,
    *tracking.KINDS,
    *postage.KINDS,
    *carriers.KINDS,
    *returns.KINDS,
    *return_freight.KINDS,
    *assent.KINDS,
)
