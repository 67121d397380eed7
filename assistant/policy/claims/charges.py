"""Who is to pay extra: what a clause charges the buyer, whatever it is charged for."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.patterns import Hit
from assistant.language.regex import regex
from assistant.policy.text import Clause, Reply

_BEFORE, _AFTER = 9, 7
_FAR, _PLAIN_NO = 22, ("without", "no ", "never")
"""English words that deny what follows a few words on (without any extra fee)."""
_FOR_NO_REASON = ("不会因", "不因", "不是因")
_SHORT, _SHORT_ENGLISH = 14, 40
_HIGHEST = 20
_PAID_AT = regex(
    r"[点时](?:半|整|钟|[一三]刻|[零一二三四五六七八九十\d]{1,3}分?)?(?:多|左右|前后|不到)?(?:就|才|都|刚)?(?:付|拍|下单)"
)
"""九点半付的 tells when it was paid, no charge of nine points."""
_PERCENT = regex(r"%|点|百分|percent")
_STILL_CHARGED = regex(
    r"不(?:是|算|能|会|给|可能)?(?:免费|免|白开|白给)|不(?:含|包)税|不包|免不了|少不了|免费不|不然|不(?:低|高|贵|多)$|不止|不是(?:店|我们|我)"
)
_NOTHING_WITHOUT = regex(r"(?:开不|不(?:能|给|予|可以|会|让)?(?:您|你)?开|没法|无法|不行|不了|不出|没得|不办)")


def charges(reply: Reply, clause: Clause) -> Iterator[Hit]:
    """What a clause asks the buyer to pay on top. Denied charges, and those the store bears, are left out."""
    if (clause.believes and clause.negators) or reply.in_clause("charge_nothing", clause):
        return
    if reply.in_clause("charge_elsewhere", clause) and not reply.in_clause("invoice", clause):
        return
    hits = sorted(
        (*reply.in_clause("charge", clause), *reply.in_clause("charge_bare", clause)), key=lambda hit: hit.start
    )
    borne_by_store = bool(reply.in_clause("store_bears", clause))
    for hit in hits:
        crosses = hit.end > clause.end + 1  # the pattern's last character may be the separator, not the next clause
        if (
            borne_by_store
            or crosses
            or _denied(clause, hit)
            or _PAID_AT.search(reply.view[hit.start - 3 : hit.end + 1])
        ):
            continue
        yield Hit(hit.start, min(hit.end, clause.end), hit.text)


def shares(reply: Reply, clause: Clause) -> Iterator[Hit]:
    """A bare share (开票按6%走, 那0.6%得您认): in such talk it is what the buyer is to pay."""
    if not _PERCENT.search(clause.text) or clause.negators:
        return
    if any(
        reply.in_clause(name, clause) for name in ("store_bears", "share_right", "charge_nothing", "charge_elsewhere")
    ):
        return
    for item in reply.sums:
        if item.kind == "percent" and clause.start <= item.start < clause.end and item.value <= _HIGHEST:
            yield Hit(item.start, item.end, item.text)


def answered_charge(reply: Reply, facts: Facts, clauses: tuple[Clause, ...], *, figures: bool = True) -> Hit | None:
    """The bare yes (要的, 6个点) to a buyer who asked whether something costs extra; None where the answer is no."""
    for clause in clauses:
        if reply.in_clause("postage", clause):
            continue
        if clause.negators or reply.in_clause("store_bears", clause) or reply.in_clause("charge_none", clause):
            return None
        short = len(clause.text) <= (_SHORT_ENGLISH if clause.text.isascii() else _SHORT)
        figure = next((item for item in reply.sums if clause.start <= item.start < clause.end), None)
        if figures and figure is not None and _of_goods(reply, clause, figure.kind):
            continue
        if figures and figure is not None and figure.kind in {"percent", "amount"} and short:
            return Hit(figure.start, figure.end, figure.text)
        answered = reply.in_clause("charge_answered", clause) if short else ()
        if answered:
            return answered[0]
        # 是的 agrees with what was asked: only a question without its own no can be agreed to
        agreed = reply.in_clause("charge_agreed", clause)
        if agreed and not reply.heard("charge_none", facts.message):
            return agreed[0]
    return None


def _of_goods(reply: Reply, clause: Clause, kind: str) -> bool:
    """Whether a figure is a price or a share of the goods (一罐58元, 100%桑蚕丝, 最低到95%), which nobody asked about."""
    if kind == "percent":
        return bool(reply.in_clause("share_right", clause)) or _LEAST_PRICE.search(clause.text) is not None
    return _PRICE_OF.search(clause.text) is not None


_LEAST_PRICE = regex(r"最低|价格|商量")
_PRICE_OF = regex(r"(?:[一二两三四五六七八九十\d]|每)[袋罐件条双份包盒瓶]|一共|合计|总共|单价|\bpairs?\b")


def _reach_of(clause: Clause, start: int) -> int:
    """How far on a word denies: 不会因为… and English words that open with a no deny the whole of what follows."""
    return _FAR if clause.text.startswith((*_PLAIN_NO, *_FOR_NO_REASON), start - clause.start) else _BEFORE


def _denied(clause: Clause, hit: Hit) -> bool:
    near = [
        (start, end)
        for start, end in clause.negators
        if hit.start - _reach_of(clause, start) <= start < hit.end + _AFTER
    ]
    condition_ends = clause.text.rfind("的话", 0, max(hit.start - clause.start, 0)) + clause.start
    near = [
        (start, end)
        for start, end in near
        if start > condition_ends and not _STILL_CHARGED.match(clause.text, start - clause.start)
    ]
    if not near:
        return False
    # 不补税点开不了票: what is denied is the invoice, not the charge
    return not (near[0][0] < hit.start and _NOTHING_WITHOUT.search(clause.text, hit.end - clause.start))
