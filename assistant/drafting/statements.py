"""The statements that a model may only make where a fact carries them, as data.

The checker's readers know these by many wordings, and weigh what people mean. A model has no need to say any of it without a fact,
so here a few words are enough: what is refused by mistake costs warmth alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from re import Pattern
from typing import Literal

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.regex import regex

Undone = Literal["any stance", "negation", "question"]
"""What makes it harmless: a negation, question, condition or quotation alike; a negation only; or a question only."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A kind of statement.

    Attributes:
        rule: that it breaks without a fact.
        words: that make it.
        borne: whether the facts of a request carry it.
        why: for repair and reviewer.
        beside: what must stand in the same sentence too; None: nothing.
        unless: what in the same clause makes it harmless; None: nothing.
        undone: by what stance.
        forgiving: whether `unless` counts in the whole sentence.
    """

    rule: str
    words: Pattern[str]
    borne: Callable[[Facts], bool]
    why: str
    beside: Pattern[str] | None = None
    unless: Pattern[str] | None = None
    undone: Undone = "any stance"
    forgiving: bool = False


def _has_left(facts: Facts) -> bool:
    return any(order.shipped_at or order.status in _LEFT for order in facts.own_orders)


def _has_arrived(facts: Facts) -> bool:
    out = facts.request.task in {"notify_out_for_delivery", "notify_delivered"}
    return out or any(order.delivered_at or order.status in {"delivered", "completed"} for order in facts.own_orders)


def _is_refunded(facts: Facts) -> bool:
    return any(order.status in {"refunding", "closed"} for order in facts.own_orders)


def _return_not_owed(facts: Facts) -> bool:
    return facts.no_reason_return_open is not True or bool(_UNFIT.search(facts.conversation.view))


def _few_left(facts: Facts) -> bool:
    return any(0 < facts.in_stock(product) <= _FEW for product in (facts.products_in_question or facts.store.products))


def _never(_: Facts) -> bool:
    return False


_FEW = 10
_LEFT = {"shipped", "delivered", "completed"}
_UNFIT = regex(
    r"[洗穿拆剪用吃喝]过|[洗穿剪吃喝用]了|拆[开封了]|脏|破|坏|污|吊牌|开封|拆封|\b(?:worn|washed|used|opened|tags?|broke|damaged|stain)"
)
_GENERAL = regex(
    r"一般|通常|正常|如果|要是|若|等|后会|之后|以后|到时|签收[前时后]|收到后|收货后|到货[前时后]|可能|是否|已经?发[出货]的|\b(?:if|when|once|after|before|until|usually|normally|would|should|may|might|could|as soon as|unless)\b"
)
_AFTERWARDS = regex(r"审核后|验收后|收到后|签收后|退货后|之后|以后|如果|\b(?:after|once|when|if)\b")


def gift_words(facts: Facts) -> tuple[str, ...]:
    """Words of which one stands wherever a gift of the store's is named."""
    views = [normalise(f"{gift.name} {gift.says}").view for gift in facts.store.gifts]
    pairs = [view[at : at + 2] for view in views for at in range(len(view) - 1)]
    insured = ("运费险", "退货险") if facts.store.returns.freight_insurance else ()
    return (*(pair for pair in pairs if pair.isalpha() and not pair.isascii()), *_long_words(views), *insured)


def _long_words(views: list[str]) -> list[str]:
    return [word for view in views for word in view.split() if len(word) > 3 and word.isascii() and word.isalpha()]


GIVES = regex(
    r"(?:赠送?|附赠|额外送|多送|再送|另送|加送|附送|随[单货箱]送|白送|倒贴|(?:多|再|另外|额外|悄悄|偷偷)(?:给您?|帮您?)?(?:塞|放|装|寄|发|拿)(?:您|一|两|个|份|条|双|件)|送(?:您|你|一|两|个|份|条|双|件|瓶|袋|包))"
    r"|\b(?:free|complimentary|bonus|extra) (?!shipping|postage|delivery|of\b|return|cost|charge|to\b|from\b|china|air|standard|fee|anyway|s?h|if|for\b|in\b|with\b|on\b|when\b|until\b|at\b|and\b|over|by\b)[a-z]+|\b(?:throw in|a small gift|include a (?:gift|present)|on the house)\b"
)

STATEMENTS = (
    Statement(
        rule="shipping.false_status",
        words=regex(
            r"(?:派送员|派件员|快递员|配送员|快递小哥|小哥|骑手|师傅|包裹|快件|快递|货|它|您?的?(?:单|件|订单|宝贝|衣服|裙子))[^,。!?;]{0,10}(?:已|正|刚|到了|在)[^,。!?;]{0,8}(?:楼下|门口|门前|驿站|柜|代收|小区|家里?|您那|当地|您的?城市|附近|前台|物业|手上|网点)|(?:请|凭|用)[^,。]{0,6}取件码?|取件码|下楼(?:取|拿|接)|(?:已经?|刚刚?)(?:送达|派送|签收|妥投|派到|放到|放在|到达|送到|到家|到站|到您)|正在(?:给您|为您)?(?:派送|派件|配送|送货|上门)"
            r"|\b(?:has|have|had|was|were|is|are|been|already|just|it's)(?: \w+){0,2} (?:delivered|arrived|dropped off|handed over|left at|waiting (?:for you )?(?:at|in)|out for delivery|signed for)\b|\b(?:arrived|delivered|dropped) (?:this|yesterday|today|at|in|on|to|off)\b|\b(?:courier|driver|postman|mailman|rider)\b[^.!?]{0,20}\b(?:is|has|at|outside|downstairs)\b"
        ),
        unless=_GENERAL,
        borne=_has_arrived,
        why="No order of this buyer is known to be there.",
    ),
    Statement(
        rule="shipping.false_status",
        words=regex(
            r"(?:已经?|刚刚?|昨天|今早|今天上午|早就|都)(?:帮您|给您|为您|替您|由[^,。]{2,6})?(?:全部)?(?:发出|发货|寄出|出库|发走|发往|揽收|揽件|发运|离开仓|交给快递|出发|上路|启运|清关|装车|寄走|送出)|(?:正在|已)?(?:运输|转运|路)途?(?:途中|上了|上呢)|在途|(?:到达|抵达|离开)[^,。]{2,8}(?:分拨|转运|中转|集散|网点|海关)"
            r"|\b(?:has|have|had|was|were|is|are|been|already|just|it's|we|we've)(?: \w+){0,2} (?:shipped|dispatched|sent(?: it)? out|left (?:our|the) warehouse|posted|mailed|in transit|on (?:its|the|their) way|cleared customs|picked up by|handed to)\b"
        ),
        unless=_GENERAL,
        borne=_has_left,
        why="No order of this buyer is known to have left.",
    ),
    Statement(
        rule="promise.discount",
        words=regex(
            r"(?:已经?|刚刚?|马上|立刻|这就)(?:帮您|给您|为您|替您|向您)?(?:退还?款?|返还?现?|赔付?|补偿?|打款|打回|打给|转账|转回|汇款|返现)(?:了|给|到|至|回|好|您|出|完|成功|\d|[一二三四五六七八九十])|(?:赔|补偿|返还?|退还?|转|打)(?:给)?您[^,。]{0,4}(?:元|块|红包|现金|差价)"
            r"|\b(?:we|i|we've|i've|has|have|been|was|is|just|already)(?: \w+){0,2} (?:credited|refunded|reimbursed|compensated|transferred|paid(?: you)? back|wired|returned (?:your|the) money)\b|\bcredit(?:ed)? (?:to|back to|on) your (?:card|account)\b"
        ),
        unless=_AFTERWARDS,
        borne=_is_refunded,
        why="No fact says that any money goes back.",
    ),
    Statement(
        rule="returns.refused",
        words=regex(
            r"(?:不|没法|无法|不能|没办法|拒绝|恕不|概不|一律不|谢绝)(?:再|能|可以?|会|予|给|接受?|支持|同意|受理|办理?|让|允许|参加|参与|享受?){0,4}(?:您|你|这?[件条双单]|无理由|七天|7天|任何){0,3}的?(?:退|换货|售后)|退[货款换]?(?:不了|不得)"
            r"|\b(?:not|n't|cannot|unable to|never|refuse to|no longer)(?: \w+){0,4} (?:returns?|returned|refunds?|refunded|take (?:\w+ ){0,2}back|exchange)\b|\bno (?:returns?|refunds?|exchanges?)\b|\ball sales (?:are )?final\b"
        ),
        unless=regex(
            r"超过|过了|逾期|之外|不用|不需|差价|[邮运]费|没有不|不会不|\b(?:after|beyond|past|later than|outside|need|difference|postage)\b"
        ),
        borne=_return_not_owed,
        undone="question",
        why="The no-reason return still runs for this order.",
    ),
    Statement(
        rule="returns.freight_misstated",
        words=regex(
            r"(?:[邮运]费|来回)[^。!?]{0,8}(?:您|自己|自理|买家)(?:来|自己|这边)?(?:出|承担|付|负责|掏)|\byou (?:will |would |must |have to |need to )?(?:pay|cover|bear)[^.!?]{0,24}(?:postage|freight|shipping)"
        ),
        beside=regex(r"质量|瑕疵|破损|坏|发错|\b(?:fault\w*|defect\w*|damaged|broken|wrong)\b"),
        unless=regex(r"我们(?:来)?(?:出|承担|付|负责)|无理由|不是质量|非质量|\bunless\b"),
        borne=_never,
        undone="negation",
        forgiving=True,
        why="A quality problem or our mistake is at the store's cost.",
    ),
    Statement(
        rule="review.pressure",
        words=regex(
            r"(?:不|没法|无法|不能|没办法|拒绝|别想|休想|暂停|停止|没有)(?:再|给|为|替|帮|能|会|予|做|办|提供|继续|跟进|受理|得到|享受){0,4}(?:您|你)?(?:们|的|做|办|提供|任何|继续){0,3}(?:服务|售后|处理|退款?|退货|补发|发货|保修|下文|解决|理会|跟进)|才(?:能|会|可以|给|肯)?(?:给|为|帮)?(?:您|你)?(?:处理|退|售后|补|换|安排|服务|解决|跟进)"
            r"|\b(?:not|n't|cannot|unable to|no|never|refuse to|stop|only then|only after)(?: \w+){0,4} (?:help|service|support|refund|ship|process|assist|warranty|replace|serve|exchange|solve)"
        ),
        beside=regex(r"评|星|投诉|\b(?:reviews?|feedback|ratings?|stars?|complaints?|disputes?)\b"),
        unless=regex(r"不影响|无关|不会因|照常|照样|两回事|不管|无论|\b(?:regardless|whatever|either way|depend)"),
        borne=_never,
        undone="question",
        why="It ties service to a review.",
    ),
    Statement(
        rule="review.incentive",
        words=regex(
            r"返现|返\d|返您|红包|现金|奖励|优惠券|代金券|礼物|小礼|免单|好礼|[送赠](?:您|一|个|份)|\b(?:cash ?back|refund you|partial refund|coupon|voucher|reward|gift|discount|bonus|free)\b"
        ),
        beside=regex(
            r"好评|五星|5星|晒[图单]|带图|评价|追评|买家秀|\b(?:reviews?|feedback|five[- ]stars?|5[- ]stars?|ratings?)\b"
        ),
        unless=regex(r"不允许|不做|不搞|不返|不能|不会|没有|违规|禁止|\b(?:not|n't|never|cannot|against)\b|n't\b"),
        borne=_never,
        undone="negation",
        why="It offers something for a review.",
    ),
    Statement(
        rule="contact.off_platform",
        words=regex(
            r"[加➕+](?:一?下|个|上)?(?:我|咱们?|客服|店主|老板|掌柜|经理)(?!们?的?(?:购|店|收藏|库|厂|仓))|[搜找扫](?:一?下)?我(?:的|私|头像|名片|二维)|私[信聊我加戳下]|(?:细|详|单独|悄悄|另外)(?:聊|谈)|小窗|换个(?:地方|软件|平台|工具)|(?:卫星|威信|薇信|围信|微芯|维信|徽信|喂信|绿泡泡|企鹅|扣扣|球球|飞机|电报|小蓝|叮叮|钉钉|陌陌|小红薯|抖音|围脖|某信|那个绿|v❤|微♥)(?:号|群|上|:|是|联系|我)|加[卫威薇围微维徽喂vw]"
            r"|\b(?:add|text|dm|ping|whisper|phone|ring) (?:me|us|our|my)\b|\b(?:message|contact|reach|find|write(?: to)?|talk to|chat with|follow|join|call) (?:me|us|our team|our group|our manager|the manager|the owner)\b(?! (?:here|from|in (?:this|the) chat|through (?:the|your|this) (?:order|chat|platform)|(?:any|whenever|at any|if|with|again|back|about|before|when|and we|so we)))(?=.)"
        ),
        unless=regex(r"没有?保障|风险|骗|小心|谨防|不收|\b(?:scam|beware|unsafe)\b"),
        borne=_never,
        undone="negation",
        why="It asks the buyer to talk elsewhere.",
    ),
    Statement(
        rule="payment.off_platform",
        words=regex(
            r"转账|汇款|[收付]款码|打款|对公|私户|银行账[号户]|口令红包|发(?:个|一个)?红包|(?:扫|发)(?:我|您)?(?:的|一个|个)?(?:收款)?二维码|定金转|转(?:给)?(?:我|店主|老板|财务)"
            r"|\b(?:wire|iban|swift code|western union|venmo|zelle|cash ?app|revolut|payoneer|bitcoin|usdt|crypto|bank transfer|bank account|gift cards?|qr code|moneygram)\b|\bpaypal\b|\bpay (?:me|us|the courier|the seller|directly)\b(?! ?\$)"
        ),
        unless=regex(r"退|原路|没有?保障|风险|骗|小心|谨防|\b(?:refund|scam|beware|unsafe)\b"),
        borne=_never,
        undone="negation",
        why="It speaks of a way to pay that the store does not have.",
    ),
    Statement(
        rule="honesty.urgency",
        words=regex(
            r"[仅只就]剩|最后[一1两2几三3]|要涨价|就涨价?|涨到|涨回|恢复(?:原价|到|\d|[一二三四五六七八九])|手慢|抢[光完没购]|快没了|卖[光完]了就|马上(?:没|断)|多人(?:同时)?在?(?:抢|看|拍)"
            r"|\bonly \w+ (?:left|remaining)\b|\blast (?:one|few|pair|pieces?|chance)\b|\b(?:almost|nearly) (?:gone|sold out)\b|\bselling (?:out )?fast\b|\bprices? (?:goes|go|will|is going|are going)[a-z ]{0,8} up\b|\bhurry\b|\b(?:people|buyers|others) (?:are )?(?:looking at|buying|watching)\b"
        ),
        borne=_few_left,
        undone="negation",
        why="No fact says that it is running out, or that the price will rise.",
    ),
    Statement(
        rule="internal.leak",
        words=regex(
            r"提示词|系统(?:提示词|设定|指令)|初始指令|我(?:的|收到的|被给的|这边收到的|被告知的)(?:规[定则]|指令|设定|要求|提示)|内部(?:规[定则]|要求|指令|文件|设定)|(?:作为|我是)(?:一个|一名)?(?:ai|人工智能|语言模型|机器人)|语言模型|不能(?:提|透露|说)(?:这些|到的|出来的)"
            r"|\b(?:system|my|initial|full|hidden|original) prompts?\b|\bmy (?:own )?(?:instructions|setup|guidelines?|rules|configuration|directives|template|orders are)\b|\b(?:hidden|internal|secret|confidential) (?:\w+ )?(?:instructions?|rules?|templates?|guidelines?|limits?|discounts?|polic(?:y|ies))\b|\bas an ai\b|\blanguage model\b|\bi (?:was|am|have been|'m) (?:told|instructed|configured|programmed|set up) (?:to|not|by|with)\b"
        ),
        borne=_never,
        undone="question",
        why="It gives away how replies are made here.",
    ),
    Statement(
        rule="trade.fake",
        words=regex(
            r"刷单|空包|补单|拍a发b|佣金|本金|做单|冲销量|\b(?:brushing|fake orders?|empty (?:box|parcel|package)s?)\b"
        ),
        borne=_never,
        undone="negation",
        why="It speaks of orders that are none.",
    ),
)
"""In the order in which they are looked for."""
