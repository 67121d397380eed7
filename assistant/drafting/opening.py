"""How a message opens: a greeting before the question (在吗 那个大衣还有M吗), or a call where the question went unanswered."""

import re
from collections.abc import Sequence

from assistant.domain.request import Turn
from assistant.facts import Facts
from assistant.language.normalise import normalise

_GREETING = (
    r"(?:你|您)们?好(?:呀|啊)?|大家好|哈[喽罗啰]|嗨|在(?:吗|么|嘛|不在|不|线吗)|有(?:没有)?人(?:在)?(?:吗|么|嘛|没)?|打扰(?:了|一下)?|请问(?:一下|下)?|问一下|想问下?|早上好|上午好|中午好|下午好|晚上好"
    r"|(?:亲亲?|老板娘?|掌柜的?|店家|店主|卖家|客服|小姐姐|小哥哥?|美女|帅哥)(?=[\s,，。!！?？~～、]|你好|您好|在[吗么嘛])"
    r"|\b(?:hello|hi|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|dear(?: (?:sir|madam|friend|seller))?|sir|madam|my friend|there|seller"
    r"|(?:are you|anyone|anybody|is (?:anyone|anybody|someone)) (?:there|here|online|around|available))\b"
)
_OPENING = re.compile(rf"^(?:[\s\W]*(?:{_GREETING})[\s,，。.!！?？~～、:：;；呀啊哈哦]*)+")
_CALL = re.compile(
    rf"^[\s\W]*(?:(?:{_GREETING}|人呢|回(?:复)?(?:一下|下|我)?|理我一?下|怎么不(?:回|说话|理人)|在不|哈喽|喂|\b(?:still there|any ?one|please (?:reply|answer)|waiting)\b)[\s\W呀啊哈哦]*)*$"
)
_LEAST_CHARS = 2
"""So much must be left behind a greeting to be a question."""
_MOST_PENDING = 4
"""More turns in a row without an answer are a log, not a question that waits."""


def without_greeting(message: str) -> str:
    """The message behind its greeting; as it is where it is nothing else."""
    rest = _OPENING.sub("", message.lower(), count=1)
    rest = message[len(message) - len(rest) :]
    return rest if len(rest.strip()) >= _LEAST_CHARS else message


def only_calls(message: str) -> bool:
    """Whether a message only greets, or calls for an answer (在吗, 人呢, hello?)."""
    return _CALL.match(normalise(message).view) is not None


def with_unanswered(facts: Facts) -> Facts:
    """The facts with the buyer's last turns as the message, where it only calls for the answer to them."""
    if facts.request.task != "reply":
        return facts
    pending = _unanswered(facts.request.history)
    if not pending or not only_calls(facts.request.message):
        return facts
    asked = [turn.text for turn in pending if not only_calls(turn.text)]
    if not asked:
        return facts
    history = facts.request.history[: len(facts.request.history) - len(pending)]
    request = facts.request.model_copy(update={"message": "\n".join(asked), "history": history})
    return Facts(facts.store, request)


def _unanswered(history: Sequence[Turn]) -> Sequence[Turn]:
    """The buyer's turns since the store last spoke; none where it has not spoken at all and many stand there."""
    count = 0
    for turn in reversed(history):
        if turn.role != "buyer":
            break
        count += 1
    return history[len(history) - count :] if 0 < count <= _MOST_PENDING else ()
