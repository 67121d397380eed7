"""Promises of a model's that name no figure: what the store will do, bear, keep or spare the buyer, without end or for nothing.

A planted sentence need not hold a price to be dear ("坏了我们全包", "for life"). So what is looked for is the frame of a promise: a
benefit for the buyer, with no end to it, at the store's cost, before others, or beyond doubt. Such a promise stands only where a
fact carries it: days of return, freight of a faulty parcel, a free invoice, free postage, a gift.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import Pattern

from assistant.drafting.grounds import Ungrounded
from assistant.drafting.statements import gift_words
from assistant.facts import Facts
from assistant.language.regex import regex
from assistant.policy.text import Reply


@dataclass(frozen=True, slots=True)
class _Said:
    """A promise in its surroundings: the sentence that it stands in, and the whole text."""

    facts: Facts
    sentence: str
    view: str


@dataclass(frozen=True, slots=True)
class _Promise:
    """A frame of promising.

    Attributes:
        rule: that it breaks where nothing carries it.
        words: that make it.
        borne: whether something carries it.
        why: for repair and reviewer.
        beside: what must stand in the same sentence too; None: nothing.
    """

    rule: str
    words: Pattern[str]
    borne: Callable[[_Said], bool]
    why: str
    beside: Pattern[str] | None = None


_DENIES = regex(
    r"不能|没法|没办法|无法|不敢|不保证|不承诺|不支持|不提供|不可以|不行|不是|没有[^,。!?]{0,4}(?:赠品|礼品|礼物|小样|福利|礼包|试)|没有(?:[哦呢的哈啦呀,。!~]|$|这|保价|终身|专属|优先|预留|另外|别的|额外|承诺|办法|权限)|暂不|并不"
    r"|\bno (?:\w+ )?(?:gifts?|free|bonus|samples?|extras?|presents?|surprises?|freebies?|lifetime|special|discounts?)\b|\b(?:can't|cannot|can not|not able|unable|don't|doesn't|isn't|aren't|do not|does not|is not|are not|no longer|wouldn't|couldn't)\b(?! (?:worry|need|have to|mind))"
)
"""Words by which a promise is declined. 不会 and won't are none: they promise as well."""
_FAULT = regex(
    r"质量|瑕疵|破损|坏|碎|漏|发错|错发|少发|我们的(?:问题|责任|错)|\b(?:fault\w*|defect\w*|damaged?|broken|wrong item|our mistake|quality)\b"
)
_FREIGHT = regex(r"[邮运路]费|快递费|postage|freight|shipping")
_TO_GIVE = regex(
    r"送人|送礼|当(?:作|成)?(?:礼|生日)|作为礼|礼盒|送(?:给)?(?:朋友|长辈|爸妈|妈妈|家人)|\b(?:great|nice|good|perfect|lovely|thoughtful|as an?|birthday|christmas) (?:gift|present)|gift (?:box|wrap\w*|cards?|message)|at present\b"
)
"""What the buyer gives to somebody else is no gift of the store's."""
_ON_TERMS = regex(r"补\d|加\d|满\d|[¥$]\s?\d|\d\s?(?:元|块|usd|cny|dollars)|差价|审核|核实|登记|申请")


_FREE_ANYWAY = regex(
    r"[发开专普]票|电子票|抬头|税号|\b(?:invoices?|receipts?)\b|货到付款|刷卡|信用卡|花呗|支付|\b(?:card|pay|paying|payment|alipay)\b"
)
_SERVICE = regex(
    r"[修改调缝洗换补送寄熨]|上门|包装|检查|安装|加急|升级|[邮运]|快递|试|\b(?:repair\w*|fix\w*|alter\w*|wash\w*|replac\w*|exchang\w*|wrap\w*|ship\w*|deliver\w*|express|return\w*|upgrade\w*|sampl\w*)\b"
)
"""What else might be meant to be free."""


def _never(_: _Said) -> bool:
    return False


def _within_return(said: _Said) -> bool:
    """Whether the return that the store gives is named with its days, or a fault that has none."""
    days = said.facts.store.returns.no_reason_days
    if days and regex(rf"(?<!\d){days}\s?(?:天|日|days?)").search(said.sentence):
        return True
    return bool(_QUALITY.search(said.sentence)) and not _ENDLESS.search(said.sentence)


_QUALITY = regex(r"质量问题|瑕疵|破损|发错|\b(?:faulty|defective|damaged|wrong item|quality (?:issue|problem))")
_ENDLESS = regex(r"永|终身|一辈子|不限|无论|不管|\b(?:ever|forever|life|lifetime|whatever|no matter)\b")


def _freight_of_a_fault(said: _Said) -> bool:
    fault = _FAULT.search(said.view) or _FAULT.search(said.facts.message.view)
    return bool(_FREIGHT.search(said.sentence) and fault and not _ENDLESS.search(said.sentence))


def _free_by_fact(said: _Said) -> bool:
    """Invoices are free, so is what the profile sends free, gives, or charges nothing for."""
    facts, sentence = said.facts, said.sentence
    if _FREE_ANYWAY.search(sentence):
        return True
    if _FREE_ANYWAY.search(facts.message.view) and not _SERVICE.search(sentence):
        return True  # 要收费吗 was asked of the invoice
    shipping = facts.store.shipping
    free = shipping.free_shipping is not None or shipping.default_carrier.fee == 0
    dearer = any(item.name.lower() in sentence for item in shipping.carriers if not item.default)
    if free and regex(r"[邮运]|快递|\b(?:postage|shipping|delivery|air mail)\b").search(sentence):
        return not dearer and not regex(
            r"加急|升级|空运|次日|退|上门|\b(?:express|upgrade\w*|overnight|priority|faster|returns?)\b"
        ).search(sentence)
    return any(word in sentence for word in gift_words(facts))


def _on_terms(said: _Said) -> bool:
    return bool(_ON_TERMS.search(said.sentence))


_GIVES = (
    r"[退换修赔补送免改调缝]|到底|加[料量]|包[退换赔修邮]|全[包额赔]|承担|负责|兜底|照顾|有效|保修|报销"
    r"|\b(?:refund\w*|returns?|(?:send|take|bring|accept) (?:them|it|these|those) back|replac\w*|swap\w*|exchang\w*|fix\w*|repair\w*|cover\w*|pay|compensat\w*|free|reimburs\w*|stand behind|warrant\w*|guarantee\w*|match|take care of|look after|discount|best price|upgrade\w*)\b"
)

_PROMISES = (
    _Promise(
        rule="promise.discount",
        words=regex(
            r"不限(?:时|次|理由|原因|期|年|天|数量|条件)|(?:时间|次数|理由|原因|条件)不限|(?:无论|不管|不论|甭管)(?!您?(?:是|怎么|喜欢|想))|永远|永久|终身|终生|一辈子|一生|(?:什么|啥|任何)时候[^,。!?]{0,6}都|随时(?:都)?(?:可以|能|给您)?(?:退|换|修|调|改|赔)|[穿洗用拆吃][过了][^,。!?]{0,4}(?:也|都|照)(?:能|可以|给您?)?(?:退|换|赔)|照(?:退|换|赔|修)|凡是|凡今天|统统|通通|哪怕|就算|(?:多少|几)(?:回|次|遍)|[剩差亏]多少|不满意就?(?:退|赔|换)|包(?:退|换|赔|修)|全(?:包|赔)|全责|负责到底|都(?:算|归)(?:我们|店里|我的|我)"
            r"|\b(?:whatever (?:happens|goes|the|it|customs|you|reason)|no matter|(?:for )?any (?:reason|price)|any ?time you|whenever you|forever|for (?:your )?(?:whole )?life|lifetime|no (?:time )?limits?|no questions|unlimited|however (?:old|hard|long|often)|after (?:a|an|one|two|three|six|many|several|\d+) (?:weeks?|months?|years?)|every cost|all (?:the )?(?:costs?|risk)|if anything (?:ever )?goes wrong|any problem at all|in every case|with or without|regardless|come what may|in any case|even if|still (?:take|accept) (?:them|it))\b"
        ),
        beside=regex(_GIVES),
        borne=_within_return,
        why="No fact gives a benefit without end or condition.",
    ),
    _Promise(
        rule="promise.discount",
        words=regex(
            r"(?:我们?|店里|小店|店家|老板|店长|本店|卖家)(?:这边|来|都|会|全部?|替您|帮您|给您|一定|肯定|负责)*(?:出|承担|担|付|补|贴|包|掏|赔|报销|负责)[^,。!?]{0,8}(?:费|差价|损失|钱|税|账|单)|[邮运路]费[^。!?]{0,14}(?:我们?|店里|老板|店家|我们店)(?:的事|包|来|出|担|承担|全|负责)|(?:费用?|差价|损失|关税|税费?|药费)[^,。!?]{0,6}(?:我们?|店里|老板|店家)(?:来|都|全)?(?:出|承担|担|付|补|贴|包|掏|赔|负责)"
            r"|\b(?:we|i|the store|the shop|our store)(?:'ll| will| can| would| are going to| shall|'re going to)?(?: \w+){0,2} (?:take care of|cover|pay(?: for)?|bear|foot|reimburse|settle|absorb|handle|match|beat|make up)\b[^.!?]{0,24}\b(?:bills?|costs?|expenses?|fees?|charges?|duty|duties|taxes|customs|difference|damage|loss(?:es)?|price|postage|freight|shipping)\b|\b(?:bills?|costs?|expenses?|fees?|charges?|duties|taxes|customs)\b[^.!?]{0,16}\b(?:is|are|will be) (?:on|ours|covered by) ?(?:us|me)?\b"
        ),
        borne=_freight_of_a_fault,
        why="No fact says that the store bears this.",
    ),
    _Promise(
        rule="promise.discount",
        words=regex(
            r"免费(?!的?(?:客服|咨询|电话))|不(?:收|要|花|用付)(?:您|你)?(?:任何|一分|半毛)?(?:钱|费)|一分钱?(?:都|也)?不(?:收|要|用)|白(?:给|修|换|拿)"
            r"|\b(?:at no (?:extra |additional )?(?:charge|cost)|free of charge|for free|no charge|without (?:any )?charge|won't cost you|costs? you nothing|for nothing|without paying|our treat|you (?:won't|will not|never|don't|needn't) (?:have to )?(?:pay|lose) (?:us )?(?:a|any|one|even a)?\s?(?:thing|cent|penny|dime|anything)|(?:won't|not) let you (?:lose|pay)|on us\b|on me\b|on the house)\b"
        ),
        borne=lambda said: _free_by_fact(said) or _freight_of_a_fault(said),
        why="No fact says that this is free.",
    ),
    _Promise(
        rule="promise.discount",
        words=regex(
            r"(?:给|帮|为|替)您[^,。!?]{0,6}(?:优先|加急|插队|插个队|走后门|走个后门|升级|预留|留货|留一?[件条双袋个]|特批|破例|开绿灯|保留|锁)|优先(?:给您?|为您|安排|发货?|打包|派送|出库)|(?:我们|店里|我)[^,。!?]{0,6}(?:特殊照顾|专属|vip)|(?:给您|为您|您是?)[^,。!?]{0,8}(?:专属|特殊照顾|vip|尊享)|第一个(?:给您?|为您|就?发|打包|寄)|先发您的|第一时间(?:给您|为您)?(?:留|发|寄)|(?:内部|员工|亲友|股东|成本)价|(?:价格?|活动)[^,。!?]{0,8}(?:给您)?(?:保留|锁定|一直有效|永远)"
            r"|\b(?:upgrade you|upgraded? your|priority (?:handling|dispatch|shipping|service|treatment)|first in (?:line|the queue)|(?:put|move|push) (?:you|your (?:order|parcel)) (?:first|to the (?:front|top))|(?:reserved?|set aside|hold(?:ing)?|keep(?:ing)?|sav(?:e|ing)) (?:one|a pair|it|them|some|the \w+|this \w+)? ?(?:just |only )?for you|exclusive(?:ly)?|just for you|for you alone|special (?:treatment|price|deal|rate|offer)|vip|(?:staff|employees?|insiders?|friends|family)(?:'s)? (?:price|pay|rate|discount)s?)\b"
        ),
        borne=_on_terms,
        why="No fact gives this buyer anything before others.",
    ),
    _Promise(
        rule="promise.discount",
        words=regex(
            r"(?:以后|今后|往后|下次|下回|下一?单|后面|将来|日后|每次)[^,。!?]{0,10}(?:优惠|便宜|少|免|包邮|送|老顾客价|折|打折|返|补|惊喜|福利|照顾)|按今天的(?:价|来|算)"
            r"|\b(?:next|future|later|every|each) (?:time|order|orders|purchase|pair|purchases)\b[^.!?]{0,30}\b(?:free|off|discount\w*|cheaper|on us|on me|on the house|better price|best price|bonus|gift|reward)\b|\b(?:always|from now on|in (?:the )?future)\b[^.!?]{0,30}\b(?:free|off|discount\w*|cheaper|best price|lowest price|special)\b"
        ),
        borne=_never,
        why="No fact says what holds for later orders.",
    ),
    _Promise(
        rule="promise.discount",
        words=regex(
            r"(?:老板|店长|领导|经理|主管|公司|掌柜|上面)(?:刚|已经?|都|也|亲自|特意)*(?:发话|说了|特批|答应|同意|点头|批了|批准|松口|拍板|做主)|我(?:做主|说了算|破例|豁出去|偷偷|悄悄)"
            r"|\b(?:boss|manager|owner|supervisor|director)\b[^.!?]{0,16}\b(?:said|says|agreed|approved|promised|allowed|okayed|signed off|lets me)\b|\b(?:secretly|on my own authority|between you and me|between us|making an exception|make an exception)\b"
        ),
        borne=_never,
        why="Nobody's word stands in the facts.",
    ),
    _Promise(
        rule="promise.discount",
        words=regex(
            r"(?:再|重新|另外?)给您?(?:来|寄|发|换|拿|上)(?:一|两|新)|(?:不用|不必|无需|不需要|免)(?:您)?(?:寄回|退回|寄过来|返还)"
            r"|\b(?:send|mail|ship|give|get) you (?:a |an )?(?:new|another|fresh|second) (?:one|pair|set|parcel|\w+)\b|\bkeep (?:the \w+|them|it|both) (?:and|anyway|too|as well)\b|\bwithout (?:sending|returning|the \w+ coming)\b"
        ),
        borne=lambda said: bool(_FAULT.search(said.sentence)) and not _ENDLESS.search(said.sentence),
        why="No fact gives another one.",
    ),
    _Promise(
        rule="promise.gift",
        words=regex(
            r"惊喜|好礼|福利|彩蛋|小样|礼品|礼物|礼包|大礼|小礼|伴手礼|奖品|赠品|小心意|(?:一点|份|点)心意|(?:包裹|箱子?|盒子?|袋子?|快递|订单|货)(?:里面?|中)[^,。!?]{0,6}(?:给您|帮您|为您)?(?:多|另|还|偷偷|额外|悄悄)?(?:放|塞|装|加|附|夹|藏)(?:了|上|着|一|几|个|点|进)|(?:多|额外|另外)(?:给|加|放|寄|发|拿|塞|来|配)(?:您)?(?:一|几|两|点|些|个)"
            r"|\b(?:surprises?|something (?:extra|special|nice)|(?:little|small) (?:something|extra)|goodies?|treats?|samples?|bonus(?:es)?|gifts?|presents?|freebies?|token of (?:our|my)|extra (?:pair|one|item|set)s?)\b"
        ),
        borne=lambda said: any(word in said.sentence for word in gift_words(said.facts)) or bool(_TO_GIVE.search(said.sentence)),
        why="The profile gives no such thing.",
    ),
    _Promise(
        rule="product.claim",
        words=regex(
            r"(?:穿|用|洗)[^,。!?]{0,6}(?:几|多少|十|再多?)(?:年|次|遍|久)[^,。!?]{0,4}(?:都|也|还)(?:不|跟新|像新|一样|如新)|(?:保|包)(?:您|你)[^,。!?]{0,8}(?:满意|不|好|暖|瘦|香|见效|喜欢)|不[^,。!?]{1,4}不要钱|保证[^,。!?]{0,8}不|[永绝](?:对)?不会?(?:变|掉|褪|起|缩|坏|破|断|裂|漏|过期|生虫)"
            r"|\b(?:will never|can never|never ever|never|won't ever|cannot|can't|won't|will not|would never) (?:ever )?(?:rip|fade|shrink|pill|lose (?:its|their|the)|break|tear|stretch|wear out|crack|fail|smell|slip|let you down|disappoint|regret)\b|\byou(?:'ll| will) (?:definitely |surely |certainly )?(?:be pain|feel|run|sleep|recover|lose|perform|never)\b[^.!?]{0,30}\b(?:free|faster|better|longer|no doubt|guaranteed|weight|again)\b|\bno doubt\b"
        ),
        borne=_never,
        why="No fact says that it will turn out so.",
    ),
    _Promise(
        rule="shipping.arrival_promise",
        words=regex(
            r"(?:路上|快递)?[^,。!?]{0,6}再[^,。!?]{1,4}也会?(?:按时|准时|如期)|(?:一定|肯定|保证|绝对|准|必定)(?:会|能)?(?:按时|准时|如期|及时)(?:送|到|收)"
            r"|\b(?:can't|cannot|won't|will not|will never|never) (?:ever )?(?:get lost|be lost|be late|be delayed|arrive late|come late|go missing)\b"
        ),
        borne=_never,
        why="No fact guarantees when or how a parcel arrives.",
    ),
)  # fmt: skip


def promising(reply: Reply, facts: Facts) -> Iterator[Ungrounded]:
    """The first promise of each frame that nothing carries."""
    for promise in _PROMISES:
        for match in promise.words.finditer(reply.view):
            clause = reply.clause_at(match.start())
            sentence = reply.view[slice(*reply.sentence_span(clause))]
            if promise.beside is not None and not promise.beside.search(sentence):
                continue
            before = reply.view[clause.start : match.start()]
            if _DENIES.search(before) or (_DENIES.search(clause.text) and _DENIES.search(match.group()) is None):
                continue
            if clause.asks or promise.borne(_Said(facts, sentence, reply.view)):
                continue
            yield Ungrounded(*match.span(), promise.rule, promise.why)
            break
