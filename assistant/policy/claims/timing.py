"""When, and of what: each time in a reply together with what it is said of (dispatch, arrival, something else).

"付款后48小时内发货，3天左右到" says 48 hours of the dispatch and 3 days of the arrival. In Chinese the time stands before
its verb, in English behind it; a time alone answers what the buyer asked.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.facts import Facts
from assistant.language.carriers import carriers
from assistant.language.dates import DateMention
from assistant.language.durations import Duration
from assistant.language.patterns import Hit
from assistant.language.regex import regex
from assistant.policy.claims.parcel_words import PAPER, leads_to_place, names_parcel, tells_way
from assistant.policy.claims.questions import Topic, asked_topic, asks_else, talk_aside
from assistant.policy.claims.timing_aside import on_its_way, promises_nothing
from assistant.policy.text import Clause, Reply

# 发货后, 签收起, of payment: what a time is counted from, not what it is said of
_ANCHOR_AFTER = regex(
    r"^(?:货|件|包裹|款|成功|单)?(?:来|去|走)?(?:了|完|的)?(?:之后|以后|后(?!天)|(?:算|开始)?起(?!来)|时间?起|算)"
)
_ANCHOR_BEFORE = regex(
    r"\b(?:after|once|from|of|since|upon|when|counting from)\s(?:(?!and\b|then\b|but\b|so\b)\w+\s){0,3}$"
)
_ORIGIN = regex(r"(?:从|由|在)(?!今|明|后|现|付|拍|下单)[^,.。、\d点前]{1,6}[发仓]?$")
_COUNTED_BEYOND = regex(r"^(?:之后|以后|后(?!天)|开外|多才|以上|才)|^ later\b")
_AFTER_DISPATCH = regex(
    r"(?:发货|发出|寄出|出库|揽收)(?:之|以)?后|\b(?:after|once|from|of) (?:\w+ ){0,2}(?:dispatch|ship|leav)"
)
_OF_THE_WAY = regex(r"^ (?:after|from|of|once) (?:the |we |it |they |your )?(?:\w+ )?(?:dispatch|ship|leav|post)")
_THEN = regex(
    r"(?:\bplus|\bthen|\banother|再加上?|加上|另加)\s*(?:it(?:'s| is| takes| needs)? |that's |add )?(?:usually |normally |roughly |about |around |the |another )*$"
)
_NOT_YET = regex(r"(?:没|未|不)(?:有)?(?:到|过|满|超过?)$")
_DOUBTED = regex(
    r"悬|差(?:一?点|些|口气|着)|(?:怕是|恐怕)[^,。]{0,4}(?:不|难|没)|够呛|玄(?!关)|难说|不好说|说不[好准]|没把握|没准|未必|不见得|赶不[上及]|来不及|\bunlikely\b|\bdoubt(?:ful)?\b|\btoo tight\b"
)
_HAN = regex("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class TimeStatement:
    """A time that the reply states.

    Attributes:
        topic: what it is said of.
        clause: where it stands.
        value: the time; None for "at once" (马上, right away).
        own_topic: whether the clause itself names the topic (else it is taken from around it or from the buyer's question).
        beyond: what follows the time, not what lies within it (48小时后).
        negated: whether it is denied.
    """

    topic: Topic
    clause: Clause
    start: int
    end: int
    value: Duration | DateMention | None
    own_topic: bool
    beyond: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class _Subject:
    start: int
    end: int
    topic: Topic


def time_statements(reply: Reply, facts: Facts) -> Iterator[TimeStatement]:
    """Every time that is asserted or denied, from the left; what is only asked, quoted or past is left out."""
    times: list[tuple[int, int, Duration | DateMention | None]] = []
    times += [(item.start, item.end, item) for item in reply.durations]
    times += [(item.start, item.end, item) for item in reply.dates]
    times += [(hit.start, hit.end, None) for hit in reply.concept("at_once")]
    if not times:
        return
    subjects = _subjects(reply)
    starts = [subject.start for subject in subjects]
    couriers = [mention.start for mention in carriers(reply.encoded)]
    asked = asked_topic(facts)
    aside = talk_aside(facts)
    taken: set[_Subject] = set()
    for start, end, value in sorted(times, key=lambda time: time[:2]):
        clause = reply.clause_at(start)
        here = subjects[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        subject, own = _subject(reply, here or [s for s in subjects if s not in taken], clause, start, end)
        topic: Topic | None = subject.topic if subject else None
        if isinstance(value, Duration) and _OF_THE_WAY.match(reply.view[end : end + 40]):
            topic, own = "arrival", True  # 5-7 days after dispatch
        elif isinstance(value, Duration) and leads_to_place(reply, clause, start, value):
            topic, own = "arrival", True  # 到山西一般3-5天
        elif subject is None or not own:
            if bisect_left(couriers, clause.start) < bisect_left(couriers, clause.end):
                topic, own = "arrival", True
            elif (
                (subject is None or subject.topic == "dispatch")
                and not asks_else(facts)
                and _AFTER_DISPATCH.search(reply.view[clause.start : start] or clause.text)
            ):
                topic = "arrival"  # 5-7 days after dispatch
            elif asked is not None and (subject is None or subject.topic == "payment" or subject.start > start):
                topic = asked
        if subject is not None:
            taken.add(subject)
        if topic is None and taken:
            last = max(taken, key=lambda item: item.start).topic
            hedged = bool(reply.in_clause("soft", clause)) and not _RESTATES.search(clause.text)
            topic = "arrival" if last == "dispatch" and hedged else last  # 10号发的EMS,预计15到18号
        if (
            topic is None
            and isinstance(value, Duration)
            and value.unit in {"day", "week"}
            and not subjects
            and not asks_else(facts)
        ):
            topic = "arrival"
        if not own and _is_the_promise(facts, value):
            topic = "dispatch"  # 咱承诺的是48小时以内
        if topic == "dispatch" and not own and _is_of_the_way(reply, facts, clause, value):
            topic = "arrival"
        if own and topic == "dispatch" and _THEN.search(reply.view[max(clause.start, start - 16) : start]):
            topic = "arrival"  # dispatch within 72 hours plus 25-30 days
        if not own and len(clause.text) - (end - start) > (36 if clause.text.isascii() else 10):
            continue  # another verb is likelier than one from far away
        if value is None and not own:
            continue
        if topic == "dispatch" and subject is not None and tells_way(reply, clause, subject.start, subject.end, value):
            topic = "arrival"
        first = reply.sentence_span(clause)[0] if isinstance(value, Duration) else clause.start
        if (aside or PAPER.search(reply.view[first : clause.end])) and not (
            own and subject is not None and names_parcel(reply, clause, subject.start, subject.end)
        ):
            continue
        if topic is None or promises_nothing(reply, clause, start, end, value, own, topic, facts):
            continue
        beyond = (
            bool(_COUNTED_BEYOND.match(reply.view[end : end + 8])) and isinstance(value, Duration) and not value.within
        )
        yield TimeStatement(topic, clause, start, end, value, own, beyond, _negated(reply, clause, start))


def _subjects(reply: Reply) -> list[_Subject]:
    found: list[_Subject] = []
    named = {place for name in carriers(reply.encoded) for place in range(name.start, name.end)}
    for concept, topic in _TOPICS:
        for hit in reply.concept(concept):
            if hit.start in named:
                continue  # China Post Air Mail: the verb is part of a name
            if topic == "other" or not _anchors(reply, hit):
                lead = (
                    1 if hit.text[1:2] == "发" and hit.text[0] not in "出配" else 0
                )  # the word takes in what stands before 发
                found.append(_Subject(hit.start + lead, hit.end, topic))
    found.sort(key=lambda subject: (subject.start, -subject.end))
    kept: list[_Subject] = []
    for subject in found:
        if kept and subject.start < kept[-1].end:
            continue
        # 收到退款, 寄出发票: the verb belongs to what follows it
        if (
            kept
            and subject.topic == "other"
            and subject.start - kept[-1].end <= 2
            and kept[-1].topic != "payment"
            and reply.clause_at(kept[-1].start) is reply.clause_at(subject.start)
        ):
            kept.pop()
        kept.append(subject)
    return kept


_TOPICS: tuple[tuple[str, Topic], ...] = (
    ("other_act", "other"),
    ("dispatch_act", "dispatch"),
    ("arrival_act", "arrival"),
    ("pay_act", "payment"),
)


def _anchors(reply: Reply, hit: Hit) -> bool:
    if hit.text.isascii() and reply.view[hit.end : hit.end + 5] == " plus":
        return True
    end = hit.end - (1 if hit.text[-1:] in "了的后" else 0)
    if _ORIGIN.search(reply.view[max(0, hit.start - 9) : hit.start + 1]):
        return True
    if _ANCHOR_AFTER.match(reply.view[end : end + 8]):
        return True
    return hit.text.isascii() and bool(_ANCHOR_BEFORE.search(reply.view[max(0, hit.start - 24) : hit.start]))


def _stands_in(subject: _Subject, clause: Clause) -> bool:
    """Whether a subject stands in that clause."""
    return clause.start <= subject.start < clause.end


def _subject(
    reply: Reply, subjects: list[_Subject], clause: Clause, start: int, end: int
) -> tuple[_Subject | None, bool]:
    """What a time is said of, and whether its own clause says so."""
    here = [subject for subject in subjects if _stands_in(subject, clause)]
    before = [subject for subject in here if subject.start < start]
    behind = [subject for subject in here if subject.start >= start]
    if here:
        chinese = bool(_HAN.search(clause.text))
        first, second = (behind[:1], before[-1:]) if chinese else (before[-1:], behind[:1])
        if not chinese and behind and _PURPOSE.fullmatch(reply.view[end : behind[0].start]):
            first = behind[:1]
        if (
            not chinese
            and behind
            and (not before or before[-1].topic in {"other", "payment"})
            and behind[0].start - end < 24
            and not (before and before[-1].topic == "payment" and start - before[-1].end <= 1)
        ):
            first = behind[:1]
        return (first or second)[0], True
    near = [subject for subject in subjects if reply.clause_at(subject.start).sentence == clause.sentence]
    earlier = [subject for subject in near if subject.start < start] or [s for s in subjects if s.start < start]
    later = [subject for subject in near if subject.start >= end]
    return (earlier[-1] if earlier else later[0] if later else None), False


_RESTATES = regex(r"^(?:that's|that is|i\.?e|也就是|就是|即|最[晚迟]|不超过|at the latest|so by)")
_PURPOSE = regex(r"\s(?:for\s\w+\s)?to\s(?:be\s)?")


def _is_of_the_way(reply: Reply, facts: Facts, clause: Clause, value: Duration | DateMention | None) -> bool:
    """Whether a time that names no verb is the parcel's way: it has left, or an estimate stands beside a courier."""
    if isinstance(value, DateMention):
        return on_its_way(facts) or _ESTIMATE.search(clause.text) is not None
    if value is None or value.unit not in {"day", "week"} or not reply.in_clause("soft", clause):
        return False
    start, end = reply.sentence_span(clause)
    return any(start <= name.start < end for name in carriers(reply.encoded))


def _is_the_promise(facts: Facts, value: Duration | DateMention | None) -> bool:
    """Whether a time without a verb is the number of hours that the item page promises the dispatch in."""
    return (
        isinstance(value, Duration)
        and value.unit == "hour"
        and value.low_hours == value.high_hours == facts.store.shipping.dispatch_hours
        and not asks_else(facts)
    )


_ESTIMATE = regex(r"\bestimate[ds]?\b")


def _negated(reply: Reply, clause: Clause, start: int) -> bool:
    if _DOUBTED.search(clause.text) or _NOT_YET.search(reply.view[clause.start : start]):
        return True
    return len(clause.negators) % 2 == 1
