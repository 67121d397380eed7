"""How the buyer feels, by the words: abusive, angry, worried or calm."""

from collections.abc import Sequence

from assistant.domain.request import Turn
from assistant.drafting.situation import Mood
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

_ABUSIVE = (
    r"傻[逼比叉b]|煞笔|沙比|(?:^|[^a-z])(?:sb|nmsl|cnm|tmd)(?:[^a-z]|$)|操你|草你|艹你|日你|去死|死全家|滚(?:蛋|远|开|吧|你)|脑残|智障|白痴|废物|蠢货|狗(?:东西|娘|屁客服)|王八|贱人|不要脸|畜生|猪脑|有病吧你|你有病|你妈|你m|尼玛"
    r"|\b(?:fuck|fucking|fucker|asshole|bitch|moron|idiots?|stupid (?:people|bot|agent|seller|shop)|you (?:are|re) (?:stupid|an idiot|trash|garbage)|retard|piece of shit|go to hell|screw you|scumbags?|dumbass)\b"
)
_ANGRY = (
    r"骗子|骗人|欺骗|忽悠|投诉|举报|12315|消协|工商|曝光|差评|什么破|破店|破东西|垃圾|太差|差劲|太慢了|气死|无语|忍无可忍|受够|太坑|坑人|坑爹|恶心|耍我|玩我|说话不算|不讲理|不负责|黑店|奸商|再不(?:发|给|处理|退|回)|第[三四五六]次|(?:问|说|催|联系)了(?:你们)?(?:好几|几|三|四|五|多)[次遍]|没人(?:管|理|回|处理)|什么态度|态度(?:太|真|这么)?差|服了你|搞什么|怎么做生意|到底(?:发不|还|什么时候|能不能|管不|要|给不|有没有)|还(?:想)?(?:要)?(?:不要|做)生意|[!]{2,}|太过分|过分了|失望|糟糕|退钱"
    r"|\b(?:scam(?:mers?)?|ridiculous|unacceptable|terrible|worst|awful|horrible|furious|angry|fed up|sick of|never again|disput(?:e|ing)|fraud|rip[- ]?off|cheat(?:ed|ing|ers?)?|disgust\w*|disappoint\w*|liars?|lied|lying|useless|pathetic|outrageous|joke|third time|nobody (?:answers|replies)|no one (?:answers|replies)|complain\w*|waste of|report(?:ing)? you|wtf)\b|!{2,}"
)
_WORRIED = (
    r"着急|急用|急死|很急|好急|挺急|急着|担心|怎么还(?:没|不)|咋还(?:没|不)|还没(?:到|收到|发|动|有)|好几天|等了.{0,6}[天周]|丢(?:了|件)|是不是丢|怎么办|咋办|不动了|没动(?:静|过)|没更新|不更新|卡(?:在|住)|坏了|破了|碎了|漏了|少了|少发|错了|发错|开线|掉色|起球|没收到|不见了|找不到|催|快点|赶紧"
    r"|\b(?:worried|still (?:not|no|haven'?t|hasn'?t|waiting|nothing)|where(?:'s| is)|hasn'?t|haven'?t|urgent(?:ly)?|lost|asap|stuck|missing|broken|damaged|wrong|torn|defective|never (?:arrived|received|got)|not (?:received|arrived|moving|moved|updated)|no update)\b"
)
_AGAIN = r"第[三四五六]次|(?:问|说|催|联系|找)了?(?:你们?)?(?:好几|几|三|四|五|多)[次遍回]|\b(?:third|fourth|fifth) time\b|\b(?:three|four|five|several|many) times\b"
"""Words by which buyers count the rounds themselves."""
_SAID_AGAIN = 2
_COMPLAINING = rf"{_ANGRY}|{_WORRIED}|{_AGAIN}|不动|没动|没更新|有(?:个)?(?:破)?洞|瑕疵|质量(?:问题|不|太)|怎么处理|处理(?:下|一下)|给个说法|怎么还|解决一?下|没(?:解决|处理|结果|回复|消息)|一直(?:没|不)|说好|答应|昨天(?:就)?说|not (?:solved|resolved)|you (?:said|promised|told)"


def read_mood(message: Encoded) -> Mood:
    """The mood of a message in normal form."""
    if pattern(_ABUSIVE).found(message):
        return "abusive"
    if pattern(_ANGRY).found(message):
        return "angry"
    return "worried" if pattern(_WORRIED).found(message) else "calm"


def rounds_unresolved(message: Encoded, history: Sequence[Turn]) -> int:
    """How many earlier turns of the buyer, answered since, complained, where this message complains still."""
    if not pattern(_COMPLAINING).found(message):
        return 0
    said = pattern(_AGAIN).found(message) and any(turn.role == "agent" for turn in history)
    rounds, answered = 0, False
    for turn in reversed(history):
        if turn.role == "agent":
            answered = True
        elif answered and pattern(_COMPLAINING).found(Encoded(normalise(turn.text).view)):
            rounds, answered = rounds + 1, False
    return max(rounds, _SAID_AGAIN) if said else rounds
