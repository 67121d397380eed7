"""Plain words that name what is asked beyond doubt (发票, 运费, invoice): they back the intent reader's guesses.

The reader weighs a message as a whole; a second question in it is easily drowned. What a cue names and the reader
suspects is sure; what only a cue names comes after.
"""

import re
from collections.abc import Sequence

from assistant.corpus import IntentGuess
from assistant.drafting.abroad import beyond_terms
from assistant.drafting.answers.own_order import names_several_orders
from assistant.drafting.asked import CARRIERS, own_carrier, pieces, read_asked
from assistant.drafting.details import asked_details, nothing_else_asked, unknown_details, without_unknown
from assistant.drafting.measures import measures
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regions import named_region

SURE = 0.85
"""The score of what plain words name and the reader suspects."""
NAMED = 0.62
"""The score of what only plain words name."""

_CUES: tuple[tuple[str, str], ...] = (
    ("size", r"尺码|码数|(?:穿|选|拍|买|要)(?:什么|多大|哪个|几|啥|多少)(?:码|号|尺)|多大码|什么码|几码|啥码|偏[大小]|\b(?:what|which) size|size (?:chart|guide|should|for me|do i)|\bfit (?:me|a|him|her)\b|run (?:small|large|big)|\b(?:us|uk|eu)\s*(?:men'?s |women'?s )?(?:shoe )?(?:size )?[0-9]{1,2}\b|true to size"),
    ("shipping_fee", r"邮费|快递费|(?:要|付|加|收|出|补|多少|几块钱?)(?:钱)?的?运费|运费(?:多少|怎么|几|要|是|贵|吗|呢|谁?$)|\b(?:shipping|delivery|postage) (?:fee|cost|charge|price)|\bpostage\b|how much (?:is|for|does|to).{0,14}(?:ship|deliver)|(?:pay|charge).{0,10}shipping|\b(?:ship|deliver|send)\w* (?:it |them |this )?to\b.{0,50}\bhow much\b"),
    ("free_shipping", r"包邮|包油|免邮|免运费|\bfree (?:shipping|delivery|postage)|ships? free|(?:shipping|delivery|postage) (?:is )?free|(?:shipping|delivery|postage|ship)\b.{0,50}\bis (?:it|that|this) free|free to ship"),
    ("carrier", r"(?:什么|哪家|哪个|啥|哪种)(?:快递|物流)|(?:发|走|用|寄|默认)(?:的)?(?:什么|哪家|哪个|啥)(?:快递|$|[?呀啊])|(?:发|走|用|寄|换|指定|能|可以|^要|[,。 ]要)(?:个|成)?(?:顺丰|圆通|中通|申通|韵达|极兔|京东|邮政|ems|sf|德邦)|\b(?:which|what) (?:courier|carrier|shipping company|delivery company)|(?:ship|send|deliver)\w* (?:it )?(?:by|via|with|using) (?:dhl|fedex|ups|ems|usps)|(?:express|faster|fast|quick(?:er)?) (?:shipping|delivery|option)|加急快递|快一?点的快递"),
    ("dispatch_time", r"(?:什么时候|啥时候|几时|多久|何时|几点|多会儿?|哪天|今天|明天|今晚|当天|马上|多长时间|几天|几号)(?:能|可以|会|给|才|内|之内|就|前)*(?:给我)?(?:发货|发出|发走|寄出|发得出|发(?:$|[?吗呢呀啊不])|出货|出库)|发货(?:时间|快|要多久|多久)|\bwhen\b.{0,24}\b(?:ship|shipped|dispatch|dispatched|send|sent|post|posted|leave)\b|\b(?:ship|dispatch)\w*\b.{0,12}\b(?:today|tomorrow|same day)"),
    ("delivery_time", r"(?:多久|几天|什么时候|啥时候|多长时间|何时|多少天|几时|几号|哪天|周[一二三四五六日天末]|后天|明天|大概)(?:能|可以|会|才|就|左右|大概|之内|内)*(?:到(?:货|$|[?呀啊呢吗了不我手达])|收到|送到|拿到|寄到|送达)|(?:多久|几天|什么时候|啥时候|多长时间|何时|多少天|几时|几号|哪天)(?:能|可以|会|才|就)*(?:给我)?(?:寄|送|发)?到|(?:要|得)(?:多久|几天|多少天)(?:$|[?呀啊呢])|(?:能|可以|会)(?:不能|不会)?(?:准时|及时|按时)?到[^付账底].{0,6}(?:吗|么|不|$|[?])|(?:when|how long|how many days|what day)\b.{0,50}\b(?:arrive|arrives|delivered|delivery|receive|get (?:it|here|my|there|them|to)|reach|take|takes|come)\b|\bhow (?:fast|soon|quick(?:ly)?)\b.{0,30}\b(?:be|get|in|to|here|there)\b|\bget (?:it|them|these|this|that|my \w+)\b.{0,14}\b(?:by|before|in time|until)\b|\bin time for\b|\barrive (?:by|before)\b|how long (?:is|does|for|will)\b.{0,14}(?:shipping|post)|\bdelivery time|\bshipping time|arrive (?:by|before|in time)"),
    ("invoice", r"发票|开票|发漂|专票|普票|\binvoices?\b"),
    ("installments", r"分期|分[几三六十]+期|\binstal?lments?\b"),
    ("credit_card", r"信用卡|\bcredit cards?\b|\bvisa\b|\bmastercard\b|刷卡"),
    ("cash_on_delivery", r"先发货.{0,4}(?:付|给钱)|货到(?:付|给|再)|到付(?:$|[?吗呢呀可行款])|见货付|收到(?:货)?(?:再|后)(?:付|给钱)|\bcash on delivery\b|\bcod\b|pay (?:on|upon|when).{0,16}(?:deliver|arriv|receiv)"),
    ("payment_method", r"(?:怎么|咋|如何)(?:付|给钱|支付|结账)|(?:付款|支付)(?:方式|方法)|(?:能|可以|支持|可)(?:用|不用|刷)?(?:微信|花呗|支付宝|云闪付|银行卡|信用卡)|(?:花呗|微信支付|云闪付)(?:能|可以|行|支持|付|吗)|\bhow (?:can|do|should) i pay|payment (?:method|option)|(?:accept|take|pay (?:with|by|via)|use)\b.{0,10}(?:paypal|alipay|cards?|visa|klarna|apple pay|huabei|wechat|credit)"),
    ("bargain", r"便宜|太贵|优惠(?:点|些|一点)|少(?:点|一点|些)(?:$|[钱吧呗吗行])|打(?:个|点)?折|讲价|还价|砍价|最低(?:价|多少)|抹(?:个)?零|(?:能|可以)(?:再)?少|刀一?点|(?:[0-9一二三四五六七八九]+)折|\b(?:cheaper|lower (?:the )?price|best price|better price|discount|bargain|lowest(?: price)?|cheapest|best offer|knock)\b|\bany deal|[0-9]+ ?% off|[0-9](?:块钱?|元)?(?:(?:一|每|1)?[袋件条双盒个套瓶罐包只])?(?:包邮)?(?:卖不|卖吗|卖我|行不|行吗|成不|能卖|出不)"),
    ("promotion", r"活动|满减|促销|(?:有|什么|啥|搞)优惠(?:$|[?吗呢呀啊活没不])|凑单|满[0-9]+减|(?:能|可以|会|够)(?:不能|不会|不够)?(?:自动)?减(?:[0-9几多]|免|吗|不|$|[?])|活动价|\bpromotions?\b|\bon sale\b|\bspecial offers?\b|\bsales? (?:on|event)\b"),
    ("coupon", r"优惠券|优惠卷|领券|店铺券|(?:有|发|给|张|用)(?:个|张|点)?券|\bcoupons?\b|\bvouchers?\b|promo code|discount code"),
    ("gift", r"赠品|送不送|礼品|小礼物|送(?:点|个|一?些)?(?:什么|东西|啥|小)|(?:有|带|会|能|可以)(?:不)?送(?:的|吗|点|个|什么|东西|$)|\b(?:free )?gifts?\b|\bfreebies?\b"),
    ("stock", r"有得卖|(?:能|可以)(?:再)?(?:买|拍)(?:到)?几|有货|有祸|现货|库存|(?:还|都)?(?:有|剩)(?:没|几件|多少|得|吗|么|不)(?:$|[?呀啊])|还剩|卖完|断货|缺货|\bin stock\b|\bavailable\b|\b(?:any|how many) left\b|sold out|out of stock|do you have\b.{0,30}\b(?:size|black|white|stock)\b"),
    ("restock", r"补货|再上(?:架|货)?|到货(?:通知|提醒)|(?:什么时候|啥时候|多久|几时)(?:能|会|再|才)*(?:有货?|上货|上架|到货)(?:$|[?呀啊呢])|\brestock\w*|\bback (?:in stock|soon|again|in)\b|\bwhen\b.{0,30}\bback\b|available again|\b(?:get|getting|have|having) (?:any )?(?:more|them|it|some)(?: back)? in\b"),
    ("stock", r"\b(?:come|available|get (?:it|them)|have (?:it|them)|it|them|this|these|that|those|one) in (?:black|white|beige|red|blue|green|pink|gr[ae]y|brown|yellow|purple|orange|size)\b|有没有.{1,10}(?:码|色|号)|有[^,?]{1,6}(?:色|码|号)(?:的)?(?:吗|么|嘛|没|不|$|[?])|还有\s?(?:[a-z]{1,4}|[0-9]{2,3})(?:码|号)?的?\s?(?:吗|么|嘛|没|不)|(?:码|色|号|的)(?:现在)?(?:还)?有(?:没有|吗|没|么|不|货)"),
    ("material", r"材质|面料|布料|什么料|啥料|成分|纯棉|真丝|(?:含|是|有)(?:不含)?.{0,4}(?:棉|羊毛|羊绒|涤纶|化纤|聚酯|桑蚕丝|鸭绒|鹅绒|硫|咖啡因)|配料|\bmaterials?\b|made (?:of|from|out of)|\bcotton\b|\bfabric\b|\bwool\b|\bnylon\b|\blatex\b|\bpolyester\b|\bsilk\b|\bleather\b"),
    ("care", r"(?:怎么|咋|如何|能不能|可以|能|用|要)(?:清)?(?:机|手|水|干)?洗|机洗|手洗|水洗|干洗|保养|(?:怎么|如何|咋)(?:保存|存放|储存)|保质期|能放多久|\bwash\w*|\bclean(?:ing)? (?:it|them)\b|\biron\b|tumble|\bshelf life\b|\bhow (?:do|should) i (?:care|store)|dryer"),
    ("color_difference", r"色差|(?:颜色|实物).{0,8}(?:一样|图片|照片|一致|差别|差)|(?:跟|和)图片?.{0,6}(?:一样|一致)|\bcolou?rs?\b.{0,24}\b(?:same|match|differ|accurate|like the)|(?:look|same)\w* (?:like|as) (?:in )?the (?:picture|photo)"),
    ("quality", r"\b(?:good|suitable|ok|okay|right) (?:for|to)\b|适合(?:跑步?|运动|户外|冬天|夏天|春天|秋天|上班|通勤|爬山|健身)|质量(?:好|怎|咋|如何|行|可|有|过|靠|到底|$|[?吗])|耐穿|结实|(?:起球|掉色|褪色|变形|缩水|开线)(?:吗|不|么|[?])|(?:会|容易|掉)(?:不会)?(?:起球|掉色|褪色|变形|缩水|开线)|\bquality\b|\bdurable\b|\bfade\b|\bpilling\b|\bshrink\b|last long"),
    ("authenticity", r"正品|真货|假货|真的?假的?|是真的|高仿|\bgenuine\b|\bauthentic\b|\bfake\b|\boriginal\b|\breal (?:silk|wool|deal)\b"),
    ("price", r"到手(?:价|多少|是多少)|多少钱|什么价|啥价|价格(?:是|多少|怎|$|[?])|怎么卖|咋卖|\bhow much (?:is|are|for|do)\b.{0,30}(?:$|\?)|\bthe price\b|what'?s the price|\btotal (?:price|cost)|\b(?:in|the) total\b|\btotal (?:to|for|with)\b|how much (?:altogether|in (?:all|total)|total)|\btotal\s*(?:$|[?])"),
    ("recommend", r"推荐|哪(?:款|个|件|种)(?:更|比较|最)?(?:好|适合|合适|值)|适合(?:送|给|我|什么|哪)|\brecommend\w*|\bsuggest\w*|which (?:one|is better)"),
    ("return_exchange", r"无理由|(?:可以|能|能不能|可不可以|给|包|支持|不合适|想|要|怎么|不喜欢)(?:申请)?(?:退|换)(?:货|换|$|[吗?不呢么]|码)|退换|退货|换货|换(?:个|一个)?(?:大|小)?(?:一)?码|\breturn policy|\b(?:can|could|may|want to|like to|how (?:do|can) i|wish to) (?:i )?(?:return|exchange|send (?:it|them) back)|\bexchange\b"),
    ("return_freight", r"运费险|退.{0,8}(?:运费|邮费)|(?:运费|邮费).{0,8}(?:谁|退)|(?:return|send(?:ing)? (?:it|them) back)\w*.{0,24}\b(?:shipping|postage|freight|cost|pay)|\bwho pays"),
    ("delivery_time", r"(?:cu[aá]ndo|quand|wann|quando|когда)\b.{0,30}(?:lleg|arriv|ankomm|kommt|cheg|приб|прид|recib|recev)|cu[aá]nto (?:tiempo )?(?:tarda|demora)|wie lange|combien de (?:temps|jours)|quanto tempo|сколько (?:дней|времени|идет)|いつ(?:届|着)|何日"),
    ("shipping_fee", r"(?:cu[aá]nto|combien|wie ?viel|quanto|сколько)\b.{0,30}(?:env[ií]|livr|versand|frete|spedizion|доставк)"),
    ("size", r"\b(?:tallas?|taille|gr(?:ö|oe)(?:ß|ss)e|taglia|tamanho)\b|размер|サイズ|사이즈"),
    ("price", r"\b(?:precio|prix|preis|prezzo|pre[cç]o)\b|cu[aá]nto (?:cuesta|vale)|combien (?:co[uû]te|[cç]a)|was kostet|quanto costa|цена|стоит|値段|価格|いくら|얼마"),
    ("track", r"d[oó]nde est[aá]\b|\bo[uù] est (?:ma|mon)\b|\bwo (?:ist|bleibt) mein|\bonde est[aá]\b|\bdov'?\s?[eè]\b|где (?:мой|моя|посылка|заказ)|どこに?(?:あり|です)"),
    ("change_address", r"(?:改|换|更改|修改|填错|写错)(?:一下|个|下|了)?(?:收货|收件)?地址|(?:改|换)(?:成|到|为)?(?:送|寄|发)(?:到|去|给|往)|(?:送|寄)(?:到|去)(?:我?(?:公司|单位|家里|老家|学校)|另|别的)|地址(?:要|想|能|可以)?(?:改|换|填错|写错|错)|地址.{0,6}(?:填|写|弄|搞|留|选)错|(?:改|换)(?:成|到|为|寄|送).{2,24}(?:路|街|小区|号楼?|栋|室|镇|村)|\bchange (?:my|the|our|shipping|delivery) (?:\\w+ )?address|wrong address"),
    ("wrong_or_missing", r"(?:赠品|送的|礼品|小样|试喝装?).{0,12}(?:没收到|没有?(?:放|给|寄|发|见|看到)|漏|少|不见)|(?:没(?:放|给|寄|发)|漏(?:了|发)|少(?:了|发)).{0,8}(?:赠品|礼品|小样|[一两二三0-9]+(?:件|双|袋|盒|条|包))|发错|寄错|少发|漏发|\bwrong (?:size|colou?r|item|product|one)\b|\bmissing (?:item|piece|one|a)|\bonly (?:got|received) (?:one|1|two|2)"),
    ("refund", r"(?:退掉|退了|退|取消)(?:其中)?(?:的)?(?:一|1|那)(?:单|笔|个订单)|(?:一|1|其中|那)(?:单|笔)(?:我)?(?:想|要)?(?:退|不要|取消)|\b(?:refund|cancel) (?:only )?one of\b"),
    ("cancel_order", r"拦截|截(?:回|下|住)|拦(?:下来|回来|下)|\b(?:intercept|stop (?:the|my) (?:parcel|package|shipment|delivery))\b"),
    ("delivered", r"(?:延长|延迟|推迟|延后|顺延).{0,4}(?:收货|确认)|(?:收货|确认)(?:收货)?时间.{0,4}(?:延|长)|\bextend\b.{0,30}\b(?:receipt|protection|time|delivery)\b"),
    ("damaged", r"压坏|摔坏|破损|碎了|摔碎|漏了|渗漏|烂了|破了|压扁|挤扁|\b(?:torn|ripped|crushed|broken|damaged|leak(?:ed|ing))\b"),
    ("not_received", r"没收到|没有收到|还没到手|没拿到|\b(?:not|never|haven'?t|hasn'?t|didn'?t)(?: yet)? (?:received?|arrived?|got|get)\b"),
    ("payment_problem", r"(?:付款|支付|付钱|付)(?:失败|不了|不上|不成功|报错|异常|没成功)|(?:无法|没法|不能)(?:付款|支付)|付不了|\bpayment (?:failed|fails|declined|error|not going|did not|didn't)|(?:can'?t|cannot|unable to) (?:pay|complete the payment)"),
    ("other_product_info", r"(?:你们?|店[里家铺]?|客服|售后|联系)(?:家|的|有|有没有|留)?(?:联系|售后|客服)?电话|^(?:联系|客服)?电话(?:号码)?(?:是|有)?(?:多少|几号?|吗|没|$|[?])|\b(?:phone|contact|telephone) number\b|(?:can|may) i call\b|(?:什么|哪些|几种|几个|啥|多少种?)(?:颜色|色(?:$|[?呢呀啊吗的]))|颜色(?:有|都)?(?:哪|几|什么|啥)|(?:what|which) (?:other )?colou?rs|热线|客服电话|(?:几点|什么时候|啥时候)(?:上|下)班|上班时间|营业时间|服务时间|几点(?:到几点)?(?:在线|营业)|(?:从)?(?:哪里?|哪儿|什么地方|啥地方)(?:发货|寄出|发出|发的|发过来)|发货地|\bhotline\b|\b(?:working|opening|business|service) hours\b|\b(?:ship(?:ped|s|ping)?|sent|send|come) from\b"),
    ("human", r"转?人工|真人|找(?:你们)?(?:老板|经理|主管|领导)|(?:real|actual|live) (?:person|human|agent)|\bhuman\b|\bmanager\b|\bsupervisor\b"),
    ("bulk", r"批发|团购|大批量|大量|(?:公司|单位|企业)(?:要|采购|买|订|发)|批量|拿货|\bbulk\b|\bwholesale\b|\bresell\w*"),
    ("price_protection", r"(?:买|拍|下单|下)的.{0,16}(?:能不能|能|可以|给不给|给)(?:我)?补|补(?:我)?差|退(?:我)?(?:个|点)?差|(?:能|可以|给)(?:不能)?补(?:$|[?吗么不给个点])|保价|价保|差价|降价了|刚买(?:就|完)|price (?:protection|match|adjust)|price (?:has )?(?:just )?(?:dropped|went down)"),
)  # fmt: skip

_PRICE = dict(_CUES)["price"]
_FEE = re.compile(
    r"多少钱的?(?:运费|邮费|快递费?)|(?:运费|邮费|快递费)(?:是|要|得)?多少钱|how much (?:is|for|are) (?:the )?(?:shipping|postage|delivery)\w*"
)
"""A price that is asked for shipping only."""

_ARRIVES = "|".join(source for intent, source in _CUES if intent == "delivery_time")
_PAY_THEN = re.compile(
    r"\b(?:when|once|after|upon|on) (?:it|they|the (?:parcel|package|order|goods))? ?(?:arriv|deliver|com|get)\w*|(?:货|东西)?到(?:了|货)?(?:再|后|付)|收到(?:货)?(?:再|后)"
)
"""When a buyer would pay: an arrival that is not asked for."""

_YIELDS: dict[str, frozenset[str]] = {
    "free_shipping": frozenset({"promotion"}),
    "coupon": frozenset({"promotion", "gift"}),
    "restock": frozenset({"stock", "delivery_time"}),
    "return_freight": frozenset({"shipping_fee", "return_exchange"}),
    "installments": frozenset({"payment_method", "credit_card"}),
    "cash_on_delivery": frozenset({"payment_method"}),
    "size": frozenset({"recommend"}),
    "payment_problem": frozenset({"payment_method", "credit_card"}),
    "wrong_or_missing": frozenset({"not_received", "gift"}),
    "bulk": frozenset({"price"}),
    "change_items": frozenset({"return_exchange", "carrier", "price_protection", "color_difference"}),
    "change_address": frozenset({"other_product_info"}),
    "other_product_info": frozenset({"dispatch_time", "human"}),
    "refund": frozenset({"combine_orders"}),
    "cancel_order": frozenset({"abnormal_logistics", "track", "change_address", "return_exchange"}),
    "price_protection": frozenset({"bargain", "promotion", "coupon"}),
}
"""Which cues are only a part of another's words, and so say nothing beside it."""

_NEAR_GOODS = frozenset(
    {"material", "quality", "size", "care", "recommend", "usage_help", "stock", "color_difference", "hesitation"}
    | {
        "authenticity",
        "quality_issue",
        "gift",
        "reply_review",
        "how_to_order",
        "shipping_fee",
        "trust",
        "carrier",
        "bulk",
    }
)
"""What a question that no fact answers is mistaken for."""
_NO_PARTICULAR = frozenset({"gift", "bulk", "carrier", "shipping_fee", "how_to_order"})
"""What a question for a particular of the goods is not about."""
_OF_GOODS = frozenset({"material", "quality", "care", "size", "color_difference", "other_product_info"})
_OUTDONE = 0.25
_YIELDED = 0.6
"""What is left of a guess that a plainer word explains."""
_SENDING = r"寄|发|送|快递|邮|^.{0,8}到.{2,5}(?:呢|吗|[?]|$)|\b(?:ship|send|deliver|post)\w*\b|\bto\b"
_ONLY_PIECES = r"^.{0,12}(?:要|买|拍|来|订|需要|拿|有).{0,8}$|^\W*\d+ \w+(?: \w+){0,3}\W*$|\b(?:need|want|take|buy|order|possible|available)\b"
_OF_STOCK = r"货|库存|[码色]|几件|卖完|\b(?:stock|available|left|size|colou?r)\b"
_OF_NUMBERS = frozenset({"price", "bargain", "promotion", "bulk", "stock", "how_to_order", "gift", "delivery_time"})
_BARE = 0.4
"""Below this, what the reader makes of a bare number or place does not count."""
_WHERE = frozenset({"track", "urge_dispatch", "dispatch_time", "delivery_time"})
_STATE = {"track": "shipped", "urge_dispatch": "paid"}
"""What is asked of each of several orders, by its state."""
_SEVERAL = 2
_MANY = 20
"""From so many pieces on a wish is one for terms."""
_OF_ORDERS = frozenset({"change_address", "wrong_or_missing", "damaged", "not_received"})
"""Cues that say nothing where there is no order."""
_OF_PARCELS = frozenset({"wrong_or_missing", "damaged", "not_received"})
"""Cues that say nothing before the parcel has left."""
_NO_VARIANT = re.compile(
    r"[\W_]|那|这|还有|的|色|码|号|呢|有|吗|没|么|\b(?:and|in|what|how|about|do|you|have|it|the|size|one|a)\b"
)
"""Words beside a colour or size that ask for nothing else."""
_BOUGHT = r"(?:我|已经|之前|上次)(?:拍|买|选|下单)(?:的|了)|\bi (?:ordered|bought|chose)\b"

_PAID_TURNS = {"dispatch_time": "urge_dispatch"}
"""What a question becomes once the order is paid and not yet sent."""


def cued(guesses: Sequence[IntentGuess], facts: Facts) -> tuple[IntentGuess, ...]:
    """The reader's guesses, raised where the message names them in plain words, with what only its words name behind."""
    named = _named(facts)
    scores = {guess.intent: guess.score for guess in guesses}
    if max(scores, key=scores.__getitem__, default="") == "return_exchange" and _changes_unsent(facts):
        named = ["change_items", *(intent for intent in named if intent != "return_exchange")]
        scores["change_items"] = scores.pop("return_exchange")
    likeliest = max(scores, key=scores.__getitem__, default="")
    if not named and (likeliest not in _OF_NUMBERS or scores[likeliest] < _BARE):
        named = _by_place_or_number(facts)
        scores = {
            intent: score * (_YIELDED if named and intent != named[0] else 1.0) for intent, score in scores.items()
        }
    if "other_product_info" in named and unknown_details(facts):
        alone = nothing_else_asked(facts)
        for intent in (set(scores) if alone else _NEAR_GOODS & set(scores)) - set(named):
            scores[intent] *= _OUTDONE
    elif "other_product_info" in named and asked_details(facts):
        for intent in _NO_PARTICULAR & set(scores) - set(named):
            scores[intent] *= _YIELDED
    yielding = {loser for winner in named for loser in _YIELDS.get(winner, ())}
    if "promotion" in named:
        yielding.add("stock")
    for intent in yielding - set(named):
        if intent in scores:
            scores[intent] *= _YIELDED
    if "cash_on_delivery" in named and "delivery_time" in set(scores) - set(named):
        scores["delivery_time"] *= _OUTDONE
    if named and "shipping_fee" in set(scores) - set(named) and not pattern(_SENDING).found(facts.message):
        scores["shipping_fee"] *= _OUTDONE
    for intent in named:
        scores[intent] = max(SURE, scores[intent]) if intent in scores else NAMED
    if likeliest in _WHERE and names_several_orders(facts):
        states = {order.status for order in facts.own_orders}
        for intent in (intent for intent, status in _STATE.items() if status in states):
            scores[intent] = max(SURE, scores.get(intent, 0.0))
    order = {intent: place for place, intent in enumerate(scores)}
    ranked = sorted(scores, key=lambda intent: (-scores[intent], order[intent]))
    return tuple(IntentGuess(intent, scores[intent]) for intent in ranked)


def _names_carrier(facts: Facts) -> bool:
    own = own_carrier(facts.message.view, facts.store.shipping.carriers)
    return own is not None or pattern(CARRIERS).found(facts.message)


def _by_place_or_number(facts: Facts) -> list[str]:
    """What a message asks that names only where the goods go (一袋寄西藏呢) or how many (牛仔裤我要5条)."""
    if facts.own_orders:
        return []
    if named_region(facts.message) and pattern(_SENDING).found(facts.message):
        return ["shipping_fee"]
    number = pieces(facts.message)
    if number is None or number < _SEVERAL or not pattern(_ONLY_PIECES).found(facts.message):
        return []
    return ["bulk" if number >= _MANY else "stock"]


def _changes_unsent(facts: Facts) -> bool:
    """Whether an exchange is wished of what has not left yet: a change of the order."""
    unsent = facts.order is not None and facts.order.status in {"unpaid", "paid"}
    return (
        unsent
        and pattern(r"换|\bexchange\b|\bchange\b").found(facts.message)
        and not pattern(r"退").found(facts.message)
    )


def _by_facts(facts: Facts) -> list[str]:
    """What a message asks by naming what only this store has: a gift of its own, a place that its terms do not reach."""
    found = []
    if names_gift(facts):
        found.append("gift")
    if not facts.own_orders and beyond_terms(facts, message_only=True) and pattern(_SENDING).found(facts.message):
        found.append("shipping_fee")
    if _changes_carrier(facts) or _changes_variant(facts):
        found.append("change_items")
    if any(normalise(item.name).view in facts.message.view for item in facts.store.promotions):
        found.append("promotion")
    if _only_variant(facts) or _has_size(facts):
        found.append("stock")
    return found


def names_gift(facts: Facts) -> bool:
    """Whether a message names a gift of the store, also by the end of its name (饭勺 for 硅胶饭勺, insoles)."""
    view = facts.message.view
    titles = " ".join(normalise(item.title).view for item in facts.store.products)
    for gift in facts.store.gifts:
        name = normalise(gift.name).view
        ends = [name.split()[-1]] if name.isascii() else [name[start:] for start in range(len(name) - 1)]
        if any(end in view and end not in titles for end in ends):
            return True
    return False


def _changes_carrier(facts: Facts) -> bool:
    """Whether another carrier is wished for an order that has not left."""
    unsent = facts.order is not None and facts.order.status in {"unpaid", "paid"}
    return unsent and _names_carrier(facts) and pattern(r"[改换]|\b(?:change|switch|instead)\b").found(facts.message)


def _changes_variant(facts: Facts) -> bool:
    """Whether another size or colour is wished for an order that has not left."""
    unsent = facts.order is not None and facts.order.status in {"unpaid", "paid"}
    if not unsent or not pattern(r"[改换](?:成|为|到|个|一个)?.{0,6}(?:码|号|色)|\b(?:change|switch|swap)\b").found(
        facts.message
    ):
        return False
    asked = read_asked(facts.message, facts.store)
    return bool(asked.size or asked.colors or asked.other_color)


def _has_size(facts: Facts) -> bool:
    """Whether a size that is named only by its figure is asked for (有28的吗, do you have 42?)."""
    if facts.own_orders or not pattern(r"有|剩|\b(?:have|got|left|available|come|get)\b").found(facts.message):
        return False
    size = read_asked(facts.message, facts.store).size
    return size is not None and size.isdigit() and not measures(facts.message.view).keys() & {"height_cm", "weight_kg"}


def _only_variant(facts: Facts) -> bool:
    """Whether a message that leans on the talk names a colour or size and nothing else (黑色的呢, and in black?)."""
    if facts.own_orders or facts.product is None:
        return False
    asked = read_asked(facts.message, facts.store)
    named = [name for name in (*asked.colors, asked.other_color, asked.size) if name]
    rest = facts.message.view
    for name in named:
        rest = rest.replace(normalise(name).view, "")
    return bool(named) and not _NO_VARIANT.sub("", rest)


def _named(facts: Facts) -> list[str]:
    unknown = bool(unknown_details(facts))
    message = without_unknown(facts) if unknown else facts.message
    found = list(dict.fromkeys(intent for intent, source in _CUES if pattern(source).found(message)))
    plain = not unknown and bool(asked_details(facts)) and not (set(found) & _OF_GOODS)
    if (unknown or plain) and "other_product_info" not in found:
        found.append("other_product_info")
    if "price" in found and "carrier" not in found and _names_carrier(facts):
        found[found.index("price")] = "carrier"
    found += [intent for intent in _by_facts(facts) if intent not in found]
    body = measures(facts.message.view)
    if "size" not in found and ({"height_cm", "weight_kg"} <= body.keys() or ("eu" in body and not facts.own_orders)):
        found.append("size")
    if (
        "price" in found
        and "shipping_fee" in found
        and not pattern(_PRICE).found(Encoded(_FEE.sub("", facts.message.view)))
    ):
        found.remove("price")
    if {"cash_on_delivery", "delivery_time"} <= set(found) and not pattern(_ARRIVES).found(
        Encoded(_PAY_THEN.sub("", facts.message.view))
    ):
        found.remove("delivery_time")
    if facts.order is None:
        found = [intent for intent in found if intent not in _OF_ORDERS]
    elif "size" in found and pattern(_BOUGHT).found(facts.message):
        found.remove("size")
    if (
        "stock" in found
        and {"promotion", "coupon", "gift"} & set(found)
        and not pattern(_OF_STOCK).found(facts.message)
    ):
        found.remove("stock")
    if (
        "price" in found
        and {"carrier", "shipping_fee"} & set(found)
        and not (facts.named_products or pieces(facts.message))
    ):
        found.remove("price")
    winners = [intent for intent in found if not (unknown and intent == "other_product_info")]
    silent = {loser for winner in winners for loser in _YIELDS.get(winner, ())}
    kept = [intent for intent in found if intent not in silent]
    if facts.order is not None and facts.order.status in {"paid", "unpaid"}:
        kept = [intent for intent in kept if intent not in _OF_PARCELS]
    if facts.order is not None and facts.order.status == "paid":
        kept = [_PAID_TURNS.get(intent, intent) for intent in kept]
    if facts.order is not None and facts.order.status == "shipped":
        kept = ["track" if intent in {"dispatch_time", "delivery_time"} else intent for intent in kept]
    return list(dict.fromkeys(kept))
