"""Claims about ways to pay: which can be used, and what they cost the buyer."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, Hit
from assistant.language.regex import regex
from assistant.policy.claims.installments import installments
from assistant.policy.claims.payment_charge import read_charges
from assistant.policy.claims.topics import ASIDE, Answer, answer, near_topic, on_topic, supposed
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_WAYS = (
    "alipay", "credit", "huabei", "wechat", "debit", "union", "paypal", "apple", "google", "klarna", "jd", "douyin",
    "rmb", "western", "crypto", "ideal", "later", "cod", "installments",
)  # fmt: skip
_THROUGH_ANOTHER = frozenset({"debit", "union"})
"""Cards that Alipay and the like take: a profile need not list them."""


_OF_PAYING = regex(
    r"付(?!款的账|费)|刷|货到|分期|扣款|买单|赊|先发|收钱|收款|\b(?:pay(?!ments? page)|cards?|checkout|cash|instal)"
)
_ANSWER, _ANSWER_ENGLISH = 10, 30
"""A longer clause that speaks of no paying answers something else."""
_THIS_BUYER = regex(r"您|你|这[单款件个]|现在|目前|暂时|如今|\byour?\b")
_BACK_TO = regex(
    r"到(?:[您你](?:当时|当初|原来|原先|之前)?(?:用来)?)?付(?:款|的|钱|账)?的?(?:账|支付宝|花呗|信用|银行|[那这]张|[那这]个|帐|方|页|那|地|渠道|卡|人|时|前|后|这|成功)"
)
_NOT_ONLY = regex(r"[也还](?:是)?(?:可以?|能|行)|\b(?:can also|also|or)\b")


@dataclass(frozen=True, slots=True)
class _Said:
    """A way to pay that the reply says can or cannot be used."""

    way: str
    usable: bool
    hit: Hit
    clause: Clause


def read_payment(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Every claim about ways to pay, where the talk is about them."""
    if not reply.concept("pay_any") and not reply.heard("pay_any", facts.conversation):
        return
    named = tuple(_named(reply, facts))
    known = {item.way for item in named}
    for item in (*named, *_only(reply, facts), *_answered(reply, facts, known)):
        yield _judged(reply, facts, item)
    yield from read_charges(reply, facts)


# What can be used


def _named(reply: Reply, facts: Facts) -> Iterator[_Said]:
    for clause in reply.clauses:
        ways = sorted(
            ((hit, way) for way in _WAYS for hit in reply.in_clause(f"pay_{way}", clause)),
            key=lambda pair: pair[0].start,
        )
        if not ways or clause.believes or reply.in_clause("pay_excused", clause):
            continue
        predicates = _predicates(reply, clause)
        installing = [hit for hit, way in ways if way == "installments"]
        for hit, way in ways:
            if way != "installments" and any(
                0 <= other.start - hit.end <= 3 or 0 <= hit.start - other.end <= 4 for other in installing
            ):
                continue  # 花呗分期 speaks of the installments
            if way == "cod" and _BACK_TO.match(reply.view, hit.start):
                continue  # 回到付款账户: the money's way back
            if way == "cod" and _collects_freight(reply, facts, hit, clause):
                continue
            gate = _gate(reply, clause) if way in {"cod", "installments"} else ()
            if gate:  # 满…才, 只有…才: for installments the amount decides
                yield _Said(way, way == "installments", gate[0], clause)
                continue
            predicate = _nearest(hit, predicates, [other for other, _ in ways])
            if predicate is not None and _of_another_act(reply, hit, predicate):
                continue
            usable = _mentioned(reply, facts.message, way, clause) if predicate is None else predicate[1]
            if usable is None:
                continue
            if not usable and supposed(clause, hit.start if predicate is None else predicate[0].start):
                continue
            if not usable and reply.heard("pay_trouble", facts.message) and reply.in_sentence("pay_guess", clause):
                continue
            yield _Said(way, usable, hit, clause)


def _gate(reply: Reply, clause: Clause) -> tuple[Hit, ...]:
    """What a way to pay is tied to, in its clause or in the next (货到付款的，得三百往上才受理)."""
    here = reply.in_clause("pay_gate", clause)
    after = reply.clauses[clause.index + 1] if clause.index + 1 < len(reply.clauses) else None
    if here or after is None or after.sentence != clause.sentence or reply.in_clause("pay_any", after):
        return here
    return () if _predicates(reply, clause) or clause.negators else reply.in_clause("pay_gate", after)


def _collects_freight(reply: Reply, facts: Facts, hit: Hit, clause: Clause) -> bool:
    """Whether a bare 到付 speaks of postage that is paid on delivery, not of the goods."""
    if reply.in_clause("freight_collect", clause):
        return True
    bare = hit.text == "到付" and reply.view[hit.start - 1 : hit.start] != "货" and "货到付" not in facts.message.view
    return bare and bool(reply.concept("postage") or reply.heard("postage", facts.message))


def _of_another_act(reply: Reply, way: Hit, predicate: tuple[Hit, bool]) -> bool:
    """货到付款不能开箱: what cannot be done is something else."""
    word, usable = predicate
    behind = Encoded(reply.view[word.end : word.end + 8])
    return not usable and word.start >= way.end and reply.heard("pay_other_act", behind)


def _mentioned(reply: Reply, asked: Encoded, way: str, clause: Clause) -> bool | None:
    """What a clause without a plain can or cannot says of a way: a no denies it, a mention without any no offers it."""
    if reply.in_clause("pay_described", clause) and not clause.negators:
        return True
    if way == "installments" and reply.in_clause("pay_floor", clause):
        return True
    if clause.asks or reply.in_clause("pay_denial_right", clause):
        return None
    if any(_undone(reply, clause, hit) for hit in reply.in_clause("pay_no", clause)):
        return None
    if any(reply.view.startswith("不是", start) for start, _ in clause.negators):
        return None
    if clause.negators:
        return False if reply.heard(f"pay_{way}", asked) else None
    beside = [other for other in reply.clauses if other.sentence == clause.sentence]
    if any(other.negators or reply.in_clause("pay_only", other) for other in beside):
        return None
    return None if clause.conditional or way in {"installments", "later"} else True


def _predicates(reply: Reply, clause: Clause) -> list[tuple[Hit, bool]]:
    denied = [hit for hit in reply.in_clause("pay_no", clause) if not _undone(reply, clause, hit)]
    kept = [
        hit
        for hit in reply.in_clause("pay_yes", clause)
        if not any(no.start < hit.end and hit.start < no.end for no in denied)
        and not any(hit.start - 4 <= start < hit.end for start, _ in clause.negators)
    ]
    return sorted([*((hit, False) for hit in denied), *((hit, True) for hit in kept)], key=lambda pair: pair[0].start)


def _undone(reply: Reply, clause: Clause, no: Hit) -> bool:
    """Whether a word that denies by itself is denied in turn (没停用, 没有不支持)."""
    return bool(reply.heard("pay_no_word", Encoded(no.text))) and any(
        no.start - 3 <= start < no.start for start, _ in clause.negators
    )


def _nearest(hit: Hit, predicates: list[tuple[Hit, bool]], ways: list[Hit]) -> tuple[Hit, bool] | None:
    """The predicate that speaks of a way: the nearest, one in front of it unless that belongs to another way."""
    best: tuple[int, tuple[Hit, bool]] | None = None
    for item in predicates:
        word = item[0]
        if word.start < hit.end and hit.start < word.end:
            gap = 0
        elif word.end <= hit.start:
            taken = any(way.end <= word.start and word.start - way.end <= 2 for way in ways)
            gap = hit.start - word.end + (4 if taken else 0)
        else:
            gap = word.start - hit.end + 1
        if best is None or gap < best[0]:
            best = (gap, item)
    return best[1] if best else None


def _only(reply: Reply, facts: Facts) -> Iterator[_Said]:
    """只能用支付宝: what the buyer asked for and is not named there cannot be used."""
    if not reply.concept("pay_only") or reply.heard("pay_trouble", facts.message):
        return
    asked = [way for way in _WAYS if way != "cod" and reply.heard(f"pay_{way}", facts.message)]
    for clause in reply.clauses if asked else ():
        hits = reply.in_clause("pay_only", clause)
        named = {way for way in _WAYS if reply.in_clause(f"pay_{way}", clause)}
        if (
            not hits
            or _NOT_ONLY.search(clause.text)
            or clause.conditional
            or not (named or reply.in_clause("pay_balance", clause))
        ):
            continue
        for way in asked:
            if way not in named and not any(_allows(reply, other, way) for other in reply.clauses):
                yield _Said(way, False, hits[0], clause)


def _allows(reply: Reply, clause: Clause, way: str) -> bool:
    if not reply.in_clause(f"pay_{way}", clause) or clause.negators:
        return False
    return all(usable for _, usable in _predicates(reply, clause))


def _answered(reply: Reply, facts: Facts, known: set[str]) -> Iterator[_Said]:
    """A bare yes or no to a buyer who asked for a way."""
    asked = facts.message
    if reply.heard("charge_asked", asked) or reply.heard("pay_trouble", asked) or not reply.heard("pay_asked", asked):
        return
    wanted = [way for way in _WAYS if way not in known and reply.heard(f"pay_{way}", asked)]
    if "cod" in wanted:
        for clause in reply.clauses:
            for hit in reply.in_clause("pay_first", clause):
                if not clause.negated_before(hit.start, 6) and not reply.in_clause("pay_cod", clause):
                    yield _Said("cod", False, hit, clause)
                    return
    bare = (answer(reply) or _implied(reply, facts)) if wanted else None
    if bare is None:
        return
    clause = bare[1]
    if any(reply.in_clause(name, clause) for name in ("pay_away", "pay_excused", "pay_only")):
        return
    if any(reply.in_clause(f"pay_{way}", clause) for way in _WAYS if way not in wanted):
        return
    for way in wanted:
        if way not in {"cod", "installments"} and reply.heard("pay_installments", facts.message):
            continue
        yield _Said(way, bare[0] == "yes", Hit(clause.start, clause.end, clause.text), clause)


def _implied(reply: Reply, facts: Facts) -> tuple[Answer, Clause] | None:
    """The yes or no further on in a reply, in a clause on the topic that names no way."""
    clauses = tuple(on_topic(reply, facts, "pay_any", "pay_away"))
    for clause in sorted(clauses, key=lambda item: not _THIS_BUYER.search(item.text)):
        if clause.believes or clause.asks or clause.conditional or reply.in_clause("pay_denial_right", clause):
            continue
        if ASIDE.search(clause.text) or not near_topic(reply, clause, "pay_any"):
            continue
        if len(clause.text) > (_ANSWER_ENGLISH if clause.text.isascii() else _ANSWER) and not _OF_PAYING.search(
            clause.text
        ):
            continue
        predicates = _predicates(reply, clause)
        if predicates and not reply.in_clause("pay_any", clause):
            return ("yes" if predicates[0][1] else "no"), clause
    return None


def _judged(reply: Reply, facts: Facts, said: _Said) -> Finding:
    start, end = min(said.hit.start, said.clause.end), said.hit.end
    if said.way == "installments":
        return installments(reply, facts, said.hit, said.clause, said.usable)
    if said.way == "cod":
        has = facts.store.payment.cash_on_delivery or _listed(reply, facts, "cod")
        rule = "payment.cod_refused" if has else "payment.overpromise"
        why = f"The store {'takes' if has else 'does not take'} cash on delivery."
        holds = has == said.usable
        return Finding("payment.cod", start, end, "payment.cash_on_delivery", holds, None if holds else rule, why)
    has = _listed(reply, facts, said.way)
    holds = has == said.usable or (said.usable and said.way in _THROUGH_ANOTHER)
    why = f"The store takes {', '.join(facts.store.payment.methods)}."
    rule = "payment.card_refused" if has else "payment.overpromise"
    return Finding("payment.method", start, end, "payment.methods", holds, None if holds else rule, why)


def _listed(reply: Reply, facts: Facts, way: str) -> bool:
    return reply.heard(f"pay_{way}", Encoded(normalise("\n".join(facts.store.payment.methods)).view))


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("payment", (), read_payment, ("payment.method", "payment.cod", "payment.installments", "payment.charge")),
)
