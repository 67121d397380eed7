"""What a script is for: its intent, from the buyer's words or the heading over it, else from what it says."""

import re
from typing import Protocol

from assistant.corpus import IntentGuess
from assistant.domain.intents import STAGE_OF
from assistant.language.normalise import normalise

FALLBACK = "other_product_info"
_SURE = 0.5

_HEADINGS = (
    ("欢迎|问候|开场|打招呼|进店|进门|接待语|首次|自我介绍|greet|welcome", "greeting"),
    ("结束|告别|送别|欢送|再见|道别|farewell|goodbye|closing", "farewell"),
    ("催付|催单|未付款|没付款|引导.{0,2}下单|unpaid|payment reminder", "nudge_payment"),
    ("付款(?:成功|后)|支付成功|成交|下单后|paid", "paid_thanks"),
    ("改价|修改价格", "price_change"),
    ("改地址|修改地址|地址错", "change_address"),
    ("核对|确认(?:订单|地址|信息)", "confirm_order"),
    ("派送|派件|out for delivery", "out_for_delivery"),
    ("签收(?:后|提醒|通知)?$|已签收|到货(?:提醒|通知)|delivered", "delivered"),
    ("发货(?:通知|提醒|后)|已发货|shipped", "notify_shipped"),
    ("物流(?:异常|不动|停滞|延误)|快递(?:异常|不动|延误)|丢件|abnormal|delay", "abnormal_logistics"),
    ("催发货|未发货|urge", "urge_dispatch"),
    ("查(?:件|快递|物流)|物流(?:查询|信息)|快递信息|track|where is my", "track"),
    ("没收到|未收到|not (?:yet )?received|didn.t receive", "not_received"),
    ("少发|漏发|错发|发错|少件|wrong|missing", "wrong_or_missing"),
    ("破损|坏了|摔|裂|damage|broken", "damaged"),
    ("退换|退货|换货|return|exchange", "return_exchange"),
    ("退款(?:进度|时效|多久|查询)", "refund_progress"),
    ("退款|refund", "refund"),
    ("抱怨|投诉|不满|complain", "complaint"),
    ("好评回复|评价回复|回评|回复评价|reply to review", "reply_review"),
    ("中差评|差评|bad review", "bad_review"),
    ("求好评|邀评|好评|评价|review|feedback", "ask_review"),
    ("安抚|稍等|等待|忙|hold on", "wait"),
    ("讨价|还价|议价|砍价|优惠|便宜|太贵|discount|bargain|cheaper", "bargain"),
    ("缺货|没货|无货|断货|是否有货|有没有货|有货|现货|库存|out of stock|in stock", "stock"),
    ("补货|上新|预售|restock", "restock"),
    ("正品|真假|authentic", "authenticity"),
    ("质量|褪色|起球|掉色|异味|quality", "quality"),
    ("材质|面料|成分|material", "material"),
    ("色差|实物|图片", "color_difference"),
    ("尺码|码数|大小|身高|体重|size", "size"),
    ("清洗|保养|洗|care", "care"),
    ("赠品|礼品|gift", "gift"),
    ("包邮|免邮|free shipping", "free_shipping"),
    ("运费|邮费|shipping fee|postage", "shipping_fee"),
    ("(?:什么|哪家|发).{0,2}快递|物流(?:方式|公司|用语)|carrier", "carrier"),
    ("几天(?:能)?到|多久到|什么时候到|到货时间|delivery time", "delivery_time"),
    ("什么时候发|发货时间|多久发|几天发|发货|dispatch", "dispatch_time"),
    ("发票|开票|invoice", "invoice"),
    ("货到付款|cash on delivery", "cash_on_delivery"),
    ("信用卡|credit card", "credit_card"),
    ("分期|花呗|instal", "installments"),
    ("支付|付款|payment", "payment_method"),
    ("考虑|犹豫|促单|催促", "hesitation"),
    ("推荐|搭配|咨询|recommend", "recommend"),
    ("活动|促销|promotion", "promotion"),
    ("批发|团购|大量|bulk|wholesale|large order", "bulk"),
)
_BROAD = frozenset(
    {"greeting", "recommend", "paid_thanks", "carrier", "hesitation", "payment_method", "wait", "complaint"}
)
"""Headings over scripts of many kinds (接待, 咨询, 成交, 物流用语): what such a script says counts first."""
_REPLIES = (
    ("(?:看中|宝贝|这款|亲).{0,14}(?:有现货|有货|没有现货|没货|缺货|卖完)|sold out|in stock", "stock"),
    ("(?:修改|改)好了?价格|价格.{0,4}(?:修改|改)好", "price_change"),
    (
        "(?:天|小时)(?:左右|内)?.{0,3}(?:可以)?(?:到货|到达|收到|会到)|(?:到货|到达|发送|派送)(?:时间|效率|速度)|发货速度",
        "delivery_time",
    ),
    ("考虑|还有什么不(?:了解|明白)|最后一件|喜欢的话|卖得很好|销量", "hesitation"),
    ("(?:给|帮|为)您推荐|哪种型号|眼光", "recommend"),
    ("不满意|宝贵(?:的)?(?:建议|意见)|给您带来不(?:便|好)", "complaint"),
    ("加收|补.{0,4}(?:邮费|运费)|(?:快递|邮|运)费.{0,8}元", "shipping_fee"),
    ("欢迎光临|为您(?:效劳|服务)[的呢吗?]|有什么.{0,6}(?:帮|效劳|服务)|how (?:can|may) (?:i|we) help", "greeting"),
    ("祝您(?:购物|生活)|欢迎(?:再次|下次)光临|期待.{0,4}(?:再次|下次)", "farewell"),
    ("稍等|久等|正在接待|比较忙", "wait"),
    ("发票", "invoice"),
    ("派送", "out_for_delivery"),
    ("已经?.{0,4}发出|单号|tracking", "track"),
    ("支付成功|付款成功|感谢.{0,4}(?:购买|惠顾|选择)", "paid_thanks"),
    ("尽快(?:拍下|付款|支付)|还没(?:有)?付款", "nudge_payment"),
    ("好评|五星|评价", "ask_review"),
    ("退货|换货|退换", "return_exchange"),
    ("退款", "refund"),
    ("最低价|优惠|折扣|议价|还价|便宜|价格", "bargain"),
    ("尺码|身高|体重", "size"),
    ("现货|有货|缺货|卖完|没货", "stock"),
    ("质量|质检|正品", "quality"),
    ("包邮", "free_shipping"),
    ("运费|邮费", "shipping_fee"),
    ("快递", "carrier"),
    ("发货", "dispatch_time"),
    ("推荐|款式", "recommend"),
)
_BY_HEADING = tuple((re.compile(pattern), intent) for pattern, intent in _HEADINGS)
_BY_REPLY = tuple((re.compile(pattern), intent) for pattern, intent in _REPLIES)
_ASKED = re.compile(
    r"[?？]|[吗呢么呀啊吧嘛]\W*$|怎么|如何|什么|多少|多久|几天|是否|能不能|可不可以|有没有|会不会|哪|太贵|便宜点|我|你们?|\b(?:i|my|you|is|can|do|does|how|when|where|what)\b"
)
_TAUGHT = re.compile(
    # Who speaks of buyers, or names a way of talking, speaks to agents.
    r"(?<![老新])(?:买家|顾客|客户|客人|消费者)(?!评价|秀|反馈|都|们)|话术|技巧|用语|思路|术语|模板|情景|情境|场景|案例|类(?:的)?问题|欢迎语|问候语|开场白|结束语"
    r"|(?:怎么|怎样|如何|该|应该?)(?:来|去|跟[^,]{1,3})?(?:说(?!明)|回(?![事寄去邮退不收来])|答|应对|引导|安抚|催付|催单|谈价|沟通|接待|说服|让[客顾买])"
    r"|^(?:比如|例如|譬如|遇到|针对|首次|如(?![果何意图]))|^当(?![天地时场面])"
    r"|我是.{0,12}(?:客服|代表|店长|小二)|我们(?:可以|应该?)?(?:这样|这么|怎么)(?:说|回|催|处理)|你的(?:回答|回复|店铺|话)"
    r"|\b(?:how|what) to (?:say|reply|answer|respond|handle|deal|ask|persuade|write)\b|\b(?:buyers?|customers?)\b(?! (?:service|reviews?|support))|\b(?:templates?|scripts?)\b"
)
"""What stands over scripts, not in a buyer's message."""
_TITLED = re.compile(
    r"等等?$|情况$|的时候$|政策$|规定$|流程$|步骤$|类$|^关于|^对于|^什么是|我们(?:的|承担|出|负责)|议价|^(?:greeting|reply|answer|after-?sales?|pre-?sales?)s?\b"
)
"""The same, unless the words ask."""
_ASKS = re.compile(r"[?？]|[吗呢么吧嘛]\W*$|怎么办|多少|多久|能不能|可不可以|有没有|会不会")


class Reads(Protocol):
    """Reads intents out of a message: what the importer needs of `assistant.corpus.IntentReader`."""

    def read(self, message: str, /) -> list[IntentGuess]: ...


def is_buyers_words(question: str) -> bool:
    """Whether a question is what a buyer types, rather than the heading that names the situation.

    A heading has interrogative words too (怎么回复差评, 买家问什么时候发货): what gives it away is that it speaks of buyers, or
    tells an agent what to do.
    """
    view = normalise(question).view.strip()
    if _ASKED.search(view) is None or _TAUGHT.search(view):
        return False
    return _TITLED.search(view) is None or _ASKS.search(view) is not None


def intent_of(question: str | None, reply: str, reader: Reads | None) -> str:
    """The intent of a script: the buyer's words decide, then the heading, then the reply."""
    asked = normalise(question).view if question else ""
    if asked in STAGE_OF:
        return asked
    named = _named(_BY_HEADING, asked) if asked else None
    if asked and reader is not None and is_buyers_words(asked):
        guesses = [guess for guess in reader.read(asked) if guess.intent in STAGE_OF and guess.intent != "off_topic"]
        if guesses and (guesses[0].score >= _SURE or named is None):
            return guesses[0].intent
    if named and named not in _BROAD:
        return named
    return _by_reply(reply, reader, named)


def _by_reply(reply: str, reader: Reads | None, named: str | None) -> str:
    said = _named(_BY_REPLY, normalise(reply).view)
    if said or named:
        return said or named or FALLBACK
    if reader is not None:
        guesses = [
            guess for guess in reader.read(reply[:200]) if guess.intent in STAGE_OF and guess.intent != "off_topic"
        ]
        if guesses and guesses[0].score >= _SURE:
            return guesses[0].intent
    return FALLBACK


def _named(table: tuple[tuple[re.Pattern[str], str], ...], words: str) -> str | None:
    return next((intent for pattern, intent in table if pattern.search(words)), None)
