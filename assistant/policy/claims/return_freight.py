"""Who pays when goods go back: the store for quality and its own mistakes, else the buyer, insurance aside."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.facts import Facts
from assistant.language.regex import regex
from assistant.policy.claims.purchase import purchase
from assistant.policy.claims.reasons import Reason, about_returns, reason_in, reason_of
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

RETURN_FREIGHT = "returns.freight"
MISSTATED = "returns.freight_misstated"

Payer = Literal["buyer", "store", "shared", "insurance"]

_FREIGHT = regex(
    r"(?<!货)到付(?!款)|回程|快递单|运费|邮费|快递费|邮钱|路费|寄费|车马费|来回|邮资|寄回.{0,6}[费钱]|一分钱|上门[取拿]|返程|\bpostage\b|\bshipping\b|\bfreight\b|\bdelivery (?:cost|fee|charge)|\breturn (?:cost|fee|label)|\blabel\b|\breturn (?:bill|post)\b|\b(?:parcel|post)(?: (?:it|them|these))? back\b|\bsend(?:ing)? (?:(?:it|them) )?back\b|\breturn(?:ing)? (?:it|them)?\b"
)
_B = r"(?:[您你恁亲]|宝贝|买家|顾客|客户|买方|个人)(?:们|这边|那边|那头|自己|本人|方)?"
_S = r"(?:我们|我(?!的|想)|俺们?|咱们?家?店?|本店|店里|店家|店铺|小店|商家|卖家|公司|仓库|这边)(?:这边|店里|家|方)?"
_PAYS = r"(?:(?<![发寄退拿])出(?!错|现|库)|承担|承包|付(?!款)|掏|负担|支付|垫|贴|包(?!裹|装)|报(?!告)|认(?!真|识|为|可|证|准|得|同|定)|兜|补(?!货|寄|发|差)|管|买单|埋单|请客|担(?!心|忧|待)|扛|背|自理|破费|花[钱费点个]|抠|搞定|结(?!果|块)|给出|退(?:给|还)?[您你]?.{0,3}[运邮]费|[转打][给到][您你]|解决)"
_WHO_PAYS = regex(rf"([给帮替为])?(?:({_B})|({_S}))[^,]{{0,7}}?{_PAYS}")
_ITS_ON = regex(
    rf"(?:由|归|算|算在|找|靠)(?:({_B})|({_S}))|(?:是|得|要|让|劳烦|麻烦|辛苦)(?:({_B})|({_S}))(?:那?这?[边头个]|来|自己|先|一下|了|的|哦|呢|哈|呀|啦|嘛|头上|账上)*(?:$|{_PAYS})"
)
_SELF = regex(
    r"自理|自付|自费|自(?:行|己)[^,]{0,4}(?:承担|负担|支付|解决|出|付|掏|垫)|(?:不|拒)(?:收|接受|签收?|接)?到付|扣(?:除|掉|下|您|\d)?.{0,4}[运邮]费|[运邮]费.{0,6}扣|从[^,]{0,8}[扣抠]|^(?:那)?(?:是|肯定是|当然是|得|要)?[您你恁](?:这边|自己)?[哈哦呢的呀来]*$"
)
_ALL_FREE = regex(
    r"报销|算我的|不(?:花|要|收|用)[您你恁]?.{0,3}一分|免费(?:上门|退|换|取|寄)|包(?:退)?(?:运费|邮费|来回|邮)|来回.{0,4}(?:全?包|免)|免(?:退货?)?运费|运费全?免|不(?:用|需要?|要|让|会让)(?:[您你恁])?.{0,5}(?:出|承担|付|掏|管|花|负担|操心)|一分(?:钱)?.{0,4}不|贴给?[您你]|补[给您还][您你]?|到付(?:给|回|就|寄|即|过|退|$)|寄到付"
)
_EN_PAYS = r"(?:pay|cover|bear|reimburse|pick(?:s|ing)? up|foot|take care of|handle|refund(?! (?:is|will))|sort|settle|provide|send you|shoulder|swallow|absorb|take on|be (?:charged|responsible)|carry)"
_EN_WHO = regex(
    rf"\b(?:(you|buyers?|customers?)|(we|the store|our (?:shop|store)|us))(?:'d|'ll)?\s(?:[\w']+\s){{0,4}}?{_EN_PAYS}"
)
_EN_BUYER = regex(
    r"\b(?:minus|less|subtract(?:ing)?) (?:the )?(?:postage|shipping|return|freight)|\byourself\b|\byour (?:own )?(?:cost|expense|side|account|responsibility|pocket|charge)|\bon you\b|\byours\b|\b(?:down|up) to you\b|\bfalls? (?:on|to) you\b|\byour end\b|\byour wallet\b|\b(?:paid|covered|borne) by (?:you|the buyer|buyer)|\bdeduct|\b(?:buyer|customer)'s (?:responsibility|to pay|job|cost|expense|account)|^you$"
)
_EN_STORE = regex(
    r"\bon (?:us|the house)\b|\bour (?:own )?(?:cost|expense|side|account|treat|responsibility)|\bfree (?:returns?|return label|of charge)|\breturns? (?:is|are|postage is|shipping is) (?:always )?free|\bprepaid\b|\b(?:paid|covered|borne) by (?:us|the store|our)|\bno cost\b|\bcosts? you nothing|\bfor free\b|\bwithout (?:any )?cost|\bours\b|\bour end\b|\bfalls? (?:on|to) us\b|\bdown to us\b|\bwon't cost you\b|\bfree for you\b"
)
_SHARED = regex(
    r"一半|各半|一人一半|各(?:出|承担|付|自|掏)?.{0,3}(?:一半|半)|平摊|对半|\baa\b|aa制|分摊|一起承担|各自承担|五五|一人[一单]|(?:您|你|我们|咱).{0,3}(?:出|承担|付)一半|\bhalf\b|\bsplit (?:it|the|that|this)|\bshared? the\b|\b50/50\b|\b50%"
)
_WHATEVER = regex(
    r"不管|无论|任何|一律|统统|所有|\bwhatever\b|\ball cases\b|\bany (?:reason|case)\b|\balways\b|\bno matter\b|\bevery\b"
)
_REFUND = regex(
    r"退款|货款|全款|退[给还]?[您你]?钱|补发|补寄|refund(?:ed)? (?:you )?(?:in full|the)|\brefund (?:is|will)"
)
_INSURANCE = regex(r"运费险|退货险|保险|\binsurance\b")
_ADVANCE = regex(
    r"先(?:垫|付|出|自己)|垫付|垫上|垫一下|收到.{0,8}(?:退|补|报|返|转|打)|凭.{0,8}(?:退|补|报)|截图.{0,10}(?:退|补|报|返)|\bup ?front\b|\bfirst\b.{0,30}\b(?:refund|reimburse)|\breimburse|\brefund you\b|\badvance"
)
_ORIGINAL = regex(r"发货(?:的)?运费|首次|寄出(?:的)?运费|发出(?:的)?运费|\boriginal shipping\b|\boutbound\b")


_ASKS_PREMIUM = regex(r"(?:险|\binsurance\b)[^,。]{0,6}(?:买|投|钱|收费|花|谁|\bcost|\bpay|\bfree)")
"""Who pays for the insurance, not for the way back."""
_OUTBOUND = regex(r"包邮|免邮|偏远|满\s*\d")
"""Postage of the way out: 其他地区都是包邮的."""
_GOES_BACK = regex(r"退|寄回|换货|返程|\breturn|\brefund|\bsend (?:\w+ )?back|\bexchange")
_BACK = regex(r"退|寄|换|\breturn|\bback\b")


def read_freight(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Who pays the return freight as the reply says, held against the reason that goods go back for."""
    for clause in reply.clauses:
        hit = _FREIGHT.search(clause.text)
        asked = _FREIGHT.search(facts.message.view)
        payer = _payer(clause)
        if payer is None or clause.believes or (clause.asks and payer not in {"buyer", "shared"}):
            continue
        around = _FREIGHT.search(reply.view[max(0, clause.start - 16) : clause.start])
        if not hit and (not (asked or around) or len(clause.text) > 16 or _REFUND.search(clause.text)):
            continue
        if not about_returns(reply, facts) or _ORIGINAL.search(clause.text):
            continue
        if not _BACK.search(clause.text) and (_OUTBOUND.search(clause.text) or _way_out(reply, clause, facts)):
            continue
        if not hit and _ASKS_PREMIUM.search(facts.message.view) and not _BACK.search(clause.text):
            continue
        reason = reason_of(reply, clause, facts) or "no reason"
        if payer == "store" and reason != "quality" and reason_in(clause.text) is None and _told_as_ours(reply, clause):
            reason = "quality"
        said = reply.view[slice(*reply.sentence_span(clause))]
        if _WHATEVER.search(said) and not (payer == "store" and reason_in(said) == "quality"):
            reason = "quality" if payer == "buyer" else "no reason"
        start, end = clause.start, clause.end
        if hit:
            start = clause.start + hit.start()
        yield _freight_finding(start, end, payer, reason, reply, facts)


def _way_out(reply: Reply, clause: Clause, facts: Facts) -> bool:
    """Whether postage that is free indeed is told of the way out, far from any talk of returns (邮费我们出,…不合适可以退)."""
    if reason_in(facts.message.view) is not None or _GOES_BACK.search(facts.conversation.view):
        return False
    near = " ".join(other.text for other in reply.clauses if 0 <= clause.sentence - other.sentence <= 1)
    if _GOES_BACK.search(near) or reason_in(near) is not None:
        return False
    return facts.postage(amount=purchase(reply, facts, clause).amount).total == 0


def _told_as_ours(reply: Reply, clause: Clause) -> bool:
    """Whether the sentence, or the one before it, gives the goods' quality or our mistake as the reason for paying."""
    near = " ".join(other.text for other in reply.clauses if 0 <= clause.sentence - other.sentence <= 1)
    return reason_in(near) == "quality"


def _payer(clause: Clause) -> Payer | None:
    text = clause.text
    if _SHARED.search(text):
        return "shared"
    named = _payer_named(clause)
    if _INSURANCE.search(text) and named in {None, "store"} and not re.search(r"我|咱|\bwe\b", text):
        return None if clause.negators else "insurance"
    return named


def _payer_named(clause: Clause) -> Payer | None:
    text = clause.text
    collect = re.search(r"到付(?!款)", text)
    if collect:
        denied = re.search(r"[不别拒勿没][^,]{0,6}到付|到付[^,]{0,6}[不拒]", text)
        return "buyer" if denied else "store"
    found: set[Payer] = set()
    for match in [*_WHO_PAYS.finditer(text), *_EN_WHO.finditer(text)]:
        store = bool(match[3] or match[1]) if len(match.groups()) == 3 else bool(match[2])
        found.add(_flip(clause, "store" if store else "buyer", match.start(), match.end()))
    for match in _ITS_ON.finditer(text):
        found.add(_flip(clause, "store" if match[2] or match[4] else "buyer", match.start(), match.end()))
    if found:
        if len(found) == 2:
            return "store" if _ADVANCE.search(text) else None
        return found.pop()
    for source, payer in _FIXED_PAYERS:
        fixed = source.search(text)
        if fixed is not None:
            return _flip(clause, payer, fixed.start(), fixed.start())
    return None


_FIXED_PAYERS: tuple[tuple[re.Pattern[str], Payer], ...] = (
    (_SELF, "buyer"),
    (_ALL_FREE, "store"),
    (_EN_BUYER, "buyer"),
    (_EN_STORE, "store"),
)


def _flip(clause: Clause, payer: Payer, first: int, last: int) -> Payer:
    """The other one, where the clause denies it."""
    denied = bool(_NOT_BEFORE.search(clause.text[:first])) != bool(_NOT_WITHIN.search(clause.text[first:last]))
    denied = denied or (last > first and clause.text.startswith(("不了", "不起"), last))
    if not denied:
        return payer
    return "buyer" if payer == "store" else "store"


_NOT_BEFORE = regex(
    r"(?:哪(?:能|会|有|里能)|(?:怎么|咋|岂)(?:能|会|敢)|不敢|舍不得|不(?:用|需要?|必|会|是|让|要|能|该|可能|叫)|没(?:有)?(?:让|叫|要|说)|无需|不可能)(?:让|由|再|额外|得|要|是|说)?$|\b(?:don't|do not|won't|not|never|needn't|no need (?:for|to)|without|isn't)\b[^,]{0,10}$"
)
_NOT_WITHIN = regex(r"不(?!管|论)|没|别|无(?!理由)|未|拒|\b(?:don't|not|won't|never|needn't|can't|cannot)\b|n't\b")


def _freight_finding(start: int, end: int, payer: Payer, reason: Reason, reply: Reply, facts: Facts) -> Finding:
    insured = facts.store.returns.freight_insurance
    if reason == "quality":
        holds = payer == "store" or (payer == "insurance" and insured) or (payer == "buyer" and _advances(reply))
        why = "The store pays the return freight for quality problems and its own mistakes."
    else:
        holds = payer == "buyer" or (payer == "insurance" and insured)
        why = "For a no-reason return the buyer pays the freight" + (
            "; the freight insurance compensates." if insured else ", and there is no freight insurance."
        )
    return Finding(RETURN_FREIGHT, start, end, "returns.freight_insurance", holds, None if holds else MISSTATED, why)


def _advances(reply: Reply) -> bool:
    """Whether the buyer only advances the freight and has it back."""
    return any(_ADVANCE.search(clause.text) and not clause.negators for clause in reply.clauses) and not any(
        re.search(r"报|退|补|返|转", clause.text) and clause.negators and _ADVANCE.search(reply.view)
        for clause in reply.clauses
    )


KINDS = (ClaimKind(name=RETURN_FREIGHT, triggers=("<return_freight>",), read=read_freight, reads=(RETURN_FREIGHT,)),)
