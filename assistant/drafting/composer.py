"""A reply from scripts and facts alone: no model, in milliseconds; what the checker stops is never sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.corpus import Corpus, IntentReader
from assistant.domain.intents import STAGE_OF
from assistant.domain.reply import Outcome, Reference, Source, Stage, Status, Verdict
from assistant.domain.store import Language
from assistant.drafting.answer import Answer
from assistant.drafting.holding import holding_reply
from assistant.drafting.plan import Plan, plan
from assistant.drafting.reading import read_situation
from assistant.drafting.situation import Situation
from assistant.drafting.splitting import split
from assistant.drafting.wording import Line, Wording
from assistant.facts import Facts
from assistant.language.patterns import Encoded, pattern
from assistant.policy import Checker

_MOST_TRIED = 5
"""So many wordings of an answer are put to the checker; where all fail, the facts are at odds, not the words."""
_WHICH = r"哪一?[款件个种]|什么商品|哪样|商品名|款式|\bwhich (?:one|product|item)\b|\bname of the (?:product|item)\b"
_TOLD_AGAIN = 0.7
"""A piece is dropped where so much of its facts, by length, stands in the pieces before it."""
_LONG = 10
"""From so many characters on, words of a slot are a fact even without a figure."""
_AKIN = (
    frozenset({"carrier", "delivery_time", "shipping_fee", "dispatch_time"}),
    frozenset({"promotion", "coupon", "bargain", "price_protection"}),
    frozenset({"other_product_info", "quality", "recommend", "hesitation", "usage_help", "care"}),
)
"""Answers with the same facts say the same only where they answer alike: 是正品 and 面料是桑蚕丝 do not."""
_SORRY = r"抱歉|对不起|不好意思|\bsorry\b|\bapologi[sz]e\b"


@dataclass(frozen=True, slots=True)
class Composition:
    """A reply, and what a person still has to do with it.

    Attributes:
        status: `ready`, `review` or `handover`.
        text: the reply; empty only where nothing may be sent now.
        source: `composer`, or `holding` where only a person can be promised.
        language: of the text.
        intent: the first intent answered, or the task's name.
        stage: of that intent.
        references: the scripts used.
        verdict: the checker's word on the text.
        reason: why the status is not `ready`.
        situation: what the reply answers.
    """

    status: Status
    text: str
    source: Source
    language: Language
    intent: str
    stage: Stage
    references: tuple[Reference, ...]
    verdict: Verdict
    reason: str | None
    situation: Situation


@dataclass(frozen=True, slots=True)
class _Piece:
    """An answer with the words chosen for it."""

    answer: Answer
    line: Line


class Composer:
    """Composes replies from a corpus, checked by a checker. Holds no state between replies."""

    def __init__(self, corpus: Corpus, intent_reader: IntentReader, checker: Checker) -> None:
        self._wording = Wording(corpus)
        self._reader = intent_reader
        self._checker = checker

    def compose(self, facts: Facts) -> Composition:
        """The reply to a request, or the message that its task starts."""
        situation = read_situation(facts, self._reader)
        made = plan(situation)
        if any(answer.silent for answer in made.answers):
            return self._silent(situation, made)
        worded = self._worded(made.answers, situation)
        pieces = _without_repeated(worded, situation)
        repeated = [piece.answer for piece in worded if piece not in pieces]
        verdict = self._verdict(pieces, made, situation)
        if verdict is not None and verdict.outcome != "pass":
            pieces = self._mended(pieces, verdict, situation)
            verdict = self._verdict(pieces, made, situation)
        while verdict is not None and verdict.outcome not in {"pass", "warn"}:
            # Words that are right by themselves may read wrong behind a greeting; else the last answer gives way.
            told = [piece for piece in pieces if piece.answer not in made.manners]
            pieces = told if len(told) < len(pieces) else pieces[:-1]
            verdict = self._verdict(pieces, made, situation)
        if verdict is None:
            return self._held(situation, made)
        return self._composed(situation, made, pieces, repeated, verdict)

    def _worded(self, answers: Iterable[Answer], situation: Situation) -> list[_Piece]:
        """The answers in their first words; which product is meant is asked once, where there are words without it."""
        pieces: list[_Piece] = []
        for answer in answers:
            lines = list(islice(self._wording.lines(answer, situation), _MOST_TRIED))
            if any(_asks_which(piece) for piece in pieces):
                lines.sort(key=lambda line: _asks_which(_Piece(answer, line)))
            pieces += [_Piece(answer, line) for line in lines[:1]]
        return pieces

    def _mended(self, pieces: Sequence[_Piece], verdict: Verdict, situation: Situation) -> list[_Piece]:
        """The pieces with other words where the checker minds these; without those that have none that pass."""
        faults = _faults(pieces, verdict, situation)
        mended = [self._passing(piece, faults.get(place), situation) for place, piece in enumerate(pieces)]
        return [piece for piece in mended if piece is not None]

    def _passing(self, piece: _Piece, fault: Outcome | None, situation: Situation) -> _Piece | None:
        """A wording that the checker passes by itself; one that it only warns of where there is no better."""
        if fault is None:
            return piece
        warned = piece.line if fault == "warn" else None
        others = islice(self._wording.lines(piece.answer, situation), 1, _MOST_TRIED)
        for line in [*others, piece.line]:  # its own words last: they may be right by themselves
            outcome = self._checker.check(line.text, situation.as_sent).outcome
            if outcome == "pass":
                return _Piece(piece.answer, line)
            if outcome == "warn" and warned is None:
                warned = line
        return _Piece(piece.answer, warned) if warned else None

    def _verdict(self, pieces: Sequence[_Piece], made: Plan, situation: Situation) -> Verdict | None:
        """The checker's word on the pieces together; None where they answer nothing."""
        if all(piece.answer in made.manners for piece in pieces):
            return None
        return self._checker.check(_text(pieces, situation), situation.as_sent)

    def _composed(
        self,
        situation: Situation,
        made: Plan,
        pieces: Sequence[_Piece],
        repeated: Sequence[Answer],
        verdict: Verdict,
    ) -> Composition:
        told = [piece for piece in pieces if piece.answer not in made.manners]
        person = next((piece.answer.person for piece in told if piece.answer.person), None)
        status: Status = "ready"
        reasons = [made.doubt, *(piece.answer.note for piece in told if not piece.answer.certain)]
        worded = [*(piece.answer for piece in pieces), *repeated]
        dropped = [answer for answer in made.answers if answer not in worded and answer not in made.manners]
        if dropped:
            reasons.append("no fit wording for " + ", ".join(dict.fromkeys(answer.intent for answer in dropped)))
        if verdict.outcome == "warn":
            reasons.append("the checker warns: " + ", ".join(sorted({v.rule for v in verdict.violations})))
        if person or made.person:
            status, reasons = "handover", [made.person or person]
        elif any(reasons) or any(not piece.answer.certain for piece in told):
            status = "review"
        return Composition(
            status=status,
            text=_text(pieces, situation),
            source="composer",
            language=situation.language,
            intent=made.intent,
            stage=STAGE_OF.get(made.intent, "any"),
            references=_references(pieces),
            verdict=verdict,
            reason=None if status == "ready" else _joined(reasons) or "the facts are not clear",
            situation=situation,
        )

    def _held(self, situation: Situation, made: Plan) -> Composition:
        text = holding_reply(situation.language, situation.mood)
        return Composition(
            status="handover",
            text=text,
            source="holding",
            language=situation.language,
            intent=made.intent,
            stage=STAGE_OF.get(made.intent, "any"),
            references=(),
            verdict=self._checker.check(text, situation.as_sent),
            reason=_joined([made.person, made.doubt]) or "nothing true can be said from profile and order",
            situation=situation,
        )

    def _silent(self, situation: Situation, made: Plan) -> Composition:
        silent = next(answer for answer in made.answers if answer.silent)
        return Composition(
            status="handover",
            text="",
            source="holding",
            language=situation.language,
            intent=made.intent,
            stage=STAGE_OF.get(made.intent, "any"),
            references=(),
            verdict=Verdict(outcome="pass", policy_version=self._checker.rules.version),
            reason=silent.person or silent.note or "nothing may be sent now",
            situation=situation,
        )


def _akin(one: Answer, other: Answer) -> bool:
    return any(one.intent in group and other.intent in group for group in _AKIN)


def _asks_which(piece: _Piece) -> bool:
    return pattern(_WHICH).found(Encoded(piece.line.text.lower()))


def _without_repeated(pieces: Sequence[_Piece], situation: Situation) -> list[_Piece]:
    """The pieces without those whose facts the ones before have told already: the same thing is not said twice."""
    titles = {item.title for item in situation.facts.store.products}
    kept: list[_Piece] = []
    for piece in pieces:
        told = "\n".join(other.line.text for other in kept if _akin(other.answer, piece.answer))
        facts = {value for value in piece.answer.slots.values() if value in piece.line.text} - titles
        weighty = [value for value in facts if len(value) >= _LONG or any(map(str.isdigit, value))]
        again = sum(len(value) for value in facts if value in told)
        same = bool(weighty) and again >= sum(map(len, facts)) * _TOLD_AGAIN
        if not (same and piece.answer.certain):
            kept.append(piece)
    return kept


def _text(pieces: Sequence[_Piece], situation: Situation) -> str:
    apologised = any(
        pattern(_SORRY).found(Encoded(piece.line.text.lower())) for piece in pieces if not _acknowledges(piece)
    )
    shown = [piece for piece in pieces if not (apologised and _acknowledges(piece))]
    return split([piece.line.text for piece in shown], [piece.answer.case for piece in shown], situation.language)


def _faults(pieces: Sequence[_Piece], verdict: Verdict, situation: Situation) -> dict[int, Outcome]:
    """Which pieces the checker minds, and how much; all of them where it cannot be told."""
    text = _text(pieces, situation)
    faults: dict[int, Outcome] = {}
    spans: list[tuple[int, int]] = []
    for piece in pieces:
        words = piece.line.text.removeprefix("亲，")
        start = text.find(words, spans[-1][1] if spans else 0)
        spans.append((start, start + len(words)) if start >= 0 else (0, 0))
    for violation in verdict.violations:
        first, last = violation.span
        hit = [place for place, (start, end) in enumerate(spans) if first < end and last > start]
        for place in hit or range(len(pieces)):
            faults[place] = "warn" if faults.get(place, "warn") == "warn" == violation.severity else "block"
    return faults or dict.fromkeys(range(len(pieces)), "block")


def _acknowledges(piece: _Piece) -> bool:
    return piece.answer.case == "acknowledge"


def _references(pieces: Iterable[_Piece]) -> tuple[Reference, ...]:
    return tuple(Reference(script=piece.line.script, score=1.0) for piece in pieces)


def _joined(reasons: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason))
