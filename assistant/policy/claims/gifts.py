"""Gifts that a reply promises (contract section 8: Gifts)."""

from collections.abc import Iterator

from assistant.domain.store import Gift
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, Hit
from assistant.language.regex import regex
from assistant.language.regions import named_region
from assistant.policy.claims.answers import affirmation
from assistant.policy.claims.purchase import pieces, purchase, sums_of_goods
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.gift"
_COUNT = regex(
    r"(?<![\d.])(\d{1,2}|[一二两三四五六七八九十俩仨])\s*[个份条双包袋盒件罐瓶只][^,。!?;]{0,6}$|(?:给|装|放|送|要)(?:您|你)?([俩仨])"
)


_NOUNS = frozenset({"赠品", "礼品", "礼物", "小样", "gift", "gifts"})
_NUMERALS = frozenset("0123456789一两俩仨二三另")


def named_gift(gifts: tuple[Gift, ...], text: str) -> Gift | None:
    """The gift that a text in normal form names, by its whole name, its end, or half of it."""
    plain = text.replace(" ", "")
    for gift in gifts:
        name = normalise(gift.name).view.replace(" ", "")
        if name in plain or (len(name) > 2 and not name.isascii() and (name[-2:] in plain or name[-3:-1] in plain)):
            return gift
        half = max(2, (len(name) + 1) // 2)
        if any(name[start : start + half] in plain for start in range(len(name) - half + 1)):
            return gift
        if len(name) == 3 and name[-1] + "子" in plain:  # 收纳袋 is the 袋子
            return gift
    return None


def given(reply: Reply, text: Encoded | None = None) -> list[Hit]:
    """The words of giving that do not mean delivery (送货), an address (送烟台) or the buyer's own present (送妈妈)."""
    hits = reply.concept("gift_give") if text is None else reply.concept_in("gift_give", text)
    if not hits:
        return []
    excluded = reply.concept("gift_not") if text is None else reply.concept_in("gift_not", text)
    view = reply.view if text is None else text.view
    return [
        hit
        for hit in hits
        if not any(other.start < hit.end and hit.start < other.end for other in excluded)
        and not (hit.text == "送" and named_region(Encoded(view[hit.end : hit.end + 4])) is not None)
    ]


def read_gifts(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each gift promised, held against the profile's gifts and the amount that they ask for."""
    hits = given(reply)
    named_asked = named_gift(facts.store.gifts, facts.message.view) is not None
    if not hits and not named_asked and not reply.concept_in("gift_asked", facts.message):
        return
    seen: set[int] = set()
    for hit in hits:
        clause = reply.clause_at(hit.start)
        if clause.index in seen or reply.stance(hit.start, hit.end) in {"negated", "quoted"}:
            continue
        if reply.in_sentence("gift_missing", clause) or (clause.asks and not reply.in_clause("gift_offer", clause)):
            continue
        if hit.text in _NOUNS and _BESIDE_OTHERS.search(clause.text):
            continue  # 可以和赠品一起享受
        if hit.text in _NOUNS and not named_asked and not _offers(reply, facts, clause, hit):
            continue
        seen.add(clause.index)
        finding = _held(reply, facts, clause, hit.start, hit.end)
        if finding is not None:
            yield finding
    asked = bool(given(reply, facts.message)) or named_asked
    if asked or reply.concept_in("gift_asked", facts.message):
        yield from _added(reply, facts, seen)
    if not hits and asked:
        yield from _taken_over(reply, facts)


def _offers(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> bool:
    """Whether a word for gifts is more than a mention: the buyer asks for one, or a verb of having or giving is near."""
    if given(reply, facts.message) or reply.concept_in("gift_asked", facts.message):
        return True
    near = Encoded(reply.view[max(clause.start, hit.start - 10) : min(clause.end, hit.end + 8)])
    return bool(reply.concept_in("gift_offered", near))


def _added(reply: Reply, facts: Facts, seen: set[int]) -> Iterator[Finding]:
    """Asked for a gift, the reply adds a thing (保温杯给您捎上一个)."""
    for hit in reply.concept("gift_add"):
        clause = reply.clause_at(hit.start)
        if clause.index in seen or clause.negators or clause.asks or reply.in_sentence("gift_missing", clause):
            continue
        if (
            _NOTHING.search(clause.text)
            or _GIVES_WORDS.search(reply.view[hit.start : hit.end + 6])
            or any(hit.start <= item.start < hit.end for item in reply.sums)
        ):
            continue  # 加8块邮费: what is added is money
        seen.add(clause.index)
        if reply.concept_in("gift_add_not", Encoded(hit.text[:6])) or _SENT_TO_US.search(clause.text):
            continue
        gift = named_gift(facts.store.gifts, reply.view[hit.start : clause.end])
        gift = gift or named_gift(facts.store.gifts, reply.view[max(clause.start, hit.start - 5) : hit.start + 1])
        things = reply.in_clause("gift_thing", clause)
        if gift is None and not any(item.start > hit.start or item.text[0] not in _NUMERALS for item in things):
            gift = named_gift(facts.store.gifts, clause.text) or named_gift(facts.store.gifts, facts.message.view)
        why = _beyond(reply, facts, clause, gift, hit.start) if gift is not None else _none_such(facts)
        yield Finding("promise.gift", hit.start, hit.end, _fact(gift), not why, _RULE, why)


_NOTHING = regex(r"\b(?:nothing|none)\b|\badd (?:an? )?(?:few|couple|bit|day|extra day|week|note|little (?:time|bit))")
_GIVES_WORDS = regex(
    r"[给发](?:您|你)?(?:一?[个份句])?(?:大概的?|大致的?|明确的?|准确的?|确切的?|满意的?)?(?:参考|建议|答复|回复|说法|交代|机会|时间|准信|准话|日期|承诺|理由|方案|结果|消息)"
)
"""给您一个参考 gives words."""
_BESIDE_OTHERS = regex(r"(?:[和跟与及]|同时)[^,]{0,4}(?:赠品|礼品|礼物)[^,]{0,6}(?:一起|叠加|同享|同时|不?冲突|享受)")
_SENT_TO_US = regex(
    r"(?:[发拍提填写补]|截)(?:给|来|过来|我|下|一下|个|一?[张份段遍])*(?:完整|清楚|新|正确|详细)?的?(?:照片|图|截图|视频|资料|地址|抬头|信息|单号|发票|邮件|链接|短信|消息|表)|(?:地址|电话|照片|图|视频|抬头|单号|姓名|信息)[^,]{0,6}(?:发|带上|写上|填上|拍|给我|给一?[个份下])|[发给]我"
)
"""What the buyer is asked to send or write is no gift."""


def _taken_over(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """送双袜子呗 — 好的, 给您安排."""
    yes = affirmation(reply)
    if yes is None or reply.concept("gift_other_topic"):
        return
    gift = named_gift(facts.store.gifts, facts.message.view)
    if gift is None and reply.concept_in("gift_generic", facts.message) and facts.store.gifts:
        gift = facts.store.gifts[0]
    why = _beyond(reply, facts, yes, gift, yes.start) if gift is not None else _none_such(facts)
    if gift is not None and not why and (_promised(facts.message.view, gift) or 1) > _allowed(gift):
        why = f"The profile gives {_allowed(gift)}: {gift.says}."
    yield Finding("promise.gift", yes.start, yes.end, _fact(gift), not why, _RULE, why)


def _held(reply: Reply, facts: Facts, clause: Clause, start: int, end: int) -> Finding | None:
    gifts = facts.store.gifts
    first, last = reply.sentence_span(clause)
    gift = named_gift(gifts, clause.text)
    # a count before the verb is of the goods bought (一袋也送)
    thing = [hit for hit in reply.in_clause("gift_thing", clause) if hit.start > start or hit.text[0] not in _NUMERALS]
    if gift is None and not thing:
        gift = named_gift(gifts, reply.view[first:last]) or named_gift(gifts, facts.message.view)
    if gift is None and reply.in_clause("gift_generic", clause) and not reply.in_clause("gift_extra", clause) and gifts:
        gift = gifts[0]
    if gift is None:
        asked = given(reply, facts.message) or reply.concept_in("gift_asked", facts.message)
        if not thing and not reply.in_clause("gift_generic", clause) and (not asked or end >= clause.end - 1):
            return None  # 送 without a thing
        return Finding("promise.gift", start, end, "gifts", False, _RULE, _none_such(facts))
    why = _beyond(reply, facts, clause, gift, start)
    return Finding("promise.gift", start, end, _fact(gift), not why, _RULE, why)


def _fact(gift: Gift | None) -> str:
    return f"gifts[{gift.name}]" if gift is not None else "gifts"


def _none_such(facts: Facts) -> str:
    return f"The profile has no such gift (its gifts: {', '.join(item.says for item in facts.store.gifts) or 'none'})."


def _allowed(gift: Gift) -> int:
    said = normalise(gift.says).view
    named_at = said.find(normalise(gift.name).view)
    counts = pieces(Encoded(said), 0, named_at if named_at > 0 else None) or pieces(Encoded(said))
    return max(counts, default=1)


def _promised(text: str, gift: Gift) -> int | None:
    """How many of the gift a text promises: the number before its name, or 俩 and 仨 behind the verb."""
    name = normalise(gift.name).view
    tails = [text.find(part) for part in (name, name[-3:], name[-2:]) if part in text]
    match = _COUNT.search(text[: tails[0]] if tails and tails[0] > 0 else text)
    return int(number(match.group(1) or match.group(2)) or 1) if match else None


def _beyond(reply: Reply, facts: Facts, clause: Clause, gift: Gift, start: int) -> str:
    """What the promise has over the gift as stated; '' where it has nothing."""
    allowed = _allowed(gift)
    promised = _promised(reply.view[max(clause.start, start - 8) : clause.end], gift)
    if promised is not None and allowed < promised < 20 and not reply.in_clause("gift_each", clause):
        return f"The profile gives {allowed} ({gift.says}), not {promised}."
    if reply.in_clause("gift_more", clause):
        return f"The profile gives no more than this: {gift.says}."
    amount = purchase(reply, facts).amount  # not by the clause: a gift may bear a product's name
    stated = _threshold(reply, clause, start)
    if stated is not None and stated != gift.min_amount:
        return f"The gift is given from {gift.min_amount:g}, not from {stated:g}."
    first, last = reply.sentence_span(clause)
    counts = [count for count in pieces(reply.encoded, first, last) if count > 1]
    if amount is not None and counts and not reply.in_sentence("gift_missing", clause):
        amount = max(amount, amount / purchase(reply, facts).quantity * max(counts))
    reckoned = any(total >= gift.min_amount and f"{total:g}" in reply.view for total in sums_of_goods(facts.store))
    if (
        amount is not None
        and amount < gift.min_amount
        and stated is None
        and not reckoned
        and f"{gift.min_amount:g}" not in reply.view
    ):
        return f"The gift is given from {gift.min_amount:g}; the goods come to {amount:g}."
    return ""


def _threshold(reply: Reply, clause: Clause, start: int) -> float | None:
    """The amount said to be enough for the gift (满88送…), where nothing else stands between the two."""
    before = [item for item in reply.sums if item.kind == "threshold" and item.start < start]
    if not before or reply.clause_at(before[-1].start).sentence != clause.sentence:
        return None
    between = reply.view[before[-1].end : start]
    return None if len(between) > 10 or any(word in between for word in ("减", "邮", "折", "券")) else before[-1].value


KINDS: tuple[ClaimKind, ...] = (ClaimKind("promise.gift", (), read_gifts, ("promise.gift",)),)
