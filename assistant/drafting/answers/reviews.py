"""Answers under a buyer's review: public, so they name no person, no order and nothing that only the two of them know."""

from collections.abc import Mapping

from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.situation import Situation

_BAD = (
    r"太差|很差|差评|差劲|垃圾|失望|后悔|骗|假货|假的|坑|不值|别买|不要买|不推荐|烂|难看|难吃|难闻|粗糙|劣质|开线|破洞|起球|掉色|褪色|缩水|变形|线头|跑毛|异味|味道大|发霉|过期|坏了|破了|碎了|色差|态度(?:差|不好|恶劣|冷|敷衍|一般|真差|很差|太差|极差)|没人理|不理人|太慢|慢死|好慢|物流慢|发货慢|少发|发错|不符|不一样|不舒服|不好(?:吃|看|穿|用)|没(?:味|效果|想象)|不满意|一般|太薄|太小|太大|偏[大小]|不合适"
    r"|\b(?:bad|poor|terrible|awful|worst|disappoint\w*|waste|broke\w*|torn|hole|cheap(?:ly)? made|thin(?:ner)?|too (?:small|big|tight|loose|long)|never arrived|not (?:good|worth|as described|happy|recommend|what)|forever|slow|late|rude|scam|fake|smell\w*|fell apart|faded?|average|regret|useless|don'?t buy|damaged|crushed|wrong)\b"
)
_GOOD = (
    r"(?:^|[^不没])(?:好评|很好|挺好|真好|不错|满意|喜欢|好看|好吃|好喝|好穿|舒服|舒适|推荐|值得|很快|质量好|质量不错|漂亮|赞|棒|开心|惊喜|回购|下次还|还会(?:再)?来|合身|显瘦|香|甜|划算|没色差)|没有色差|不掉色|不起球"
    r"|\b(?:good|great|nice|love\w*|excellent|perfect|amazing|awesome|fast|recommend\w*|happy|comfortable|thank\w*|best|beautiful|as described|worth)\b"
)
_DENIED = r"没(?:有)?(?:什么)?(?:色差|异味|味道|线头|起球|掉色|缩水|变形|失望|后悔)|不(?:会)?(?:掉色|褪色|起球|缩水|变形|跑毛|一般)|无(?:色差|异味)|\b(?:not|never|no) (?:bad|disappoint\w*|thin|slow|late|smell|fade\w*|regret\w*)\b"
_TOPICS: tuple[tuple[str, str], ...] = (
    (
        "bad_service",
        r"态度(?:差|不好|恶劣|冷|敷衍|一般|真差|很差|太差|极差)|客服(?:差|不|没|很差|太差)|不理|没人(?:理|回)|不回|服务(?:差|不好)|\b(?:rude|service|seller (?:never|did not|didn'?t)|no (?:reply|answer|response))\b",
    ),
    (
        "bad_delivery",
        r"物流|快递|发货|送货|等了|太慢|好慢|包装|\b(?:shipping|delivery|arriv\w*|forever|slow|late|package|courier|crushed)\b",
    ),
    ("bad_size", r"偏[大小]|太[大小长短紧松]|尺码|不合身|不合适|码(?:数)?不|\b(?:size|small|big|tight|loose|fit)\b"),
)


def review_answer(situation: Situation, intent: str) -> Answer | None:
    """The answer under a review: thanks for a good one, an apology that names its subject for a bad one."""
    bad = situation.says(_BAD) and not (situation.says(_DENIED) and situation.says(_GOOD))
    good = situation.says(_GOOD)
    if (
        bad
        and good
        and not situation.says(
            r"差评|垃圾|失望|后悔|骗|别买|\b(?:worst|terrible|awful|waste|scam|disappoint\w*|regret)\b"
        )
    ):
        return Answer(intent, "mixed")
    if bad or situation.mood in {"angry", "abusive"}:
        topic = next((case for case, source in _TOPICS if situation.says(source)), "bad")
        several = situation.says(r"质量|粗糙|破|洞|起球|开线|掉色|\b(?:quality|thin|hole|broke\w*|torn|cheap)\b")
        return Answer(
            intent, "bad" if several else topic, certain=situation.mood != "abusive", note="an abusive review"
        )
    if good:
        return Answer(intent, "good")
    return Answer(intent, "neutral", certain=False, note="whether the review is good or bad is not clear")


def reply_review(situation: Situation) -> Answer | None:
    """A message that reads like a review is answered like one."""
    return review_answer(situation, "reply_review")


ANSWERS: Mapping[str, Answerer] = {"reply_review": reply_review}
