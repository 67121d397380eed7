"""What went wrong, and what buyers say of it: wrong, damaged or faulty goods, complaints, reviews, personal data."""

from collections.abc import Mapping

from assistant.domain.store import Product
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.changes import change_address
from assistant.drafting.answers.own_order import ARRIVED, focused, no_order, order_slots, receiver_slots
from assistant.drafting.answers.returns import return_slots
from assistant.drafting.phrasing import masked_phone
from assistant.drafting.situation import Situation
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

_PHOTO = r"照片|拍照|图片|拍(?:张|个|一下|几张)|\bphotos?\b|\bpictures?\b"
_SENT = r"^\W*(?:图片|照片|视频|image|photo|picture|video)\W*$|(?:照片|图|视频)?(?:已经|都)?(?:发|传|拍)(?:你|您|给你|过去|过来|好|了)|在上面|看(?:图|照片)|\b(?:sent|attached|here (?:is|are)|uploaded)\b"
_BLEEDING = r"掉色|褪色|浮色|染(?:色|了|到)|\b(?:bleeds?|bled|fad(?:e|es|ed|ing)|colou?r (?:runs?|ran|came))\b"
_BLEEDING_TOLD = r"浮色|掉色|褪色|\bbleed|\bfade|\bcolou?r"
_GIFT = r"赠品|礼品|赠送|送的|试[喝用吃]装|\b(?:free )?gifts?\b"
_CARE = (
    r"洗|晾|晒|熨|保存|存放|储存|保养|收纳|放(?:冰箱|多久|哪)|保质|\b(?:wash|clean|dry|iron|store|care|keep|shelf)\w*"
)
_REWARD = r"返现|红包|有(?:什么|啥|没有)?(?:奖励|好处|礼|优惠)|送(?:东西|什么|啥|礼|券)|返(?:多少|几)|怎么领|\b(?:get|receive|win|gift|reward|coupon|discount|cash ?back|something for)\b"
_PRAISED = r"(?:给|写|评|点)(?:了|过|完|好)|已(?:经)?(?:评|好评|写)|五星了|\b(?:left|gave|wrote|given)\b"
_CHANGE = r"改|删|撤|错|不小心|\b(?:change|edit|delete|remove|wrong|mistake)\b"
_ALREADY = r"(?:已经|刚|都)(?:给|写|评|打)|给了|写了|评了|\b(?:left|already|gave|wrote)\b"
_OWN = r"(?:我|本人)(?:的|自己的|下单|留的|填的|登记|绑定|收货).{0,8}|\bmy\b"
_PHONE = r"电话|手机|号码|\bphone\b|\bnumber\b|\bmobile\b"
_ADDRESS = r"收货(?:地址|信息)|我的?.{0,4}地址|填的?地址|\b(?:my|the) (?:delivery |shipping )?address\b"
_SECRET = r"身份证|银行卡|卡号|\b(?:card|passport|id) number"
_OTHERS = r"别人|他|她|老公|老婆|朋友|同事|室友|爱人|小号|买家|顾客|客户|谁|\b(?:his|her|their|friend|wife|husband|buyer|customer|roommate|someone|people)\b"
_DELETION = r"删(?:掉|除|了)?.{0,6}(?:资料|信息|数据|记录|电话|地址)|(?:资料|信息|数据).{0,8}(?:删|泄|卖|安全|保密)|卖.{0,6}(?:电话|信息|资料)|\b(?:delete|erase|remove|leak|sold|sell|privacy)\b"
_FAULTS = frozenset(
    {
        "wrong_or_missing",
        "damaged",
        "quality_issue",
        "return_exchange",
        "return_freight",
        "refund",
        "complaint",
        "bad_review",
        "usage_help",
    }
)


def wrong_or_missing(situation: Situation) -> Answer | None:
    """An apology, what we need to see, and that our mistake costs the buyer nothing."""
    on_its_way = situation.order is not None and situation.order.status in {"unpaid", "paid", "shipped"}
    if on_its_way and situation.says(r"地址|\baddress\b"):
        return change_address(situation)
    return missing_gift(situation) or _fault(situation, "wrong_or_missing")


def damaged(situation: Situation) -> Answer | None:
    """As for wrong goods, with the packaging in the picture."""
    return _fault(situation, "damaged")


def quality_issue(situation: Situation) -> Answer | None:
    """As for wrong goods; where the care text speaks of it (colour in the first wash), that comes first."""
    product = situation.product
    if product is not None and product.care and situation.says(_BLEEDING) and _told_of(product, _BLEEDING_TOLD):
        return Answer(
            "quality_issue", "bleeding", {**return_slots(situation), "care": product.care}, covers=_FAULTS | {"care"}
        )
    return _fault(situation, "quality_issue")


def _told_of(product: Product, source: str) -> bool:
    return pattern(source).found(Encoded(normalise(product.care or "").view))


def _fault(situation: Situation, intent: str) -> Answer:
    found = focused(situation, "delivered", "completed", "shipped")
    if found is None and situation.facts.other_orders:
        return no_order(situation, intent)
    slots = return_slots(found or situation)
    if _asked_for_photo(situation) and situation.says(_SENT):
        return Answer(intent, "seen", slots, person="a person looks at the photos and settles it", covers=_FAULTS)
    if found is None:
        return Answer(intent, "photo_order", slots, covers=_FAULTS)
    order = found.order
    assert order is not None
    if order.status not in ARRIVED | {"shipped"}:
        note = f"the order is {order.status}, yet the buyer speaks of goods in hand"
        return Answer(intent, "photo_order", slots, certain=False, note=note, covers=_FAULTS)
    return Answer(intent, "photo", slots, covers=_FAULTS)


def _asked_for_photo(situation: Situation) -> bool:
    turns = [turn.text for turn in situation.facts.request.history if turn.role == "agent"]
    return any(pattern(_PHOTO).found(Encoded(normalise(text).view)) for text in turns[-3:])


def missing_gift(situation: Situation) -> Answer | None:
    """The answer on a gift that was not in the parcel; None where the message speaks of none."""
    found = focused(situation, "delivered", "completed", "shipped")
    gifts = situation.facts.store.gifts
    if found is None or not gifts:
        return None
    named = [gift for gift in gifts if normalise(gift.name).view in situation.facts.message.view]
    ends = [
        gift for gift in gifts if len(gift.name) > 2 and normalise(gift.name).view[-3:] in situation.facts.message.view
    ]
    if not named and not ends and not situation.says(_GIFT):
        return None
    gift = (named or ends or list(gifts))[0]
    reached = found.facts.amount is not None and found.facts.amount >= gift.min_amount
    slots = {"gift": gift.name, "gift_says": gift.says}
    if not reached:
        return Answer("wrong_or_missing", "gift_not_reached", slots, covers=_FAULTS | {"gift"})
    return Answer("wrong_or_missing", "gift", slots, covers=_FAULTS | {"gift"})


def usage_help(situation: Situation) -> Answer | None:
    """Care where the profile tells it; how to use a thing beyond that is for a person."""
    product = situation.product
    covers = frozenset({"care"})
    if product is None:
        return Answer("usage_help", "which")
    if product.care and situation.says(_CARE):
        return Answer("usage_help", "care", {"care": product.care, "product": product.title}, covers=covers)
    note = "the profile does not tell how to use it"
    if product.care:
        return Answer(
            "usage_help",
            "unknown_care",
            {"care": product.care, "product": product.title},
            certain=False,
            note=note,
            covers=covers,
        )
    return Answer("usage_help", "unknown", {"product": product.title}, certain=False, note=note)


def complaint(situation: Situation) -> Answer | None:
    """An apology and the next step; a person looks first, since what went wrong is not said."""
    note = "the buyer complains"
    if situation.facts.own_orders:
        return Answer(
            "complaint",
            "with_order",
            order_slots(situation),
            certain=False,
            note=note,
            covers=frozenset({"bad_review"}),
        )
    return Answer("complaint", "open", certain=False, note=note, covers=frozenset({"bad_review"}))


def ask_review(situation: Situation) -> Answer | None:
    """How to review, honestly; never anything in return."""
    if situation.says(_REWARD):
        return Answer("ask_review", "no_reward")
    if situation.says(_CHANGE):
        return Answer("ask_review", "change")
    return Answer("ask_review", "thanks" if situation.says(_PRAISED) else "how")


def bad_review(situation: Situation) -> Answer | None:
    """An apology and the wish to put it right, with no word on the review itself."""
    case = "given" if situation.says(_ALREADY) else "coming"
    return Answer("bad_review", case, certain=False, note="a bad review is at stake", covers=frozenset({"complaint"}))


def privacy_request(situation: Situation) -> Answer | None:
    """Other people's data never; the buyer's own number masked."""
    facts = situation.facts
    if situation.says(_DELETION):
        return Answer("privacy_request", "own_data", certain=False, note="a person handles requests about stored data")
    if situation.says(_SECRET) and not situation.says(_OTHERS):
        return Answer("privacy_request", "secret")
    order = facts.order
    if order is not None and situation.says(_ADDRESS) and not situation.says(_OTHERS) and not facts.other_orders:
        receiver = receiver_slots(order)
        return Answer("privacy_request", "own_address" if "address" in receiver else "others", receiver)
    own = situation.says(_OWN) and not situation.says(_OTHERS) and not facts.other_orders
    if own and situation.says(_PHONE) and order is not None and order.receiver.phone:
        return Answer("privacy_request", "own_phone", {"phone": masked_phone(order.receiver.phone)})
    return Answer("privacy_request", "others", covers=frozenset({"track", "confirm_order", "change_address"}))


ANSWERS: Mapping[str, Answerer] = {
    "wrong_or_missing": wrong_or_missing,
    "damaged": damaged,
    "quality_issue": quality_issue,
    "usage_help": usage_help,
    "complaint": complaint,
    "ask_review": ask_review,
    "bad_review": bad_review,
    "privacy_request": privacy_request,
}
