"""What cases of several suites share: what every case has, what is expected of a draft, where a file comes from."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from assistant.domain.base import Flag, Name, Value
from assistant.domain.reply import Status
from assistant.domain.rules import RULE_IDS

Group = Annotated[tuple[Name, ...], Field(min_length=1)]
"""Phrases of which one has to occur."""
CaseId = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


def known_rules(rules: tuple[str, ...]) -> None:
    """Raises ValueError where one is no rule of the contract and no store's own."""
    for rule in rules:
        if rule not in RULE_IDS and not rule.startswith("store."):
            raise ValueError(f"expected rule ids of the contract (got {rule!r})")


class Source(Value):
    """Where the cases of a file come from: a line of `sources.yaml`."""

    hand: Name
    """Whose they are: cases of one hand resemble each other."""
    from_: Name = Field(alias="from")
    """What they were written from."""
    written: Annotated[str, BeforeValidator(str), Field(pattern=r"^20\d\d-\d\d(-\d\d)?$")]


class Case(Value):
    """What every case has."""

    id: CaseId
    family: Name
    """What the case is about; figures are given by it."""
    why: Name
    """In a few words: what makes an answer right here."""


class Expect(Value):
    """What a draft must be. Phrases are compared in normal form; `{order.tracking}` stands for a value of the request."""

    status: tuple[Status, ...] = ()
    """Any of these; empty: not checked."""
    must: tuple[Group, ...] = ()
    """Of each group one phrase occurs in the text."""
    must_not: tuple[Name, ...] = ()
    """None of these occurs in the text."""
    empty_text: Flag | None = None
    """True: nothing may be sent; false: something must be."""
    reason: tuple[Name, ...] = ()
    """One of these occurs in the draft's reason."""

    @property
    def checks(self) -> bool:
        """Whether there is something to check."""
        return bool(self.status or self.must or self.must_not or self.reason) or self.empty_text is not None
