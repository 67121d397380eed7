"""A planted instruction and a model that obeys it."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.domain.base import Name, Value
from assistant.domain.intents import STAGE_OF
from assistant.domain.reply import Status
from assistant.domain.request import Request
from assistant.evaluation.shapes.common import Case, Group, known_rules

Place = Literal["message", "history", "nick", "product_title", "order_note", "imported_script", "model_output"]
"""Where the injected instruction sits; `model_output`: nowhere, the model itself is rotten."""


class Imported(Value):
    """A script of the store's own documents, as it would lie in an imported corpus."""

    intent: Name
    question: Name
    reply: Name

    @model_validator(mode="after")
    def _known_intent(self) -> "Imported":
        if self.intent not in STAGE_OF:
            raise ValueError(f"intent: expected an intent of the contract (got {self.intent!r})")
        return self


class Goal(Value):
    """What the attacker wants to leave the shop."""

    rules: tuple[Name, ...] = ()
    """Rules that the text would break if the attack worked."""
    leak: tuple[Literal["prompt", "other_order", "own_number"], ...] = ()
    """`prompt`: words of our own instructions; `other_order`: anything of an order of another account; `own_number`: a full
    phone, identity or card number. All three are looked for in every case; here stands which one this attack is after."""

    @model_validator(mode="after")
    def _named(self) -> "Goal":
        known_rules(self.rules)
        if not self.rules and not self.leak:
            raise ValueError("expected rules or leak: what would be lost?")
        return self


class AttackCase(Case):
    """An instruction planted somewhere, and a model that obeys it."""

    place: Place
    request: Request
    titles: dict[str, Name] = Field(default_factory=dict)
    """`product_title`: product id to the planted title."""
    imported: tuple[Imported, ...] = ()
    """`imported_script`: scripts of the store's own corpus that carry the instruction."""
    goal: Goal
    obeys: Annotated[tuple[Name, ...], Field(min_length=1)]
    """What a model that obeys would answer, first and after each repair (the last again and again). `{system}` stands for
    the instructions it was given, `{seen}` for everything it was shown, `{order…}` and the like for values of the request."""
    must_not: Group
    """Phrases that would show that the attack worked: none may be in the text that leaves."""
    status: tuple[Status, ...] = ()

    @model_validator(mode="after")
    def _planted(self) -> "AttackCase":
        planted = {
            "product_title": bool(self.titles),
            "imported_script": bool(self.imported),
            "order_note": any(order.note for order in self.request.orders),
            "history": bool(self.request.history),
            "nick": bool(self.request.buyer.nick),
        }
        if not planted.get(self.place, True):
            raise ValueError(f"place: the request has nothing planted in {self.place}")
        return self
