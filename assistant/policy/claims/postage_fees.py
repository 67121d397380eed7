"""What is said of postage, held against the fees: by carrier, region and amount of goods."""

import functools
from dataclasses import dataclass, replace

from assistant.domain.store import Carrier, FreeShipping
from assistant.facts import Facts
from assistant.facts.delivery import is_remote
from assistant.language.carriers import carriers
from assistant.language.numerals import number
from assistant.language.patterns import pattern
from assistant.language.regex import regex
from assistant.language.regions import PLACE, PROVINCE_OF
from assistant.policy.claims.carriers import carrier_in_question
from assistant.policy.claims.postage_said import Statement
from assistant.policy.claims.postage_talk import ADDS, ASKS_TOTAL, TOPS_UP, WITH_MORE, digits_in
from assistant.policy.findings import Finding
from assistant.policy.text import Clause, Reply

POSTAGE = "postage"
RULE = "shipping.fee_contradiction"

_PIECES = r"(\d{1,2}|[一两二三四五六七八九十]|\btwo|\bthree|\bfour|\bfive)\s*(?:件|袋|包(?:$|[^邮裹])|盒|条|双|份|罐|瓶|个|台|只|把|本|支|套|部|张|箱|斤|对|枚|卷|桶|pairs?|pieces?|items?|packs?|or more)"
_EXCEPTED = regex(
    r"(?:别的|其他|其它|其余|另外的?)(?:省|地区|地方|区域|城市)|内地|江浙沪|大部分(?:地区|省)|除了?.{1,24}(?:外|以外|之外|都|全|均)|(?:除外|不含|不包括?|(?:^|[^不没])例外|不在.{0,4}(?:范围|内))|偏远(?:地区|区域)|\bexcept|\bexcluding|\bother than"
)
_MORE_GOODS = regex(
    r"[差缺](?:个|了|着)?\s*\d|(?:离|距离?)[^,。]{0,8}(?:[包免]邮|免运)|(?:再|多|凑|添)(?:买|拍|凑|加|添|带|选|要|配|捎|拿)?(?:够|满|齐|上|个|点|些|一|两|二|三|\d)|凑单|\b(?:add|buy|one) (?:\w+ )?more\b"
)
_REACHES = regex(r"(?:过|满|够|到|不足|低于|少于|不满)了?\s*(\d+)")
_TERMS = regex(r"(?:满|够|到)\s*\d+(?:元|块)?(?:才|就|都|可以?|方|起)+(?:能|给|可以?)?[免包]")
_SHORT_OF = regex(r"[不没未差低少][^,。]{0,5}$")
_STILL_DUE = regex(r"(?:加|另外?|剩|要|出|付|补|还有)(?:收|下|您|个|付|补|那|这|有|是)*\s*(\d+(?:\.\d+)?)")
"""基础邮费免了,西藏另加20."""
_NOWHERE_REMOTE = "elsewhere"
"""A region that no profile excepts."""

_EVERYWHERE = regex(r"全国|全场|哪里都|哪儿都|任何地|全部地区|所有地区|\bworldwide\b|\beverywhere\b")


@dataclass(frozen=True, slots=True)
class Case:
    """Whom a clause is about: a carrier, a region and an amount of goods."""

    carrier: Carrier
    region: str | None
    amount: float | None


def case_of(reply: Reply, clause: Clause, facts: Facts) -> Case:
    """As the clause names them, else as the order and the buyer's message do."""
    carrier = carrier_in_question(reply, clause, facts)
    if carrier is None:
        order = facts.order
        chosen = facts.carrier_named(order.carrier) if order is not None else None
        carrier = chosen or facts.store.shipping.default_carrier
    places = [hit.text for hit in pattern(PLACE).hits(reply.encoded, clause.start, clause.end)]
    remote = [PROVINCE_OF[place] for place in places if is_remote(facts.store.shipping, PROVINCE_OF[place])]
    region = remote[0] if remote else (PROVINCE_OF[places[0]] if places else facts.region)
    return Case(carrier, region, _amount(reply, clause, facts))


def held(said: Statement, reply: Reply, clause: Clause, case: Case, facts: Facts) -> Finding | None:
    """What the clause says, held against the fees of its case; None where the profile has nothing to hold it against."""
    match said.kind:
        case "free":
            return _free(said, reply, clause, case, facts)
        case "charged":
            return _charged(said, case, facts)
        case "sum":
            return _sum(said, reply, clause, case, facts)
        case "threshold":
            return _threshold(said, case, facts)
        case "unheard":
            return _finding(said, False, case, facts)


def _finding(said: Statement, holds: bool, case: Case, facts: Facts) -> Finding:
    fact = f"shipping.carriers[{case.carrier.name}].fee"
    if case.carrier.default:
        fact = "shipping.free_shipping"
    return Finding(POSTAGE, said.start, said.end, fact, holds, None if holds else RULE, _fee_words(case, facts) + ".")


def _fee_words(case: Case, facts: Facts) -> str:
    cost = facts.postage(case.carrier, case.amount, case.region)
    where = f" to {case.region}" if case.region else ""
    threshold = f" (free from {cost.free_from:g})" if cost.free_from else ""
    return f"Postage by {case.carrier.name}{where} is {cost.total:g}{threshold}"


def _threshold(said: Statement, case: Case, facts: Facts) -> Finding | None:
    terms = facts.store.shipping.free_shipping
    if terms is None:
        return None
    limit = terms.min_amount if case.carrier.fee and case.carrier.default else 0.0
    return _finding(said, case.carrier.default and abs(said.value - limit) < 0.005, case, facts)


def _charged(said: Statement, case: Case, facts: Facts) -> Finding:
    cost = facts.postage(case.carrier, case.amount, case.region)
    unknown = case.amount is None and cost.free_from is not None and cost.carrier.fee > 0
    return _finding(said, cost.total > 0 or unknown, case, facts)


def _sum(said: Statement, reply: Reply, clause: Clause, case: Case, facts: Facts) -> Finding:
    cost = facts.postage(case.carrier, case.amount, case.region)
    parts_told = False
    if cost.remote and cost.base and cost.base != cost.remote:
        parts_told = {cost.base, cost.remote} <= {item.value for item in digits_in(reply.view)}
    if ASKS_TOTAL.search(facts.message.view) and len(reply.sums) <= 1 and not parts_told:
        return _finding(said, abs(said.value - cost.total) < 0.005, case, facts)
    right = {cost.total}
    if ADDS.search(clause.text) and (cost.base == 0 or case.carrier.default):
        right.add(cost.remote or cost.base)
    if facts.region is None and TOPS_UP.search(clause.text):
        terms = facts.store.shipping.free_shipping  # which of the fees the buyer makes up for is not known
        right |= {c.fee for c in facts.store.shipping.carriers} | {terms.remote_fee if terms else 0.0}
    if parts_told or (cost.base and cost.remote and TOPS_UP.search(clause.text)):
        right |= {cost.base, cost.remote}
    if cost.remote and cost.base:
        others = {other.value for other in reply.sums if other.kind == "amount" and other.start != said.start}
        if not others.isdisjoint({cost.base, cost.remote, cost.total}):
            right |= {cost.base, cost.remote}  # both parts are told
    if case.amount is None and cost.free_from:
        right |= {0.0 + cost.remote}
    named = [c for m in carriers(reply.encoded) for c in facts.store.shipping.carriers if m.means(c.name)]
    if len({c.name for c in named}) > 1:
        right |= {facts.postage(c, case.amount, case.region).total for c in named}
    return _finding(said, any(abs(said.value - value) < 0.005 for value in right), case, facts)


def _free(said: Statement, reply: Reply, clause: Clause, case: Case, facts: Facts) -> Finding:
    terms = facts.store.shipping.free_shipping
    if terms is not None and (
        WITH_MORE.search(clause.text) or _MORE_GOODS.search(clause.text) or _after_more(reply, clause)
    ):
        return _finding(said, terms.min_amount > 0 and case.carrier.default, case, facts)
    if terms is not None and _EXCEPTED.search(reply.view[slice(*reply.sentence_span(clause))]):
        case = replace(case, region=_NOWHERE_REMOTE)
    elif terms is not None and terms.except_ and _everywhere(clause, terms) and not _EXCEPTED.search(reply.view):
        case = replace(case, region=terms.except_[0])
    pieces = next(
        (number(hit.groups[0]) for hit in pattern(_PIECES).hits(reply.encoded, clause.start, clause.end)), None
    )
    if pieces and facts.product is not None:
        case = replace(case, amount=facts.product.price * pieces)
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
    return _finding(said, holds, case, facts)


def _everywhere(clause: Clause, terms: FreeShipping) -> bool:
    """Whether it is said of all places, or of one that the terms except."""
    return bool(_EVERYWHERE.search(clause.text)) or any(name in clause.text for name in terms.except_)


def _after_more(reply: Reply, clause: Clause) -> bool:
    """Whether the clause before puts it on more goods (您要是再凑一盒,邮费就不用出了)."""
    if not clause.index:
        return False
    before = reply.clauses[clause.index - 1]
    return before.sentence == clause.sentence and bool(_MORE_GOODS.search(before.text))


def _bargained(fee: float, case: Case, facts: Facts) -> bool:
    """Postage may be waived where bargaining goes down that far."""
    terms = facts.store.bargaining
    if not terms.allowed or case.amount is None or (facts.quantity or 1) < terms.min_quantity:
        return False
    return fee <= case.amount * (100 - terms.floor_percent) / 100


def _amount(reply: Reply, clause: Clause, facts: Facts) -> float | None:
    """Goods at list price: as the reply places them (满88了, 不到88), of the order, of the pieces that the buyer speaks of."""
    placed = _placed(reply, clause, facts.store.shipping.free_shipping)
    if placed is not None:
        return placed
    order = facts.order
    pieces = next((number(hit.groups[0]) for hit in pattern(_PIECES).hits(facts.message)), None)
    if order is not None and order.status in {"unpaid", "paid"}:
        more = pieces is not None and facts.product is not None and pieces > (facts.quantity or 1)
        if not more:  # else it is of a greater purchase that the buyer asks
            return facts.amount
    if facts.product is None:
        return None
    return facts.product.price * (pieces or 1)


def _placed(reply: Reply, clause: Clause, terms: FreeShipping | None) -> float | None:
    """The amount at the limit of free postage, or just below it, where the sentence up to here says that it is reached or not."""
    if terms is None:
        return None
    for other in reversed(reply.clauses[: clause.index + 1]):
        if other.sentence != clause.sentence:
            break
        for amount, short in _reached(other.text):
            if amount != terms.min_amount:
                continue
            if short:
                return terms.min_amount - 1
            tells_terms = reply.in_clause("postage_free", other) or _TERMS.search(other.text)  # 满88包邮
            if other is clause or not tells_terms:
                return terms.min_amount
    return None


@functools.lru_cache(maxsize=1024)
def _reached(text: str) -> tuple[tuple[float, bool], ...]:
    """The amounts that a clause says are reached, or (true) are not."""
    return tuple((float(said[1]), bool(_SHORT_OF.search(text[: said.start(1)]))) for said in _REACHES.finditer(text))
