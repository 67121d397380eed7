"""A dialogue: who writes and what for, what is said next, and what makes it good."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.domain.base import Count, Flag, Name, Value, ZonedTime
from assistant.domain.request import Buyer, Message, Order, Task
from assistant.evaluation.shapes.common import Case, Expect, Group


class HiddenFact(Value):
    """What the buyer says only when asked."""

    name: Name
    when: Group
    """The reply asks for it where one of these occurs in it."""
    says: Name


class Branch(Value):
    """What the buyer says next, if the last reply fits."""

    when: tuple[Group, ...] = ()
    """Of each group one phrase occurs in the last reply; empty: always (the last branch is so)."""
    unless: tuple[Name, ...] = ()
    """None of these occurs in the last reply."""
    text: Message = ""
    """Empty: the buyer says no more, the dialogue ends here (or, in a turn with a task, the store speaks)."""


class ScriptedTurn(Value):
    """One turn of the dialogue: what the buyer says, or which message the store starts, and what the reply must be."""

    says: Annotated[tuple[Branch, ...], Field(min_length=1)] = (Branch(),)
    """The first branch that fits."""
    task: Task = "reply"
    """Another than `reply`: the buyer is silent and the store starts this message."""
    after_minutes: Count = 1
    """Since the turn before."""
    orders: tuple[Order, ...] | None = None
    """The orders from this turn on; null: as before."""
    product: Name | None = None
    """The item page from this turn on."""
    expect: Expect = Expect()
    repeats_allowed: Flag = False
    """The buyer asks the same again, so the answer may be the same."""

    @model_validator(mode="after")
    def _default_branch(self) -> "ScriptedTurn":
        if self.task == "reply" and (self.says[-1].when or self.says[-1].unless):
            raise ValueError("says: the last branch has no condition")
        return self


class ScriptedBuyer(Value):
    """Who writes, what for, and in what mood."""

    nick: Name
    returning: Flag = False
    region: Name | None = None
    goal: Name
    mood: Literal["calm", "hurried", "anxious", "doubtful", "chatty", "angry"]
    hidden: tuple[HiddenFact, ...] = ()


class GoalCheck(Value):
    """A part of the goal: reached when one reply says it."""

    name: Name
    must: Annotated[tuple[Group, ...], Field(min_length=1)]
    """Of each group one phrase occurs, all in one reply."""
    turns: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()
    """In a reply to one of these turns (1 is the first); empty: in any."""


class ConversationCase(Case):
    """A dialogue with a scripted buyer."""

    store: Name
    buyer: ScriptedBuyer
    start: ZonedTime
    product: Name | None = None
    orders: tuple[Order, ...] = ()
    turns: Annotated[tuple[ScriptedTurn, ...], Field(min_length=4, max_length=10)]
    goal: Annotated[tuple[GoalCheck, ...], Field(min_length=1)]
    must_not: tuple[Name, ...] = ()
    """In no reply of the dialogue."""
    person_needed: Flag = False
    """The goal is a person: handing over is right. Otherwise a dialogue in which every reply is handed over has failed."""

    @model_validator(mode="after")
    def _turns_exist(self) -> "ConversationCase":
        if any(turn > len(self.turns) for check in self.goal for turn in check.turns):
            raise ValueError("goal: names a turn that there is not")
        if self.turns[0].task == "reply" and any(b.when or b.unless for b in self.turns[0].says):
            raise ValueError("turns[0]: nothing was said before the first turn")
        return self

    def as_buyer(self) -> Buyer:
        """The buyer as requests know them."""
        return Buyer(nick=self.buyer.nick, returning=self.buyer.returning, region=self.buyer.region)
