"""Short answers that take over what the buyer asked: "有的亲" after "有货吗", "no" after "any gift?"."""

from assistant.language.patterns import Hit
from assistant.language.regex import regex
from assistant.policy.claims.topics import ASIDE, holds_back
from assistant.policy.text import Clause, Reply

_LEAD = (
    r"(?:亲亲?|您好|你好|哈[喽罗]|嗯+|恩+|哦+|噢|啊|哎|宝贝?|宝子|姐妹?|哥|小姐姐|小哥哥|老板|这个|这款|这单|您这单|目前|现在|当然|都"
    r"|hi|hello|hey|dear|friend|sir|there|well|sorry|抱歉|不好意思|,|\s|~|呢|哈|呀)*"
)
_YES = regex(
    _LEAD
    + r"(?:是[的滴哒呢啊哦呀]|对[的哒呀啊滴哦]|没错|有[的哒滴哦呢呀啊]?(?:$|,|~)|有[的哒]|可以|能[的哦呢呀哒]?(?:$|,)|能[的呀]|行[的哦啊呀吧]?(?:$|,)|行[的呀]|成[的啊]?$|好[的哒滴嘞呀啊说]|没问题|必须"
    r"|肯定|会[的哦有]|送[的哦哒呢呀]|包[的哦]|保的|要的|够[的哦]|安排|妥|小事|好说|包在|记下了?|满足您|依您|必须的|有啊|嗯嗯|成交|中[的!]|no problem|consider it done|done\b|deal\b|works for me|yes|yep|yup|yeah|sure|of course|absolutely|certainly|definitely|correct|(?:that's )?right\b|ok(?:ay)?\b)"
)
_ECHO = regex(
    _LEAD
    + r"(?:能(?:转|穿|洗|吃|喝|用|做|拍|发|送|给|防|扛|放|戴|泡|进|上)|会(?:送|给|有|补|退)|有(?:用|效|货|现货|防|送|赠))"
)
"""The buyer's verb said again (能洗吗 — 能洗)."""
_SHORT = 8
_NO = regex(
    _LEAD
    + r"(?:没有|没得|没[了的哦呢]|没$|木有|不是|不可以|不能|不行|不送|不给|不带|不包|不参|不享|不减|减不|用不|送不|享不|无[的哦]|用不了|不支持|已经(?:结束|没)"
    r"|no\b|nope|unfortunately|none\b|we don['’]?t|we do not|there (?:is|are) no)"
)


_QUESTION = regex(r"[吗嘛么?]|不$|是不是|有没有|能不能|会不会|可不可以|^(?:is|are|do|does|can|will)\b")


def asks(message: str) -> bool:
    """Whether the buyer's message is a question that yes would answer."""
    return _QUESTION.search(message) is not None


def affirmation(reply: Reply) -> Clause | None:
    """The clause among the first two that says yes; None where the reply opens otherwise."""
    for clause in reply.clauses[:2]:
        if clause.negators or clause.asks:
            continue
        if (len(clause.text) > _SHORT and ASIDE.search(clause.text)) or holds_back(reply, clause):
            continue
        if _YES.match(clause.text) or (len(clause.text) <= _SHORT and _ECHO.match(clause.text)):
            return clause
    return None


def refusal(reply: Reply) -> Clause | None:
    """The clause among the first two that says no; None where the reply opens otherwise."""
    return next((clause for clause in reply.clauses[:2] if _NO.match(clause.text)), None)


def denied_before(clause: Clause, hit: Hit, reach: int = 8) -> bool:
    """Whether a negator outside a hit, shortly before it, turns it (不会断货, 不敢说不起球)."""
    return sum(hit.start - reach <= start < hit.start and end <= hit.start for start, end in clause.negators) % 2 == 1
