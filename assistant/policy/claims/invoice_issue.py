"""Claims that there is an invoice, or none."""

from collections.abc import Iterator

from assistant.language.patterns import Hit
from assistant.language.regex import regex
from assistant.policy.claims.invoice_content import wishes_false
from assistant.policy.claims.invoice_talk import InvoiceTalk
from assistant.policy.claims.topics import ASIDE, OTHER_MATTER, answer, near_topic, supposed
from assistant.policy.findings import Finding
from assistant.policy.text import Clause

_REFUSES = regex(
    r"不(?:能|可以|可|行|了|成|支持|提供|给|开|弄|办|做|出|配|带|含|太?方便|接|走|享)|没(?:有|得|法|办法|这)|无法|办不|做不|弄不|整不|木有|莫得|免|拒|谢绝"
    r"|\b(?:can't|cannot|can not|won't|will not|unable|no|none|never|not (?:possible|available|offered|something we)|don't (?:do|offer|provide|have|issue|give|make|send|support)|do not (?:do|offer|provide|have|issue|give|make)|isn't|aren't)\b"
)
"""How an invoice is refused without naming it: a bare 不 or not in politeness refuses nothing."""
_SHORT, _BRIEF = 16, 8
_TOGETHER = 4


def read_issue(talk: InvoiceTalk) -> Iterator[Finding]:
    """Whether the store issues the invoice."""
    why = f"The store issues {' and '.join(talk.facts.store.invoice.kinds)} for every order."
    refused = False
    for clause in talk.clauses:
        for hit in talk.offered(clause)[:1]:
            if all(listed for _, listed in talk.kinds(talk.reply.encoded, clause.start, clause.end)):
                yield Finding("invoice.issued", hit.start, hit.end, "invoice.kinds", True)
        refusal = refusal_in(talk, clause) or _gate(talk, clause) or _only_other_kind(talk, clause)
        if refusal is None or talk.reply.in_clause("invoice_day_only", clause) or _of_other_things(talk, clause):
            continue
        refused = True
        holds = _kind_rightly_refused(talk, clause)
        rule = None if holds else "invoice.refused"
        yield Finding("invoice.issued", refusal.start, refusal.end, "invoice.kinds", holds, rule, why)
    if not refused and talk.asked_for and not talk.promised:
        declined = _declined(talk)
        if declined is not None:
            yield Finding(
                "invoice.issued", declined.start, declined.end, "invoice.kinds", False, "invoice.refused", why
            )


def _names_it(talk: InvoiceTalk, clause: Clause) -> bool:
    return bool(talk.reply.in_clause("invoice", clause) or talk.reply.in_clause("invoice_issue", clause))


def _of_other_things(talk: InvoiceTalk, clause: Clause) -> bool:
    """Whether a no stands so far behind the talk about invoices that it is said of something else."""
    return not near_topic(talk.reply, clause, "invoice")


def refusal_in(talk: InvoiceTalk, clause: Clause) -> Hit | None:
    """The words by which a clause refuses the invoice, where it does."""
    reply = talk.reply
    if (
        clause.believes
        or reply.in_clause("invoice_refuse_right", clause)
        or reply.in_sentence("invoice_before_paid", clause)
    ):
        return None
    then = bool(reply.in_clause("invoice_then", clause))
    for hit in reply.in_clause("invoice_refuse", clause):
        if clause.negated_before(hit.start, 5) or (not then and supposed(clause, hit.start)):
            continue
        # 开不了 to a buyer who wants other goods on it refuses the goods, not the invoice
        if not reply.in_clause("invoice", clause) and wishes_false(talk):
            continue
        return hit
    return None


def _declined(talk: InvoiceTalk) -> Hit | None:
    """Any other no to a buyer who asked for the invoice, where nothing in the reply promises it."""
    reply = talk.reply
    if reply.concept("invoice_rumour") or reply.heard("invoice_rumour_asked", talk.facts.message):
        return None
    bare = answer(reply)
    if bare is not None and bare[0] == "no" and bare[1] in talk.clauses and len(bare[1].text) <= _SHORT:
        return Hit(bare[1].start, bare[1].end, bare[1].text)
    for clause in talk.clauses:
        if _of_other_things(talk, clause):
            continue
        wrong = ("invoice_denial_right", "invoice_refuse_right", "invoice_excuse", "substitute")
        if clause.believes or clause.asks or any(reply.in_clause(name, clause) for name in wrong):
            continue
        rhetorical = reply.in_clause("invoice_rhetorical", clause)
        if rhetorical:
            return rhetorical[0]
        if not _names_it(talk, clause) and (
            (not _REFUSES.search(clause.text) and len(clause.text) > _BRIEF)
            or ASIDE.search(clause.text)
            or OTHER_MATTER.search(clause.text)
        ):
            continue
        for start, end in clause.negators:
            # 没有不开: two that stand together cancel out
            if not any(other != start and abs(other - start) <= _TOGETHER for other, _ in clause.negators):
                return Hit(start, end, reply.view[start:end])
    return None


def _gate(talk: InvoiceTalk, clause: Clause) -> Hit | None:
    """Invoices only for some buyers, or from some amount on."""
    reply = talk.reply
    if reply.in_clause("invoice_kind_special", clause) or reply.in_clause("invoice_gate_right", clause):
        return None
    for hit in reply.in_clause("invoice_gate", clause):
        if not any(hit.start - 6 <= start < hit.end for start, _ in clause.negators):
            return hit
    return None


def _kind_rightly_refused(talk: InvoiceTalk, clause: Clause) -> bool:
    """Whether only a kind is refused that the profile does not list, and another is offered."""
    kinds = list(talk.kinds(talk.reply.encoded, clause.start, clause.end)) or list(talk.kinds(talk.facts.message))
    if not kinds or any(listed for _, listed in kinds):
        return False
    if talk.reply.concept("invoice_only_kind"):
        return True
    return any(talk.offered(other) or _names_listed(talk, other) for other in talk.reply.clauses if other is not clause)


def _only_other_kind(talk: InvoiceTalk, clause: Clause) -> Hit | None:
    """只开普票 to a buyer who asked for a kind that the profile lists beside it."""
    for hit in talk.reply.in_clause("invoice_only_kind", clause):
        named = {kind for kind, _ in talk.kinds(talk.reply.encoded, clause.start, clause.end)}
        wanted = {kind for kind, listed in talk.kinds(talk.facts.message) if listed}
        if named and not clause.negators and wanted - named:
            return hit
    return None


def _names_listed(talk: InvoiceTalk, clause: Clause) -> bool:
    return not clause.negators and any(listed for _, listed in talk.kinds(talk.reply.encoded, clause.start, clause.end))
