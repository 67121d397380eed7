"""A bare yes to the buyer's own time: "明天能发吗" "可以的亲" promises tomorrow."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.dates import DateMention, dates
from assistant.language.durations import Duration, durations
from assistant.language.regex import regex
from assistant.policy.claims.questions import Topic, asked_topic
from assistant.policy.claims.timing import TimeStatement
from assistant.policy.text import Reply

_YES = regex(
    r"^(?:[亲嗯哦对是的啊,!~ ]|宝贝?|您好|哈喽)*(?:(?:完全|肯定|一定|绝对|当然|必须|妥妥|没跑|百分百|100%)*(?:能的?|可以的?|会的?|行的?|来得及的?|赶得上的?|赶得及的?|没问题的?|没毛病|能到的?|能收到的?|能赶上的?|能发的?|可以发的?|能送到的?|中|能呢|okk?|妥妥的?|必须的?|放心|安排|必达)|必须的|肯定的|一定的|当然|妥妥的)(?:[哦呢哈的呀啦嘛噢喔了亲~! ]|宝贝?|您放心|放心)*$"
    r"|^(?:yes|yep|yeah|sure|sure thing|of course|absolutely|definitely|certainly|no problem|for sure|it will|it does|we can|we do|you will)(?: (?:it will|we can|it can|we will|dear|my friend|it does|you will|definitely|of course|absolutely|for sure))*$"
)
_BEGINS_YES = regex(
    r"^(?:[亲嗯哦对是的啊您好,!~ ]|宝贝?)*(?:(?:完全|肯定|一定|绝对|当然|必须|妥妥|没跑|百分百|100%)+(?:能|可以|会|行|没问题|赶得?上|来得及|给您|到|发)?|能[的呀啊哦哒哈到发收赶呢滴嘀喔嘞]|可以[的呀啊哦哒哈呢滴嘀喔嘞]|会的|没问题|没毛病|妥|来得及|赶得?[上及]|必达|中|成|行[的呀啊哦哒滴嘞]|莫问题|冇问题|没得问题|放心|安心|稳)[^,]{0,10}$"
    r"|^(?:yes|yep|yeah|sure|of course|absolutely|definitely|certainly|no problem|for sure|it will|we can|we will|you will|no worries|easily|easy)\b[^,]{0,30}$"
)
_DENIED_LATER = regex(
    r"不(?:保证|敢|一定|能保|好说|确定)|没法保|无法保|\b(?:can't|cannot|can not|couldn't|no) (?:promise|guarantee)"
)
_DOES_SEND = regex(
    r"^[^,]{0,10}(?:也|都|照|就|能|会|可以|准)(?:给[您你])?发(?:[的哒滴哦呢哈您你走出]|$)|^(?:发得[走出了]|走得[了掉]|寄得[走出])"
)


def agreed_times(reply: Reply, facts: Facts, topic: Topic, seen: list[TimeStatement]) -> Iterator[TimeStatement]:
    """The buyer's own time, where the reply just says yes to it ("明天能发吗" "可以的亲")."""
    if asked_topic(facts) != topic or any(item.topic == topic for item in seen):
        return
    asked = facts.message
    values: list[DateMention | Duration] = [*dates(asked, facts.now), *durations(asked)]
    values = [v for v in values if isinstance(v, Duration) or v.last >= facts.now]
    if len(values) != 1 or _DENIED_LATER.search(reply.view):
        return
    for clause in reply.clauses:
        if (
            (clause.index > 1 and not _DOES_SEND.search(clause.text))
            or clause.negators
            or clause.asks
            or not _agrees(clause.text, topic)
        ):
            continue
        if any(reply.in_sentence(name, clause) for name in ("soft", "wish", "other_act", "delay")):
            continue
        yield TimeStatement(topic, clause, clause.start, clause.end, values[0], False, False, False)
        return


def _agrees(text: str, topic: Topic) -> bool:
    if _YES.search(text) or _BEGINS_YES.search(text):
        return True
    return topic == "dispatch" and bool(_DOES_SEND.search(text))
