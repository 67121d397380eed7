"""Claims about when the invoice comes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from assistant.language.carriers import carriers
from assistant.language.durations import Duration
from assistant.language.patterns import Hit
from assistant.language.regex import regex
from assistant.policy.claims.goods import sold_here
from assistant.policy.claims.invoice_issue import refusal_in
from assistant.policy.claims.invoice_talk import InvoiceTalk
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

_OTHER_FIGURE = regex(r"\s*(?:usd|dollars?|bucks?|元|块|%|点|个点)")
"""1.5 usd is no date; and 三日之内 is a duration, no third of the month."""
_GOODS_LEAVE = regex(r"发出|发货|寄出|出库|补货|\bship")
_OF_RETURNS = regex(
    r"无理由|退货|退换|(?:好评|评价)[^,。!?]{0,6}(?:没有|不)[^,。!?]{0,6}[,。]?您?(?:按|如实|照实|真实)"
)
_ISSUED = regex(r"开(?:$|[^始心封袋箱])|票|出具|补给")
"""签收后7天内可以退货, 好评没有礼品,您如实写就可以: said of returns and reviews."""
_ONCE_ISSUED = regex(r"(?:开好|开具|开出|开完|出票)(?:了|完)?(?:之?后|以后|了)?$|(?:开好|开具|开出|开完|出票)[之以]$")
"""开好之后会发给您 puts off nothing."""
_OLD = ("前", "之前", "以前", "ago", "old", "无理由")


def read_time(talk: InvoiceTalk) -> Iterator[Finding]:
    """The days named for the invoice against the profile's, and every way of naming none."""
    days = talk.facts.store.invoice.issue_days
    limit = talk.facts.now.date() + timedelta(days=days)
    why = f"The store issues the invoice within {days} calendar days of the request, by {limit:%Y-%m-%d}."
    dated = False
    for clause in talk.clauses:
        if not _may_time_it(talk, clause):
            continue
        for start, end, day in _days(talk.reply, talk.facts.now, clause):
            dated = dated or day <= limit
            rule = None if day <= limit else "invoice.deferred"
            yield Finding("invoice.time", start, end, "invoice.issue_days", day <= limit, rule, why)
    for clause in _put_off_where(talk):
        hit = _put_off(talk, clause, dated)
        if hit is not None:
            yield Finding("invoice.time", hit.start, hit.end, "invoice.issue_days", False, "invoice.deferred", why)


def _put_off_where(talk: InvoiceTalk) -> Iterator[Clause]:
    """The clauses that may put it off; one that ties sending it to the parcel names the parcel, and is none the less on topic."""
    asked = talk.reply.heard("invoice", talk.facts.message)
    for clause in talk.reply.clauses:
        tied = (
            asked
            and not _GOODS_LEAVE.search(clause.text)
            and talk.reply.in_clause("invoice_tied", clause)
            and talk.reply.in_clause("invoice_issue", clause)
        )
        if tied or clause in talk.clauses:
            yield clause


def _may_time_it(talk: InvoiceTalk, clause: Clause) -> bool:
    """Whether a day in this clause would be the invoice's."""
    reply = talk.reply
    if reply.in_clause("invoice_window", clause) or reply.in_clause("invoice_excuse", clause):
        return False
    if reply.in_clause("invoice", clause):
        return True
    if reply.in_clause("invoice_other_time", clause) or sold_here(talk.facts, clause.text):
        return False
    first, last = reply.sentence_span(clause)
    if any(first <= courier.start < last for courier in carriers(reply.encoded)):
        return False
    return bool(reply.in_clause("invoice_issue", clause)) or reply.heard("invoice_asked_when", talk.facts.message)


def _days(reply: Reply, now: datetime, clause: Clause) -> Iterator[tuple[int, int, date]]:
    """The days that a clause names: span, and the latest of them."""
    for duration in reply.durations:
        if not clause.start <= duration.start < clause.end or _denied(clause, duration.start):
            continue
        if not reply.view.startswith(_OLD, duration.end):
            yield duration.start, duration.end, _latest(now, duration)
    for mention in reply.dates:
        if _OTHER_FIGURE.match(reply.view, mention.end) or any(
            duration.start <= mention.start < duration.end for duration in reply.durations
        ):
            continue
        if clause.start <= mention.start < clause.end and mention.last >= now and not _denied(clause, mention.start):
            yield mention.start, mention.end, mention.last.date()


def _denied(clause: Clause, place: int) -> bool:
    return any(place - 6 <= start < place for start, _ in clause.negators)


def _latest(now: datetime, duration: Duration) -> date:
    if duration.unit in {"minute", "hour"}:
        return (now + timedelta(hours=duration.high_hours)).date()
    if not duration.working:
        return now.date() + timedelta(days=round(duration.high_days))
    day, left = now.date(), round(duration.high_days)
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def _put_off(talk: InvoiceTalk, clause: Clause, dated: bool) -> Hit | None:
    """Words that tie the invoice to receipt or review, or put it off where no day in time is named."""
    reply = talk.reply
    if (
        clause.believes
        or reply.in_clause("invoice_any_time", clause)
        or (reply.in_clause("invoice_untied", clause) and not reply.in_clause("invoice_later", clause))
    ):
        return None
    issued = reply.in_sentence("invoice_issue", clause) or reply.in_sentence("invoice", clause)
    asked = reply.heard("invoice", talk.facts.message) and not reply.in_clause("invoice_tied_right", clause)
    said = reply.view[slice(*reply.sentence_span(clause))]
    if not reply.in_sentence("invoice", clause) and _OF_RETURNS.search(said) and not _ISSUED.search(said):
        return None
    names = ["invoice_tied"] if issued or asked else []
    of_goods = reply.in_clause("invoice_other_time", clause) and not reply.in_clause("invoice", clause)
    if not dated and not of_goods:
        names += ["invoice_excuse", "invoice_later"]
    if not dated and issued and not reply.in_sentence("invoice_first_right", clause):
        names.append("invoice_first")
    for name in names:
        for hit in reply.in_clause(name, clause):
            if not _denied(clause, hit.start) and not _ONCE_ISSUED.search(reply.view[clause.start : hit.start + 2]):
                return hit
    if not dated and reply.in_clause("invoice_day_only", clause):
        return refusal_in(talk, clause)
    return None
