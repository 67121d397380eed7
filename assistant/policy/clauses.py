"""The clauses of a text, and the stance that each takes: what it denies, asks, makes a condition of, or repeats."""

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.language.regex import regex

_HAN = "\u3400-\u9fff"
_CLAUSE_END = regex(
    rf"(?=[,。!?;\n…~.—\s但不而其只])(?:[,。!?;\n…~]+|(?<!\d)\.+(?!\d)|(?<=\d)\.+(?=\s|$)|—+|\s+-+\s+|(?<=[{_HAN}]{{2}})\s+(?=[{_HAN}a-z0-9])|(?<=[a-z0-9])\s+(?=[{_HAN}]{{2}})"
    r"|(?=但是?|不过|而是|其实|只不过|只是)|\s(?=but |however |though |although |except |unless ))"
)
"""What parts two clauses; the signs that it may begin with come first, since nearly all letters are none of them."""
_SENTENCE_END = regex(r"[。!?\n…~]|(?<!\d)\.(?:\s|$)|(?<=\d)\.(?:\s|$)")
# 不 and 没 inside words and phrases that deny nothing
_NOT_NEGATING = regex(
    r"不过|不错|不仅|不但|不光|不只|不单|不好意思|不客气|不(?:用|必|要)(?:担心|着急|急|客气|谢)|别(?:担心|着急|急|客气|慌|生气)|(?:行|好|成|中|可以|阔以|能行)不$|没得事|没问题|没毛病|[莫没木]得问题|木有问题|没[有啥]问题|没关系|没事|不管|不论|无论|不如|不妨|不瞒|"
    r"不(?:会)?(?:超过|晚于|迟于)|不出[一两二三四五]|不得不|非常|无条件|无门槛|[7七]天无理由|无理由|特别|别的|别家|别人|识别|个别|分别|区别|级别|类别|性别|未来|差不多|不少|不断|不久|对不起|免费|免邮|免运费|包邮|免息|莫名|非要|除非|不一会|要不(?!要)|不然|不愧|"
    r"([\u3400-\u9fff])不\1|(?:是不是|能不能|可不可以|要不要|有没有|好不好|行不行|会不会|对不对|需不需要|想不想|方不方便)|了不起|忍不住|舍不得|不小心|不一样|不同|不足|不够|不便|不利|"
    r"\bno(?:t)? (?:problem|worries|doubt|matter|rush|(?:later|more|longer|earlier|less) than)\b|\bnever (?:\w+ ){0,2}(?:more|longer|later) than\b|\bnot (?:only|to worry)\b|\bwhy not\b|\bnot sure\b|\bno\.\s*\d"
)
_NEGATOR = regex(
    r"不|没|无(?!锡)|未|别|勿|莫|甭|谢绝|拒绝|拒收|严禁|禁止|杜绝|避免|难以|木有|冇|毋|休想|免(?=收|付|加|补|交)|"
    r"\b(?:not|no|never|cannot|can't|cant|without|nor|neither|unable|decline|refuse)\b|n['’]t\b|\bdont\b|\bwont\b"
)
_ASKING = regex(
    r"[?]|吗|么(?=$|[?~。!])|(?:是不是|能不能|可不可以|要不要|有没有|好不好|行不行)|不(?=$|[?])|(?:好|行|成|可以|中)(?:吗|不|伐|么)"
)
_CONDITION = regex(r"如果|要是|假如|假使|若(?!干)|万一|一旦|倘若|的话|除非|\bif\b|\bunless\b|\bin case\b|\bwhether\b")
_BELIEF = regex(
    r"(?<![跟和给向同对])(?:您|你|亲)(?:说(?!一?[声下]|明)|讲(?!一?[声下])|问(?!问|一?下)|提(?!前|供|交|醒|货|现|早|出申请)|担心|以为|看到(?!后|物流|时)|听(?!我))|听说|有人说|网上说|传言|所谓|别家|其他店|有些店|这种说法|这回事|那种|这类|\byou (?:said|mentioned|asked|heard|think)\b|\bother (?:shops|stores|sellers)\b"
)


@dataclass(eq=False)
class Clause:
    """A stretch of the view between two separators, without them. Not to be changed (a frozen one is slow to make)."""

    index: int
    sentence: int
    start: int
    end: int
    text: str
    terminator: str
    """The separator behind it ('' at the end)."""

    @cached_property
    def negators(self) -> tuple[tuple[int, int], ...]:
        """Spans (of the view) of words that deny, idioms like 不过 and 没问题 left out."""
        found = [match.span() for match in _NEGATOR.finditer(self.text)]
        if found:
            harmless = [match.span() for match in _NOT_NEGATING.finditer(self.text)]
            found = [span for span in found if not any(start <= span[0] < end for start, end in harmless)]
        return tuple((self.start + start, self.start + end) for start, end in found)

    @cached_property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        return "?" in self.terminator or bool(_ASKING.search(self.text))

    @cached_property
    def conditional(self) -> bool:
        """Whether it sets a condition (如果, 要是, if)."""
        return bool(_CONDITION.search(self.text))

    @cached_property
    def believes(self) -> bool:
        """Whether it repeats what the buyer or others say (您说的, 听说, 别家)."""
        return bool(_BELIEF.search(self.text))

    def negated_before(self, place: int, reach: int = 14) -> bool:
        """Whether an odd number of negators stands within `reach` characters before a place of the view."""
        return sum(place - reach <= start < place for start, _ in self.negators) % 2 == 1

    def negated_after(self, place: int, reach: int = 10) -> bool:
        """Whether a negator stands within `reach` characters behind a place (微信转账这个不行)."""
        return any(place <= start < place + reach for start, _ in self.negators)


def split(view: str, whole: Sequence[tuple[int, int]]) -> tuple[Clause, ...]:
    """The clauses of a text in normal form, in order.

    Args:
        view: the text.
        whole: spans from the left that are not split, like what stands between quotation marks.
    """
    found: list[Clause] = []
    start, sentence = 0, 0
    for match in _CLAUSE_END.finditer(view):
        place, after = match.span()
        if whole and _within(place, whole):
            continue
        separator = match.group()
        text = view[start:place]
        if bare := text.strip():
            found.append(_clause(len(found), sentence, start, text, bare, separator))
        start = after
        sentence += _ends_sentence(separator)
    text = view[start:]
    if bare := text.strip():
        found.append(_clause(len(found), sentence, start, text, bare, ""))
    return tuple(found)


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of some spans from the left."""
    before = bisect_right(spans, (place, sys.maxsize)) - 1
    return before >= 0 and place < spans[before][1]


def _clause(index: int, sentence: int, start: int, text: str, bare: str, terminator: str) -> Clause:
    """The clause of a text between two separators that begins at `start`, blanks at its ends left out."""
    start += len(text) - len(text.lstrip())
    return Clause(index, sentence, start, start + len(bare), bare, terminator)


@lru_cache(maxsize=1024)
def _ends_sentence(separator: str) -> bool:
    """Whether a separator of clauses parts sentences too."""
    return bool(_SENTENCE_END.search(separator + " ")) if separator.strip() else "\n" in separator
