"""Which letters a pattern cannot do without: a cheap test that spares most patterns of a large set most texts.

RE2's own `Set` would do this, but its automaton for a hundred wide patterns outgrows any cache: 10 ms a reply, against
0.1 ms for looking up letter pairs and running the few patterns that are left (RE2's `Filter`: 1 ms). The reading of a
pattern is cautious: what it does not understand counts as needing nothing, so that the pattern always runs.
"""

from dataclasses import dataclass

Atoms = frozenset[str]
"""Pieces of one or two letters, of which at least one stands in every match; see `required`."""

_CLASS_LIMIT = 24
_COMMON = frozenset("的了是我您你亲不有这一在就也都到会能可以们好个吗呢哦啊么要来上下大家给发没为和天 aeiotnsrlhdcumpyfgwbvk0123456789,")
_NOTHING_KNOWN = None


def required(source: str) -> Atoms | None:
    """Pieces of which at least one stands in every text that the RE2 pattern `source` matches; None: nothing is known."""
    try:
        parser = _Parser(source)
        found = parser.alternation()
        return found.best if parser.place == len(source) else _NOTHING_KNOWN
    except _NotUnderstood:
        return _NOTHING_KNOWN


class _NotUnderstood(Exception):  # noqa: N818 - a turn of the parser, never seen outside
    """The pattern uses something that this reading does not cover."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a piece of pattern: the atoms that it needs, and the one letter that it is, if it is one."""

    best: Atoms | None
    letter: str | None = None


def _cost(atoms: Atoms | None) -> float:
    """How often such atoms may be met by chance: less is better."""
    if atoms is None:
        return float("inf")
    return sum(0.02 if len(atom) > 1 else (1.0 if atom in _COMMON else 0.1) for atom in atoms)


def _cheaper(first: Atoms | None, second: Atoms | None) -> Atoms | None:
    return first if _cost(first) <= _cost(second) else second


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0

    def peek(self) -> str:
        return self.source[self.place] if self.place < len(self.source) else ""

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise _NotUnderstood
        self.place += 1
        return char

    def alternation(self) -> _Part:
        parts = [self.sequence()]
        while self.peek() == "|":
            self.place += 1
            parts.append(self.sequence())
        if len(parts) == 1:
            return parts[0]
        if any(part.best is None for part in parts):
            return _Part(None)
        return _Part(frozenset().union(*(part.best for part in parts if part.best is not None)))

    def sequence(self) -> _Part:
        best: Atoms | None = None
        before: str | None = None
        only: str | None = None
        count = 0
        while self.peek() not in {"", "|", ")"}:
            part = self.repeated()
            count += 1
            only = part.letter if count == 1 else None
            best = _cheaper(best, part.best)
            if before is not None and part.letter is not None:
                best = _cheaper(best, frozenset({before + part.letter}))
            before = part.letter
        return _Part(best, only)

    def repeated(self) -> _Part:
        part = self.atom()
        char = self.peek()
        least = 1
        if char in {"?", "*"}:
            least = 0
        elif char == "{":
            end = self.source.find("}", self.place)
            bounds = self.source[self.place + 1 : end] if end > 0 else ""
            if not bounds.replace(",", "", 1).isdigit():
                return part  # a brace that counts nothing is a letter, met next
            least = int(bounds.split(",")[0] or 0)
            self.place = end
        elif char != "+":
            return part
        self.place += 1
        if self.peek() == "?":
            self.place += 1  # as few as possible: the same needs
        return _Part(part.best if least else None)

    def atom(self) -> _Part:
        char = self.take()
        if char == "(":
            return self.group()
        if char == "[":
            return self.letters()
        if char == "\\":
            return self.escape()
        if char in {".", "^", "$"}:
            return _Part(None)
        return _Part(frozenset({char}), char)

    def group(self) -> _Part:
        if self.peek() == "?":
            self.place += 1
            if self.take() != ":":
                raise _NotUnderstood  # flags and names
        part = self.alternation()
        if self.take() != ")":
            raise _NotUnderstood
        return part

    def letters(self) -> _Part:
        negated = self.peek() == "^"
        members: list[str] = []
        known = not negated
        first = True
        while first or self.peek() != "]":
            first = False
            char = self.take()
            if char == "\\":
                known = self.escape().letter is not None and known
                members.append(self.source[self.place - 1])
            elif char == "[" and self.peek() == ":":
                raise _NotUnderstood
            elif char == "-" and members and self.peek() != "]":
                known = False
            else:
                members.append(char)
        self.place += 1
        return _Part(frozenset(members) if known and len(members) <= _CLASS_LIMIT else None)

    def escape(self) -> _Part:
        char = self.take()
        if char in "dDwWsSbBAz":
            return _Part(None)
        if char == "x":
            if self.peek() == "{":
                self.place = self.source.index("}", self.place) + 1
            else:
                self.place += 2
            return _Part(None)
        if char.isalnum():
            raise _NotUnderstood
        return _Part(frozenset({char}), char)


def atoms_of(text: str) -> set[str]:
    """Every letter and pair of letters of a text."""
    return {*text, *map("".join, zip(text, text[1:], strict=False))}
