"""What shipping costs: sums, free postage and its threshold, held against carrier, region and amount."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.store import Carrier
from assistant.facts import Facts
from assistant.facts.delivery import is_remote
from assistant.language.carriers import carriers
from assistant.language.numerals import number
from assistant.language.patterns import pattern
from assistant.language.regex import regex
from assistant.language.regions import PLACE, PROVINCE_OF
from assistant.policy.claims.carriers import carrier_in_question
from assistant.policy.claims.postage_talk import (
    ADDS,
    ASKS_TOTAL,
    BUYER_PAYS,
    FREE_OF_IT,
    TOPS_UP,
    WAIVED,
    WITH_MORE,
    Figure,
    about_postage,
    bare_answer,
    figures_in,
    goes_back,
    is_price,
    may_concern_postage,
)
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

POSTAGE = "postage"
RULE = "shipping.fee_contradiction"

_THRESHOLD = r"(?:满|够|达到?|超过?|凑(?:够|满|到)?|买(?:够|满)|\bover|\babove|\bfrom|\bmore than|\bat least|\bspend)\s*(?:us)?\s?[$¥€£]?\s*(\d+(?:\.\d+)?)"
_PIECES = r"(\d{1,2}|[一两二三四五六七八九十]|\btwo|\bthree|\bfour|\bfive)\s*(?:件|袋|包(?:$|[^邮裹])|盒|条|双|份|罐|瓶|个|台|只|把|本|支|套|部|张|箱|斤|对|枚|卷|桶|pairs?|pieces?|items?|packs?|or more)"
_EXCEPTED = regex(
    r"(?:别的|其他|其它|其余|另外的?)(?:省|地区|地方|区域|城市)|内地|江浙沪|大部分(?:地区|省)|除了?.{1,24}(?:外|以外|之外|都|全|均)|(?:除外|不含|不包括?|(?:^|[^不没])例外|不在.{0,4}(?:范围|内))|偏远(?:地区|区域)|\bexcept|\bexcluding|\bother than"
)
_STORE_PAYS = regex(
    r"(?:我们?|俺们?|咱们?家?|本店|店里|小店|这边|店铺|商家)(?:店里|家|来|给您|帮您|替您|为您|都|全)*(?:出|承担|付|包|贴|负担|掏|报|兜|认|担|抹|扛)|给您(?:免|包)|帮您(?:免|包)|不?收您?0|给[您你].{0,6}(?:退|返|报|省)|全省了|退给|返给|返还|全免|免(?:了|掉|去)|免费|送您"
    r"|\bon us\b|\bwe(?:'ll| will)? (?:pay|cover|bear|waive)|\bwaived?\b|\bfree\b|\bno charge\b|\bcomplimentary\b"
)
_MORE_GOODS = regex(
    r"[差缺](?:个|了|着)?\s*\d|(?:离|距离?)[^,。]{0,8}(?:[包免]邮|免运)|(?:再|多|凑|添)(?:买|拍|凑|加|添|带|选|要|配|捎|拿)?(?:够|满|齐|上|个|点|些|一|两|二|三|\d)|凑单|\b(?:add|buy|one) (?:\w+ )?more\b"
)
_REFUSED_BEHIND = regex(
    r"^[^,。]{0,5}(?:答应不|应不|不行|不成|办不到|做不到|给不了|没有(?=$|[的了呢哦哈啊,])|免不了|不可以|不能|没法|不敢|不现实|没办法)"
)
_NOWHERE_REMOTE = "elsewhere"
"""A region that no profile excepts."""


@dataclass(frozen=True, slots=True)
class _Case:
    """Whom the statement is about: a carrier, a region and an amount."""

    carrier: Carrier
    region: str | None
    amount: float | None


def read_postage(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Statements about the buyer's postage; return freight and invoices are other readers' business."""
    if not may_concern_postage(reply, facts) or goes_back(reply, facts):
        return
    for clause in reply.clauses:
        if clause.believes:
            continue
        answer = bare_answer(clause, facts)
        if answer is not None:
            case = _case(reply, clause, facts)
            free = answer == "free"
            yield (
                _free_finding(reply, clause, clause.start, clause.end, case, facts)
                if free
                else _charge_finding(clause.start, clause.end, case, facts)
            )
            continue
        if not about_postage(reply, clause, facts):
            continue
        if clause.asks and not BUYER_PAYS.search(clause.text):
            continue
        yield from _clause_findings(reply, clause, facts)


# Ways to charge or waive postage that a profile has no key for
_INVENTED = regex(
    r"首重|续重|按(?:重量|斤|公斤|件数?|体积)|每(?:多一|加一)?件.{0,4}(?:加|收|运费|邮费)|(?:会员|首单|新客|新人|老客|老顾客|粉丝|关注.{0,4}|收藏.{0,4}|好评.{0,4})(?:包邮|免邮|免运)|半价|对折|打.{0,3}折|减半|(?:[邮运]费|快递费).{0,4}(?:便宜|优惠|少收|减)|两?件(?:起|才|以上)(?:就)?(?:包|免)邮?|(?:一个|一样|同)价"
    r"|\bper (?:kg|kilo|100 ?g|item|pair)\b|\bby weight\b|\bhalf (?:price|the)|\bsame (?:price|cost|fee)\b"
)


def _clause_findings(reply: Reply, clause: Clause, facts: Facts) -> Iterator[Finding]:
    case = _case(reply, clause, facts)
    threshold = next(pattern(_THRESHOLD).hits(reply.encoded, clause.start, clause.end), None)
    if threshold is not None and _ADDED.search(reply.view[clause.start : threshold.end]):
        threshold = None
    free = [
        hit
        for hit in reply.in_clause("postage_free", clause)
        if not _denied(clause, hit.start) and not _REFUSED_BEHIND.search(reply.view[hit.end : clause.end])
    ]
    if threshold is not None and (
        reply.in_clause("postage_free", clause)
        or reply.in_clause("postage_word", clause)
        or FREE_OF_IT.search(clause.text)
    ):
        yield from _threshold_finding(threshold.start, threshold.end, float(threshold.groups[0]), case, facts)
        return
    invented = _INVENTED.search(clause.text)
    if invented and not clause.negators:
        yield _finding(clause.start + invented.start(), clause.start + invented.end(), False, case, facts)
        return
    figures = [item for item in figures_in(reply, clause, facts) if not is_price(reply, clause, item, facts)]
    if figures and not free and (WAIVED.search(clause.text) or len(clause.negators) % 2 == 1):
        if figures[0].value > 0 and _waives(clause):
            yield _free_finding(reply, clause, figures[0].start, figures[0].end, case, facts)
        return
    if figures:
        for item in figures:
            yield _sum_finding(reply, clause, item, case, facts)
        return
    if free:
        yield _free_finding(reply, clause, free[0].start, free[0].end, case, facts)
        return
    words = reply.in_clause("postage_word", clause) or reply.in_clause("postage_free", clause)
    if not words:
        if FREE_OF_IT.search(clause.text):
            yield _free_finding(reply, clause, clause.start, clause.end, case, facts)
        return
    if any("到付" in hit.text for hit in words) and len(clause.negators) % 2 == 0:
        yield _finding(words[0].start, words[-1].end, False, case, facts)
        return
    negated = len(clause.negators) % 2 == 1
    first, last = words[0].start, words[-1].end
    store = _STORE_PAYS.search(clause.text)
    if store and not negated and not _denied_free(reply, clause):
        yield _free_finding(reply, clause, first, last, case, facts)
    elif _denied_free(reply, clause) or (BUYER_PAYS.search(clause.text) and not negated):
        yield _charge_finding(first, last, case, facts)
    elif (BUYER_PAYS.search(clause.text) and negated) or _no_fee(reply, clause):
        yield _free_finding(reply, clause, first, last, case, facts)


_ADDED = regex(r"(?:再|还得?|只要)凑(?:个|点|上)?\d+(?:\.\d+)?$")
"""再凑9块就包邮 names what is missing, no threshold."""


def _waives(clause: Clause) -> bool:
    """免了那15, 8块返给您; not 免不了, 不能免."""
    words = WAIVED.search(clause.text)
    return words is not None and not re.search(
        r"免不|抹不|退不|返不|减不|不能|没法|无法|不可以|can't|cannot", clause.text
    )


def _denied(clause: Clause, place: int) -> bool:
    return clause.negated_before(place, 6)


def _denied_free(reply: Reply, clause: Clause) -> bool:
    return any(
        _denied(clause, hit.start)
        or clause.negated_after(hit.end, 3)
        or _REFUSED_BEHIND.search(reply.view[hit.end : clause.end])
        for hit in reply.in_clause("postage_free", clause)
    )


def _no_fee(reply: Reply, clause: Clause) -> bool:
    return any(
        (_denied(clause, hit.start) and not _SAKE.search(reply.view[clause.start : hit.start]))
        or clause.negated_after(hit.end, 3)
        for hit in reply.in_clause("postage_word", clause)
    )


_SAKE = regex(
    r"(?:省|为|为了|图|凑|心疼|在乎|差|算上|怕|嫌)(?:了|下|这|那|个|点|几|块|元|钱|的|\d)*$|(?:含|包|算|加上|带)(?:了|上)?$"
)
"""别为省邮费多买: the postage is not what is denied."""


def _case(reply: Reply, clause: Clause, facts: Facts) -> _Case:
    carrier = carrier_in_question(reply, clause, facts)
    if carrier is None:
        order = facts.order
        chosen = facts.carrier_named(order.carrier) if order is not None else None
        carrier = chosen or facts.store.shipping.default_carrier
    places = [hit.text for hit in pattern(PLACE).hits(reply.encoded, clause.start, clause.end)]
    remote = [PROVINCE_OF[place] for place in places if is_remote(facts.store.shipping, PROVINCE_OF[place])]
    region = remote[0] if remote else (PROVINCE_OF[places[0]] if places else facts.region)
    return _Case(carrier, region, _amount(reply, clause, facts))


_REACHES = regex(r"(?:过|满|够|到|不足|低于|少于|不满)了?\s*(\d+)")
_TERMS = regex(r"(?:满|够|到)\s*\d+(?:元|块)?(?:才|就|都|可以?|方|起)+(?:能|给|可以?)?[免包]")
_SHORT_OF = regex(r"[不没未差低少][^,。]{0,5}$")


def _amount(reply: Reply, clause: Clause, facts: Facts) -> float | None:
    """Goods at list price: as the reply places them (满88了, 不到88), of the order, of the pieces that the buyer speaks of."""
    terms = facts.store.shipping.free_shipping
    if terms is not None:
        same = [other for other in reply.clauses[: clause.index + 1] if other.sentence == clause.sentence]
        for other in reversed(same):
            for said in _REACHES.finditer(other.text):
                if float(said[1]) != terms.min_amount:
                    continue
                if _SHORT_OF.search(other.text[: said.start(1)]):
                    return terms.min_amount - 1
                if other is clause or not (
                    reply.in_clause("postage_free", other) or _TERMS.search(other.text)
                ):  # 满88包邮 tells the terms
                    return terms.min_amount
    order = facts.order
    pieces = next((number(hit.groups[0]) for hit in pattern(_PIECES).hits(facts.message)), None)
    if order is not None and order.status in {"unpaid", "paid"}:
        more = pieces is not None and facts.product is not None and pieces > (facts.quantity or 1)
        if not more:  # else it is of a greater purchase that the buyer asks
            return facts.amount
    if facts.product is None:
        return None
    return facts.product.price * (pieces or 1)


def _fee_words(case: _Case, facts: Facts) -> str:
    cost = facts.postage(case.carrier, case.amount, case.region)
    where = f" to {case.region}" if case.region else ""
    threshold = f" (free from {cost.free_from:g})" if cost.free_from else ""
    return f"Postage by {case.carrier.name}{where} is {cost.total:g}{threshold}"


def _finding(start: int, end: int, holds: bool, case: _Case, facts: Facts) -> Finding:
    fact = f"shipping.carriers[{case.carrier.name}].fee"
    if case.carrier.default:
        fact = "shipping.free_shipping"
    return Finding(POSTAGE, start, end, fact, holds, None if holds else RULE, _fee_words(case, facts) + ".")


def _sum_finding(reply: Reply, clause: Clause, item: Figure, case: _Case, facts: Facts) -> Finding:
    cost = facts.postage(case.carrier, case.amount, case.region)
    right = {cost.total}
    told = {float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", reply.view)}
    parts_told = bool(cost.remote and cost.base) and cost.base != cost.remote and {cost.base, cost.remote} <= told
    if ASKS_TOTAL.search(facts.message.view) and len(reply.sums) <= 1 and not parts_told:
        return _finding(item.start, item.end, abs(item.value - cost.total) < 0.005, case, facts)
    others = {other.value for other in reply.sums if other.kind == "amount" and other.start != item.start}
    adds = bool(ADDS.search(clause.text))
    if adds and (cost.base == 0 or case.carrier.default):
        right.add(cost.remote or cost.base)
    if facts.region is None and TOPS_UP.search(clause.text):
        terms = facts.store.shipping.free_shipping  # which of the fees the buyer makes up for is not known
        right |= {c.fee for c in facts.store.shipping.carriers} | {terms.remote_fee if terms else 0.0}
    if parts_told or (cost.base and cost.remote and TOPS_UP.search(clause.text)):
        right |= {cost.base, cost.remote}
    if cost.remote and cost.base and (cost.base in others or cost.remote in others or cost.total in others):
        right |= {cost.base, cost.remote}  # both parts are told
    if case.amount is None and cost.free_from:
        right |= {0.0 + cost.remote}
    named = [c for m in carriers(reply.encoded) for c in facts.store.shipping.carriers if m.means(c.name)]
    if len({c.name for c in named}) > 1:
        right |= {facts.postage(c, case.amount, case.region).total for c in named}
    holds = any(abs(item.value - value) < 0.005 for value in right)
    return _finding(item.start, item.end, holds, case, facts)


def _threshold_finding(start: int, end: int, value: float, case: _Case, facts: Facts) -> Iterator[Finding]:
    terms = facts.store.shipping.free_shipping
    if terms is None:
        return
    limit = terms.min_amount if case.carrier.fee and case.carrier.default else 0.0
    yield _finding(start, end, case.carrier.default and abs(value - limit) < 0.005, case, facts)


def _free_finding(reply: Reply, clause: Clause, start: int, end: int, case: _Case, facts: Facts) -> Finding:
    terms = facts.store.shipping.free_shipping
    if terms is not None and (
        WITH_MORE.search(clause.text) or _MORE_GOODS.search(clause.text) or _after_more(reply, clause)
    ):
        return _finding(start, end, terms.min_amount > 0 and case.carrier.default, case, facts)
    sentence = reply.view[slice(*reply.sentence_span(clause))]
    general = bool(
        re.search(r"全国|全场|哪里都|哪儿都|任何地|全部地区|所有地区|\bworldwide\b|\beverywhere\b", clause.text)
    )
    general = general or (terms is not None and any(name in clause.text for name in terms.except_))
    if terms is not None and _EXCEPTED.search(sentence):
        case = _Case(case.carrier, _NOWHERE_REMOTE, case.amount)
    elif general and terms is not None and terms.except_ and not _EXCEPTED.search(reply.view):
        case = _Case(case.carrier, terms.except_[0], case.amount)
    pieces = next(
        (number(hit.groups[0]) for hit in pattern(_PIECES).hits(reply.encoded, clause.start, clause.end)), None
    )
    if pieces and facts.product is not None:
        case = _Case(case.carrier, case.region, facts.product.price * pieces)
    cost = facts.postage(case.carrier, case.amount, case.region)
    told = cost.base == 0 and (
        any(abs(other.value - cost.remote) < 0.005 for other in reply.sums)
        or any(float(digits) == cost.remote for digits in _STILL_DUE.findall(reply.view))
    )
    holds = (
        cost.total == 0
        or told
        or (case.amount is None and cost.free_from is not None and cost.remote == 0)
        or _bargained(cost.total, case, facts)
    )
    return _finding(start, end, holds, case, facts)


_STILL_DUE = regex(r"(?:加|另外?|剩|要|出|付|补|还有)(?:收|下|您|个|付|补|那|这|有|是)*\s*(\d+(?:\.\d+)?)")
"""基础邮费免了,西藏另加20."""


def _after_more(reply: Reply, clause: Clause) -> bool:
    """Whether the clause before puts it on more goods (您要是再凑一盒,邮费就不用出了)."""
    if not clause.index:
        return False
    before = reply.clauses[clause.index - 1]
    return before.sentence == clause.sentence and bool(_MORE_GOODS.search(before.text))


def _bargained(fee: float, case: _Case, facts: Facts) -> bool:
    """Postage may be waived where bargaining goes down that far."""
    terms = facts.store.bargaining
    if not terms.allowed or case.amount is None or (facts.quantity or 1) < terms.min_quantity:
        return False
    return fee <= case.amount * (100 - terms.floor_percent) / 100


def _charge_finding(start: int, end: int, case: _Case, facts: Facts) -> Finding:
    cost = facts.postage(case.carrier, case.amount, case.region)
    return _finding(
        start,
        end,
        cost.total > 0 or (case.amount is None and cost.free_from is not None and cost.carrier.fee > 0),
        case,
        facts,
    )


KINDS = (
    ClaimKind(
        name="postage",
        triggers=("<postage_word>", "<postage_free>", "<postage_sum>", "<postage_answer>"),
        read=read_postage,
        reads=(POSTAGE,),
    ),
)
