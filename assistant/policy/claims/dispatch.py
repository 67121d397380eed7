"""When the parcel leaves: promises sooner than the profile supports, and announcements of more than it allows."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from assistant.domain.store import Product
from assistant.facts import Dispatch, Facts
from assistant.facts.delivery import dispatch
from assistant.facts.goods import named
from assistant.language.carriers import carriers
from assistant.language.dates import DateMention
from assistant.language.durations import Duration
from assistant.language.numerals import number
from assistant.language.regex import regex
from assistant.policy.claims.questions import asked_topic
from assistant.policy.claims.timing import TimeStatement
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

DISPATCH_TIME = "dispatch.time"
EARLY = "shipping.dispatch_overpromise"
LATE = "shipping.dispatch_late"

Fit = Literal["holds", "early", "late"]
"""How a stated time stands to the deadline."""

AT_ONCE_HOURS = 4
"""马上 is borne out when the deadline is no further away than this."""
SLACK = timedelta(minutes=30)
_HALF_HOUR = 30

_SAME_DAY_WORD = regex(r"当[天日]|same[- ]day")
_CANNOT_SEND = regex(
    r"发不[了出走完]|寄不[了出走]|出不[了来去]|走不了|(?:不能|无法|没法|没办法|不可能|来不及|不会|不太?可能|难以)|做不到|赶不(?:及|上|出)|不发|\bcan(?:no|')t\b|\bcannot\b|\bwon't\b|\bwill not\b|\bunable\b|\bnot be able\b|\bnot possible\b|\bisn't going\b"
)
_PAYS = regex(r"付|拍(?!照)|下单|支付|买|\bpa(?:y|id)|\border|\bpurchase|\bbuy")
_PAID_ALREADY = regex(
    r"[您你].{0,10}(?:付的|付了|付款的|拍的|下的单|下单的)|(?:今早|今晨|今天|昨[天晚日]|前天|刚才?|早上|上午)[^,]{0,5}(?:付的|拍的|付了|下的单|付款的)(?!话)|付款成功|已付|\byou(?:'ve)? paid\b|\byour payment\b"
)
_PAYS_NOW = regex(
    r"(?:现在|这会儿?|此刻|今天|今儿|即刻|马上)(?:就)?(?:付|拍|下单|支付|买)|\b(?:pay|order|buy) (?:it )?(?:now|today)"
)
_CLOCK_OF_PAYMENT = regex(
    r"(上午|中午|下午|晚上|晚|傍晚)?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:[点时](半)?|:(\d\d))(?:钟|整)?((?:之|以)?[前后]|过后|左右|(?=的?(?:截|截单|付|拍|下单)))"
)
_BUYER_DELAYS = regex(
    r"(?:晚|迟|慢)(?:一?点|几天|些|两天|一?下).{0,6}[发寄]|(?:留|压|放|存|拖)到.{1,6}[发寄]|先别[发寄]|先不要?[发寄]|暂时?(?:不|别)[发寄]|(?:推迟|延后|延迟|延期|缓).{0,6}[发寄]?|[过等隔].{0,8}(?:再|以?后).{0,3}[发寄]"
    r"|(?:明天|明儿|后天|大后天|过[两几]天|月底|下周|下个?月|周[一二三四五六日末]|\d+[号日]|以?后|回来|放假).{0,8}(?:再|才)(?:给我)?[发寄]|不(?:急|着急)[着]?[要发]?|不用(?:那么|这么)?(?:急|快)[着]?[发寄]?"
    r"|\bhold\b|\bship (?:it )?later\b|\bdelay\b|\bpostpone\b|\bwait (?:with|until|before)\b|\bdon't (?:ship|send)\b|\bnot (?:ship|send)\b|\bno rush\b|\blater\b"
)


def judge_dispatch(statement: TimeStatement, reply: Reply, facts: Facts) -> Finding | None:
    """Hold a stated dispatch time against the deadline; None where it is only a wish, or nothing is claimed."""
    options = _terms(statement, reply, facts)
    fits = {_fit(statement, terms, facts.now) for terms in options}
    terms = options[0]
    if statement.negated:
        return _denied(statement, terms, facts)
    if "holds" in fits:
        return _finding(statement, terms, True, None, "")
    if fits == {"late"} or (_states_hours(statement) and "late" in fits and not _shorter(statement, terms)):
        if buyer_asked_to_wait(facts):
            return _finding(statement, terms, True, None, "")
        return _finding(statement, terms, False, LATE, f"{_deadline(terms)}, and this comes later.")
    if reply.in_clause("wish", statement.clause):
        return None
    if _PERHAPS.search(statement.clause.text) and _LEFT_OPEN.search(reply.view):
        return None
    return _finding(statement, terms, False, EARLY, f"{_deadline(terms)}; nothing sooner may be promised.")


_PERHAPS = regex(r"可能|兴许|说不定|没准|也许|\b(?:may|might|could|perhaps|maybe)\b")
_LEFT_OPEN = regex(
    r"不(?:敢|能|好)(?:[跟给]您)?(?:保证|打包票|说死|说满|许)|没法(?:[跟给]您)?(?:保证|打包票)|保证不了|也可能(?:晚|要等|明|后)|\b(?:can't|cannot|can not|won't) (?:promise|guarantee|say for)|\bor (?:a (?:bit|little|day) )?later\b"
)
"""It may be today, I can't promise: no promise."""


def delay_notices(reply: Reply, facts: Facts, seen: list[TimeStatement]) -> Iterator[Finding]:
    """Plain notices of a delay, without a date that was judged already."""
    if not reply.concept("delay"):
        return
    if facts.dispatch.presale or buyer_asked_to_wait(facts):
        return
    if any(_in_time(item, reply, facts) for item in seen):
        return  # 今天排不上了,明天三点前发: what is told is within the deadline
    about_dispatch = asked_topic(facts) == "dispatch"
    for hit in reply.concept("delay"):
        clause = reply.clause_at(hit.start)
        if any(item.clause.index == clause.index and item.topic == "dispatch" for item in seen):
            continue
        if _PAYS.search(clause.text) and not reply.in_clause("dispatch_act", clause):
            continue
        if clause.believes or clause.conditional or clause.asks or reply.in_clause("arrival_act", clause):
            continue
        if any(clause.start <= mention.start < clause.end for mention in carriers(reply.encoded)):
            continue  # 京东发不了 speaks of a carrier
        if (
            _CANNOT_SEND.match(hit.text)
            and next(iter(carriers(facts.message)), None)
            and next(iter(carriers(reply.encoded)), None)
        ):
            continue  # to a buyer who asks for a carrier: 出钱也发不了,我们没签顺丰
        if _denied_delay(clause, hit.start, hit.end) or _ELSEWHERE.search(clause.text):
            continue
        if (
            _TODAY.search(clause.text)
            and facts.dispatch.deadline.date() > facts.now.date()
            and not _FURTHER.search(hit.text)
        ):
            continue  # 今天来不及了: the deadline is a later day
        if reply.in_clause("dispatch_act", clause) or (about_dispatch and not reply.in_clause("other_act", clause)):
            yield Finding(
                DISPATCH_TIME,
                hit.start,
                hit.end,
                facts.dispatch.fact,
                False,
                LATE,
                f"{_deadline(facts.dispatch)}; a delay is for a person to announce.",
            )


_ELSEWHERE = regex(r"\b(?:different|another|other|new) (?:address|country)|别的地址|其他地址|新地址")
"""What cannot be sent to another address is not late."""
_TODAY = regex(r"今[天日儿晚朝夜]|当天|\btoday\b|\btonight\b")
_FURTHER = regex(r"[\d一二两三四五六七八九十几]|延|推|往后|爆仓|积压|压单|缓|拖|超|\bdelay|\bbacklog|\bpostpone")


def _in_time(statement: TimeStatement, reply: Reply, facts: Facts) -> bool:
    if statement.topic != "dispatch" or statement.negated:
        return False
    finding = judge_dispatch(statement, reply, facts)
    return finding is not None and finding.holds


def buyer_asked_to_wait(facts: Facts) -> bool:
    """Whether the buyer wants the parcel to leave later."""
    return bool(_BUYER_DELAYS.search(facts.message.view))


def _denied_delay(clause: Clause, start: int, end: int) -> bool:
    inside = sum(start <= place < end for place, _ in clause.negators)
    return (len(clause.negators) - inside) % 2 == 1


def _terms(statement: TimeStatement, reply: Reply, facts: Facts) -> list[Dispatch]:
    """The terms that may be meant, the likeliest first: of a payment named beside it, of the open order, of paying now."""
    moment = _named_payment(statement, reply, facts)
    if moment is not None:
        products = (facts.product,) if facts.product else ()
        return [dispatch(facts.store.shipping, facts.store.zone, moment, None, products)]
    order = facts.order
    open_order = order is not None and order.paid_at is not None and order.shipped_at is None
    first = facts.dispatch if open_order else facts.dispatch_if_paid_now
    others = _of_other_goods(statement, reply, facts)
    if others:
        return [first, dispatch(facts.store.shipping, facts.store.zone, facts.now, None, others)]
    if not _PRESALE.search(reply.view):
        return [first]
    presale = [product for product in facts.store.products if product.presale_dispatch_by is not None]
    return [
        first,
        *(dispatch(facts.store.shipping, facts.store.zone, facts.now, None, (product,)) for product in presale),
    ]


def _of_other_goods(statement: TimeStatement, reply: Reply, facts: Facts) -> tuple[Product, ...]:
    """The goods that a sentence names beside those in question, where these are on presale (裙子是现货,48小时内寄)."""
    if not facts.dispatch.presale and not facts.dispatch_if_paid_now.presale:
        return ()
    start, end = reply.sentence_span(statement.clause)
    said = named(facts.store.products, reply.view[start:end])
    others = tuple(item for item in said if item.presale_dispatch_by is None)
    if others or not _ON_HAND.search(reply.view[start:end]):
        return others
    return tuple(item for item in facts.store.products if item.presale_dispatch_by is None)[:1]


_ON_HAND = regex(r"现货|\bin stock\b")
_PRESALE = regex(r"预售|\bpre-?(?:sale|order)")


def _named_payment(statement: TimeStatement, reply: Reply, facts: Facts) -> datetime | None:
    """When the payment is made that the reply speaks of (三点前付款, 今天拍下); None where it names none."""
    if _PAID_ALREADY.search(reply.view[: statement.end]):
        return None
    clauses = reply.clauses[max(0, statement.clause.index - 1) : statement.clause.index + 1]
    own_times = any(_PAYS.search(clause.text) for clause in reply.clauses[: statement.clause.index + 1])
    for clause in reversed(clauses):
        before = clause.text if clause is not statement.clause else reply.view[clause.start : statement.start]
        found = _CLOCK_OF_PAYMENT.search(before)
        if found is None and clause is statement.clause:
            behind = reply.view[statement.end : clause.end]
            found = _CLOCK_OF_PAYMENT.search(behind) if _PAYS.search(behind) else None  # 当天发是三点前付款的
        if found and own_times:
            moment = _clock(found, facts.now)
            if moment is not None:
                return moment
        if not _PAYS.search(before):
            continue
        for mention in reply.dates:
            if clause.start <= mention.start < clause.start + len(before) and mention.start != statement.start:
                if mention.clock:
                    return mention.last - timedelta(minutes=1) if mention.by else mention.last
                if mention.last >= facts.now:
                    return max(facts.now, mention.named)
        if _PAYS_NOW.search(before):
            return facts.now
    return None


def _gone_by(hour: int, now: datetime) -> bool:
    """Whether that hour of the morning has passed, so that the evening's is meant."""
    return hour < now.hour < hour + 12 or (hour == now.hour and now.minute >= _HALF_HOUR)


def _clock(found: re.Match[str], now: datetime) -> datetime | None:
    part, hour_text, half, minute, after = found.groups()
    value = number(hour_text)
    if value is None or value > 24:
        return None
    hour = int(value)
    if hour < 12 and (part in {"下午", "晚上", "晚", "傍晚"} or (not part and (1 <= hour <= 6 or _gone_by(hour, now)))):
        hour += 12
    moment = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        hours=hour, minutes=30 if half else int(minute or 0)
    )
    return moment if after and "前" not in after else moment - timedelta(minutes=1)


def _fit(statement: TimeStatement, terms: Dispatch, now: datetime) -> Fit:
    match statement.value:
        case Duration() as value:
            return _fit_duration(value, statement.beyond, terms, now)
        case DateMention() as value:
            return _fit_date(value, terms)
        case None:
            return "holds" if terms.same_day or terms.deadline - now <= timedelta(hours=AT_ONCE_HOURS) else "early"


def _fit_duration(value: Duration, beyond: bool, terms: Dispatch, now: datetime) -> Fit:
    high = timedelta(hours=value.high_hours)
    if value.working:
        high = _working(terms.runs_from, value.high_days) - terms.runs_from
    promised = terms.deadline - terms.runs_from if terms.presale else timedelta(hours=terms.hours)
    left = terms.deadline - now
    # from payment, or from now, whichever holds; the day of the cutoff is the sooner bound, the item page the later one
    soonest = min(promised, terms.deadline - terms.runs_from)
    if beyond and high >= promised:
        return "late"
    if soonest - SLACK <= high <= promised + SLACK or abs(high - left) <= SLACK * 2:
        return "holds"
    if value.unit in {"day", "week"} and (now + high).date() == terms.deadline.date():
        return "holds"  # counted in days, it ends on the very day
    return "late" if high > promised else "early"


def _working(start: datetime, days: float) -> datetime:
    """The end of a number of working days."""
    moment, left = start, int(days)
    while left > 0:
        moment += timedelta(days=1)
        left -= moment.weekday() < 5
    return moment


def _fit_date(value: DateMention, terms: Dispatch) -> Fit:
    if _SAME_DAY_WORD.search(value.text):
        return "holds" if terms.same_day or terms.deadline.date() <= terms.runs_from.date() else "early"
    first = value.named - timedelta(minutes=1) if value.clock else value.named
    if value.by and not value.clock:
        first -= timedelta(days=1)  # 周五前 may end with Thursday
    if first > terms.deadline:
        return "late"
    if value.last >= terms.deadline - SLACK:
        return "holds"
    if terms.same_day and value.last.date() >= terms.deadline.date():
        return "holds"  # a part of the day on which it leaves anyway
    return "early"


def _states_hours(statement: TimeStatement) -> bool:
    return isinstance(statement.value, Duration)


def _shorter(statement: TimeStatement, terms: Dispatch) -> bool:
    return isinstance(statement.value, Duration) and statement.value.high_hours < terms.hours


def _denied(statement: TimeStatement, terms: Dispatch, facts: Facts) -> Finding | None:
    """ "后天发不了" where the deadline is the day after tomorrow announces a delay."""
    if statement.value is None or not statement.own_topic or not _CANNOT_SEND.search(statement.clause.text):
        return None
    if buyer_asked_to_wait(facts):
        return None
    value = statement.value
    if isinstance(value, DateMention):
        beyond_deadline = value.last >= terms.deadline - SLACK
    else:
        beyond_deadline = value.high_hours >= terms.hours and not terms.presale
    if not beyond_deadline:
        return None
    return _finding(statement, terms, False, LATE, f"{_deadline(terms)}, which this denies.")


def _deadline(terms: Dispatch) -> str:
    if terms.presale:
        return f"The presale item leaves by {terms.deadline:%Y-%m-%d %H:%M}"
    if terms.same_day:
        return f"Paid before the cutoff, it leaves on {terms.deadline:%Y-%m-%d}"
    return f"The profile promises dispatch within {terms.hours:g} hours of payment, that is by {terms.deadline:%Y-%m-%d %H:%M}"


def _finding(statement: TimeStatement, terms: Dispatch, holds: bool, rule: str | None, why: str) -> Finding:
    return Finding(
        DISPATCH_TIME, statement.start, statement.end, terms.fact, holds, rule, why or f"{_deadline(terms)}."
    )
