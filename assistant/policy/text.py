"""A reply as the checker sees it: normal form, clauses, and the stance that each clause takes.

A rule fires on what is asserted. So every clause knows its negators, whether it asks, sets a condition, or repeats
what the buyer believes. Spans are characters of the view; `Reply.raw_span` leads back to the text as given.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Literal

from assistant.language.dates import DateMention, dates
from assistant.language.durations import Duration, durations
from assistant.language.money import Sum, sums
from assistant.language.normalise import NormalText, normalise
from assistant.language.patterns import Encoded, Hit, Vocabulary
from assistant.language.regex import regex
from assistant.policy.clauses import Clause, split

__all__ = ["Clause", "Reply", "Stance"]

Stance = Literal["asserted", "negated", "asked", "conditional", "quoted"]
"""`asked` is a question of the agent's; whether it is an offer (and so asserted) is for the rule to say."""

_SENTENCE_REACH = 400
"""How far from a clause its sentence is looked at, in characters: no sentence is longer, a text without stops may be."""
_QUOTE = regex(r"[“\"「『‘《【]([^”\"」』’》】]{1,60})[”\"」』’》】]")


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
        return split(self.view, self.quotes)

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
        return self._by_clause[name].get(clause.index, ())

    @cached_property
    def _by_clause(self) -> "_ByClause":
        return _ByClause(self)

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


def _beginning_within(hits: tuple[Hit, ...], start: int, end: int) -> tuple[Hit, ...]:
    """Of hits from the left those that begin between two characters."""
    first = bisect_left(hits, (start,))
    return hits[first : bisect_left(hits, (end,), lo=first)]


_NOWHERE: Mapping[int, tuple[Hit, ...]] = {}


class _ByClause(dict[str, Mapping[int, tuple[Hit, ...]]]):
    """Where the concepts of a lexicon stand, by clause; found out when a concept is first asked for."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply = reply

    def __missing__(self, name: str) -> Mapping[int, tuple[Hit, ...]]:
        hits = self._reply.concept(name)
        found = self[name] = self._placed(hits) if hits else _NOWHERE
        return found

    def _placed(self, hits: tuple[Hit, ...]) -> Mapping[int, tuple[Hit, ...]]:
        clauses, placed = self._reply.clauses, dict[int, tuple[Hit, ...]]()
        ends = [clause.end for clause in clauses]
        for hit in hits:
            index = bisect_right(ends, hit.start)
            # a pattern that looks at the character before its word may begin on the separator
            if index < len(clauses) and clauses[index].start < max(hit.end, hit.start + 1):
                placed[index] = (*placed.get(index, ()), hit)
        return placed
