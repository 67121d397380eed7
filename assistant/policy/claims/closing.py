"""Claims about ending an order: who wants it ended, and for which stated reason."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, Hit
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_NAMED_WITHIN = 16
_ORDER = regex(r"单|退|款|交易|您|你|order|refund|purchase|money")
_UNWANTED = regex(r"(?:别|不要|不想|不会|没有?|不是|勿|千万|don't |not )[^能是]{0,2}$")
_IN_GENERAL = regex(
    r"退款(?:的?(?:话|时候?)|都|一般|一律|通常|只|会|将|(?:审核)?(?:通过|成功|同意)(?:之?后)?,?)(?:是|会|都|走|能)?[^,。了]{0,6}(?:原路|退回|返还|回到)(?![^,。]{0,8}了)"
)
"""退款都是原路回到付款的地方 tells how refunds go; no order is ended."""
_REASONS = ("mind", "fault", "fit", "late")
_CHOOSES = regex(
    r"[选填写勾点报改说讲当注用按走以拿就是为提挑]|\b(?:choose|select|pick|put|tick|check|click|opt|mention|enter|write|use|give|state|say|mark|change|as|reason)\b"
)
"""Without one of these a clause only names a reason (口味这个原因退不了, 不喜欢属于个人原因)."""


def _buyer_said(facts: Facts) -> Encoded:
    turns = [turn.text for turn in facts.request.history[-6:] if turn.role == "buyer"]
    return Encoded(normalise("\n".join([*turns, facts.request.message])).view) if turns else facts.message


_COUNTS_AS = regex(
    r"(?:算|属于?|归(?:为|到|于)?|视为|就是|是)(?:是|作|成|为|在)?(?:您的?|买家的?|顾客的?)?(?:个人|自身|自己|主观|非质量)(?:方面)?的?(?:原因|问题|范畴|范围)(?!吧|就)"
)
_STATED = regex(r"原因|理由")
_RESTATES = regex(
    r"(?:原因|理由)[^,。!?]{0,6}(?:改|换|重[新选])(?:成|为|作|选|填|一?[下个])|(?:改|换)(?:成|为|一?[下个])[^,。!?]{0,10}(?:原因|理由)"
    r"|\bchange the (?:\w+ )?reason\b[^.!?]{0,30}\bto\b"
)
"""Another reason than the one already given, which nothing shows to be untrue."""
_NAMES_REASON = regex(r"原因|理由|选|填|勾|写|点|改|说|\b(?:reason|choose|select|pick|put|tick|say|write|mark|state)\b")
_PICKS = regex(r"[选填写勾点报改说讲注]")


# Closing


def read_closing(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Whether an order is closed, or the buyer made to cancel it, against the buyer's wish."""
    said = _buyer_said(facts)
    wished = _voiced(reply, "cancel_wished", said)
    ended = facts.order is not None and facts.order.status in {"closed", "refunding"}
    if wished or ended:
        return
    why = "Nothing shows that the buyer wants this order ended."
    for clause in reply.clauses:
        hit = _closes(reply, clause)
        if hit is None and not reply.heard("change_wished", said):
            hit = _makes_cancel(reply, clause, complained=_voiced(reply, "complained", said))
            if hit is not None and _to_buy_another(reply, clause, said):
                hit = None
        if hit is not None and not _of_something_else(reply, facts, clause):
            fact = "orders[0].status" if facts.order is not None else None
            yield Finding("order.closing", hit.start, min(hit.end, clause.end), fact, False, "order.forced_close", why)


def _voiced(reply: Reply, name: str, said: Encoded) -> bool:
    """Whether the buyer says so, and not that it is not to be (别发错, 不想退)."""
    return any(
        not _UNWANTED.search(said.view, max(hit.start - 5, 0), hit.start) for hit in reply.concept_in(name, said)
    )


def _to_buy_another(reply: Reply, clause: Clause, said: Encoded) -> bool:
    """Whether the order only makes room for the one that the buyer would rather have (先申请退款,再拍裙子)."""
    return (
        not reply.concept("cancel_reasoned")
        and reply.heard("swap_wished", said)
        and bool(reply.in_sentence("buy_again", clause))
    )


def _of_something_else(reply: Reply, facts: Facts, clause: Clause) -> bool:
    """Whether a bare 取消了 answers a question about a way to pay: then it is that which was given up."""
    return reply.heard("pay_any", facts.message) and not _ORDER.search(clause.text)


def _left_open(reply: Reply, clause: Clause) -> bool:
    """Whether ending the order is only offered: a condition up to here, or the choice left to the buyer."""
    if reply.in_sentence("cancel_choice", clause):
        return True
    return any(hit.start < clause.end for hit in reply.in_sentence("cancel_offered", clause))


def _closes(reply: Reply, clause: Clause) -> Hit | None:
    if clause.believes and not reply.in_clause("give_away", clause):
        return None
    threat = bool(reply.in_sentence("close_threat", clause))
    dropped = () if reply.in_sentence("refund_part", clause) else reply.in_clause("drop_order", clause)
    given_away = reply.in_clause("give_away", clause) if threat or reply.concept("cancel_reasoned") else ()
    for hit in (*reply.in_clause("close_order", clause), *dropped, *given_away):
        if reply.in_sentence("close_by_system", clause) or _denied(reply, clause, hit):
            continue
        if not threat and _IN_GENERAL.search(clause.text):
            continue
        if not threat and _left_open(reply, clause):
            continue
        if not threat and clause.asks:
            continue
        if _once_back(reply, clause, hit):
            continue
        return hit
    return None


def _once_back(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether money is only said to go back once the goods have (拒收,退回来我们给您退款)."""
    reasoned = any(place.text not in {"仓库", "质检"} for place in reply.concept("cancel_reasoned"))
    if ("退款" not in hit.text and "refund" not in hit.text) or reasoned:
        return False
    return any(place.start < hit.start for place in reply.in_sentence("sent_back", clause))


def _makes_cancel(reply: Reply, clause: Clause, *, complained: bool) -> Hit | None:
    sent_away = bool(reply.in_clause("give_away", clause))
    if (clause.believes and not sent_away) or reply.in_sentence("close_by_system", clause) or _left_open(reply, clause):
        return None
    for hit in reply.in_clause("make_cancel", clause):
        if _denied(reply, clause, hit) or reply.view.startswith("的", hit.end) or hit.text[-1:] in "的时":
            continue
        if reply.concept("cancel_reasoned"):
            return hit
        if not complained and (reply.in_clause("cancel_pressed", clause) or not clause.asks):
            return hit
    return None


def _denied(reply: Reply, clause: Clause, hit: Hit) -> bool:
    if any(hit.start - 8 <= start < hit.start for start, _ in clause.negators):
        # 再不付款就关闭, 发不了只能取消: what is denied is another thing
        between = [start for start, _ in clause.negators if hit.start - 8 <= start < hit.start]
        threats = [
            place
            for name in ("close_threat", "cancel_reasoned", "buyer_fails")
            for place in reply.in_clause(name, clause)
        ]
        return not any(place.start <= start < place.end for start in between for place in threats)
    return False


# The stated reason


def read_reason(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Whether the buyer is told to state a reason that is not theirs."""
    said = _buyer_said(facts)
    if not (reply.concept("steer_topic") or reply.heard("steer_topic", said)):
        return
    theirs = {reason for reason in _REASONS if reply.heard(f"reason_{reason}", said)}
    if not theirs and reply.heard("own_wish", said):
        theirs = {"mind", "fit"}
    why = "The buyer's own reason is to be stated, whatever it is."
    for clause in reply.clauses:
        if clause.believes or reply.in_sentence("steer_true", clause) or not _CHOOSES.search(clause.text):
            continue
        if _classifies(clause):
            continue
        for hit in (*reply.in_clause("steer_choice", clause), *reply.in_clause("steer_shunned", clause)):
            named = _reasons_named(reply, clause, hit)
            if named == {"late"} and not _NAMES_REASON.search(clause.text):
                continue  # 用普通快递寄, 以物流信息为准
            if _untrue(reply, clause, hit, named, theirs):
                yield Finding(
                    "refund.reason", hit.start, min(hit.end, clause.end), None, False, "refund.reason_steering", why
                )
                break


def _classifies(clause: Clause) -> bool:
    """Whether the clause only tells what counts as what (大小不合适算是个人原因)."""
    found = _COUNTS_AS.search(clause.text)
    return found is not None and not _STATED.search(clause.text, 0, found.start()) and not _PICKS.search(clause.text)


def _reasons_named(reply: Reply, clause: Clause, hit: Hit) -> set[str]:
    end = max(hit.end, min(clause.end, hit.end + _NAMED_WITHIN))
    return {
        reason for reason in (*_REASONS, "agreed") if reply.heard(f"reason_{reason}", reply.encoded, hit.start, end)
    }


def _untrue(reply: Reply, clause: Clause, hit: Hit, named: set[str], theirs: set[str]) -> bool:
    if not named:
        return False
    away = any(hit.start - 6 <= place.start < hit.end for place in reply.in_clause("steer_away", clause))
    if away:
        return bool(named & {"fault", "late"}) and not (theirs and not theirs & named)
    if theirs:
        return not named & theirs or bool((named - theirs) & {"mind", "agreed"})
    if _RESTATES.search(clause.text):
        return True
    return bool(named & {"mind", "agreed"}) and "无理由" not in clause.text


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind(
        "order.closing",
        ("<close_order>", "<make_cancel>", "<drop_order>", "<give_away>"),
        read_closing,
        ("order.closing",),
    ),
    ClaimKind("refund.reason", ("<steer_choice>",), read_reason, ("refund.reason",)),
)
