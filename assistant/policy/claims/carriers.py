"""Which courier will carry the parcel."""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from assistant.domain.store import Carrier
from assistant.facts import Facts
from assistant.language.carriers import ANY, CarrierMention, carriers
from assistant.language.patterns import pattern
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

CARRIER = "carrier"
RULE = "shipping.carrier"
STATUS_RULE = "shipping.false_status"

_WENT = regex(r"[发走寄用送]的|是|已|承运|由|\b(?:with|by|via|went|sent|shipped)\b")
_MAY = regex(r"合作|两家|几家|可选|可以|能|想|要|会|下次|如果|\b(?:can|could|will|would|next time|if)\b")

_USES = regex(
    r"发|走|用|寄|默认|合作|安排|换|改|选|送|派|指定|统一|都是|是|可以|能|支持|有|承运|交给|备注|优先|升级|\bby\b|\bwith\b|\bvia\b|\buse\b|\busing\b|\bship|\bsend|\bsent|\bgo(?:es)?\b|\bthrough\b|\bdefault\b|\boffer\b|\bcan\b|\bchoose\b|\bupgrade\b"
)
_RETURN = regex(
    r"退货|寄回|退回|回寄|寄过来|您(?:那边|这边)?(?:可以)?寄|退换|上门取|\breturn|\bsend (?:it|them) back|\bback to us"
)
_EXTRA = regex(
    r"补|加(?:价|钱|\d|[一二三四五六七八九十]|收|付|个)|差价|另(?:付|算|收|加|外)|付费|需要?付|(?:邮费|运费|费用|收(?:您|取)?).{0,4}[\d一二三四五六七八九十]|\d+\s*(?:元|块|刀)|[$¥]\s*\d|自费|到付|\bextra\b|\bcharge|\bsurcharge|\bfee\b|\bcosts?\b|\bpay|\badd\b|\bupgrade\b|\bdollar|\busd\b|\bfor \$"
)
_OFFERS_EXTRA = regex(
    r"补|加(?:钱|价|\d)|差价|我(?:来)?(?:出|付|加|掏)|多(?:付|出)|\d+\s*(?:元|块)|\bpay\b|\bextra\b|\bdifference\b|\bupgrade\b|\$"
)
_RANDOM = regex(
    r"随机|四通一达|通达系?|哪家(?:便宜|快|方便|近|有空)|不固定|看心情|随便哪家|\brandom|\bwhichever (?:courier|carrier)|\bany (?:courier|carrier)\b|\bwhatever courier"
)
_RANDOM_WORDS = regex(_RANDOM.pattern.replace(r"\b", ""))  # stands in a text wherever _RANDOM does in its clauses
_INVENTED = r"([一-龥]{2})(?:速递|快运|速运|急便|特快)"
_PLAIN_WORDS = regex(
    r"什么|哪家|默认|合作|其他|其它|别的|这个|那个|我们|普通|同城|本地|当地|加急|全国|国际|国内|以及|或者|特快|采用|使用|安排|发的|走的|一般|都是|家的"
)
_FREELY = regex(
    r"免费(?!不)|包邮|免邮|免运|[邮运]费.{0,2}全?免|零(?:邮|运)费|不收.{0,2}费|一(?:个|样)价|同价|价格(?:一样|不变)|白送|不(?:用|需要?|要)(?:另外|再|额外)?(?:补|加|付|出)|不加(?:价|钱|收)|免补|不另|不收|不多收|不涨|不加|无需补|不补|\bfree\b|\bsame price\b|\bnothing (?:extra|more|to add)\b|\bno extra|\bat no\b|\bwithout extra|\bno additional"
)
_USED = regex(
    r"^(?:嗯|对|是|没错)|发(?!出|货|件)|走|用|寄|默认|都是|安排|统一|换|改|升级|\bby\b|\bwith\b|\bvia\b|\buse|\busing\b|\bship|\bsend|\bsent"
)
_OTHERS = regex(r"别家|其他店|竞品|其它店|\bother (?:shop|store|seller)")
_REFUSED = regex(r"^[^,。]{0,6}(?:答应不|应不|办不到|做不到|给不了|安排不|发不了|走不了|免不了|免费不了)")
_ALIEN_USE = regex(r"比|京东(?:上|店|商城|平台|自营|价)|\bups and\b")


def read_carrier(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Couriers that the reply says will be used, held against the profile and the order."""
    own = facts.store.shipping.carriers
    order = facts.order
    shipped = order is not None and order.shipped_at is not None and order.carrier is not None
    yield from _unnamed(reply, facts)
    for mention in _mentions(reply, facts):
        clause = reply.clause_at(mention.start)
        if _RETURN.search(facts.message.view) or not _asserted(reply, clause, mention):
            continue
        known = next((carrier for carrier in own if mention.means(carrier.name)), None)
        if order is not None and order.carrier is not None and mention.means(order.carrier):
            yield Finding(
                CARRIER,
                mention.start,
                mention.end,
                f"orders[{facts.request.orders.index(order)}].carrier",
                True,
                RULE,
                f"The order goes by {order.carrier}.",
            )
        elif shipped and order is not None and _WENT.search(clause.text) and not _MAY.search(clause.text):
            fact = f"orders[{facts.request.orders.index(order)}].carrier"
            yield Finding(
                CARRIER, mention.start, mention.end, fact, False, STATUS_RULE, f"The order went by {order.carrier}."
            )
        elif known is None:
            names = ", ".join(carrier.name for carrier in own)
            yield Finding(
                CARRIER,
                mention.start,
                mention.end,
                "shipping.carriers",
                False,
                RULE,
                f"The store ships with {names} only.",
            )
        elif known.default or known.fee == 0 or shipped:
            yield Finding(
                CARRIER,
                mention.start,
                mention.end,
                f"shipping.carriers[{known.name}]",
                True,
                RULE,
                f"{known.name} is one of the store's carriers.",
            )
        else:
            if _only_told_of(reply, clause, mention, facts):
                continue
            holds = _surcharge_told(reply, clause, mention, known, facts)
            why = f"{known.name} costs {known.fee:g} extra; the default is {facts.store.shipping.default_carrier.name}."
            yield Finding(CARRIER, mention.start, mention.end, f"shipping.carriers[{known.name}].fee", holds, RULE, why)


def carrier_in_question(reply: Reply, clause: Clause, facts: Facts) -> Carrier | None:
    """The profile's carrier that a clause is about: named in it, else last before it, else by the buyer; None: unnamed."""
    own = facts.store.shipping.carriers
    names = [carrier.name for carrier in own]
    told = carriers(reply.encoded, names)
    first, after = (bisect_left(told, place, key=lambda mention: mention.start) for place in (clause.start, clause.end))
    for mention in chain(told[first:after], reversed(told[:after]), carriers(facts.message, names), told[after:]):
        for carrier in own:
            if mention.means(carrier.name):
                return carrier
    return None


def _mentions(reply: Reply, facts: Facts) -> list[CarrierMention]:
    """Couriers known by name or from the profile, and what calls itself one (飞燕速递)."""
    found = list(carriers(reply.encoded, [carrier.name for carrier in facts.store.shipping.carriers]))
    for hit in pattern(_INVENTED).hits(reply.encoded):
        if not _PLAIN_WORDS.search(hit.text) and not any(m.start < hit.end and hit.start < m.end for m in found):
            found.append(CarrierMention(hit.start, hit.end, hit.text, hit.groups[0]))
    return sorted(found, key=lambda mention: mention.start)


def _unnamed(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """ "哪家便宜发哪家": any courier, also ones that the profile does not have."""
    if not _RANDOM_WORDS.search(reply.view):
        return
    for clause in reply.clauses:
        found = _RANDOM.search(clause.text)
        if (
            found
            and not _RETURN.search(facts.message.view)
            and not clause.negators
            and not clause.believes
            and re.search(r"通达?系|四通|快递|发|走|寄|\bcourier|\bcarrier|\bship", clause.text)
        ):
            names = ", ".join(carrier.name for carrier in facts.store.shipping.carriers)
            start = clause.start + found.start()
            yield Finding(
                CARRIER,
                start,
                start + len(found.group()),
                "shipping.carriers",
                False,
                RULE,
                f"The store ships with {names} only.",
            )


def _asserted(reply: Reply, clause: Clause, mention: CarrierMention) -> bool:
    if _RETURN.search(clause.text) or clause.believes or _OTHERS.search(clause.text) or _ALIEN_USE.search(clause.text):
        return False
    if any(start <= mention.start < end for start, end in reply.quotes) and clause.negators:
        return False
    if _REFUSED.search(reply.view[mention.end : clause.end]):
        return False
    if _FREELY.search(clause.text):
        return True
    if clause.negated_before(mention.start) or clause.negated_after(mention.end, 8):
        return False
    return not (clause.asks and not _USES.search(clause.text))


def _only_told_of(reply: Reply, clause: Clause, mention: CarrierMention, facts: Facts) -> bool:
    """Its speed, beside the default or because the buyer asked: nothing is said of using it."""
    start, end = _part(reply, clause, mention)
    if _FREELY.search(reply.view[start:end]):
        return False
    default = facts.store.shipping.default_carrier.name
    names_default = any(other.means(default) for other in carriers(reply.encoded, [default]))
    asked = any(other.name == mention.name for other in carriers(facts.message))
    timed = any(start <= item.start < end + 6 for item in reply.durations)
    return names_default or ((asked or timed) and not _USED.search(clause.text))


def _part(reply: Reply, clause: Clause, mention: CarrierMention) -> tuple[int, int]:
    """The part of the sentence that speaks of this courier, up to the ones named beside it."""
    start, end = clause.start, reply.sentence_span(clause)[1]
    for other in carriers(reply.encoded):
        if start < other.end <= mention.start:
            start = other.end
        if mention.end <= other.start < end:
            end = other.start
    return start, end


@functools.lru_cache(maxsize=16)
def _speaks_of_extra(view: str) -> bool:
    return _EXTRA.search(view) is not None


def _surcharge_told(reply: Reply, clause: Clause, mention: CarrierMention, known: Carrier, facts: Facts) -> bool:
    """Whether the buyer knows of the extra cost: the reply, or the buyer, speaks of it."""
    start, end = _part(reply, clause, mention)
    behind = reply.view[mention.end : min(end, clause.end)]
    if _names_fee(behind, known) and not _FREELY.search(behind):
        return True
    ahead = reply.view[start : mention.start]
    if _names_fee(_COUNTED.sub(" ", ahead), known) and not _FREELY.search(ahead):
        return True
    if _FREELY.search(_UNLESS_PAID.sub("", reply.view[start:end])):
        return False
    if _speaks_of_extra(reply.view) or _OFFERS_EXTRA.search(facts.message.view):
        return True
    said = [(turn.role, turn.text.lower()) for turn in facts.request.history]
    return any(
        _EXTRA.search(text) or _names_fee(text, known) if role == "agent" else _OFFERS_EXTRA.search(text)
        for role, text in said
    )


_COUNTED = regex(
    r"\d+(?:\s*(?:-|to|到|至)\s*\d+)?\s*(?:\w+ )?(?:days?|hours?|weeks?|pairs?|pieces?|天|日|小时|周|件|双|盒|袋|号|点)"
)
"""Figures that are no sum: a time on the way, a number of pieces."""
_UNLESS_PAID = regex(r"不(?:想|愿意?|另外)?(?:补|加|付)(?:钱|差价|邮费)?(?:的话|就|呢|则)")
"""不补的话就走申通 says what becomes of it unpaid."""


def _names_fee(text: str, carrier: Carrier) -> bool:
    return re.search(rf"(?<![\d.-]){carrier.fee:g}(?!\.?\d|-)", text) is not None


KINDS = (ClaimKind(name=CARRIER, triggers=(ANY, _INVENTED, "<carrier_any>"), read=read_carrier, reads=(CARRIER,)),)
