"""A reply as the checker sees it: normal form, clauses, and the stance that each clause takes.

A rule fires on what is asserted. So every clause knows its negators, whether it asks, sets a condition, or repeats
what the buyer believes. Spans are characters of the view; `Reply.raw_span` leads back to the text as given.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Literal

from assistant.language.dates import DateMention, dates
from assistant.language.durations import Duration, durations
from assistant.language.money import Sum, sums
from assistant.language.normalise import NormalText, normalise
from assistant.language.patterns import Encoded, Hit, Vocabulary
from assistant.language.regex import regex

Stance = Literal["asserted", "negated", "asked", "conditional", "quoted"]
"""`asked` is a question of the agent's; whether it is an offer (and so asserted) is for the rule to say."""

_HAN = "\u3400-\u9fff"
_SENTENCE_REACH = 400
"""How far from a clause its sentence is looked at, in characters: no sentence is longer, a text without stops may be."""
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
_QUOTE = regex(r"[“\"「『‘《【]([^”\"」』’》】]{1,60})[”\"」』’》】]")


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


class Reply:
    """A reply (or any text) split into clauses and sentences, with its values read on demand."""

    def __init__(self, normal: NormalText, now: datetime, concepts: Vocabulary | None = None) -> None:
        self.normal = normal
        self.view = normal.view
        self.encoded = Encoded(normal.view)
        self.now = now
        self._concepts = concepts or Vocabulary({})
        self._found = self._concepts.within(self.encoded)

    @classmethod
    def of(cls, raw: str, now: datetime, concepts: Vocabulary | None = None) -> "Reply":
        """The reply of a raw text."""
        return cls(normalise(raw), now, concepts)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text as given behind a span of the view."""
        return self.normal.raw_span(start, end)

    @property
    def vocabulary(self) -> Vocabulary:
        """The concepts that it is read with, to read another text likewise."""
        return self._concepts

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses in order; the text between quotation marks is not split."""
        view, quotes = self.view, self.quotes
        found: list[Clause] = []
        start, sentence = 0, 0
        for match in _CLAUSE_END.finditer(view):
            place, after = match.span()
            if quotes and any(first <= place < last for first, last in quotes):
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

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences."""
        return tuple(self._sentence_spans.values())

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """Spans between quotation marks."""
        return tuple(match.span(1) for match in _QUOTE.finditer(self.view))

    def clause_at(self, place: int) -> Clause:
        """The clause that a place of the view lies in (the nearest before it, where it lies between two)."""
        return self.clauses[max(0, bisect_right(self._clause_starts, place) - 1)]

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [clause.start for clause in self.clauses]

    def sentence_span(self, clause: Clause) -> tuple[int, int]:
        """The span of the sentence that a clause belongs to; of an endless one what stands near the clause."""
        start, end = self._sentence_spans[clause.sentence]
        return max(start, clause.start - _SENTENCE_REACH), min(end, clause.end + _SENTENCE_REACH)

    @cached_property
    def _sentence_spans(self) -> dict[int, tuple[int, int]]:
        spans: dict[int, tuple[int, int]] = {}
        for clause in self.clauses:
            first, _ = spans.get(clause.sentence, (clause.start, 0))
            spans[clause.sentence] = (first, clause.end)
        return spans

    def stance(self, start: int, end: int) -> Stance:
        """How the clause takes what stands at a span: denied, repeated from the buyer, conditional, asked, or asserted."""
        clause = self.clause_at(start)
        quoted = any(first <= start and end <= last for first, last in self.quotes)
        if quoted and (clause.negators or clause.believes):
            return "quoted"
        if (
            clause.negated_before(start)
            or clause.negated_after(end)
            or any(start < n < end for n, _ in clause.negators)
        ):
            return "negated"
        if clause.believes:
            return "quoted"
        if clause.conditional:
            return "conditional"
        return "asked" if clause.asks else "asserted"

    @cached_property
    def possible(self) -> int:
        """The concepts that may stand in it, going by its letters, as bits (`Vocabulary.bits`)."""
        return self._concepts.possible(self.encoded)

    def concept(self, name: str) -> tuple[Hit, ...]:
        """Where a concept of the lexicon stands.

        Raises:
            KeyError: no policy file defines the concept.
        """
        return self._found[name]

    def heard(self, name: str, text: Encoded, start: int = 0, end: int | None = None) -> bool:
        """Whether a concept of the lexicon stands between two characters of any text, like the buyer's message.

        Raises:
            KeyError: no policy file defines the concept.
        """
        return self._concepts.found(name, text, start, end)

    def concept_in(self, name: str, text: Encoded) -> tuple[Hit, ...]:
        """Where a concept of the lexicon stands in another text, such as the buyer's message.

        Raises:
            KeyError: no policy file defines the concept.
        """
        return self._concepts.hits(name, text)

    def hits_in(self, name: str, text: Encoded, start: int = 0, end: int | None = None) -> tuple[Hit, ...]:
        """Where a concept stands between two characters of any text, like the buyer's message.

        Raises:
            KeyError: no policy file defines the concept.
        """
        return self._concepts.hits_between(name, text, start, end)

    def in_clause(self, name: str, clause: Clause) -> tuple[Hit, ...]:
        """Where a concept stands within a clause."""
        hits = self.concept(name)
        if not hits:
            return ()
        # a pattern that looks at the character before its word may begin on the separator
        first = self.clauses[clause.index - 1].end if clause.index else 0
        return tuple(
            hit
            for hit in _beginning_within(hits, first, clause.end)
            if clause.start <= hit.start < clause.end or first <= hit.start < clause.start < hit.end
        )

    def in_sentence(self, name: str, clause: Clause) -> tuple[Hit, ...]:
        """Where a concept stands within the sentence of a clause."""
        hits = self.concept(name)
        if not hits:
            return ()
        return _beginning_within(hits, *self.sentence_span(clause))

    @cached_property
    def durations(self) -> tuple[Duration, ...]:
        """Lengths of time in the text."""
        return tuple(durations(self.encoded))

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Named days in the text, relative to now."""
        return tuple(dates(self.encoded, self.now))

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Sums of money, percentages and folds in the text."""
        return tuple(sums(self.encoded, stops=self._wide_commas))

    @cached_property
    def _wide_commas(self) -> frozenset[int]:
        """Places of the commas that were typed in full width between figures: they part clauses, and no thousands."""
        raw = self.normal.raw
        if "，" not in raw:
            return frozenset()
        commas = (place for place, char in enumerate(self.view) if char == ",")
        typed = ((place, self.normal.raw_span(place, place + 1)[0]) for place in commas)
        return frozenset(
            place
            for place, at in typed
            if raw[at] == "，" and (raw[max(at - 1, 0) : at] + raw[at + 1 : at + 2]).isascii()
        )


def _clause(index: int, sentence: int, start: int, text: str, bare: str, terminator: str) -> Clause:
    """The clause of a text between two separators that begins at `start`, blanks at its ends left out."""
    start += len(text) - len(text.lstrip())
    return Clause(index, sentence, start, start + len(bare), bare, terminator)


@lru_cache(maxsize=1024)
def _ends_sentence(separator: str) -> bool:
    """Whether a separator of clauses parts sentences too."""
    return bool(_SENTENCE_END.search(separator + " ")) if separator.strip() else "\n" in separator


def _beginning_within(hits: tuple[Hit, ...], start: int, end: int) -> tuple[Hit, ...]:
    """Of hits from the left those that begin between two characters."""
    first = bisect_left(hits, start, key=_start)
    return hits[first : bisect_left(hits, end, lo=first, key=_start)]


def _start(hit: Hit) -> int:
    return hit.start
