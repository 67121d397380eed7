"""What is said, and in which order: manners first, then refusals, then the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.corpus import IntentGuess
from assistant.domain.intents import STAGE_OF
from assistant.drafting.answer import Answer
from assistant.drafting.answers.declines import THREAT_OF_PRICE, decline
from assistant.drafting.answers.registry import ANSWERERS, TASK_ANSWERERS
from assistant.drafting.cues import NAMED, SURE
from assistant.drafting.situation import Situation

MAX_ANSWERS = 4
UNCLEAR = 0.45
"""A guess below this is not answered without a person's look."""
ALSO = 0.5
"""A second meaning is answered from here on."""
_WITHOUT_ORDER = 0.55
"""A guess that is about an order counts from here on where there is none."""
_FAINT = 0.25
"""A guess from here on is tried where the likelier ones came to nothing; a person looks first."""
_ROUNDS = 2
"""Unresolved rounds after which a person takes over."""
_FELT = frozenset({"complaint", "bad_review", "human", "quality_issue", "damaged", "wrong_or_missing"})
"""Answers that only repeat what the word on a person who takes over says already."""
_ASKS_WHICH = frozenset({"which_product", "which_of_many"})
"""The cases that ask which product is meant, and nothing else."""
_MANNERLY = frozenset({"greeting", "thanks", "farewell", "wait", "paid_thanks", "off_topic"})
"""Intents that give way where anything else is answered."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The answers in order, with what stands against sending them.

    Attributes:
        intent: the first intent answered, or the task's name.
        answers: manners and answers, in the order of the text.
        manners: those of `answers` that only open or acknowledge.
        doubt: why a person looks first; None where nothing is in doubt.
        person: why a person must answer.
    """

    intent: str
    answers: tuple[Answer, ...]
    manners: tuple[Answer, ...] = field(default=())
    doubt: str | None = None
    person: str | None = None


def plan(situation: Situation) -> Plan:
    """What to say in a situation."""
    task = situation.facts.request.task
    if task != "reply":
        answer = TASK_ANSWERERS[task](situation)
        return Plan(
            task, (answer,) if answer else (), person=None if answer else "the order does not bear this message out"
        )
    if situation.mood == "abusive":
        return Plan("abuse", (Answer("abuse", "calm", person="the buyer is abusive"),))
    refusals = decline(situation)
    found, doubt = _answers(situation, refusals)
    person = _person(situation)
    escalation = [Answer("human", "unresolved")] if person and not any(a.person for a in found.values()) else []
    told = [a for a in found.values() if not (escalation and a.intent in _FELT)]
    answers = [*refusals, *escalation, *told]
    if len(answers) > MAX_ANSWERS and doubt is None:
        doubt = "more was asked than one reply answers"
    answers = answers[:MAX_ANSWERS]
    if found and any(refusal.case == THREAT_OF_PRICE for refusal in refusals):
        answers = [*found.values(), *refusals][:MAX_ANSWERS]
    if not situation.spoken:
        doubt = "the buyer's language is not one that we speak"
        if all(answer.case != "other_language" for answer in answers):
            answers = [*answers[: MAX_ANSWERS - 1], Answer("other_product_info", "other_language_also")]
    manners = _manners(situation, answers)
    intent = _intent(situation, refusals, found)
    return Plan(intent, (*manners, *answers), tuple(manners), doubt, person)


def _intent(situation: Situation, refusals: list[Answer], found: Mapping[str, Answer]) -> str:
    """What the draft is filed under: the first meaning answered, or that of the first refusal."""
    likeliest = situation.intents[0] if situation.intents else None
    if refusals and refusals[0].case == THREAT_OF_PRICE and found:
        return next(iter(found))
    if refusals and refusals[0].intent not in {"off_topic", "privacy_request"}:
        return refusals[0].intent
    if refusals:
        return likeliest.intent if likeliest and likeliest.score >= ALSO else refusals[0].intent
    return next(iter(found), likeliest.intent if likeliest else "off_topic")


def _person(situation: Situation) -> str | None:
    if situation.rounds_unresolved >= _ROUNDS:
        return f"unresolved after {situation.rounds_unresolved} rounds"
    return None


def _answers(situation: Situation, refusals: list[Answer]) -> tuple[dict[str, Answer], str | None]:
    """The answers by the meaning that each serves, and what is in doubt."""
    covered = {name for answer in refusals for name in (answer.intent, *answer.covers)}
    found: dict[str, Answer] = {}
    meant = _meant(situation)
    rest = [guess for guess in situation.intents[1:3] if guess.score >= _FAINT and guess not in meant]
    doubt: str | None = None
    for guess in [*meant, *rest]:
        if guess not in meant and (found or refusals):
            break
        if guess.intent in covered or (refusals and guess.score < ALSO):
            continue
        if (
            guess.score < _WITHOUT_ORDER
            and situation.order is None
            and STAGE_OF.get(guess.intent) in {"sale", "aftersale"}
        ):
            continue
        answer = _answer(guess.intent, situation)
        if answer is None or answer.intent in covered or (found and answer.case == "no_order"):
            continue
        if guess.score < UNCLEAR and not found:
            doubt = "what the buyer means is not clear"
        found[guess.intent] = answer
        covered |= {guess.intent, answer.intent, *answer.covers}
    found = _one_question(_without_covered(found), refusals)
    if not found and not refusals:
        about = _answer("other_product_info", situation) if situation.product else None
        if about is not None and (about.certain or situation.facts.named_products):
            return {"other_product_info": about}, None if about.certain else doubt
        if not situation.spoken:
            return {"other_product_info": Answer("other_product_info", "other_language", certain=False)}, None
        unknown = _answer("off_topic", situation)
        return ({"off_topic": unknown} if unknown else {}), doubt
    return found, doubt


def _one_question(found: Mapping[str, Answer], refusals: Sequence[Answer]) -> dict[str, Answer]:
    """The answers with one question back at the most: two that ask which product is meant ask the same.

    Beside a refusal nothing is asked: what the buyer wanted was refused.
    """
    asking = [name for name, answer in found.items() if answer.case in _ASKS_WHICH]
    asked = bool(refusals) or any(answer.case.startswith("which_product_") for answer in found.values())
    kept = [] if asked else asking[:1]
    return {name: answer for name, answer in found.items() if name not in asking or name in kept}


def _without_covered(found: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers without those that a later one answers too."""
    items = list(found.items())
    return {
        name: answer
        for place, (name, answer) in enumerate(items)
        if not any(answer.intent in later.covers or name in later.covers for _, later in items[place + 1 :])
    }


def _answer(intent: str, situation: Situation) -> Answer | None:
    answerer = ANSWERERS.get(intent)
    return answerer(situation) if answerer else None


def _meant(situation: Situation) -> list[IntentGuess]:
    """The guesses to be answered: the likeliest, and others that are likely by themselves; small talk gives way."""
    guesses = situation.intents
    if not guesses:
        return []
    weighty = [guess for guess in guesses if guess.intent not in _MANNERLY]
    first = guesses[0]
    if first.intent in _MANNERLY and weighty and weighty[0].score >= _outweighs(first):
        first = weighty[0]
    if first.intent in _MANNERLY:
        return [first]
    least = NAMED + 0.01 if STAGE_OF.get(first.intent) == "aftersale" else ALSO
    return [first, *(guess for guess in weighty if guess is not first and guess.score >= least)]


def _outweighs(manner: IntentGuess) -> float:
    """From which score a meaning counts beside small talk: a greeting gives way at once, thanks and waiting hardly."""
    return ALSO if manner.intent in {"greeting", "off_topic"} else max(ALSO, min(manner.score + 0.01, SURE))


def _manners(situation: Situation, answers: list[Answer]) -> list[Answer]:
    """An opening where the store has not spoken yet, and a word of feeling before the facts."""
    if not answers:
        return []
    manners: list[Answer] = []
    first = answers[0]
    greeted = any(turn.role == "agent" for turn in situation.facts.request.history)
    if not greeted and first.intent != "greeting":
        returning = situation.facts.request.buyer.returning and situation.mood == "calm"
        manners.append(Answer("greeting", "opening_returning" if returning else "opening"))
    if any(answer.case == THREAT_OF_PRICE for answer in answers):
        return manners
    feels = situation.mood == "angry" or (situation.mood == "worried" and STAGE_OF.get(first.intent) == "aftersale")
    if feels and first.intent not in {"complaint", "abuse", "human"}:
        manners.append(Answer("complaint", "acknowledge"))
    return manners
