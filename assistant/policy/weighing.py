"""Which findings of a reply are doubtful: the reply, the sentence and the clause that they stand in are weighed by their letters.

Each stretch is weighed once, however many findings stand in it.
"""

import functools
from bisect import bisect_left, bisect_right
from unicodedata import category

from assistant.domain.reply import Span, Violation
from assistant.policy.resemblance import LEAST_CHARS, Resemblance
from assistant.policy.text import Reply

_HIDING = ("Cf", "No")
"""Unicode categories that nobody types by chance: zero-width signs, circled digits."""


class Surroundings:
    """What stands around a place of a reply, in normal form."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        spans = [reply.raw_span(clause.start, clause.end) for clause in reply.clauses]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._sentence_ends = [reply.raw_span(start, end)[1] for start, end in reply.sentences]

    def sentence(self, span: Span) -> str:
        """The sentence that a span of the text as given begins in."""
        reply = self._reply
        place = bisect_right(self._sentence_ends, span[0])
        return reply.view[slice(*reply.sentences[place])] if place < len(self._sentence_ends) else reply.view

    def clauses(self, span: Span) -> str:
        """The clauses that a span of the text as given touches, with their neighbours where they are too short to be weighed."""
        reply, clauses = self._reply, self._reply.clauses
        first, last = bisect_right(self._ends, span[0]), bisect_left(self._starts, span[1]) - 1
        if first > last:
            return reply.view
        while clauses[last].end - clauses[first].start < LEAST_CHARS:
            if first > 0 and clauses[first - 1].sentence == clauses[first].sentence:
                first -= 1
            elif last + 1 < len(clauses) and clauses[last + 1].sentence == clauses[last].sentence:
                last += 1
            else:
                break
        return reply.view[clauses[first].start : clauses[last].end]


class Doubts:
    """Whether findings of one reply are doubtful.

    Args:
        reply: what they stand in.
        message: what it answers, in normal form.
        resemblance: the second look.
    """

    def __init__(self, reply: Reply, message: str, resemblance: Resemblance) -> None:
        self._reply = reply
        self._bar = resemblance.doubt
        self._around = Surroundings(reply)
        self._score = functools.cache(functools.partial(resemblance.score, message=message))

    def doubtful(self, finding: Violation) -> bool:
        """Whether neither its sentence nor the whole reply reads like a violation, nor does its clause.

        Pleasantries around a plain violation drown it in its sentence, and not in its clause. What is disguised stands.
        """
        sentence = self._around.sentence(finding.span)
        if len(sentence) < LEAST_CHARS or any(category(letter) in _HIDING for letter in finding.evidence):
            return False
        stretches = (self._reply.view, sentence, self._around.clauses(finding.span))
        return all(self._score(stretch) < self._bar for stretch in stretches)
