"""Whether a clause names the parcel itself, where verbs like 发, 给您 and send could be said of a paper or of money."""

import re

from assistant.language.dates import DateMention
from assistant.language.durations import Duration
from assistant.language.patterns import pattern
from assistant.language.regex import regex
from assistant.language.regions import PLACE
from assistant.policy.text import Clause, Reply

PAPER = regex(
    r"票(?!数)|抬头|税号|开(?:具|给|好|出|完)|(?:给您|帮您|为您)开|\binvoice|\be-?mail|\brefund|\bpdf\b|\breceipt\b"
)
# Words that tell of the parcel alone; 发给您, 给您, 到, send you may be said of a paper or of money too
_PARCEL_ACT = regex(
    r"发货|发走|寄走|出库|出仓|揽收|揽件|配货|打包|出货|快递|物流|发车|送达|送到|送货|派送|签收|妥投|收货|到货|到手|收到货"
    r"|\bship|\bdispatch|\bdeliver|\barriv|\bleav|\btransit\b|\bpack"
)
_PARCEL_NOUN = regex(
    r"包裹|货(?!款)|快递|物流|宝贝|裙|衣|裤|鞋|袜|件(?!事)|仓|单子|\bparcel\b|\bpackage\b|\border\b|\bwarehouse\b|\bsocks\b|\bgloves\b"
)


def names_parcel(reply: Reply, clause: Clause, start: int, end: int) -> bool:
    """Whether a verb at a span tells of the parcel by itself, in talk that is of something else."""
    if PAPER.search(clause.text):
        return bool(re.search(r"发货|\bship|\bdispatch", reply.view[max(0, start - 1) : end + 1]))
    return bool(_PARCEL_ACT.search(reply.view[max(0, start - 1) : end + 1])) or bool(_PARCEL_NOUN.search(clause.text))


_OTHER_PLACES = regex(r"(?:地方|地区|省份|省内|省外|外省|江浙沪|本省)[^,发寄付拍]{0,6}$")


def leads_to_place(reply: Reply, clause: Clause, start: int, value: Duration) -> bool:
    """Whether days follow the place that the parcel goes to (到山西一般3-5天, 寄往海南大概5天)."""
    if value.unit not in {"day", "week"}:
        return False
    if _OTHER_PLACES.search(reply.view[clause.start : start]):
        return True
    return any(
        reply.view[hit.start - 1 : hit.start] in {"到", "往", "至"}
        and not re.search(r"[发寄付拍][了出走货]|付款", reply.view[hit.end : start])
        for hit in pattern(PLACE).hits(reply.encoded, clause.start, start)
    )


def tells_way(reply: Reply, clause: Clause, start: int, end: int, value: Duration | DateMention | None) -> bool:
    """Whether days are said of the way to a place (发江苏2到4天), not of the dispatch at that span."""
    if not isinstance(value, Duration) or value.unit not in {"day", "week"}:
        return False
    sent = reply.view.find("发", start, end)
    if sent < 0:
        return False
    first = sent + 2 if reply.view[sent + 1 : sent + 2] in {"到", "往", "去"} else sent + 1
    return any(hit.start == first for hit in pattern(PLACE).hits(reply.encoded, sent, clause.end))
