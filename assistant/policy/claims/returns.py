"""Returns: whether the store takes goods back, and within which days."""

import re
from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.regex import regex
from assistant.policy.claims.reasons import about_returns, reason_in
from assistant.policy.claims.return_days import (
    ASKS_RETURN,
    NOT_GOODS,
    REFUSED,
    RETURN_TERMS,
    STILL_TAKEN,
    return_terms,
    stated_days,
    stated_last_days,
)
from assistant.policy.claims.topics import ASIDE, OTHER_MATTER
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

# Not fit for resale: the no-reason return does not cover it, whatever the profile says
_UNFIT = regex(
    r"洗过|洗了|下水|下过水|水洗|(?:^|[^试])穿过(?!.{0,2}[一两几]次)|穿了(?!.{0,2}[一两几])|外穿|穿出|剪(?:了)?(?:标|吊牌)|吊牌(?:剪|拆|掉|没|不在|丢)|剪掉|影响.{0,4}(?:二次|再次|销售)|二次销售|不完好|污渍|弄脏|脏了|使用过|用过|用了|使用痕迹|改过|人为|损坏|破坏|喷.{0,2}香水|吃(?:过|了|掉)|喝(?:过|了|掉)|泡过|食用|拆过?吃"
    r"|\bworn\b|\bwashed\b|\bused\b|\btags? (?:removed|cut|off)\b|\bwithout (?:the )?tags\b|\bdamaged by\b|\bresale\b|\bresold\b|\bresell\b|\bunworn\b|\bunused\b|\bstain"
)
# Words that deny something else than the return: 不喜欢, 没拆, 不影响二次销售, 不用寄回
_BENIGN = regex(
    r"\bin return\b|不(?:会)?影响(?:您的?|正常)?(?:售后|退|后续)|(?:[跟和与同][^,]{0,8})?(?:不|没|无)(?:有)?(?:半点|半毛钱|任何|一点|直接|什么|啥)?(?:儿)?(?:的)?(?:关系|关联|挂钩|沾边|搭界|搭边|相干|牵扯|干系)|[跟和与同](?:退货|退款|售后|退换)[^,]{0,4}(?=$|不挂|没关)|(?:还)?没(?:有)?(?:给[您你])?退(?:出|到账|完|下来|过去|成(?!功率)|回去)|不(?:想)?退(?:也|的话|就|没)|不(?:看|查|验|凭|核)(?:您的?|你的?)?(?:证件|身份证|证|照片|卡号|原因|理由|包装|评价)|不(?:喜欢|合适|适合|想要|要了|满意|合身|好看|舒服|影响|用|需要?|必|收(?:您|你)?(?:任何)?.{0,2}[费钱]|扣|限|论|管(?:什么|哪|是|有|怎)|拆|剪|洗|穿|好意思|过(?!期)|仅|但|只是|同|一样|急|着急|客气|放心|明白|清楚|知道|确定|脏|破坏|符|够|方便|想|爱|错|太|得不|怎么|少|久|断|"
    r"要(?:剪|拆|洗|穿|弄|扔|丢|撕|寄|着急|担心))|没法(?:讲|说|透露)|退没退|没(?:发|寄|签|揽|出库|付|有也|拆|洗|穿|剪|用|动|问题|关系|事|吃|喝|开|毛病|收到|看到|查到|到|好|检|发现|注意|想到|说|有(?:质量|任何|问题|影响|拆|穿|洗|剪|收到|使用|损坏|瑕疵|收|到|说|不))"
    r"|还没(?:有)?|尚未|暂时?没(?:有)?|目前没(?:有)?|无(?:理由|需|损|论|痕|忧|条件)|别(?:剪|拆|洗|穿|扔|丢|担心|急|着急|撕|弄|忘|的|客气|生气)|未(?:发|签|付|拆|穿|洗|剪|使用|开封|收到|动)|差不多|要不|是不是|能不能|可不可以|好不好|有没有|拒收|拒签|[收找查等见看]不(?:到|着|见)|来不及"
    r"|\b(?:do(?:es)?n't|do not|does not|did not|didn't) (?:like|fit|suit|worry|want|need|match|wash|wear|work|remove|cut)|\bno (?:problem|worries|reason|longer|need|matter|cost|charge|fee)|\bnot (?:only|as described|worn|washed|used|fit|happy|satisfied|yet|to worry|need)|\bnever worn|\bwithout (?:any )?(?:reason|problem|cost)|\bhasn't|\bhaven't|\bhas not|\bhave not"
)
_REFUSES = regex(
    r"哪有|哪能|岂|怎么可能|凭什么|不|没|无|谢绝|拒|甭|休想|恕|勿|\b(?:not|no|never|cannot|unable|decline|refuse|impossible|nothing)\b|n't\b|\bcant\b"
)
_GOODS_BACK = regex(
    r"退|售后|无理由|收回|回收|\breturn|\brefund|\bsend (?:\w+ )?back|\btake (?:\w+ ){0,2}back|\bcome back to us|\bmoney back"
)
_REFUSES_RETURN = regex(
    rf"(?:{_REFUSES.pattern}).{{0,12}}?(?:{_GOODS_BACK.pattern})|(?:{_GOODS_BACK.pattern})[换货回款]{{0,2}}.{{0,2}}(?:不|免了|就免|算了吧|没法|没戏|无|免谈|拒|\bnot\b|\bcannot\b|\bimpossible\b)|(?:\breturns?|\brefunds?)\b.{{0,16}}(?:\bnot\b|n't\b|\bimpossible\b|\bno longer\b)"
)
_ASKS_LEAVE = regex(
    r"能|可以|可否|行不|行吗|支持|给退|让退|\bcan i\b|\bcould\b|\bpossible\b|\bmay i\b|\baccept|\ballowed\b|\bdo you (?:take|offer|allow)"
)
_NARROWS = regex(
    r"(?:先|要|得).{0,6}(?:好评|评价).{0,6}(?:才|再|后)|除(?:了|开).{1,10}(?:支持|能退|可退|可以退|参加)|驳回|(?:店铺券|代金券|购物金|余额|无门槛券|优惠券)(?:给您)?(?:抵|代替|补|退)|(?:退成|换成|折成)(?:店铺|优惠|代金|购物)|(?:只|仅)(?:有|限|支持|受理|接受|认).{0,6}质量|(?:有|得有|必须有?|得是|要是?).{0,4}质量问题.{0,4}(?:才|方)|(?:不是|不算|算不上|不成)(?:退货|合理|正当)?的?(?:理由|原因)|理由不(?:充分|成立|够)"
    r"|(?:开箱|拆箱|拆包)(?:视频|录像)|(?:当场|当面|签收时|收货时).{0,6}(?:验|检查|提出|说)|(?:快递袋|快递盒|外箱|外包装|原箱|原包装|包装袋|小票|赠品).{0,8}(?:才|必须|扔|丢|没了|不在)|名额|(?:限|只能|仅能)退?.{0,2}一次|不能?单(?:独)?退|单独退不|单退不|(?:要|得|必须)(?:一起|全部|整单)退|视为|默认(?:满意|接受|认可|没问题)|(?:只|仅)(?:能|给|可以)?.{0,4}(?:修|返修|补偿|赔)"
    r"|(?:只|仅|就)(?:能|给|支持|可以?|接受|办|做|管)?(?:给?您)?换|换.{0,3}不退|折旧|(?:收|扣|出|交|付|要|补)[^,]{0,4}手续费|(?:质检|检测|鉴定)(?:报告|证明)|只退|退(?:一半|[一二三四五六七八九]成|部分|个?百分之|\d+\s*%)|扣.{0,6}(?:\d|[一二三四五六七八九十]).{0,4}(?:元|块|%|成|个点).{0,6}(?:再|才|后)?退?"
    r"|\b(?:only|just) (?:\w+ ){0,2}(?:exchange|swap|store credit|voucher)|\brestocking\b|\bstore credit\b|\bonly (?:\w+ ){0,4}(?:can|may) be returned|\bnot eligible\b|\bexcluded\b|\bno take-?backs?\b|\bhygiene\b|\breject(?:ed)?\b|\bdenied\b|\boriginal (?:box|packaging|bag)\b|\b(?:un)?boxing video\b|\b(?:repair|fix) (?:it )?only\b|\bdoesn't qualify\b|\bdoes not qualify\b|\bhandling fee\b|\bdeduct"
)
_EXPIRED = regex(
    r"(?:已经?|都|早就?|刚好?|是)?(?:过|超)(?:了|过|出)?.{0,6}(?:期|时间|时效|期限|[天日]|日子)(?:了|啦|咯)|(?:窗口|通道|入口|按钮|时间|期限).{0,4}(?:关|截止|没了|过了|到了)|晚了(?:一步|点|些)?|\b(?:window|period|time|deadline|returns?)\b.{0,16}\b(?:closed|over|passed|expired|ended|gone)\b|\btoo late\b|\bexpired\b"
)
_BARE_NO = regex(
    r"^(?:[亲嗯哦啊呃额唉哈您你好呀,~! 真的这个那是]|不好意思|抱歉|对不起|恐怕|可能|实在)*(?:不行|不可以|不能|不支持|不得行|不中|办不了|办不到|没办法|没法(?:办|弄)?|做不到|不好办|不可|不成|莫得|没得|免谈|别想|想都别想)[^,]{0,5}$"
    r"|^(?:sorry )?(?:no|nope|not possible|i'm afraid not|afraid not|unfortunately not|that's not possible|we can't|we cannot|i can't|can't)(?: sorry| do that| unfortunately| possible)?$"
)


def read_returns(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """What the reply says of taking goods back, and within which days."""
    if not about_returns(reply, facts) and reason_in(facts.message.view) is None:
        return
    refusal = next(_refusals(reply, facts), None) or _grudging(reply, facts)
    if refusal is not None:
        start, end = refusal
        yield Finding(RETURN_TERMS, start, end, "returns.no_reason_days", False, REFUSED, return_terms(facts))
    yield from stated_days(reply, facts)
    yield from stated_last_days(reply, facts)


def _refusals(reply: Reply, facts: Facts) -> Iterator[tuple[int, int]]:
    """Where goods that must be taken back are refused, or taken back with less than is owed."""
    asked = bool(ASKS_RETURN.search(facts.message.view))
    bare = (
        asked
        and bool(_ASKS_LEAVE.search(facts.message.view))
        and (facts.order is None or facts.order.status != "refunding")
    )
    wronged = reason_in(facts.message.view) == "quality"
    phrases = {
        clause.index
        for hit in reply.concept("return_refusal")
        if hit.text in _BENIGN.sub("", (clause := reply.clause_at(hit.start)).text)
    }
    weak = {
        clause.index
        for hit in (reply.concept("return_weak") if asked or wronged else ())
        if not (clause := reply.clause_at(hit.start)).negated_before(hit.start)
    }
    for clause in reply.clauses:
        text = clause.text
        if clause.believes or (clause.asks and clause.terminator.startswith("?")) or STILL_TAKEN.search(text):
            continue
        if NOT_GOODS.search(text) and not _NARROWS.search(text):
            continue
        aside = ASIDE.search(text) or OTHER_MATTER.search(text)
        if aside and not _GOODS_BACK.search(text.replace("in return", "")) and not _NARROWS.search(text):
            continue
        plain = _BENIGN.sub("", text.replace("无理由", "退货"))
        refused = bool(_REFUSES_RETURN.search(plain)) or clause.index in phrases
        refused = (refused and not _doubly_denied(text) and not _ALLOWS.search(text)) or bool(
            _narrows(plain) and _related(text, asked)
        )
        refused = refused or (bare and clause.index <= 2 and bool(_BARE_NO.search(text)))
        if (
            asked
            and facts.no_reason_return_open
            and _EXPIRED.search(text)
            and not clause.conditional
            and not clause.negators
        ):
            yield clause.start, clause.end
            continue
        if (refused and not _excused(reply, clause, facts)) or (
            clause.index in weak
            and not _offers(reply)
            and (_quality_owed(reply, clause, facts) or not _excused(reply, clause, facts))
        ):
            yield clause.start, clause.end


# A return that is owed was asked for, and the answer only denies and limits: nothing in it takes the goods back
_TAKES = regex(
    r"(?:可以|能|支持|给[您你]|帮[您你]|为[您你]|都|照|包|会|再|先|行|好|直接|随时|同意|通过)[^,]{0,6}(?:退|换|处理|补|办|登记|取|承担|解决)|退(?:的|货)?(?:没问题|可以|能行)|申请|登记|拍(?:照|个|张|下|一)|照片|图|视频|退货地址|寄回|上门|没问题|好的|行的|ok|选|写(?:明|上|成|质量)|原因|运费|邮费|保险|评价|手洗|核实|反馈|发我|发给?我|发来|看看|哪里|什么原因|为什么|怎么了|订单号|稍等|售后|撤销|取消|原路|到账|审核|验|进度|[?]"
    r"|(?<!不)(?:可以|行)(?:的|哦|呢|哈|啦|$)|\bphoto|\bpicture|\bsend us\b|\brefund(?:ed)? you\b|\bwe'll\b|\bwe will\b|\breplace|\bwe (?:cover|pay)\b|\bcovered\b|承担|\bof course\b|\byes\b|\bsure\b|\byou can\b|\byou may\b|\bhappy to\b|\bplease\b|\bprocess|\bstill\b|\bwelcome\b|\bfree\b"
)
_DENIES = regex(
    r"就这样|将就|凑合|一分货|不|没|无|晚了|过了|只|仅|限|除|拒|难免|正常|就是[您你]的|算了|免了|\bnot\b|n't\b|\bonly\b|\bno\b|\bfinal\b|\bnever\b|\bcannot\b|\btoo late\b|\bunfortunately\b"
)


def _grudging(reply: Reply, facts: Facts) -> tuple[int, int] | None:
    wronged = reason_in(facts.message.view) == "quality"
    asked = bool(_WANTS_RETURN.search(facts.message.view))
    if not wronged and NOT_GOODS.search(facts.message.view):
        return None  # 差价能退吗 asks for money, not for a return
    order = facts.order
    if not (asked or wronged) or order is None or order.delivered_at is None or order.status == "refunding":
        return None
    if (
        _TAKES.search(reply.view)
        or len(reply.view) > 90
        or (asked and not wronged and facts.no_reason_return_open is False)
    ):
        return None
    for clause in reply.clauses:
        if any(words.search(clause.text) for words in (ASIDE, OTHER_MATTER, _REGRETS)):
            continue
        if _DENIES.search(_BENIGN.sub("", clause.text)) and not _excused(reply, clause, facts) and not clause.believes:
            return clause.start, clause.end
    return None


_REGRETS = regex(
    r"不便|不周|不介意|拿不准|不(?:敢|想)(?:乱|随便|骗)|不会(?:让|叫)您|不会(?:透露|推脱|推卸|不管)|不推|一?样|正常的|担心是|保密|任何人|转账|\bpromise something\b|\bthat i can't\b"
)
"""Regret, care and caution deny nothing of a return."""
_WANTS_RETURN = regex(
    r"(?:能|可以|想|要|怎么|申请|给我|支持|帮我)[^,]{0,6}退(?!款到|款进|款什么|款怎|差|税)|退(?:货|掉|了吧|吧|不退|$)|不想要|不要了|无理由|\breturn (?:it|them|this|these)\b|\b(?:can|could|want|like) (?:\w+ ){0,3}(?:return|refund)|\brefund (?:please|me)\b|\bmoney back\b"
)


def _narrows(text: str) -> bool:
    found = _NARROWS.search(text)
    return found is not None and not _NONE_OF_IT.search(text[: found.start()])


_NONE_OF_IT = regex(r"(?:不|没|无|免)[^,]{0,4}$|\b(?:no|not|never|without)\b[^,]{0,12}$")


def _related(text: str, asked: bool) -> bool:
    return asked or bool(_GOODS_BACK.search(text))


def _offers(reply: Reply) -> bool:
    """Whether goods are taken back elsewhere in the reply, or the matter is taken up."""
    return bool(STILL_TAKEN.search(reply.view) or _TAKEN_UP.search(reply.view))


_TAKEN_UP = regex(
    r"(?:可以|能|给您|帮您|为您|安排|申请|支持)(?:办理?|申请)?退(?!不)|(?:给您|帮您|为您)(?:登记|处理|换|补)|\bwe(?:'ll| will| can) (?:refund|replace|take|accept)"
)


_ALLOWS = regex(
    r"(?:(?<!不)可以|(?<!不)能(?!不)|(?<!不)支持|随时)[^,不没无]{0,6}退(?!不)|\b(?:can|may) (?:be )?(?:still )?(?:return|refund)(?!.{0,20}\b(?:only|not)\b)"
)


def _doubly_denied(plain: str) -> bool:
    """没有说不能退, 不会不给您退."""
    return bool(
        re.search(
            r"(?:没有?|不会|不是|从不|绝不)(?:说|讲)?.{0,3}(?:不|拒)|(?:哪能|哪有|岂|怎么会|怎么可能|不会).{0,4}不",
            plain,
        )
    )


def _quality_owed(reply: Reply, clause: Clause, facts: Facts) -> bool:
    """Whether the refusal meets a quality problem: the clause says so, or else what it answers."""
    own = reason_in(clause.text)
    if own is not None:
        return own == "quality"
    before = reply.view[max(0, clause.start - 40) : clause.start]
    return reason_in(facts.message.view) == "quality" or reason_in(before) == "quality"


def _excused(reply: Reply, clause: Clause, facts: Facts) -> bool:
    sentence = reply.view[slice(*reply.sentence_span(clause))]
    if _quality_owed(reply, clause, facts):
        return bool(re.search(r"人为|自己(?:弄|剪|洗|改)|剪(?:坏|破|了)", clause.text))
    if _UNFIT.search(sentence) or _exempt(sentence, facts):
        return True
    if _UNFIT.search(facts.message.view) or (
        _exempt(facts.message.view, facts) and not _EVERYTHING.search(clause.text)
    ):
        return True
    if facts.no_reason_return_open is False:
        return True
    return bool(_TOO_LATE.search(sentence)) and _true_days(sentence, reply, clause, facts)


_EVERYTHING = regex(r"一经|一律|任何|概不|所有|都不|统统|全部|\ball\b|\bany\b")
_TOO_LATE = regex(r"超过|过了|过期|超期|超出|逾期|之后|以后|后就|外|\bafter\b|\bbeyond\b|\bpast\b|\bover\b|\bexpired\b")


def _true_days(sentence: str, reply: Reply, clause: Clause, facts: Facts) -> bool:
    start, end = reply.sentence_span(clause)
    days = [item.high_days for item in reply.durations if start <= item.start < end]
    return (bool(days) and all(value >= facts.store.returns.no_reason_days for value in days)) or (
        "七天" in sentence and facts.store.returns.no_reason_days <= 7
    )


_OPENED = regex(r"(?<![没未不])(?:拆|开封|打开|开袋|开盖|启封|开过|喝过|吃过|用过)(?!开)|\bopened\b|\bunsealed\b")


def _exempt(text: str, facts: Facts) -> bool:
    """Whether a text speaks of what the profile exempts: an entry of opened goods by their being opened, others by a word."""
    for entry in facts.store.returns.exempt:
        lowered = entry.lower()
        if _OPENED.search(lowered):
            if _OPENED.search(text):
                return True
        elif lowered.isascii():
            if any(len(word) > 3 and word.rstrip("s") in text for word in lowered.split()):
                return True
        elif any(lowered[i : i + 2] in text for i in range(len(lowered) - 1)):
            return True
    return False


KINDS = (
    ClaimKind(
        name=RETURN_TERMS,
        triggers=("<return_refusal>", "<return_no>", "<return_weak>", "<return_topic>", "<return_denies>"),
        read=read_returns,
        reads=(RETURN_TERMS,),
    ),
)
