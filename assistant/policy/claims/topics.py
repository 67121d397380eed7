"""What a clause is about, and what a bare answer answers: the buyer's words are part of the evidence."""

from collections.abc import Iterator
from typing import Literal

from assistant.facts import Facts
from assistant.language.regex import regex
from assistant.policy.text import Clause, Reply

Answer = Literal["yes", "no"]
"""How a reply opens, where it opens with an answer."""

_OPENING = regex(
    r"(?:[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|老师|大姐|大哥|姐|哥|叔|阿姨|婶|爷|总)|老板|大哥|大姐|美女|帅哥|朋友|小哥|叔|阿姨|亲+|亲爱的?|宝贝?|您好|你好|哈喽|在的?|抱歉|不好意思|对不起|嗯+|额+|哦+|噢|啊|呀|那个|这个|这款|这单|目前|现在|暂时|真的?|实在|确实|非常|很"
    r"|我们|咱们?|咱家|店里|小店|本店|本公司|公司|这边|我这边|呢|哈+|的话|是|都|hi|hello|hey|dear|sorry|well|thanks|unfortunately|friend|my"
    r"|sir|madam|[\s~^_♥❤🌹😊😅😭🙏])*"
)
_NO = regex(
    r"(?:不阔以|莫得|木得|没的|分不|接不|收不|来不了|行不通|恐怕不|怕是不|nah\b|not really|i'm afraid (?:not|we)|negative\b|not (?:at the moment|now|for)|不可以|不能|不行|不了|不支持|不接受|不可|没有|没得|木有|没法|没办法|无法|不给|不开|开不|不提供|做不|办不|用不了|付不了|刷不了|弄不|免谈|否"
    r"|no(?!\s*(?:problem|worries))\b|nope|can't|cannot|we can't|we cannot|we don't|we do not|afraid not|not (?:available|possible|supported))"
)
_YES = regex(
    r"(?:可以|阔以|没事|[用刷付开选](?:吧|呗|得了|得的|嘛)|随便[用刷付]|能|成[的呀,!。]|成$|那?必须|尽管|consider it done|leave it to|没的说|那敢情|好[的呀滴哒嘞咧吧!~,\s]|好$|行[的呀吧哒嘞啊!~,]|行$|没问题|没毛病|当然|支持|有的|ok|okay|yes|yep|sure|of course|certainly|absolutely|no problem"
    r"|安排|妥|中[的!,]|要得|得嘞|收到|明白|放心|必须|给您(?:开|写|改|安排|弄|办)|帮您|按您|照您|听您)"
)
_NO_HARM = regex(
    r"(?:没有?|无)(?:任何|额外|其他|别的|什么|啥)*(?:手续费|费用|利息|门槛|区别|问题|关系|影响|差别|限制)|不(?:用|需|必|加|收|另|额外|贵|影响|限|会(?:加|收|多))"
    r"|no (?:\w+ )?(?:extra|fee|charge|cost|need|surcharge|difference|limit)"
)
"""A no that takes nothing away from the buyer (没有手续费)."""
_REACH = 3
ASIDE = regex(
    r"照片|拍几?张|图片|联系|留言|查询|查一?下|核[实对]|服务|荣幸|参考|对照|收藏|购物车|解答|帮[上到]您|告诉(?:我|您|任何)|跟我说|问我|来找我|放心选购|这里说|消息|(?:帮您|看)看|看一?下|说说|申请售后|订单号|点击|浏览|留意|请教|做决定|心情|考虑|再试一?次|发给我|发我|申请|规则|感谢|谢谢|自己的(?:需要|喜好|情况)"
    r"|\b(?:let (?:you|me|us) know|take your time|please note|details|hesitate|keep an eye|photos?|pictures?|in touch|ask me|contact|decide|check with|write to (?:me|us))\b"
)
"""What politeness and help speak of: 可以 and 能 before it grant nothing (可以拍几张照片发给我, 能为您服务是我的荣幸)."""
OTHER_MATTER = regex(
    r"改(?:地址|成|了|动)|地址|活动|满\s?\d|叠加|现货|颜色|合身|发票|抬头|分期|货到付款|到付|手续费|优惠|便宜|包邮|好评|评价|返现|礼品|赠|库存|机洗|干洗|水洗|药|治疗|咖啡因|硫磺|别的账号|其他账号|隐私|保证|时间|打折|讲价"
    r"|\b(?:cash on delivery|customs|list price|medical|medicine|reviews?|delivery date|account|orders? of|whatsapp|smaller orders|discount)\b"
)
"""What has its own rules: a no beside it is said of it, not of what the buyer asked about."""
_HOLDS = regex(
    r"(?:帮|给|替|为)您(?:仔细|先|再)?(?:看|查|核|确认|问|了解)|我(?:先|这就|马上|去|来|再|现在)*(?:帮您|给您)?(?:看看|看下|看一|查|问|核实|确认)|稍等|等我|请教|请示|\blet me (?:check|ask|see|look)|\bi(?:'ll| will) (?:check|ask|look)"
)


def holds_back(reply: Reply, clause: Clause) -> bool:
    """Whether a yes only takes the question up: somebody is to look first (好的,我这就帮您看)."""
    return any(
        _HOLDS.search(other.text) for other in reply.clauses[clause.index : clause.index + 3] if not other.negators
    )


def answer(reply: Reply) -> tuple[Answer, Clause] | None:
    """The bare yes or no among the first clauses of a reply, with its clause."""
    for clause in reply.clauses[:_REACH]:
        opening = _OPENING.match(clause.text)
        core = clause.text[opening.end() if opening else 0 :]
        if _NO_HARM.match(core) or ASIDE.search(core):
            continue
        if _NO.match(core):
            return "no", clause
        if _YES.match(core + clause.terminator):
            if holds_back(reply, clause):
                continue
            return "yes", clause
    return None


_MARKER = regex(r"如果|要是|假如|假使|若(?!干)|万一|一旦|倘若|除非|\b(?:if|unless|in case|whether)\b")
_CONSEQUENCE = regex(r"就|那|则|\bthen\b")


def supposed(clause: Clause, place: int) -> bool:
    """Whether a place of the view lies within a condition, not in what follows from it (花呗的话不支持 denies)."""
    before = clause.text[: max(place - clause.start, 0)]
    if "的话" in clause.text:
        return "的话" not in before
    marker = _MARKER.search(before)
    return marker is not None and not _CONSEQUENCE.search(before, marker.end())


_SUBSTANCE, _SUBSTANCE_ENGLISH = 6, 24
_COURTESY = regex(
    r"您好|你好|高兴|感谢|谢谢|理解|心情|久等|抱歉|不好意思|对不起|欢迎|荣幸|\b(?:hello|hi|thanks?|understand|sorry|welcome|appreciate)\b"
)
"""What a long reply opens with before it answers."""


def near_topic(reply: Reply, clause: Clause, topic: str) -> bool:
    """Whether a clause lies where the buyer's question is answered, or in or right behind a sentence that names the topic.

    A long reply goes on to other things; a bare no there is said of them.
    """
    told = next(
        (
            other.sentence
            for other in reply.clauses
            if len(other.text) > (_SUBSTANCE_ENGLISH if other.text.isascii() else _SUBSTANCE)
            and not _COURTESY.search(other.text)
        ),
        0,
    )
    if clause.sentence <= told:
        return True
    return any(
        reply.in_clause(topic, other)
        for other in reply.clauses[: clause.index + 1]
        if clause.sentence - other.sentence <= 1
    )


def on_topic(reply: Reply, facts: Facts, topic: str, away: str, *, meant: str | None = None) -> Iterator[Clause]:
    """The clauses about a topic: those that name it, and those after it until another subject comes up.

    A reply to a message about the topic begins on it.

    Args:
        reply: the reply.
        facts: the facts, for what the reply answers.
        topic: the concept of the lexicon that names the topic.
        away: the concept that names what leads away from it.
        meant: the concept of other words by which a buyer raises the topic.
    """
    standing = reply.heard(topic, facts.message) or bool(meant and reply.heard(meant, facts.message))
    standing = standing or (reply.heard(topic, facts.conversation) and not reply.heard(away, facts.message))
    if not standing and not reply.concept(topic):
        return
    current, sentence = standing, 0
    for clause in reply.clauses:
        if clause.sentence != sentence:  # what leads away from the buyer's topic does so for a sentence
            current, sentence = current or standing, clause.sentence
        if reply.in_clause(topic, clause):
            current = True
        elif reply.in_clause(away, clause):
            current = False
        if current:
            yield clause
