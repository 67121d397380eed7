"""When the parcel arrives: guarantees, and figures faster than the carrier's days."""

from collections.abc import Iterator
from datetime import timedelta

from assistant.domain.store import Carrier
from assistant.facts import Facts
from assistant.language.dates import DateMention, dates
from assistant.language.durations import Duration
from assistant.language.regex import regex
from assistant.policy.claims.carriers import carrier_in_question
from assistant.policy.claims.questions import asked_topic, talk_aside
from assistant.policy.claims.timing import TimeStatement
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

ARRIVAL_TIME = "arrival.time"
RULE = "shipping.arrival_promise"

_NEVER = "An arrival is never guaranteed, only estimated; "
_EVENT = regex(
    r"(?:前|之前|那天|当天)(?:一定|肯定|保证|绝对|妥妥|准|能|会|可以|到)|赶得?上|赶得及|来得及|用得上|穿得上|准[时点]|按时|如期|误不了|耽误|生日|婚礼|过年|过节|端午|中秋|国庆|春节|元宵|情人节|年会|开学|节前|年前"
    r"|\bin time\b|\bon time\b|\bbefore (?:your|the)\b|\bbirthday\b|\bwedding\b|\bparty\b|\brace\b|\btrip\b|\bmake it\b"
)
_COMPENSATES = regex(r"赔|免单|退|送|找我|算我|money back")
_PARCEL = regex(r"货|件|包裹|快递|派送|签收|\bdeliver|\barriv|\bparcel|\bpackage|\border\b")
_LATE_NOT = regex(
    r"不(?:会|可能)?(?:耽误|误|晚|迟|延误)|误不了|晚不了|差不了|耽误不了|\b(?:won't|not|never) (?:be )?late\b|\bno (?:doubt|question|way)\b|\bwithout (?:fail|doubt|question)\b"
)
_IN_TIME = regex(r"赶得?[上及]|来得及|误不了|耽误|准时|按时|\bin time\b|\bon time\b|\bmake it\b")


_ARRIVES = regex(r"到(?!\d)|收|送|\barriv|\bdeliver|\bget\b|\breach")
_OCCASION = regex(
    r"生日|婚礼|结婚|过年|过节|端午|中秋|国庆|春节|元宵|情人节|年会|开学|出差|旅|比赛|聚会|[穿用带送吃喝]|\bbirthday\b|\bwedding\b|\bparty\b|\brace\b|\btrip\b"
)


def judge_arrival(statement: TimeStatement, reply: Reply, facts: Facts) -> Finding | None:
    """Hold a stated arrival against the carrier's days; None where it is denied."""
    if statement.negated or statement.value is None:
        return None
    carrier = carrier_in_question(reply, statement.clause, facts) or facts.carrier
    if _guaranteed(reply, statement.clause):
        return _finding(statement.start, statement.end, carrier, False, _NEVER + _days(carrier))
    if _faster(statement.value, carrier, facts):
        return _finding(
            statement.start, statement.end, carrier, False, _days(carrier) + f", counted from {_counted_from(facts)}."
        )
    return _finding(statement.start, statement.end, carrier, True, _days(carrier))


def bare_guarantees(reply: Reply, facts: Facts, seen: list[TimeStatement]) -> Iterator[Finding]:
    """Guarantees without a figure of their own: "保证生日前到", or "来得及的" to "周五前能到吗"."""
    for hit in reply.concept("firm"):
        clause = reply.clause_at(hit.start)
        if (
            asked_topic(facts) == "dispatch"
            or (talk_aside(facts) and not reply.in_clause("dispatch_act", clause) and not _PARCEL.search(clause.text))
            or any(s.clause.index == clause.index and s.topic in {"dispatch", "arrival"} for s in seen)
            or _unsaid(clause)
            or (_IN_TIME.search(hit.text) and _for_dispatch(reply, clause, facts, seen))
        ):
            continue
        # 后天到,我保证: the guarantee stands apart from its figure
        apart = [
            s
            for s in seen
            if s.topic == "arrival"
            and not s.negated
            and abs(s.clause.index - clause.index) == 1
            and s.clause.sentence == clause.sentence
        ]
        if (
            (apart and len(clause.text) <= (24 if clause.text.isascii() else 8))
            or (
                _COMPENSATES.search(hit.text)
                and (asked_topic(facts) == "arrival" or reply.in_clause("arrival_act", clause))
            )
            or (_of_arrival(reply, clause, facts) and (_EVENT.search(clause.text) or _asked_time(facts)))
        ):
            yield _finding(hit.start, hit.end, facts.carrier, False, _NEVER + _days(facts.carrier))


def _for_dispatch(reply: Reply, clause: Clause, facts: Facts, seen: list[TimeStatement]) -> bool:
    """Whether 赶得上 speaks of today's dispatch: only that is dated behind it, and nobody names the arrival."""
    topics = {item.topic for item in seen if item.clause.sentence == clause.sentence and not item.negated}
    return (
        "dispatch" in topics
        and "arrival" not in topics
        and not _ARRIVES.search(_IN_TIME.sub("", reply.view + facts.message.view))
        and not _OCCASION.search(facts.message.view)
    )


def _of_arrival(reply: Reply, clause: Clause, facts: Facts) -> bool:
    if reply.in_clause("other_act", clause):
        return False
    if reply.in_clause("arrival_act", clause):
        return True
    if asked_topic(facts) != "arrival":
        return False
    return bool(_IN_TIME.search(clause.text)) or (len(clause.text) <= 8 and not reply.in_clause("dispatch_act", clause))


def _asked_time(facts: Facts) -> bool:
    text = facts.message
    return asked_topic(facts) == "arrival" or bool(_EVENT.search(text.view)) or bool(dates(text, facts.now))


def _unsaid(clause: Clause) -> bool:
    harmless = [match.span() for match in _LATE_NOT.finditer(clause.text)]
    denied = [n for n, _ in clause.negators if not any(a <= n - clause.start < b for a, b in harmless)]
    return (
        bool(denied) or clause.believes or clause.asks or (clause.conditional and not _COMPENSATES.search(clause.text))
    )


def _guaranteed(reply: Reply, clause: Clause) -> bool:
    return any(not clause.negated_before(hit.start) for hit in reply.in_clause("firm", clause))


def _faster(value: Duration | DateMention, carrier: Carrier, facts: Facts) -> bool:
    fastest = carrier.days[0]
    order = facts.order
    shipped = order is not None and order.shipped_at is not None
    earliest = facts.arrival(carrier).earliest
    if isinstance(value, DateMention):
        return value.last.date() < earliest.date()
    if value.low_days >= fastest:
        return False
    return not (shipped and (facts.now + timedelta(hours=value.low_hours)).date() >= earliest.date())


def _counted_from(facts: Facts) -> str:
    order = facts.order
    if order is not None and order.shipped_at is not None:
        return f"dispatch on {facts.arrival().counted_from:%Y-%m-%d}"
    return f"the dispatch deadline ({facts.dispatch.deadline:%Y-%m-%d %H:%M})"


def _days(carrier: Carrier) -> str:
    return f"{carrier.name} takes {carrier.days[0]}-{carrier.days[1]} days"


def _finding(start: int, end: int, carrier: Carrier, holds: bool, why: str) -> Finding:
    return Finding(
        ARRIVAL_TIME, start, end, f"shipping.carriers[{carrier.name}].days", holds, None if holds else RULE, why
    )
