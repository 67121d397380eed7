"""The customer-service exam. The program sits it with what it knows: policy data, checker, intent reader and drafts.

A language model is asked in words instead. What an examinee has no means to answer is not scored, and that is not zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.errors import BadInput, ModelError
from assistant.evaluation.bench import Bench, Shop, digest, families
from assistant.evaluation.cases import shaped_cases
from assistant.evaluation.phrases import Phrases
from assistant.evaluation.policy import stopped
from assistant.evaluation.results import Fault, Outcome, Result, Shown
from assistant.evaluation.shapes import ExamCase
from assistant.evaluation.spending import CutShort
from assistant.facts import stated
from assistant.model import read_reply
from assistant.prompting import ChatMessage

_TIMEOUT_S = 60.0
_FLOW = {
    "unpaid": 0,
    "nudge_payment": 1,
    "paid": 2,
    "confirm_order": 3,
    "shipped": 4,
    "notify_shipped": 5,
    "notify_abnormal": 6,
    "notify_out_for_delivery": 7,
    "delivered": 8,
    "notify_delivered": 9,
    "completed": 10,
    "reply_review": 11,
    "farewell": 12,
}
"""The life of an order: statuses, and after each the messages that it calls for."""


@dataclass(frozen=True, slots=True)
class PlacedExam:
    """A question with its place in the data."""

    place: str
    case: ExamCase

    @property
    def id(self) -> str:
        """The case's id."""
        return self.case.id


@dataclass(frozen=True, slots=True)
class Answer:
    """What an examinee wrote: letters, or text of its own."""

    letters: tuple[str, ...] = ()
    text: str = ""
    scripts: tuple[str, ...] = ()


def load_exam(files: Sequence[Path]) -> list[PlacedExam]:
    """The questions of some files. Raises BadInput where one is broken."""
    return [PlacedExam(place, case) for place, case in shaped_cases(ExamCase, files)]


def score_exam(placed: PlacedExam, bench: Bench) -> Result:
    """Put one question and grade the answer."""
    case = placed.case
    shop = bench.shop(case.request.store, placed.place) if case.request else None
    answer, why_not = _asked(placed, bench, shop) if bench.live else _known(placed, bench, shop)
    faults = [Fault(kind=why_not)] if answer is None else _graded(placed, answer, shop)
    outcome: Outcome = "not_scored" if answer is None else "wrong" if faults else "right"
    given = "" if answer is None else "".join(answer.letters) or answer.text
    return Result(
        suite="exam",
        id=case.id,
        labels={"family": case.family, "kind": case.kind, "ground": case.ground}
        | ({"store": case.request.store} if case.request else {})
        | ({"rule": case.about} if case.about else {}),
        outcome=outcome,
        figures={} if answer is None else {"correct": not faults},
        faults=tuple(faults),
        got=answer.letters if answer else (),
        wanted=case.answer,
        scripts=answer.scripts if answer else (),
        digest=digest(given),
        shown=Shown(
            store=case.request.store if case.request else "",
            message="\n".join((case.question, *(f"{letter}. {text}" for letter, text in case.options.items()))),
            reply=given,
            wanted="".join(case.answer) or "; ".join(" | ".join(group) for group in case.key_points),
            why=f"{case.why} ({case.reference})",
        ),
    )


def _graded(placed: PlacedExam, answer: Answer, shop: Shop | None) -> list[Fault]:
    case = placed.case
    if case.kind == "free":
        phrases = (
            Phrases.of(case.request, shop.profile, placed.place)
            if case.request is not None and shop is not None
            else Phrases({}, placed.place)
        )
        lacking = [Fault(kind="lacks", says=phrase) for phrase in phrases.lacking(case.key_points, answer.text)]
        return lacking + [Fault(kind="has", says=phrase) for phrase in phrases.present(case.must_not, answer.text)]
    same = answer.letters == case.answer if case.kind == "ordering" else set(answer.letters) == set(case.answer)
    return [] if same else [Fault(kind="answered", says="".join(answer.letters) or "nothing")]


# What the program knows


def _known(placed: PlacedExam, bench: Bench, shop: Shop | None) -> tuple[Answer | None, str]:
    case = placed.case
    if case.by is None:
        return None, "needs a language model"
    if case.by == "draft":
        assert case.request is not None and shop is not None
        made = shop.draft(case.request)
        return Answer(text=made.text, scripts=families(made, bench)), ""
    if case.about is not None and bench.rules.rule(case.about) is None:
        raise BadInput(f"{placed.place}: about: there is no rule {case.about}")
    return Answer(letters=_chosen(case, bench, shop)), ""


def _chosen(case: ExamCase, bench: Bench, shop: Shop | None) -> tuple[str, ...]:
    match case.by:
        case "fit":
            return tuple(letter for letter, text in case.options.items() if _leaves(case, shop, text))
        case "unfit":
            return tuple(letter for letter, text in case.options.items() if not _leaves(case, shop, text))
        case "rule":
            named = {violation.rule for violation in _verdict(case, shop, case.reply or "").violations}
            return _letters(case, lambda value: value in named or (value is None and not named))
        case "points" if case.kind == "ordering":
            return _ordered(case, lambda value: -(_points(bench, str(value)) or 0))
        case "points":
            points = _points(bench, case.about or "")
            return _letters(case, lambda value: value == points)
        case "severity":
            rule = bench.rules.rule(case.about or "")
            outcome = rule.severity if rule else _verdict(case, shop, case.reply or "").outcome
            return _letters(case, lambda value: value == outcome)
        case "intent":
            read = _read(case, bench, shop)
            return _letters(case, lambda value: value in read)
        case _:
            return _ordered(case, lambda value: _FLOW.get(str(value), len(_FLOW)))


def _verdict(case: ExamCase, shop: Shop | None, reply: str) -> Verdict:
    assert case.request is not None and shop is not None
    return shop.judge(reply, CheckRequest.model_validate({**dict(case.request), "reply": reply}))


def _leaves(case: ExamCase, shop: Shop | None, reply: str) -> bool:
    return not stopped(_verdict(case, shop, reply))


def _points(bench: Bench, rule_id: str) -> int | None:
    rule = bench.rules.rule(rule_id)
    return rule.points if rule else None


def _read(case: ExamCase, bench: Bench, shop: Shop | None) -> list[str]:
    assert case.request is not None and shop is not None
    read = [intent for intent in bench.intents(shop.facts(case.request)) if intent in case.values.values()]
    return read[: max(1, len(case.answer))]


def _letters(case: ExamCase, right: Callable[[str | int | None], bool]) -> tuple[str, ...]:
    return tuple(letter for letter in case.options if right(case.values[letter]))


def _ordered(case: ExamCase, rank: Callable[[str | int | None], float]) -> tuple[str, ...]:
    return tuple(sorted(case.options, key=lambda letter: rank(case.values[letter])))


# What a language model is asked

_TOLD = (
    "You sit an exam for customer-service staff of Chinese and cross-border online stores. Answer with one JSON object and nothing "
    'else: {"reply": "<your answer>", "facts": [], "needs_person": false}. '
)
_HOW = {
    "single": "Exactly one option is right: the answer is its letter.",
    "multiple": "One or more options are right: the answer is their letters, like AC.",
    "ordering": "Put all options in the right order: the answer is their letters in order, like CABD.",
    "free": "The answer is what you would write to the buyer, or do, in a few sentences, in the language of the question.",
}


def exam_messages(case: ExamCase, shop: Shop | None) -> tuple[ChatMessage, ...]:
    """The messages that put a question to a language model."""
    parts = [case.question, *(f"{letter}. {text}" for letter, text in case.options.items())]
    if case.request is not None and shop is not None:
        facts = "\n".join(f"- {fact.key}: {fact.says}" for fact in stated(shop.facts(case.request)))
        parts.append(f"The buyer's message: {case.request.message or '(none)'}\nThe facts:\n{facts}")
    if case.reply:
        parts.append(f"The reply in question: {case.reply}")
    return ChatMessage("system", _TOLD + _HOW[case.kind]), ChatMessage("user", "\n\n".join(parts))


def _asked(placed: PlacedExam, bench: Bench, shop: Shop | None) -> tuple[Answer | None, str]:
    assert bench.live is not None
    case = placed.case
    try:
        text = read_reply(bench.live.ask(exam_messages(case, shop), timeout_s=_TIMEOUT_S).text).text
    except CutShort:
        raise
    except ModelError:
        return Answer(), ""  # it refused, or answered in no form that can be read: that is wrong, as in any exam
    if case.kind == "free":
        return Answer(text=text), ""
    return Answer(letters=tuple(dict.fromkeys(char for char in text.upper() if char in case.options))), ""
