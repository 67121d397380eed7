"""What the buyer asks of the parcel: when it leaves, when it arrives, or something else altogether."""

import functools
import re
from typing import Literal

from assistant.facts import Facts

Topic = Literal["dispatch", "arrival", "payment", "other"]
_ASKS_ELSE = re.compile(
    r"退|换货|保价|发票|活动|优惠|补货|有货|降价|\breturn|\brefund|\bsend (?:it|them|these|this) back|\binvoice|\bexchange"
)
_ASKS_DISPATCH = re.compile(
    r"超时|能出|多久出|出得来|赶得?(?:上|及)(?:今|当)|走(?:得了|不走|吗|没|了吗)|能走|打包|排(?:到|上)|加急|\bprocess|\bgo\b|(?<![开沙研转批])发(?![票现生错霉图炎烧黄])(?!到|往|什么|啥|哪|的是|顺|圆|中通|韵|申通|邮|京|极|ems|dhl)|寄(?!到|回|错)|出库|出货|揽收|\bship(?:s|ped)?\b|\bdispatch|\bsen[dt]\b|\bgo out\b|\bleave\b|\bhold\b"
)
_ASKS_ARRIVAL = re.compile(
    r"(?<![看遇碰没收不直得想])到(?!底|处|账|期|店|时候|付|没有|货付款)|收到(?!了|货了|的|以?后)|收得到|拿到|用得上|送达|送来|送到|必达|[用穿喝泡吃]上|几号|哪天能|\barriv|\bdeliver|\breach|\breceiv|\bget (?:it|here|there|them|my|to)|\bcome\b"
)
_ASKS_HOW_LONG = re.compile(r"几天|多久|多少天|\bhow long\b|\bhow many days\b")
_HURRIES = re.compile(
    r"快(?:点|些|一点|一些)|加急|急(?:用|着|死|需|急)|^急|等不及|催|尽快|\burgent|\bhurry|\bfaster\b|\basap\b|\bquick"
)
_NEEDED = re.compile(
    r"(?:要|得|想|急着|等着)(?:穿|用|送|带|吃|喝|泡)|婚礼|生日|出差|旅[行游]|比赛|过年|结婚|聚会|赶得?[上及]|来得及|\bneed (?:it|them) (?:for|by|before|on)|\bwedding\b|\bbirthday\b|\brace\b|\btrip\b|\bin time\b|\bmake it\b"
)


def asked_topic(facts: Facts) -> Topic | None:
    """What the buyer asks a time of; None where it is neither dispatch nor arrival, or both."""
    order = facts.order
    return _asked_topic(facts.message.view, order is not None and order.shipped_at is not None)


@functools.lru_cache(maxsize=256)
def _asked_topic(text: str, shipped: bool) -> Topic | None:
    if _ASKS_ELSE.search(text):
        return None
    dispatch = bool(_ASKS_DISPATCH.search(text))
    arrival = bool(_ASKS_ARRIVAL.search(text))
    if dispatch == arrival:
        return None if dispatch else "arrival" if _ASKS_HOW_LONG.search(text) else _hurried(text, shipped)
    return "dispatch" if dispatch else "arrival"


def _hurried(text: str, shipped: bool) -> Topic | None:
    """What "快点" and "26号要穿" ask for: the dispatch of an order that is still here, else the arrival."""
    if _NEEDED.search(text):
        return "arrival"
    if not _HURRIES.search(text):
        return None
    return "arrival" if shipped else "dispatch"


def asks_else(facts: Facts) -> bool:
    """Whether the question is of goods that come back, of money or of paper."""
    return bool(_ASKS_ELSE.search(facts.message.view))
