"""The thread of a talk: the matter of the last exchange, carried into a follow-up that says too little by itself.

"多久能拿到" asks when an invoice comes right after one was spoken of, and when a parcel comes otherwise. A follow-up is
short, names no matter of its own, and asks one thing (what it costs, how long, until when, how, whether still, where);
which matter it asks that of is read from the turns before.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.corpus import IntentGuess
from assistant.domain.request import Turn
from assistant.drafting.asked import is_picture
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regions import named_region

Matter = Literal["invoice", "fault", "way_back", "dispatch", "courier", "arrived"]
Aspect = Literal["exchange", "place", "until", "later", "cost", "time", "way", "still"]
ReadTurn = Callable[[str], Sequence[IntentGuess]]
"""Reads what a turn of the buyer means by itself, likeliest first."""

_MATTER_OF: Mapping[str, Matter] = {
    "invoice": "invoice",
    **dict.fromkeys(("quality_issue", "damaged", "wrong_or_missing"), "fault"),
    **dict.fromkeys(("return_exchange", "return_freight", "refund", "refund_progress"), "way_back"),
    **dict.fromkeys(("dispatch_time", "urge_dispatch", "paid_thanks", "confirm_order"), "dispatch"),
    **dict.fromkeys(("change_address", "change_items", "order_note", "combine_orders"), "dispatch"),
    **dict.fromkeys(("track", "out_for_delivery", "abnormal_logistics", "not_received"), "courier"),
    "delivered": "arrived",
}
"""What an intent is a question of, as far as follow-ups go."""

_ASPECTS: tuple[tuple[Aspect, str], ...] = (
    ("exchange", r"换(?:[^算季洗句成地]|$)|\b(?:exchange|swap|replace(?:ment)?|new one|another one)\b"),
    ("place", r"放(?:在|到)?(?:哪|门口|前台|门卫|驿站|柜|家门|楼下|物业)|[搁存](?:在|到)?(?:哪|门口)|驿站|快递柜|丰巢|代收|不在家|没人(?:在|收)|家里?没人|白天上班|\b(?:leave (?:it|them)|neighbou?rs?|not (?:at )?home|at work|front door|doorstep|reception)\b"),
    ("until", r"最[晚迟]|截止|几点|来得及|来不及|赶得上|(?:太|会不会|是不是)晚|过期|\b(?:until when|by when|latest|deadline|too late|in time|still time|how long do i have|what time)\b"),
    ("later", r"影响|耽误|耽搁|推迟|延后|延迟|变慢|(?:会|要)(?:不会)?(?:更|再)?晚|\b(?:delay\w*|later|slower|longer|affect|still ship)\b"),
    ("cost", r"多少钱|花钱|要钱|的钱|收钱|收费|费用|手续费|免费|[邮运]费|[谁我你自己](?:来)?[出付掏担花]|(?:要|用|得|另外?)[付出掏花加](?:[^发门]|$)|\b(?:cost|costs|charged?|fees?|free|pay|pays|paying|postage|shipping|freight|covers?|extra|how much)\b"),
    ("time", r"多久|多长时间|几天|什么时候|啥时候|几时|何时|哪天|多快|\b(?:how (?:long|soon|fast|quickly|many days)|when|what day)\b"),
    ("way", r"怎么(?:操作|弄|申请|办|走|搞|开始|提交|处理|点|个?流程|做|$|[?呢])|咋(?:操作|弄|申请|办|搞|整|$|[?呢])|如何(?:操作|申请|办理|处理)|(?:在)?(?:哪里?|哪儿)(?:申请|点|操作|弄|提交)|步骤|流程|第一步|\bhow (?:do|can|should|would) (?:i|we)\b|\bhow (?:does (?:it|that|this) work|to)\b|\bwhere (?:do|can|should) i (?:start|click|go|apply|request|begin)\b|\bsteps?\b|\bwhat (?:do|should|must) i do\b"),
    ("still", r"还(?:能|可以|给|管|行|算)|(?:能|可以|给)(?:不能|不可以)?(?:弄|处理|解决|修)|管不管|行不行|\bstill (?:possible|ok(?:ay)?|can|do|help|allowed)\b"),
)  # fmt: skip
"""What a follow-up may ask of a matter, the plainest first."""

_ANSWERED_BY: Mapping[tuple[Matter, Aspect], str] = {
    **dict.fromkeys((("invoice", "cost"), ("invoice", "time"), ("invoice", "until"), ("invoice", "way")), "invoice"),
    **dict.fromkeys((("fault", "cost"), ("way_back", "cost")), "return_freight"),
    **dict.fromkeys((("fault", "exchange"), ("fault", "until"), ("fault", "way"), ("fault", "still")), "return_exchange"),
    **dict.fromkeys((("way_back", "exchange"), ("way_back", "until"), ("way_back", "way")), "return_exchange"),
    ("way_back", "still"): "return_exchange",
    **dict.fromkeys((("dispatch", "until"), ("dispatch", "later")), "dispatch_time"),
    ("courier", "place"): "out_for_delivery",
    ("arrived", "way"): "usage_help",
}  # fmt: skip
"""Which answer serves a follow-up; what is not here is read by itself."""

_FOREIGN: Mapping[Matter, str] = {
    "invoice": r"[邮运]费|快递|包裹|到货|发货|寄出|物流|裙|衣服|\b(?:ship\w*|post(?:age)?|deliver\w*|parcel|arrive\w*|dispatch\w*|freight|courier)\b",
    "fault": r"退款|到账|钱.{0,3}到|\b(?:refund\w*|money)\b",
    "way_back": r"退款|到账|钱.{0,3}到|发货|\b(?:refund\w*|money|arrive\w*|dispatch\w*|deliver\w*)\b",
    "dispatch": r"客服|上班|下班|在线|到(?:货|手|达)|收到|送到|活动|\b(?:arrive\w*|get here|deliver\w*|online|open)\b",
    "courier": r"发货地|哪里发|发出",
    "arrived": r"退|换|确认|评价|好评|\b(?:return|exchange|confirm|review)\b",
}
"""Words by which a message leaves a matter."""
_UNWANTED = re.compile(
    r"不(?:想|要|用|是)?(?:要)?退(?:款|钱)|\b(?:not|no|don'?t want)(?: \w+){0,2} (?:refund|money back)\b"
)
"""What the buyer does not want is no word for it."""
_NEW_MATTER = (
    r"下单|再[买拍]|想[买拍]|付款|尺码|多大|颜色|材质|面料|优惠|活动|[券劵]|赠品|分期|花呗|信用卡|地址|便宜|库存|有货|现货|人工|真人|客服|领导|主管|老板|做主|换个?人"
    r"|\b(?:buy|place an order|colou?rs?|sizes?|discount|coupon|stock|address|paypal|credit card|gift|manager|human|supervisor|person)\b"
)
"""Words that open a matter of their own."""
_INVOICE_WORDS = r"发票|开票|\binvoice"
_THIN: frozenset[str] = frozenset(
    {"shipping_fee", "free_shipping", "delivery_time", "dispatch_time", "urge_dispatch", "track", "price", "carrier"}
    | {"how_to_order", "nudge_payment", "usage_help", "other_product_info", "quality", "wait", "human", "restock"}
    | {"farewell", "thanks", "order_note", "payment_method", "credit_card", "no_balance", "refund_progress"}
    | {"bargain", "off_topic", "greeting", "return_freight", "return_exchange", "delivered", "out_for_delivery"}
    | {"confirm_order", "stock", "hesitation", "not_received", "change_items", "payment_problem", "cash_on_delivery"}
)
"""What the bare words of a follow-up are taken for by themselves."""
_SURE = 0.8
"""A meaning outside of those, read as surely as this, is a matter of its own."""
_KNOWN = 0.45
"""From here on a turn of the buyer's tells the matter."""
_SMALL_TALK = frozenset({"greeting", "thanks", "wait", "farewell", "off_topic", "paid_thanks", "human", "complaint"})
_HAN_CHARS = 18
_LATIN_WORDS = 9
_TURNS = 8
"""So far back a thread reaches."""
_OUT = r"派送中|派件中|派送途中|正在派|上门派|\bout for delivery\b"
_HERE = r"签收|已送达|\bdelivered\b"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message that asks one thing more of a matter in hand.

    Attributes:
        matter: what the talk is about.
        aspect: what is asked of it.
        intent: the answer that serves it.
        began: the buyer's turns on the matter, in normal form.
    """

    matter: Matter
    aspect: Aspect
    intent: str
    began: str = ""


def follow_up(facts: Facts, own: Sequence[IntentGuess], read: ReadTurn) -> FollowUp | None:
    """What a message asks of the matter in hand; None where it stands by itself.

    Args:
        facts: of the request.
        own: what the message means by itself, likeliest first.
        read: reads the buyer's earlier turns.
    """
    if not facts.request.history:
        return None
    aspects = _aspects(facts.message)
    if not aspects or _stands_alone(facts, own):
        return None
    matter, began = _matter(facts.request.history[-_TURNS:], read)
    if matter is None or pattern(_FOREIGN[matter]).found(Encoded(_UNWANTED.sub("", facts.message.view))):
        return None
    for aspect in aspects:
        intent = _ANSWERED_BY.get((matter, aspect))
        if intent is not None and _possible(matter, facts):
            return FollowUp(matter, aspect, _for_order(intent, facts), normalise(began).view)
    return None


def _aspects(message: Encoded) -> list[Aspect]:
    if not _short(message.view):
        return []
    return [aspect for aspect, source in _ASPECTS if pattern(source).found(message)]


def _short(view: str) -> bool:
    han = sum("\u3400" <= char <= "\u9fff" for char in view)
    return han <= _HAN_CHARS and len(view.split()) <= _LATIN_WORDS if han else len(view.split()) <= _LATIN_WORDS


def _stands_alone(facts: Facts, own: Sequence[IntentGuess]) -> bool:
    """Whether a message names its own matter: other goods, a place, plain words, or a meaning that is beyond doubt."""
    if pattern(_NEW_MATTER).found(facts.message) or pattern(_INVOICE_WORDS).found(facts.message):
        return True
    if named_region(facts.message) is not None:
        return True
    if any(item not in facts.order_products for item in facts.named_products):
        return True
    return bool(own) and own[0].score >= _SURE and own[0].intent not in _THIN


def _matter(history: Sequence[Turn], read: ReadTurn) -> tuple[Matter | None, str]:
    """The matter in hand after some turns, with the buyer's turns on it."""
    matter: Matter | None = None
    began: list[str] = []
    spoken_by = ""
    for turn in history:
        view = Encoded(normalise(turn.text).view)
        if turn.role != "buyer":
            notice = _notice(view) if spoken_by == "agent" or not spoken_by else None
            if notice is not None:
                matter, began = notice, []
            spoken_by = "agent"
            continue
        spoken_by = "buyer"
        if is_picture(view):
            continue
        if matter is not None and _asks_of(matter, view):
            began.append(turn.text)
            continue
        told = _told(read(turn.text))
        if told is not None:
            matter, began = told[0], [turn.text]
    return matter, "\n".join(began)


def _told(guesses: Sequence[IntentGuess]) -> tuple[Matter | None] | None:
    """The matter of a turn by itself, a tuple of None for one that no follow-up is read of; None where it tells none.

    Meanings of one matter count together: a hole may be a fault or a damage, and is the same matter.
    """
    weights: dict[str, float] = {}
    for guess in guesses:
        if guess.intent not in _SMALL_TALK:
            name = _MATTER_OF.get(guess.intent, guess.intent)
            weights[name] = weights.get(name, 0.0) + guess.score
    likeliest = max(weights, key=weights.__getitem__, default=None)
    if likeliest is None or weights[likeliest] < _KNOWN:
        return None
    return (next((matter for matter in _MATTER_OF.values() if matter == likeliest), None),)


def _notice(view: Encoded) -> Matter | None:
    """The matter of a message that the store sent unasked."""
    if pattern(_HERE).found(view) and not pattern(_OUT).found(view):
        return "arrived"
    return "courier" if pattern(_OUT).found(view) else None


def _asks_of(matter: Matter, view: Encoded) -> bool:
    if pattern(_FOREIGN[matter]).found(view) or pattern(_NEW_MATTER).found(view):
        return False
    return any((matter, aspect) in _ANSWERED_BY for aspect in _aspects(view))


def _possible(matter: Matter, facts: Facts) -> bool:
    """Whether the order is where such a matter makes sense."""
    status = facts.order.status if facts.order else None
    if matter == "dispatch":
        return status in {"paid", "unpaid", None}
    if matter == "courier":
        return status == "shipped"
    return True


def _for_order(intent: str, facts: Facts) -> str:
    if intent == "dispatch_time" and facts.order is not None and facts.order.status == "paid":
        return "urge_dispatch"
    return intent
