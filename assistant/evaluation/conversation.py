"""Dialogues with a scripted buyer: is the goal reached, are rules kept at every turn, is nothing said twice?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from rapidfuzz import fuzz

from assistant.domain.base import parse
from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import Order, Request, Turn
from assistant.errors import BadInput
from assistant.evaluation.bench import Bench, Shop, digest, families, judged
from assistant.evaluation.cases import shaped_cases
from assistant.evaluation.expecting import faults
from assistant.evaluation.phrases import Phrases, plain
from assistant.evaluation.results import Fault, Never, Result, Shown
from assistant.evaluation.shapes import Branch, ConversationCase, GoalCheck, ScriptedTurn

_SAME = 92.0
"""Of 100: replies as alike as that say the same."""
_LEAST_CHARS = 12
"""Shorter replies (a thanks, a yes) may come again."""


@dataclass(frozen=True, slots=True)
class PlacedConversation:
    """A case with its place in the data."""

    place: str
    case: ConversationCase

    @property
    def id(self) -> str:
        """The case's id."""
        return self.case.id


def load_conversations(files: Sequence[Path]) -> list[PlacedConversation]:
    """The cases of some files. Raises BadInput where one is broken."""
    return [PlacedConversation(place, case) for place, case in shaped_cases(ConversationCase, files)]


@dataclass
class _Talk:
    """The dialogue as far as it has come."""

    case: ConversationCase
    place: str
    shop: Shop
    orders: tuple[Order, ...]
    product: str | None
    minutes: int = 0
    history: list[Turn] = field(default_factory=list)
    said: dict[int, tuple[str, Phrases]] = field(default_factory=dict)
    """Turn number to the reply and the phrases of its moment."""
    told: set[str] = field(default_factory=set)
    """Hidden facts that the buyer has told."""
    faults: list[Fault] = field(default_factory=list)
    broken: list[Fault] = field(default_factory=list)
    repeated: list[Fault] = field(default_factory=list)
    never: list[Never] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    handed_over: int = 0
    last: tuple[Draft, Verdict] | None = None

    @property
    def heard(self) -> str:
        """What the buyer last heard."""
        return next((turn.text for turn in reversed(self.history) if turn.role == "agent"), "")

    def words(self, turn: ScriptedTurn) -> str | None:
        """What the buyer says in this turn; None where they say no more."""
        phrases = Phrases.of(self.request(turn, "…"), self.shop.profile, self.place)
        asked = [
            fact
            for fact in self.case.buyer.hidden
            if fact.name not in self.told and phrases.present(fact.when, self.heard)
        ]
        self.told.update(fact.name for fact in asked)
        branch = next(branch for branch in turn.says if _fits(branch, self.heard, phrases))
        return " ".join(part for part in (*(fact.says for fact in asked), branch.text) if part) or None

    def request(self, turn: ScriptedTurn, message: str) -> Request:
        """The request of this moment."""
        now = self.case.start + timedelta(minutes=self.minutes)
        data = {
            "store": self.case.store,
            "message": message,
            "task": turn.task,
            "now": now,
            "conversation": self.case.id,
            "buyer": self.case.as_buyer(),
            "history": tuple(self.history),
            "product": self.product,
            "orders": self.orders,
        }
        return parse(Request, data, source=self.place, error=BadInput)


def _fits(branch: Branch, heard: str, phrases: Phrases) -> bool:
    return not phrases.lacking(branch.when, heard) and not phrases.present(branch.unless, heard)


def score_conversation(placed: PlacedConversation, bench: Bench) -> Result:
    """Hold one dialogue."""
    case = placed.case
    shop = bench.shop(case.store, placed.place)
    talk = _Talk(case, placed.place, shop, case.orders, case.product)
    for number, turn in enumerate(case.turns, 1):
        if not _take(talk, number, turn, bench):
            break
    unreached = [Fault(kind="goal", says=goal.name) for goal in case.goal if not _reached(goal, talk)]
    if not case.person_needed and talk.said and talk.handed_over == len(talk.said):
        unreached.append(Fault(kind="every reply was handed over"))
    found = [*unreached, *talk.faults, *talk.broken, *talk.repeated]
    return Result(
        suite="conversation",
        id=case.id,
        labels={"family": case.family, "store": case.store, "kind": case.buyer.mood},
        outcome="wrong" if found else "right",
        figures={
            "good": not found,
            "goal": not unreached,
            "turns": not talk.faults,
            "rules": not talk.broken,
            "unrepeated": not talk.repeated,
        },
        faults=tuple(found),
        never=tuple(dict.fromkeys(talk.never)),
        verdict=talk.last[1].outcome if talk.last else "",
        scripts=tuple(dict.fromkeys(talk.scripts)),
        digest=digest("\n".join(text for text, _ in talk.said.values())),
        shown=_shown(talk),
    )


def _take(talk: _Talk, number: int, turn: ScriptedTurn, bench: Bench) -> bool:
    """One turn; False where the buyer says no more."""
    case = talk.case
    talk.minutes += turn.after_minutes if number > 1 else 0
    talk.orders = turn.orders if turn.orders is not None else talk.orders
    talk.product = turn.product or talk.product
    message = talk.words(turn) if turn.task == "reply" else ""
    if message is None:
        return False
    request = talk.request(turn, message)
    made = talk.shop.draft(request)
    verdict = talk.shop.referee.check(made.text, talk.shop.facts(request)) if made.text.strip() else made.verdict
    phrases = Phrases.of(request, talk.shop.profile, talk.place)
    talk.faults.extend(_at(number, fault) for fault in faults(turn.expect, made, phrases))
    talk.broken.extend(_at(number, Fault(kind="has", says=p)) for p in phrases.present(case.must_not, made.text))
    if verdict.outcome == "block":
        rules = ", ".join(dict.fromkeys(v.rule for v in verdict.violations))
        talk.broken.append(_at(number, Fault(kind="broke", says=rules)))
    if not turn.repeats_allowed and _repeats(made.text, [text for text, _ in talk.said.values()]):
        talk.repeated.append(_at(number, Fault(kind="repeated")))
    talk.never.extend(bench.never(made.text, request, talk.shop, verdict))
    talk.scripts.extend(families(made, bench))
    talk.handed_over += made.status == "handover"
    talk.said[number] = made.text, phrases
    talk.last = made, verdict
    if message:
        talk.history.append(Turn(role="buyer", text=message, at=request.now))
    if made.text.strip():
        task = None if turn.task == "reply" else turn.task
        talk.history.append(Turn(role="agent", text=made.text, at=request.now, task=task))
    return True


def _at(number: int, fault: Fault) -> Fault:
    return Fault(kind=f"turn {number}: {fault.kind}", says=fault.says)


def _repeats(text: str, before: Sequence[str]) -> bool:
    said = plain(text)
    return len(said) >= _LEAST_CHARS and any(fuzz.ratio(said, plain(other)) >= _SAME for other in before)


def _reached(goal: GoalCheck, talk: _Talk) -> bool:
    return any(
        not phrases.lacking(goal.must, text)
        for number, (text, phrases) in talk.said.items()
        if not goal.turns or number in goal.turns
    )


def _shown(talk: _Talk) -> Shown:
    case = talk.case
    made, verdict = talk.last if talk.last else (None, None)
    return Shown(
        store=case.store,
        message=f"{case.buyer.goal} ({case.buyer.mood})",
        turns=tuple((turn.role, turn.text) for turn in talk.history),
        reply=made.text if made else "",
        wanted="; ".join(goal.name for goal in case.goal),
        status=made.status if made else "",
        reason=(made.reason or "") if made else "",
        why=case.why,
        **(judged(verdict) if verdict else {}),
    )
