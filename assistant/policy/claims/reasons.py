"""Why goods go back: for their quality (or our mistake), or for no reason that the store has to answer for."""

import functools
from typing import Literal

from assistant.facts import Facts
from assistant.language.regex import regex
from assistant.policy.text import Clause, Reply

Reason = Literal["quality", "no reason"]

_QUALITY = regex(
    r"质量|瑕疵|破(?!费)|坏|开线|脱线|掉色|褪色|起球|(?<![判不])断(?!货|码|定)|裂|霉|发黄|虫|异味|变质|漏|洞|次品|残次|有问题|不好用|少(?:发|件|寄|了)|发错|错发|寄错|漏发|发的不是|不对版|色差|扣子|(?<!吊牌)掉(?:了|扣|线|漆|钻|珠|毛)|绒跑|跑绒|与描述|描述不符|货不对|脱胶|勾丝|抽丝|掉扣|拉链|结块|受潮|过期|压碎|碎了|染色|缺(?!货|码|少货)|线头|污渍?点|钩丝|不符|做工|太差|太次|差劲|粗糙|劣质|垃圾|假货|石[子头]|头发|毛发|针脚|线脚|开(?:胶|口|裂|了线)|脱落|掉下|缩|潮|漏气|软了|变味|馊|哈喇|沙子|泥|黑点|斑|刺鼻|臭|起毛|跑绒|钻毛|失灵|不亮|空的|异物|杂质|硌|划痕|缩水|变形|烂|串味|湿了|瘪|(?:装|拿|弄|搞|发|配|捡|拣)(?:错|混)|发成|发(?:来|过来)?的(?:是|不是|跟)|寄成|漏装|(?:我们|咱们?|店里|仓库|这边)的?(?:问题|错|失误|疏忽|责任|锅)"
    r"|\bdefect|\bfault|\bbroken|\bdamag|\bwrong (?:item|size|colou?r|product|one)|\bquality|\bhole|\bsmell|\bdirty|\bdead\b|\bloose|\bunravel|\bapart\b|\bbroke\b|\bleak|\bcrack|\bscratch|\bmou?ld\btorn|\btear|\bripped|\bmissing|\berror\b|\bmistake|\bmixed? (?:\w+ ){0,3}up|\binstead of\b|\bour side\b|\byou sent\b|\bnot as described|\bour (?:own )?(?:\w+ )?(?:mistake|error|fault|slip)\b|\bflaw|\bstitch|\bseam|\bmould|\bpeel|\bunravel|\bfell apart|\bsplit"
)
_NO_REASON = regex(
    r"中意|称心|称意|看不上|看不中|不顺[心眼]|显胖|显黑|不好看|不适合|不想|用不上|用不着|重复|没拆|多买|买多|无理由|不喜欢|不合适|不想要|大了|小了|尺码|尺寸|不合身|个人原因|自身原因|买错|拍错|后悔|不要了|不满意|颜色不|穿着不|款式|非质量|没有?质量问题|不是质量|改主意|拍多|买多|胖了?|瘦了?|主观"
    r"|\bchange(?:d)? (?:of|my|your) mind|\bdon't like|\bdo not like|\bno longer (?:want|need)|\bdoesn't fit|\bdoes not fit|\btoo (?:small|big|large|tight|loose)|\bno[- ]reason|\bpinch|\bmy style|\bsuit (?:me|you)|\bdon't suit|\bnot for me|\bdislike|\bpersonal reason|\bunwanted|\bwrong size ordered|\bordered the wrong|\bsize|\bfit\b|\bcolou?r\b"
)
_NOT_EXCHANGED = r"成?[个家种]?(?:快递|物流|顺丰|申通|圆通|中通|韵达|邮政|ems|京东|付款|支付|信用卡|花呗|网|手机|电话|浏览器|地址|收件|人|话|句|言|季|洗)"
_RETURNING = regex(
    rf"退(?!出|休|伍|烧|一步)|换(?!{_NOT_EXCHANGED})|寄回|回寄|返(?!现|修)|质量|瑕疵|\breturn|\bexchange|\bsend(?:ing)? (?:\w+ )?back|\brefund|\bdefect|\bfault|\bdamage|\bwrong item"
)
_NOT_QUALITY = regex(
    r"不影响质量|(?:并非|不算|又不是|而不是|不属于)(?:什么|任何)?(?:质量|瑕疵)|\brather than (?:a |any )?(?:\w+ )?(?:fault|defect|quality)|(?:\bnot|n't) (?:a |any |due to |because of )?(?:a )?(?:fault|defect|quality)|质量(?:没(?:有)?|无)(?:什么|啥)?问题|除非.{0,8}质量|\bwithout (?:a |any )?(?:fault|defect)|\bunless .{0,12}(?:fault|defect)|非质量|(?:没有?|不是|无|不存在|not a |no )(?:任何)?(?:质量|瑕疵|quality|defect)"
)


@functools.lru_cache(maxsize=1024)
def reason_in(text: str) -> Reason | None:
    """The reason that a text names, a quality problem first."""
    if _NOT_QUALITY.search(text):
        return "no reason"
    if _QUALITY.search(text):
        return "quality"
    return "no reason" if _NO_REASON.search(text) else None


def reason_of(reply: Reply, clause: Clause, facts: Facts) -> Reason | None:
    """Why goods go back, as the clause, else what stands before it, else the buyer, says."""
    before = [other.text for other in reversed(reply.clauses[: clause.index]) if other.sentence == clause.sentence]
    for text in [clause.text, *before, facts.message.view, reply.view[: clause.start], facts.conversation.view]:
        reason = reason_in(text)
        if reason is not None:
            return reason
    return None


def about_returns(reply: Reply, facts: Facts) -> bool:
    """Whether the reply, or what it answers, speaks of goods that go back."""
    return reason_in(facts.message.view) is not None or bool(
        _RETURNING.search(reply.view) or _RETURNING.search(facts.conversation.view)
    )
