"""Statements that need a fact and have none: where the parcel is, money already given back, a return or a service denied, a way out.

The checker's readers know these by many wordings, and weigh what people mean. A model has no need to say any of it without a fact,
so here a few words are enough: what is refused by mistake costs warmth alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import Pattern

from assistant.drafting.grounds import Ungrounded
from assistant.facts import Facts
from assistant.language.regex import regex
from assistant.policy.text import Clause, Reply


@dataclass(frozen=True, slots=True)
class _Statement:
    """A kind of statement.

    Attributes:
        rule: that it breaks without a fact.
        words: that make it.
        beside: what must stand in the same sentence too; None: nothing.
        unless: what in the same sentence makes it harmless; None: nothing.
        borne: whether the facts of a request carry it.
        denied: whether it is a denial itself, so that a negator does not undo it.
        why: for repair and reviewer.
    """

    rule: str
    words: Pattern[str]
    borne: Callable[[Facts], bool]
    why: str
    beside: Pattern[str] | None = None
    unless: Pattern[str] | None = None
    denied: bool = False


def _has_left(facts: Facts) -> bool:
    return any(order.shipped_at or order.status in _LEFT for order in facts.own_orders)


def _has_arrived(facts: Facts) -> bool:
    out = facts.request.task in {"notify_out_for_delivery", "notify_delivered"}
    return out or any(order.delivered_at or order.status in {"delivered", "completed"} for order in facts.own_orders)


def _is_refunded(facts: Facts) -> bool:
    return any(order.status in {"refunding", "closed"} for order in facts.own_orders)


def _return_not_owed(facts: Facts) -> bool:
    return facts.no_reason_return_open is not True or bool(_UNFIT.search(facts.conversation.view))


def _never(_: Facts) -> bool:
    return False


_LEFT = {"shipped", "delivered", "completed"}
_UNFIT = regex(r"[洗穿拆剪用吃喝]过|洗了|脏|破|坏|污|吊牌|开封|拆封|\b(?:worn|washed|used|opened|tags?|broke|damaged|stain)")
_GENERAL = regex(
    r"一般|通常|正常|如果|要是|若|等|后会|之后|以后|会(?:有|给|显示)|到时|记得|签收[前时后]|收到后|收货后|到货[前时后]|建议|可以|可能|是否|\b(?:if|when|once|after|before|until|usually|normally|please|will|'ll|would|should|can|may|might|could|as soon as|unless)\b"
)

_STATEMENTS = (
    _Statement(
        rule="shipping.false_status",
        words=regex(
            r"(?:派送员|派件员|快递员|配送员|快递小哥|小哥|骑手|师傅|包裹|快件|快递|货|它|您?的?(?:单|件|订单|宝贝|衣服|裙子))[^,。!?;]{0,10}(?:已|正|刚|到了|在)[^,。!?;]{0,8}(?:楼下|门口|门前|驿站|柜|代收|小区|家里?|您那|当地|您的?城市|附近|前台|物业|手上|网点)|(?:请|凭|用)[^,。]{0,6}取件码?|取件码|下楼(?:取|拿|接)|(?:已经?|刚刚?)(?:送达|派送|签收|妥投|派到|放到|放在|到达|送到|到家|到站|到您)|正在(?:给您|为您)?(?:派送|派件|配送|送货|上门)"
            r"|\b(?:has|have|had|was|were|is|are|been|already|just|it's)(?: \w+){0,2} (?:delivered|arrived|dropped off|handed over|left at|waiting (?:for you )?(?:at|in)|out for delivery|signed for)\b|\b(?:arrived|delivered|dropped) (?:this|yesterday|today|at|in|on|to|off)\b|\b(?:courier|driver|postman)\b[^.!?]{0,20}\b(?:is|has|at|outside|downstairs)\b"
        ),
        unless=_GENERAL,
        borne=_has_arrived,
        why="No order of this buyer is known to be there.",
    ),
    _Statement(
        rule="shipping.false_status",
        words=regex(
            r"(?:已经?|刚刚?|昨天|今早|今天上午|早就|都)(?:帮您|给您|为您|替您|由[^,。]{2,6})?(?:全部)?(?:发出|发货|寄出|出库|发走|发往|揽收|揽件|发运|离开仓|交给快递|出发|上路|启运|清关|装车|寄走|送出)|(?:正在|已)?(?:运输|转运|路)途?(?:途中|上了|上呢)|在途|(?:到达|抵达|离开)[^,。]{2,8}(?:分拨|转运|中转|集散|网点|海关)"
            r"|\b(?:has|have|had|was|were|is|are|been|already|just|it's|we|we've)(?: \w+){0,2} (?:shipped|dispatched|sent(?: it)? out|left (?:our|the) warehouse|posted|mailed|in transit|on (?:its|the|their) way|cleared customs|picked up by|handed to)\b"
        ),
        unless=_GENERAL,
        borne=_has_left,
        why="No order of this buyer is known to have left.",
    ),
    _Statement(
        rule="promise.discount",
        words=regex(
            r"(?:已经?|刚刚?|马上|立刻|这就)(?:帮您|给您|为您|替您|向您)?(?:退还?款?|返还?现?|赔付?|补偿?|打款?|转账?|汇款?|返现)(?:了|给|到|至|回|好|您|出|完|成功|\d|[一二三四五六七八九十])|(?:赔|补偿|返还?|退还?|转|打)(?:给)?您[^,。]{0,4}(?:元|块|红包|现金|差价)"
            r"|\b(?:we|i|we've|i've|has|have|been|was|is|just|already)(?: \w+){0,2} (?:credited|refunded|reimbursed|compensated|transferred|paid(?: you)? back|wired|returned (?:your|the) money)\b|\bcredit(?:ed)? (?:to|back to|on) your (?:card|account)\b"
        ),
        unless=regex(r"审核后|验收后|收到后|签收后|退货后|之后|以后|如果|\b(?:after|once|when|if)\b"),
        borne=_is_refunded,
        why="No fact says that any money goes back.",
    ),
    _Statement(
        rule="returns.refused",
        words=regex(
            r"(?:不|没法|无法|不能|没办法|拒绝|恕不|概不|一律不|谢绝)(?:再|能|可以?|会|予|给|接受?|支持|同意|受理|办理?|让|允许|参加|参与|享受|享)*(?:您|你|这?[件条双单]|无理由|七天|7天|任何|办理?)*的?(?:退|换货|售后)|[退换][货款]?(?:不了|不得)|\b(?:not|n't|cannot|unable to|never|refuse to|no longer)(?: \w+){0,4} (?:returns?|returned|refunds?|refunded|take (?:\w+ ){0,2}back|exchange)\b|\bno (?:returns?|refunds?|exchanges?)\b|\ball sales (?:are )?final\b"
        ),
        unless=regex(r"超过|过了|逾期|之外|不用|不需|\b(?:after|beyond|past|later than|outside|need)\b"),
        borne=_return_not_owed,
        why="The no-reason return still runs for this order.",
        denied=True,
    ),
    _Statement(
        rule="review.pressure",
        words=regex(
            r"(?:不|没法|无法|不能|没办法|拒绝|别想|休想|暂停|停止|没有)(?:再|给|为|替|帮|能|会|予|做|办|提供|继续|跟进|受理|得到|享受)*(?:您|你)?(?:们|的|做|办|提供|任何|继续)*(?:服务|售后|处理|退款?|退货|补发|发货|保修|下文|解决|理会|跟进)|才(?:能|会|可以|给|肯)?(?:给|为|帮)?(?:您|你)?(?:处理|退|售后|补|换|安排|服务|解决|跟进)"
            r"|\b(?:not|n't|cannot|unable to|no|never|refuse to|stop|only then|only after)(?: \w+){0,4} (?:help|service|support|refund|ship|process|assist|warranty|replace|serve|exchange|solve)"
        ),
        beside=regex(r"评|星|投诉|\b(?:reviews?|feedback|ratings?|stars?|complaints?|disputes?)\b"),
        unless=regex(r"不影响|无关|不会因|照常|照样|两回事|不管|无论|\b(?:regardless|whatever|either way|depend)"),
        borne=_never,
        why="It ties service to a review.",
        denied=True,
    ),
    _Statement(
        rule="contact.off_platform",
        words=regex(
            r"[加➕+](?:一?下|个|上)?(?:我|咱们?|客服|店主|老板|掌柜|经理|小[\u3400-\u9fff])(?!们?的?(?:购|店|收藏|库|厂|仓))|[搜找扫](?:一?下)?我(?:的|私|头像|名片|二维)|私(?:信|聊|我|下|加|戳)|(?:细|详|单独|悄悄|另外)(?:聊|谈)|小窗|换个(?:地方|软件|平台|工具)|(?:卫星|威信|薇信|围信|微芯|维信|徽信|喂信|绿泡泡|企鹅|扣扣|球球|飞机|电报|小蓝|叮叮|钉钉|陌陌|小红薯|抖音|围脖|某信|那个绿|v❤|微♥)(?:号|群|上|:|是|联系|我)|加[卫威薇围微维徽喂vw]|(?:联系|微|威|薇|v)方式?[:是]\s?[a-z\d\u3400-\u9fff]{3,}"
            r"|\b(?:add|text|dm|ping|whisper|phone|ring) (?:me|us|our|my)\b|\b(?:message|contact|reach|find|write(?: to)?|talk to|chat with|follow|join|call) (?:me|us|our team|our group|our manager|the manager|the owner)\b(?! (?:here|in (?:this|the) chat|through (?:the|your|this) (?:order|chat|platform)|(?:any|whenever|at any|if|with|again|back|about|before|when|and we|so we)))"
        ),
        borne=_never,
        why="It asks the buyer to talk elsewhere.",
    ),
)


def unfounded(reply: Reply, facts: Facts) -> Iterator[Ungrounded]:
    """The first statement of each kind that nothing carries."""
    for statement in _STATEMENTS:
        if statement.borne(facts):
            continue
        for match in statement.words.finditer(reply.view):
            if _stands(reply, reply.clause_at(match.start()), match.start(), statement):
                yield Ungrounded(*match.span(), statement.rule, statement.why)
                break


def _stands(reply: Reply, clause: Clause, place: int, statement: _Statement) -> bool:
    """Whether it is asserted, and nothing beside it makes it harmless."""
    sentence = reply.view[slice(*reply.sentence_span(clause))]
    if statement.unless is not None and statement.unless.search(clause.text if statement.unless is _GENERAL else sentence):
        return False
    if statement.beside is not None and not statement.beside.search(sentence):
        return False
    if statement.denied:
        return not clause.asks
    return not (clause.negated_before(place) or clause.believes or clause.asks or clause.conditional)
