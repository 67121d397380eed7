"""Rude words, and cold answers: one word, a bare link, a command, a question back, or a dodge."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.patterns import Encoded, Hit
from assistant.language.regex import regex
from assistant.policy.claims.answers import asks
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_LINK = regex(r"(?:https?://|www\.)\S+|\b[a-z0-9-]+\.(?:com|cn|net)(?:/\S*)?")
_LETTERS = regex("[\u3400-\u9fff]|[a-z0-9']+")
_POLITE = regex(
    r"[滴哒阔亲您哦呀哈啦哟喔嘛~]|谢|请|你好|抱歉|不客气|欢迎|\b(?:hi|hello|dear|please|thanks?|welcome|sorry|friend|you|we)\b"
)
_FILLER = regex(r"^[嗯恩哦噢喔呃额啊呵好行在对是呢的吧哈,.。!~\s]+$|^(?:ok(?:ay)?|yes|no|hmm|k|fine|yep|sure)[.!\s]*$")
_SMILE = regex("[\U0001f300-\U0001faff☺❤♥]|\\^_\\^|:\\)")
_MAX_LETTERS = 4
_CURT_LENGTH = 14
_DODGE_LENGTH = 60
_CLOSING = regex(r"谢|好的|嗯|知道|收到|再见|拜|ok\b|thank|bye|辛苦")
_WEAK_LENGTH = 60
_REST_WORDS = 3
_BLAMES_US = regex(r"[怪怨赖](?:我们|店)")
_BLAMES_YOU = regex(r"自己|凭什么|好意思|[您你](?:还|也|倒|反)")
_GRANTS_BLAME = regex(r"(?:^|确实|的确|真|是|都|全|该|应该|得|要怪就|这[事次回单])$")
_MOCKS = regex(r"^(?:咯|啰|喽|吗|嘛|呗|么)")
_BLOCKS = regex(r"拉黑|黑名单|报警|\bblack ?list|\bblock")
_BLOCKS_YOU = regex(
    r"(?:把|将|给)[您你]|(?:拉黑|blacklist\w*|block\w*)(?:[您你]| you\b)|(?:我们|咱|本?店|\bwe|\bi)(?:就|会|只好|可以|直接|要| will|'ll| can)"
)
_REST_LETTERS = 6
"""A command beside so many other letters belongs to an answer (看下尺码表, M码适合您)."""


def read_rude(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Insult, blame, mockery and threat, unless said of oneself, denied, or repeated from the buyer."""
    for hit in reply.concept("rude"):
        clause = reply.clause_at(hit.start)
        if clause.believes and "think" not in clause.text and not reply.concept_in("rude_insult", Encoded(hit.text)):
            continue
        before = Encoded(reply.view[max(clause.start, hit.start - 14) : hit.start])
        if reply.concept_in("rude_denied", before) or reply.in_clause("rude_friendly", clause):
            continue
        own = Encoded(before.view[-8:])
        if reply.concept_in("rude_self", own) or reply.in_clause("rude_sorry", clause):
            continue
        if _harmless(reply, hit) or _own_fault(reply, clause, hit) or _warns(reply, facts, clause, hit):
            continue
        yield Finding("tone.rude", hit.start, hit.end, None, False, "tone.rude", "It is rude to the buyer.")


def _harmless(reply: Reply, hit: Hit) -> bool:
    """Whether the words belong to a plain phrase (拍啥装啥, 您自己掂量着来)."""
    return any(other.start < hit.end and hit.start < other.end for other in reply.concept("rude_harmless"))


def _own_fault(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether the store takes the blame (漏袋确实怪我们), and nothing turns it on the buyer (自己选错也怪我们)."""
    first, last = reply.sentence_span(clause)
    return (
        _BLAMES_US.match(hit.text) is not None
        and not clause.asks
        and not _MOCKS.search(reply.view[hit.end : hit.end + 1])
        and not _BLAMES_YOU.search(reply.view[first:last])
        and _GRANTS_BLAME.search(reply.view[clause.start : hit.start]) is not None
    )


def _warns(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> bool:
    """Whether it tells the buyer to block an impostor instead of threatening the buyer."""
    return (
        _BLOCKS.search(hit.text) is not None
        and _BLOCKS_YOU.search(clause.text) is None
        and bool(reply.concept("rude_impostor") or reply.concept_in("rude_impostor", facts.message))
    )


def read_curt(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """An answer of one word, or of nothing but a link."""
    if len(reply.view) > _CURT_LENGTH and "http" not in reply.view and "www" not in reply.view:
        return
    bare = _LINK.sub(" ", reply.view)
    letters = _LETTERS.findall(bare)
    why = ""
    if bare != reply.view and len(letters) <= 2:
        why = "A bare link answers nothing."
    elif (
        _FILLER.match(reply.view.strip())
        and (asks(facts.message.view) or not _CLOSING.search(facts.message.view))
        and facts.request.task == "reply"
    ) or (
        0 < len(letters) <= (1 if letters[0].isascii() else _MAX_LETTERS)
        and not any(char.isdigit() for char in bare)
        and not (_POLITE.search(reply.view) or _SMILE.search(reply.view))
    ):
        why = "One word for an answer."
    if why:
        yield _cold(0, len(reply.view), why)


def read_cold(reply: Reply, _facts: Facts) -> Iterator[Finding]:
    """Commands, rhetorical questions and shrugs."""
    if not (reply.concept("cold_strong_hint") or (len(reply.view) <= _WEAK_LENGTH and reply.concept("cold_weak_hint"))):
        return
    letters = len(_LETTERS.findall(reply.view)) if len(reply.view) < 400 else 400
    for clause in reply.clauses:
        own = Encoded(clause.text + ("?" if "?" in clause.terminator else ""))
        rest = letters - len(_LETTERS.findall(clause.text))
        strong = reply.concept_in("cold_strong", own)
        weak = (
            reply.concept_in("cold_weak", own)
            if rest <= (_REST_WORDS if clause.text.isascii() else _REST_LETTERS)
            else ()
        )
        if not (strong or weak) or (clause.believes and not strong) or reply.concept_in("cold_kind", own):
            continue
        yield _cold(clause.start, clause.end, "It sends the buyer away instead of answering.")
        return


def read_dodge(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Asked for an invoice, a card payment or a return, the reply neither grants nor declines nor asks back."""
    if len(reply.view) > _DODGE_LENGTH or facts.request.task != "reply" or not reply.concept_in("owed", facts.message):
        return
    if reply.concept("owed") or reply.concept("owed_answer") or any(clause.asks for clause in reply.clauses):
        return
    if any(char.isdigit() for char in reply.view) or any(clause.negators for clause in reply.clauses):
        return  # a figure or a no is an answer
    if not reply.concept("dodge"):
        return
    yield _cold(0, len(reply.view), "It does not answer what the buyer asked and the store owes.")


def _cold(start: int, end: int, why: str) -> Finding:
    return Finding("tone.cold", start, end, None, False, "tone.cold", why)


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("tone.rude", ("<rude>",), read_rude, ("tone.rude",)),
    ClaimKind("tone.curt", (), read_curt, ("tone.cold",)),
    ClaimKind("tone.cold", (), read_cold, ("tone.cold",)),
    ClaimKind("tone.dodge", (), read_dodge, ("tone.cold",)),
)
