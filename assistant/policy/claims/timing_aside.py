"""Times that promise nothing: elapsed, counted from, of an offer or a return, asked, wished, quoted, or past."""

from assistant.facts import Facts
from assistant.language.dates import DateMention
from assistant.language.durations import Duration
from assistant.language.regex import regex
from assistant.policy.claims.questions import Topic, asks_else
from assistant.policy.text import Clause, Reply

_ELAPSED_AFTER = regex(r"^(?:了|啦|前|多了|\s?ago|\s?have passed)")
_ELAPSED_BEFORE = regex(r"(?:过去|已经|都|等了|过了|还剩|还有|才过|距?离?.{1,8}还有|\balready|\bbeen)\s*$")
_STILL = regex(r"(?:还有|还剩)$")
_PROMOTION = regex(r"[减折券满]|优惠|立减|活动|\boff\b|\bsale\b")
_WISHES = regex(r"祝|愉快|心情|\bhave a (?:nice|good|great|lovely)\b|\bhappy\b")
_OPEN_QUESTION = regex(r"([\u4e00-\u9fff])不\1")  # 今天发不发要看仓库
_HABIT = regex(
    r"^(?:周末|周[六日]|星期[六日天]|节假日).*(?:也|都|正常|照常|照样|不休)|期间|高峰|那几天|\bweekends?\b.*\b(?:too|also|still|as usual)\b"
)
_COUNTED_FROM = regex(r"(?:从|自|打)$")
_OF_ITSELF = regex(
    r"^(?:还|都|也|已经?|这会儿)?(?:早|晚了|过了?[^,。发寄]{0,5}点[半钟一三刻]{0,2}(?:了|啦|咯|,|$)|是(?:周|星期|礼拜)|冷|热|下雨|忙|放假|休息)"
)
_NAMES_TODAY = regex(
    r"^(?:今天|今儿|今日|现在|眼下)(?:才|都|已经|已|刚刚?|就|也?是)*(?:\d+月)?\d+[号日](?!之?[前内]|[发寄走到能就])"
)
_TODAY_BEFORE = regex(r"(?:今天|今儿|今日|现在|眼下|这会儿)(?:才|都|已经|已|刚刚?|就|也?是)+$")
"""今天才4号 tells what day it is."""
_TAKES_LONG = regex(r"(?:绕|等|找|跑|说|折腾|费|想|看|查|搞|弄|忙|转|问|催|扯|耗|磨|聊|讲|翻|排|愣|琢磨|念叨|对)了?$")
"""问了半天: a good while, no half a day."""
_BEYOND_ANOTHER = regex(r"^(?:\sor (?:so|two))?\s(?:after (?:that|this|then|those)|later)\b")
"""A few days after that: counted from another day."""
_LATER_BY = regex(r"(?:[几一两二三四五]|\d+|十来)(?:个)?[天日周小]")
"""再晚上几天: later by some days, no evening."""
_NOUN_BEFORE = regex(r"(?:[的那这哪每同某有]|(?:到|来|回|走|家|用|穿)[^,]{0,2}[前后])(?:第)?$")
_OFFER = regex(r"(?:可以|好|行|成|中|okay|ok)(?:吗|么|不|嘛)|好不好|行不行|怎么?样|\bok\??$|\bokay\??$|\balright\??$")
_WANT = regex(
    r"[您你亲](?:这边)?(?:是)?.{0,3}(?:要|想|需要|赶|急|着急|希望)|\byou(?:'d)?\s(?:need|want|would like|prefer)"
)
_DONE = regex(
    r"已|刚刚?[发寄出]|[发出走寄](?:了|啦|咯|喽)|\b(?:has|have|had|was|were|already|went|left)\b|'ve\b|\bwe (?:sent|shipped|dispatched)\b"
)
_WILL = regex(r"\b(?:will|'ll|going to|to be)\b|[会将要]")
_OTHER_TERM = regex(
    r"(?:签收|收到|收货|到货|拿到)(?:货|包裹)?(?:之?后|以后|起|算起|开始)|(?:有效|结束|截止|为止|收官)|点半?[到至-](?:晚上?|夜里|下午)?[\d一二三四五六七八九十]|有人|在线|值班|守[着到在]|营业"
    r"|\b(?:runs?|lasts?|valid|good|ends?|end)\b[^,]{0,12}\b(?:until|till|through|on|by)\b|\b(?:be|come|are|is|been) back\b|\bexpected back\b|\breturn on\b"
)
"""What has a term of its own: a return, an offer, goods to come back, somebody on duty."""
_ADDS_TO_IT = regex(
    r"(?:\badd(?:s|ing)?(?: up to| about| another| an extra| on)?|(?:晚|慢|多|延迟|延后|耽误|耽搁|拖)(?:上|个|了|等|花)?)\s*$"
)
"""Customs can add a few days, 可能慢两三天: on top of the days told, no length of the way."""


def _goes_back(facts: Facts) -> bool:
    """Whether the talk is of goods that come back: what is sent then is a replacement."""
    order = facts.order
    return order is not None and order.delivered_at is not None and asks_else(facts)


def on_its_way(facts: Facts) -> bool:
    """Whether the parcel has left: a length of time is not said of its leaving, unless the clause says so."""
    order = facts.order
    return order is not None and order.shipped_at is not None


def promises_nothing(
    reply: Reply,
    clause: Clause,
    start: int,
    end: int,
    value: Duration | DateMention | None,
    own: bool,
    topic: Topic,
    facts: Facts,
) -> bool:
    """Whether a time in a clause says nothing of when this parcel leaves or comes.

    Args:
        reply: the reply.
        clause: where the time stands.
        start: its first character.
        end: the one behind its last.
        value: the time.
        own: whether the clause itself names what it is said of.
        topic: what that is.
        facts: of the request.
    """
    before = reply.view[max(clause.start, start - 10) : start]
    if isinstance(value, Duration) and value.text in {"一天", "1天", "一日"} and _NOUN_BEFORE.search(before):
        return True  # 最晚的一天, 同一天
    if isinstance(value, Duration) and (
        (value.text == "半天" and _TAKES_LONG.search(before))
        or (topic == "arrival" and _BEYOND_ANOTHER.match(reply.view[end : end + 20]))
        or (topic == "dispatch" and not own and on_its_way(facts))
    ):
        return True
    if not own and _OTHER_TERM.search(clause.text):
        return True
    if isinstance(value, Duration) and topic == "arrival" and _ADDS_TO_IT.search(before):
        return True
    if isinstance(value, DateMention) and (
        _NAMES_TODAY.match(reply.view[start : end + 10]) or (not own and _TODAY_BEFORE.search(before))
    ):
        return True
    if isinstance(value, DateMention) and value.text == "晚上" and _LATER_BY.match(reply.view[end : end + 4]):
        return True
    if isinstance(value, DateMention) and (
        _OF_ITSELF.search(reply.view[end : min(end + 8, clause.end)])
        or (_COUNTED_FROM.search(before) and reply.view[end : end + 1] in {"起", "算", "开"})
    ):
        return True
    if isinstance(value, Duration) and (
        _ELAPSED_AFTER.match(reply.view[end : end + 12]) or _ELAPSED_BEFORE.search(before)
    ):
        return not (_STILL.search(before) and topic == "arrival" and own)
    if topic == "dispatch" and _goes_back(facts):
        return True
    if _OPEN_QUESTION.search(clause.text) or (
        isinstance(value, DateMention) and _HABIT.search(value.text + clause.text)
    ):
        return True
    if _PROMOTION.search(clause.text) and topic == "arrival":
        return True
    if _WISHES.search(clause.text) or (isinstance(value, DateMention) and value.text.endswith("的")):
        return True
    if clause.believes or any(first <= start < last for first, last in reply.quotes):
        return True
    if clause.asks and not _OFFER.search(clause.text + clause.terminator):
        return True
    if clause.conditional and (clause.negators or not own or _WANT.search(clause.text)):
        return True
    if isinstance(value, DateMention) and value.last < reply.now:
        return True
    return (
        isinstance(value, DateMention)
        and value.first <= reply.now
        and bool(_DONE.search(clause.text))
        and not _WILL.search(clause.text)
    )
