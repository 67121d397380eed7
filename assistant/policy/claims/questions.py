"""What the buyer asks of the parcel: when it leaves, when it arrives, or something else altogether."""

import functools
from typing import Literal

from assistant.facts import Facts
from assistant.language.regex import regex

Topic = Literal["dispatch", "arrival", "payment", "other"]
_ASKS_ELSE = regex(
    r"退|换货|保价|发票|[专普]票|开票|票据|电子票|税票|抬头|税号|活动|优惠|补货|有货|降价|\breturn|\brefund|\bsend (?:it|them|these|this) back|\binvoice|\bexchange"
)
# Papers, money, offers and stock have times of their own: a segment of a message that names them asks of nothing else
_ASIDE = regex(
    r"票(?!数)|抬头|税号|开(?:具|给我|好|出来|一张|张|个)|(?:才|能|会|可以|帮我|给我|几天|多久)开|报销|退|换货|差价|保价|返现|赔|到账|活动|优惠|满减|券|降价|补货|有货|现货|上架|上新|几折|好评|评价"
    r"|\binvoice|\breceipt\b|\btax\b|\brefund|\breturn|\bexchange|\bsend (?:it|them|these|this) back|\bdiscount|\bcoupon|\bsale\b|\brestock|\bin stock\b|\bprice\b"
)
_THREAT = regex(r"(?:不|没|再).{0,6}[发到寄走].{0,8}(?:就|我|要).{0,3}(?:退|取消|投诉)")
"""今天不发我就退了 asks for the dispatch."""
_SEGMENT = regex(r"[,。!?;\n~ ]+|、")
_ASKS_DISPATCH = regex(
    r"超时|能出|多久出|出得来|赶得?(?:上|及)(?:今|当)|(?:付|拍|下单|今天|今日|当天)[^。!?]{0,6}赶得?[上及](?=$|[不吗么没?,])|走(?:得了|不走|吗|没|了吗)|能走|打包|排(?:到|上)|加急|\bprocess|\bgo\b|(?<![开沙研转批])发(?![票现生错霉图炎烧黄])(?!到|往|什么|啥|哪|的是|顺|圆|中通|韵|申通|邮|京|极|ems|dhl)|寄(?!到|回|错)|出库|出货|揽收|\bship(?:s|ped)?\b|\bdispatch|\bsen[dt]\b|\bgo out\b|\bleave\b|\bhold\b"
)
_ASKS_ARRIVAL = regex(
    r"(?<![看遇碰没收不直得想])到(?!底|处|账|期|店|时候|付|没有|货付款)|收到(?!了|货了|的|以?后)|收得到|拿到|用得上|送达|送来|送到|必达|[用穿喝泡吃]上|几号|哪天能|\barriv|\bdeliver|\breach|\breceiv|\bget (?:it|here|there|them|my|to)|\bcome\b(?! back)|\bbe (?:here|there|with me|at my)\b|\bin my hands?\b"
)
_ASKS_HOW_LONG = regex(r"几天|多久|多少天|\bhow long\b|\bhow many days\b")
_HURRIES = regex(
    r"快(?:点|些|一点|一些)|加急|急(?:用|着|死|需|急)|^急|等不及|催|尽快|\burgent|\bhurry|\brush\b|\bhow soon\b|插队|\bfaster\b|\basap\b|\bquick"
)
_NEEDED = regex(
    r"(?:要|得|想|急着|等着)(?:穿|用|送|带|吃|喝|泡)|婚礼|生日|出差|旅[行游]|比赛|过年|结婚|聚会|赶得?[上及]|来得及|\bneed (?:it|them) (?:for|by|before|on)|\bwedding\b|\bbirthday\b|\brace\b|\btrip\b|\bin time\b|\bmake it\b"
)


def asked_topic(facts: Facts) -> Topic | None:
    """What the buyer asks a time of; None where it is neither dispatch nor arrival, or both."""
    order = facts.order
    where = "none" if order is None or order.paid_at is None else "here" if order.shipped_at is None else "sent"
    return _asked_topic(facts.message.view, where)


@functools.lru_cache(maxsize=256)
def _asked_topic(text: str, parcel: str) -> Topic | None:
    if _ASKS_ELSE.search(text):
        return None
    dispatch = bool(_ASKS_DISPATCH.search(text))
    arrival = bool(_ASKS_ARRIVAL.search(text))
    if dispatch == arrival:
        return None if dispatch else "arrival" if _ASKS_HOW_LONG.search(text) else _hurried(text, parcel)
    return "dispatch" if dispatch else "arrival"


def _hurried(text: str, parcel: str) -> Topic | None:
    """What "快点" and "26号要穿" ask for: the dispatch of an order that is still here, else the arrival."""
    if _NEEDED.search(text):
        return "arrival"
    if not _HURRIES.search(text):
        return None
    if parcel == "here":
        return "dispatch"
    return "arrival" if parcel == "sent" else None


def talk_aside(facts: Facts) -> bool:
    """Whether the talk is of papers, money, offers or stock only, so that a time is theirs unless it names the parcel.

    A message that names neither them nor the parcel goes on with the last turn.
    """
    return _talk_aside((facts.message.view, *(turn.text.lower() for turn in reversed(facts.request.history[-4:]))))


@functools.lru_cache(maxsize=256)
def _talk_aside(turns: tuple[str, ...]) -> bool:
    for text in turns:
        aside = False
        latin = text.isascii()
        for segment in [text] if latin else _SEGMENT.split(text):
            if _ASIDE.search(segment) and not _THREAT.search(segment):
                aside = True
            elif _ASKS_DISPATCH.search(segment) or _ASKS_ARRIVAL.search(segment):
                return False
        if aside:
            return True
    return False


def asks_else(facts: Facts) -> bool:
    """Whether the question is of goods that come back, of money or of paper."""
    return bool(_ASKS_ELSE.search(facts.message.view))
