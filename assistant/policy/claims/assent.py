"""A bare yes that says what the buyer asked: "是不是签收了" "嗯嗯是的" states the delivery as if the reply had said it.

The question is turned into the statement that it asks for, and the readers of states, postage and returns read that.
Times have their own reader (`agreement`), since a yes may promise them without any other word.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.regex import regex
from assistant.policy.claims.postage import read_postage
from assistant.policy.claims.return_freight import read_freight
from assistant.policy.claims.returns import read_returns
from assistant.policy.claims.status import read_state
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

ASSENT = "assent"
_READERS = (read_postage, read_returns, read_freight)

_ADDRESS = r"(?:[亲嗯哦噢啊呃哈您好,!~ ]|宝贝?|阿姨|[姐哥叔](?![\u4e00-\u9fff])|老板|朋友)*"
_BEARS_OUT = regex(
    rf"^{_ADDRESS}(?:是[的哒滴呢呀啊哦]|对[的哒滴呢呀啊哦]|对$|没错|就是(?:的|这样)?$|嗯嗯?$|确实(?:是|如此)?$|是$|正解|说对了)[^,]{{0,6}}$"
    r"|^(?:yes|yep|yeah|correct|exactly|that's right|that is right|right|indeed)(?: (?:dear|sir|madam|my friend|of course|it is|it does|they are|that's right))?$"
)
"""A yes that takes over the statement, denied or not (是不是不能退 — 是的)."""
_GRANTS = regex(
    rf"^{_ADDRESS}(?:(?:当然|肯定|必须|完全)?(?:可以|能|会|行|成|有|中|包|免|好)[的哒滴呢呀啊哦嘞哈]*|没问题|必须的?|当然[啦了的]?|妥妥的?|那必须的?|放心)$"
    r"|^(?:sure|of course|absolutely|certainly|definitely|no problem|it is|we do|you can|we can|we will|sure thing|yes of course)(?: (?:dear|sir|madam|my friend))?$"
)
"""A yes that only a statement without denial can mean (能不能包邮 — 能的)."""
_OPEN_QUESTION = regex(
    r"什么|啥|哪(?!能|怕|里有)|怎[么样]|咋|几[点天时号个块时件]|多[久少长]|谁|为何|还是(?!不|没)|\b(?:what|when|where|which|who|whose|how|why|or)\b"
)
_POLAR = regex(
    r"吗|吧|么(?=$|[,?])|嘛|是不是|能不能|可不可以|会不会|要不要|对不|[?]|(?:不|没|没有|呗)$|^(?:is|are|do|does|did|has|have|can|could|will|would|was|were)\b|\bright$"
)
_TURNED_BACK = regex(
    r"但|不过|可是|只是|然而|除非|除了|要补|需要补|另外|前提|差不多|\bbut\b|\bhowever\b|\bexcept\b|\bonly\b"
)
_DENIES = regex(r"不(?!是不|过|错)|没(?!$|有$)|无法|拒|\bnot?\b|n't\b")
_MARKERS = regex(r"是不是|对不对?|对吧|是吧|[吗嘛呗]|吧(?=$|[,?])|么(?=$|[,?])|[?]|(?:不|没有?)$")
_ALTERNATIVES = regex(r"(能|会|可|要|有|是)[不没]\1")
_MINE = regex(r"我(?:看到?|听说?|问一?下|想问)(?:一?下)?")
_SWAPS = (("你们", "\0"), ("您家", "\0"), ("你家", "\0"), ("我们", "您"), ("我", "您"), ("\0", "我们"))


def read_assent(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """What a bare yes takes over from the buyer's question, where the facts do not bear it out."""
    message = facts.message.view
    if len(message) > 120 or not _POLAR.search(message) or _OPEN_QUESTION.search(message):
        return
    clause = _yes(reply, bool(_DENIES.search(_ALTERNATIVES.sub(r"\1", _MARKERS.sub("", message)))))
    if clause is None or any(_TURNED_BACK.search(other.text) for other in reply.clauses):
        return
    stated = Reply(normalise(_statement(message)), facts.now, reply.vocabulary)
    # 能放驿站吗, 可以的 grants a wish: only 是的 tells of a state
    for read in (read_state, *_READERS) if _BEARS_OUT.search(clause.text) else _READERS:
        told = {finding.kind for finding in read(reply, facts)}
        for finding in read(stated, facts):
            if not finding.holds and finding.kind not in told:
                yield replace(finding, kind=ASSENT, start=clause.start, end=clause.end)
                return


def _yes(reply: Reply, denied: bool) -> Clause | None:
    for clause in reply.clauses[:2]:
        if clause.negators or clause.terminator.startswith("?"):
            return None
        if _BEARS_OUT.search(clause.text):
            return clause if not (denied and clause.text.isascii()) else None
        if _GRANTS.search(clause.text):
            return None if denied else clause
    return None


def _statement(question: str) -> str:
    """The statement that a yes to the question makes, in the store's mouth."""
    said = _MINE.sub("", _ALTERNATIVES.sub(r"\1", _MARKERS.sub("", question)))
    for mine, yours in _SWAPS:
        said = said.replace(mine, yours)
    return re.sub(r"\b(?:me|i)\b", "you", re.sub(r"\bmy\b", "your", said))


KINDS = (
    ClaimKind(
        name=ASSENT,
        triggers=(
            r"[是对][的哒滴呢呀啊哦]|没错|确实|嗯|可以|能|会|行|没问题|必须|当然|放心|\b(?:yes|yep|yeah|sure|correct|right|exactly|course|absolutely|certainly|definitely|problem|indeed)\b",
        ),
        read=read_assent,
        reads=(ASSENT,),
    ),
)
