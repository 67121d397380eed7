"""What a claim reader hands back, and the signature that all of them share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.facts import Facts
from assistant.policy.text import Reply


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim in the reply, held against the facts.

    Attributes:
        kind: the claim's kind; a rule of that family lists it under `claims`.
        start: first character of the view.
        end: behind the last character of the view.
        fact: the profile or order key that carries or contradicts it; None where nothing speaks of it.
        holds: whether the facts bear it out.
        rule: the rule that it breaks where it does not hold; None for a claim that only informs.
        why: what is wrong, with the true figure, in one sentence for a reviewer.
    """

    kind: str
    start: int
    end: int
    fact: str | None
    holds: bool
    rule: str | None = None
    why: str = ""


class ClaimReader(Protocol):
    """Reads the claims of one kind out of a reply."""

    def __call__(self, reply: Reply, facts: Facts, /) -> Iterator[Finding]: ...


@dataclass(frozen=True, slots=True)
class ClaimKind:
    """One kind of claim: where it may occur at all, and how it is read.

    Attributes:
        name: what rules list under `claims` (a reader may yield several kinds: `name` is then their common first part).
        triggers: RE2 sources, `<concept>` names allowed; the reader runs when one of them occurs in the reply. Empty: always.
        read: the reader.
        reads: every kind that the reader yields.
    """

    name: str
    triggers: tuple[str, ...]
    read: ClaimReader
    reads: tuple[str, ...]
