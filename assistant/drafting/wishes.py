"""Wishes that a store must decline: false invoices, deals off the platform, guarantees, paid reviews, other people's data.

A wish is what the buyer's own message asks for; what earlier turns or quoted instructions say changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.store import StoreProfile
from assistant.language.patterns import Encoded, pattern

_INVOICE = r"发票|开票|发漂|专票|普票|抬头|票面|\binvoice|\breceipt\b|\bbill\b|报销"
_OTHER_GOODS = (
    "办公|文具|劳保|礼品|食品|耗材|日用|服务费|会议|咨询|餐饮|住宿|培训|图书|电脑|材料费|别的|其他|其它|另外|不一样"
)
_CONTACT = r"加|联系|号|聊|\badd\b|\bcontact|\bchat|\bnumber\b"
"""What makes an app a contact where it is named for paying."""
_PLATFORM_WORDS = r"平台|淘宝|天猫|链接|速卖通|\baliexpress\b|\bplatform\b|\bsite\b"
_APP = r"微信|v信|薇信|威信|卫信|(?:^|[^a-z])(?:vx|wx|wechat)(?:[^a-z]|$)|加\s*v(?:[^a-z]|$)|\bqq\b|扣扣|企鹅号|\bwhats\s?app\b|\btelegram\b|\bviber\b|\binstagram\b|\bmessenger\b|钉钉|抖音号"


@dataclass(frozen=True, slots=True)
class Sign:
    """What gives a wish away: each of `all` occurs, none of `unless`."""

    wish: str
    all: tuple[str, ...]
    unless: tuple[str, ...] = ()


_SIGNS: tuple[Sign, ...] = (
    # Invoices that say what was not sold
    Sign("false_invoice", (_INVOICE + "|开成|票", rf"(?:开成|写成|改成|换成|换个|改个|写|开|填|弄成|做成|品名|名目|明细|内容).{{0,8}}(?:{_OTHER_GOODS})")),
    Sign("false_invoice", (_INVOICE, r"(?:换|用|以|找|让|别的|其他|另一?)(?:个|家|一家)?.{0,4}(?:公司|单位|主体|店铺?)(?:的?名义|来?开|给.?开|代开)"), ("抬头",)),
    Sign("false_invoice", (_INVOICE, r"office suppl|stationery|(?:different|other|another|something else).{0,12}(?:item|product|name|goods|description)|instead of (?:the )?(?:sock|glove|item|product|real|actual)|(?:put|write|say|list|label|describe)\b.{0,24}\b(?:instead|rather)")),
    Sign("false_invoice", (r"\b(?:declare|mark|customs|label)\b", r"\bas (?:a )?(?:gift|sample)\b")),
    Sign("other_amount", (_INVOICE, r"多开(?:点|些|一点|[0-9]{2,}(?:$|[^0-9张份])|[0-9几一二三四五六七八九十两百]+(?:块|元|百|千))|开多(?:点|些|一点)|开(?:高|大|低|少)(?:点|些|一点)?|少开(?:点|些)|(?:金额|数字|价格|价钱).{0,6}(?:写|开|改|填|往|做)(?:高|大|多|低|少|成|到|上)|虚开|(?:写|开|改)成?\d{3,}(?:块|元)")),
    Sign("other_amount", (_INVOICE + r"|\bdeclare|\bcustoms\b", r"\b(?:higher|lower|bigger|smaller|less|inflate|under-?(?:value|declare)|double)\b.{0,24}(?:amount|value|price|total|than)|(?:amount|value|price|total).{0,24}\b(?:higher|lower|bigger|smaller|less|under)\b|\blower\b.{0,12}\b(?:value|price|amount)")),
    # Contact and payment off the platform
    Sign("off_platform_payment", (r"私下(?:交易|转|付|成交|给)|线下(?:交易|付|转|成交)|收款码|付款码|走私账|不走(?:平台|淘宝|天猫|链接|订单)|绕(?:过|开)平台|(?:直接|私下|微信|支付宝|银行卡?|卡上|个人|现金|扫码|扫个码)(?:给你|给您|给店里|上)?(?:转账|转给|转钱|转你|打给|打款|打钱|汇款|转过去|转帐|付给你)|(?:转|打|汇)(?:到|给)(?:你|您)(?:们)?(?:的)?(?:微信|支付宝|卡|账户|个人)|微信(?:上)?(?:转|付|打|发红包|扫)",), (r"微信支付(?:可以|支持|行|能)",)),
    Sign("off_platform_payment", (r"\b(?:outside|off|bypass|around|without)\b.{0,12}\b(?:aliexpress|platform|site|app)\b|\b(?:pay|send|transfer|wire)\b.{0,20}\b(?:directly|direct|privately|paypal|western union|bank (?:transfer|account)|wise|zelle|venmo|cash ?app|crypto|bitcoin|usdt|revolut)\b|\b(?:paypal|western union|bank transfer|zelle|venmo|crypto|bitcoin|usdt)\b",)),
    Sign("off_platform_contact", (_APP, r"加|留|给|要|有|发|换|推|聊|联系|多少|说|沟通|拉|号|\bchat|\bcontact|\badd\b|\btalk|\bmessage|\breach|\bsend|\bgive|\bhave\b|\byour\b|\bon\b"), (r"微信(?:支付|付款|付钱|转账|零钱)|微信能付|用微信付|wechat pay",)),
    Sign("off_platform_contact", (r"(?:加个?|留个?|给个?|要个?|发个?|换个?|有没有).{0,5}(?:联系方式|私人(?:电话|号)|个人(?:电话|号)|手机号|电话号码?)|私聊|私下(?:联系|聊|说|沟通)|别的(?:店铺?|平台)(?:链接|地址)",), (r"(?:收货|收件|地址|派件|快递|客服电话|改|换成|换一下)",)),
    Sign("off_platform_contact", (r"\b(?:private(?:ly)?|personal)\b.{0,16}\b(?:number|phone|contact|email)|\byour (?:phone|cell|mobile|email)\b|\bcontact you (?:outside|directly)",), (_INVOICE,)),
    # Guarantees
    Sign("guaranteed_arrival", (r"(?:保证|一定|肯定|确保|必须|打包票|承诺|担保|百分百|绝对|铁定|保不保证|能保).{0,14}(?:到|收到|送到|拿到|到货|送达|到手)",), (r"(?:保证|肯定|一定)(?:是)?(?:正品|质量)|必须(?:要)?到付|退到|到底|得到",)),
    Sign("guaranteed_arrival", (r"(?:到|收到|送到|拿到|到货|送达|到手).{0,10}(?:保证|打包票|承诺|担保|敢保|能不能保)",), ("保证金",)),
    Sign("guaranteed_arrival", (r"\b(?:guarantee|promise|swear|make sure|ensure|assure|100% sure|definitely|for sure|certain(?:ly)?)\b.{0,50}\b(?:arriv|deliver|here|get|receiv|come|by |before |tomorrow|in time|on time|reach)|\b(?:arriv|deliver|here|get it|receive|before|by)\b.{0,40}\b(?:guaranteed?|for sure|definitely|promise)\b",), (r"\b(?:genuine|authentic|quality|refund|money back)\b",)),
    # Reviews
    Sign("paid_review", (r"(?:好评|五星|5星|晒图|晒单|晒个?照|评价|追评|写评).{0,10}(?:返|红包|现金|优惠|好处|奖励|给钱|多少钱|送|礼品|有什么|券|几块|发钱|补贴)|(?:返现|返钱|返[0-9]+|红包|给我?(?:点|个)?(?:钱|好处|红包)|退我?[0-9]+).{0,12}(?:好评|五星|5星|评价|晒图)|好评返",), ("差评",)),
    Sign("paid_review", (r"\b(?:review|feedback|stars?|rating)\b.{0,40}\b(?:refund|cash|money|coupon|gift|discount|paid|pay me|free|reward|bonus|\$)|\b(?:refund|cash ?back|cash|money|coupon|gift|discount|pay me|free|reward)\b.{0,40}\b(?:review|feedback|stars?|rating)\b",), (r"\b(?:bad|negative|1|one)[ -](?:review|stars?|feedback)",)),
    Sign("review_threat", (r"(?:不然|否则|要不然?|不(?:给|赔|退|送|卖|便宜|优惠|降|少|减|包邮|补|换|发|打折|同意|答应|行)).{0,12}(?:差评|一星|投诉|曝光|举报)|差评.{0,8}(?:除非|不赔|不给|不退)|(?:小心|当心|信不信|等着).{0,8}(?:差评|一星)|(?:赔|给|退|返)我?.{0,8}(?:就|才)(?:不给?差评|删差?评|改(?:好)?评|撤差评)|(?:删|改|撤)(?:差|好)?评.{0,10}(?:多少钱|赔|返|给|红包)",)),
    Sign("review_threat", (r"\b(?:or|otherwise|unless)\b.{0,40}\b(?:bad|negative|1|one)[ -](?:review|stars?|feedback)|\b(?:bad|negative|1|one)[ -](?:review|stars?|feedback)\b.{0,40}\bunless\b|\b(?:change|remove|delete)\b.{0,12}\breview\b.{0,30}\b(?:if|for|refund|\$)",)),
    # Other people
    Sign("other_account", (r"(?:另一?个|另外一?个|别的|其他|小号|换了?个?|朋友|老公|老婆|爸|妈|室友|同事|家人|男朋友|女朋友|姐|妹|哥|弟|闺蜜|亲戚|儿子|女儿|孩子|[她他])(?:的)?(?:那?个)?(?:淘宝|天猫)?(?:账号|账户|帐号|帐户|号(?:上|里|买|下|拍)|小号|id)|我小号|用别?人?的号|不是(?:用)?这个号",), ("加号", "代付")),
    Sign("other_account", (r"\b(?:other|another|second|different|old|wife'?s|husband'?s|friend'?s|mom'?s|mother'?s|dad'?s|father'?s|brother'?s|sister'?s|girlfriend'?s|boyfriend'?s|partner'?s)\s+(?:\w+\s+)?account\b|\b(?:friend|wife|husband|mom|mother|sister|brother|colleague|neighbou?r)(?:'?s)?\s+(?:order|parcel|package)\b",)),
    Sign("third_person_data", (r"(?:别的?|其他|其它|上一?个|前面那?个|某个|那个|有个)(?:买家|顾客|客户|人家?|买主).{0,12}(?:电话|地址|名字|姓名|订单|买了?(?:什么|啥|几)|联系|住哪|叫什么|尺码|是谁)|(?:他|她|我?(?:朋友|老公|老婆|前女友|前男友|男朋友|女朋友|同事|邻居|室友|闺蜜|对象|前任|领导))(?:在你们?(?:家|店)?)?(?:的|都)?.{0,4}(?:收货地址|地址|电话|手机号|订单|买了(?:什么|啥|几|多少)|买的(?:什么|啥)|住哪)|(?:买家|收件人|寄件人|评论区|评价里?)(?:那个|的)?.{0,6}(?:电话|手机|联系方式|是谁|叫什么)",)),
    Sign("third_person_data", (r"\b(?:other|another|that|previous|last) (?:buyer|customer|person|people)(?:'?s)?\b.{0,30}\b(?:name|phone|address|number|bought|buy|order|contact|email|live)|\b(?:phone|address|name|contact|number|email) of (?:the |another |other |that |a )?(?:buyer|customer|person|reviewer)|\b(?:his|her|their) (?:address|phone|order|number)\b|\bwhat (?:did|has) (?:my|he|she)\b.{0,20}\b(?:buy|bought|order)",)),
    # Deceit
    Sign("false_reason", (r"(?:退款|退货|退|申请|取消|理由|原因).{0,14}(?:选|写|填|勾|说成|报|按)(?:个|成|上|的)?.{0,6}(?:质量|破损|没收到|未收到|缺货|发错|少件|少发|假货|与描述不符|坏了|理由|原因|哪个|哪一?项|什么)|(?:选|写|填|说成|按)(?:个|成)?(?:质量|破损|没收到|未收到|发错|缺货).{0,16}(?:运费|邮费|行不|可以吗|行吗|好不好)",)),
    Sign("false_reason", (r"\b(?:reason|claim|say|put|select|choose|pick)\b.{0,40}\b(?:defect|damaged?|broken|not received|never arrived|wrong item|quality|out of stock)\b.{0,50}\b(?:refund|return|cancel|free|shipping|postage|so (?:that )?i)|\b(?:refund|return|cancel)\w*\b.{0,30}\b(?:what|which) reason|\b(?:what|which) reason\b",)),
    Sign("fake_order", (r"刷单|刷(?:几|一|点|个)?(?:单|销量|好评|信誉)|刷手|空包|虚假交易|冲销量|假(?:订单|单子|交易)|补单赚|做单|(?:拍|下)(?:单|了)?(?:不用?发货|不发货|空单)|\bfake (?:order|sale|purchase|review)|\bbrush(?:ing)? (?:order|sale)|\bempty (?:parcel|package|box)\b",)),
    # Against the assistant itself
    Sign("injection", (r"忽略.{0,12}(?:指令|规则|要求|设定|提示|限制|内容|政策)|(?:系统|内部)(?:提示|指令|prompt|规则|设定)|提示词|你现在(?:是|扮演)|扮演|假装你是|管理员(?:模式|权限|身份)|开发者模式|最高权限|\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instruction|rule|prompt|polic|previous|prior|above|everything)|\bsystem prompt\b|\bdeveloper mode\b|\bjailbreak\b|\byou are now\b|\bact as\b|\bpretend (?:to be|you)|\[system\]|<system>|\bsystem:",)),
    Sign("internals", (r"成本(?:价|多少)|进(?:货)?价(?:多少|是|格)|拿货价|出厂价|利润(?:多少|是|有)|赚(?:我)?多少|提成|(?:扣|罚)(?:你们)?(?:多少)?分|内部(?:价|员工|资料|政策)|员工价|\b(?:cost price|wholesale cost|profit margin|your margin|how much do you (?:make|earn)|internal (?:rule|polic|price))",)),
)  # fmt: skip

ORDER: tuple[str, ...] = (
    "injection", "other_account", "third_person_data", "off_platform_payment", "off_platform_contact", "false_invoice",
    "other_amount", "false_reason", "fake_order", "review_threat", "paid_review", "guaranteed_arrival", "internals",
)  # fmt: skip
"""Which wish is declined first where a message holds several."""


def read_wishes(message: Encoded, store: StoreProfile) -> frozenset[str]:
    """The wishes to be declined in a message in normal form."""
    found = frozenset(_found(message, store))
    if "off_platform_payment" in found and not pattern(_CONTACT).found(message):
        return found - {"off_platform_contact"}
    return found


def _found(message: Encoded, store: StoreProfile) -> Iterator[str]:
    for sign in _SIGNS:
        if not all(pattern(source).found(message) for source in sign.all):
            continue
        if any(pattern(source).found(message) for source in sign.unless):
            continue
        if sign.wish == "off_platform_payment" and _own_method(message, store):
            continue
        yield sign.wish


def _own_method(message: Encoded, store: StoreProfile) -> bool:
    """Whether the message only names a way to pay that the profile lists (PayPal where the store takes it)."""
    named = [method for method in store.payment.methods if method.isascii() and method.lower() in message.view]
    return bool(named) and not pattern(_PLATFORM_WORDS).found(message)
