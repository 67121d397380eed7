"""Days for returns: how long the no-reason return runs, and that quality is not bound to it."""

from collections.abc import Iterator
from datetime import timedelta

from assistant.facts import Facts
from assistant.language.durations import Duration
from assistant.language.regex import regex
from assistant.policy.claims.reasons import reason_in, reason_of
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

RETURN_TERMS = "returns.terms"
REFUSED = "returns.refused"
NOT_GOODS = regex(
    r"差价|价保|保价|邮费|运费|押金|税|定金|红包|分期|花呗|优惠|原路|微信|去处|零钱|渠道|当初.{0,4}付|别的(?:卡|账)|其他(?:卡|账)|账号|本人|发票|退(?:到|回到?|进|至)(?:其[他它]|别[的处]|原|付款|支付|哪|账|卡|余额|银行|第三)|退到[您你]|退款(?:进度|时间|会|到|将)|到账|拦截|取消|\bprice difference|\bdeposit|\baccount\b|\bcard\b|\bpostage\b|\bshipping (?:cost|fee)"
)
ASKS_RETURN = regex(r"退(?!伍|休)|不想要|不要了|无理由|\breturn|\brefund|\bsend (?:\w+ )?back|\bmoney back")
STILL_TAKEN = regex(
    r"(?:也|照样|依然|还是|仍|都|一样|随时|当然)(?:能|可以?|给|支持|会|要)?[您你]?(?:照)?(?:退(?!不)|换)|照退|(?:也|都)?(?:照样|照旧|依然|仍然?|一样|照)(?:能|可以?|给|会)?(?:[您你]?(?:退|换|管|认|修)|找我|来找|给[您你]|处理|负责)(?!不)|(?:也|都|还)(?:管|认账|负责|给[您你](?:退|换|处理))|\bstill (?:return|refund|send|accept|take)|\beven (?:after|now)\b"
)
_STRICT = regex(
    r"(?:(?<![觉值舍])得|(?<![只想])要(?!是|不|么)|须|需(?!要的话)).{0,8}内|过期|过时|逾期|超(?:过|出|时|期|了)|过了|否则|不然|之?[外后]就?(?:不|没|概|恕)|不再|概不|不予|不(?:受理|处理|管|认|算)|只(?!要|管|是)|仅|(?<!刚)才|必须|务必|\bonly\b|\bmust\b|\bhave to\b|\bhad to\b|\bneed to\b|\bafter (?:that|which)\b|\bno later\b|\botherwise\b|\bpassed\b|\bended\b|\bexpired\b"
)
_RETURN_WORD = regex(r"退(?!款|钱|到)|换货|退换|无理由|\breturn|\bexchange|\bsend (?:it|them) back")
_COMPLAIN = regex(
    r"内(?:来|再)?(?:[跟找和同]我们?)?(?:说|讲|找|报|提)|[跟找和同]我们?(?:说|讲|提)|反馈|联系|拍照|提(?!供|醒|前)|申请|说明|告知|找我|通知|过期不|过时不|逾期|不再|概不|不予|不受理|\breport|\bcontact|\blet us know|\b(?:tell|inform|notify|message|write to) us\b|\bclaim\b|\bnot accept"
)
_CUT = regex(
    r"过期|过时|逾期|超(?:过|出|时|期)|过了|否则|不然|之?[外后]就?(?:不|没|概|恕)|不再|概不|不予|不受理|只|仅|才|必须|务必|要求|以?内(?:才|可)?|\bonly\b|\bmust\b|\bafter (?:that|which)\b|\bwithin\b|\bno later\b|\bor else\b|\botherwise\b"
)
_NOT_BOUND = regex(
    r"退款(?:会|将|在|预计|大概|到)|到账|审核|退到|处理(?:完|好)|寄出|发出|发货|取件|签收后\d+小时内(?:处理|退款)|(?:收到|签收)(?:您的?)?退|仓库|我们(?:会|这边|收到)|给您(?:处理|退款|回复|答复|办)|回复您|打款|原路|退(?:还|回)?[给您你]|[给帮为][您你](?:原路)?退(?:$|[^货换])|\brefund(?:ed)? (?:will|is|within)|\bwe (?:will|'ll)\b|\bwe'll\b|\bprocess"
)
_FROM_RECEIPT = regex(r"签收(?![您你退])|收货|到手|收到货|才(?:给|能|可以)?[您你]?退")
_ASKS_DAYS = regex(
    r"(?:退|换).{0,6}(?:期限|几天|多久|时间|多长|多少天)|(?:几天|多久|多少天).{0,6}(?:能|可以)?退|\breturn (?:policy|window|period|time)|\bhow (?:long|many days) .{0,24}return"
)
_ASKS_MONEY = regex(r"钱|退款|到账|打款|\bmoney\b|\brefund")
"""退了钱几天到 asks for the money, not for the days of the return."""
_LIMITS = regex(
    r"[之以]?前|截止|到期|过期|为止|最[晚迟]|结束|\bby\b|\buntil\b|\bbefore\b|\bended\b|\bexpire|\bdeadline\b|\blast day\b|\bclosed?\b"
)


def stated_days(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Lengths of time that limit a return, held against the profile's; quality has no such limit."""
    days = facts.store.returns.no_reason_days
    for item in reply.durations:
        clause = reply.clause_at(item.start)
        if (
            clause.believes
            or clause.asks
            or STILL_TAKEN.search(clause.text)
            or not _bounds_return(reply, clause, item, facts)
        ):
            continue
        quality = reason_of(reply, clause, facts) == "quality"
        sentence = reply.view[slice(*reply.sentence_span(clause))]
        if (quality and _STRICT.search(sentence)) or (not quality and item.high_days < days - 0.01):
            yield Finding(
                RETURN_TERMS, item.start, item.end, "returns.no_reason_days", False, REFUSED, return_terms(facts)
            )
        elif _RETURN_WORD.search(clause.text):
            yield Finding(
                RETURN_TERMS, item.start, item.end, "returns.no_reason_days", True, REFUSED, return_terms(facts)
            )


def _bounds_return(reply: Reply, clause: Clause, item: Duration, facts: Facts) -> bool:
    """Whether a duration limits the return: 3天内可退, 签收24小时内反馈,过期不处理."""
    sentence = reply.view[slice(*reply.sentence_span(clause))]
    if (_NOT_BOUND.search(clause.text) and not _FROM_RECEIPT.search(clause.text)) or item.unit == "minute":
        return False
    if _RETURN_WORD.search(clause.text):
        return not clause.negators or bool(_CUT.search(sentence))
    if _ASKS_DAYS.search(facts.message.view) and len(clause.text) <= 16 and not _ASKS_MONEY.search(facts.message.view):
        return True
    about = (
        _RETURN_WORD.search(sentence)
        or _RETURN_WORD.search(facts.conversation.view)
        or "quality" in {reason_in(facts.conversation.view), reason_in(sentence)}
    )
    if not about:
        return False
    if _COMPLAIN.search(clause.text):
        return bool(_STRICT.search(sentence))
    return False


_OF_DELIVERY = regex(
    r"(?:delivered|received|arrived|signed(?: for)?|got (?:it|them)|bought|paid|ordered|shipped)\s(?:to you |for )?(?:on|by|in)?\s?$|(?:签收|收到|送达|妥投|付款|下单|发货)(?:时间|日期)?(?:是|为|:|在)?(?:的)?$"
)
"""What stands before the day of another event than the return's end."""
_DELIVERED_THEN = regex(r"^(?:就|已经?|才|刚)?(?:签收|收到|送达|到的|妥投|付的|下单|发的|买的)")


def stated_last_days(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """A last day for the no-reason return that comes before the profile's."""
    order = facts.order
    if order is None or order.delivered_at is None:
        return
    last = (order.delivered_at.astimezone(facts.store.zone) + timedelta(days=facts.store.returns.no_reason_days)).date()
    for mention in reply.dates:
        clause = reply.clause_at(mention.start)
        if (
            clause.believes
            or clause.asks
            or not _LIMITS.search(clause.text)
            or not ASKS_RETURN.search(facts.message.view + clause.text)
        ):
            continue
        if (
            NOT_GOODS.search(clause.text)
            or _OF_DELIVERY.search(reply.view[max(clause.start, mention.start - 24) : mention.start])
            or _DELIVERED_THEN.search(reply.view[mention.end : mention.end + 8])
            or mention.last.date() < order.delivered_at.astimezone(facts.store.zone).date()
        ):
            continue
        holds = mention.last.date() >= last
        yield Finding(
            RETURN_TERMS,
            mention.start,
            mention.end,
            "returns.no_reason_days",
            holds,
            REFUSED,
            f"The no-reason return runs until {last:%Y-%m-%d}.",
        )


def return_terms(facts: Facts) -> str:
    """The profile's terms in a sentence."""
    exempt = ", ".join(facts.store.returns.exempt)
    note = f" ({exempt} aside)" if exempt else ""
    return f"The profile gives a no-reason return of {facts.store.returns.no_reason_days} days from delivery{note}; quality problems are not bound to those days."
