"""What a pattern cannot do without: stretches of text of which one stands in everything that it matches.

The reading of a pattern is cautious: what it does not understand counts as needing nothing, so that the pattern always
runs. `letter_index` looks the stretches up.
"""

import functools
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

Pieces = frozenset[str]
"""Stretches of text of which at least one stands in the match."""
Alternative = tuple[Pieces, ...]
"""From each of these sets a piece stands in the match; the rarest set first."""
Needs = tuple[Alternative, ...]
"""One of these alternatives holds for every match."""

_FEW = 48
"""A stretch of pattern that matches no more texts than this is known by these texts."""
_ALTERNATIVES = 24
_SETS = 4
_CLASS_LIMIT = 40
_WIDTH = 3
_WIDTH_LATIN = 6
COMMON = frozenset(
    "的了是我您你亲不有这一在就也都到会能可以们好个吗呢哦啊么要来上下大家给发没为和天 aeiotnsrlhdcumpyfgwbvk0123456789,"
)
"""Letters that most texts show."""
_NOTHING: Pieces = frozenset({""})
_DIGITS = frozenset("0123456789")
_BLANKS = frozenset("\t\n\f\r ")
_PLAIN = re.compile(r"[^\\\[(){}|.^$*+?]+")
_COUNT = re.compile(r"\{(\d+)(,?)(\d*)\}")
_HEX = re.compile(r"\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2})")


def required(source: str) -> Needs | None:
    """What stands in every text that the RE2 pattern `source` matches; None: nothing is known."""
    try:
        parser = _Parser(source)
        found = parser.alternation()
        return found.all_needs if parser.place == len(source) else None
    except _NotUnderstood:
        return None


class _NotUnderstood(Exception):
    """The pattern uses something that this reading does not cover."""


@dataclass(frozen=True)
class _Part:
    """What is known of a piece of pattern: all texts that it matches, where they are few, else what it needs."""

    exact: frozenset[str] | None
    needs: Needs | None = None

    @cached_property
    def all_needs(self) -> Needs | None:
        if self.exact is None:
            return self.needs
        return None if "" in self.exact else ((_shortest(self.exact),),)


_ANYTHING = _Part(None)
_EMPTY = _Part(_NOTHING)


def _shortest(texts: Set[str]) -> Pieces:
    """Pieces of the texts, cut to what tells them apart; where a longer one stands that contains another, that one does."""
    cut = frozenset(map(_cut, texts))
    if len(cut) == 1:
        return cut
    sizes = sorted({len(piece) for piece in cut})
    return frozenset(piece for piece in cut if not any(part in cut for part in _inside(piece, sizes)))


def _inside(text: str, sizes: Sequence[int]) -> Iterator[str]:
    for size in sizes:
        for start in range(len(text) - size + 1 if size < len(text) else 0):
            yield text[start : start + size]


@functools.lru_cache(maxsize=1 << 16)
def _cut(text: str) -> str:
    """A text, or the stretch of it that is rarest by its letters: a longer one tells little more."""
    size = _WIDTH_LATIN if text.isascii() else _WIDTH
    if len(text) <= size:
        return text
    stretches = (text[start : start + size] for start in range(len(text) - size + 1))
    return min(stretches, key=lambda stretch: sum(letter in COMMON for letter in stretch))


def _cost(pieces: Pieces) -> float:
    """How often such pieces may be met by chance: less is better."""
    return sum(0.02 if len(piece) > 1 else (1.0 if piece in COMMON else 0.1) for piece in pieces)


def _rarity(pieces: Pieces) -> tuple[float, list[str]]:
    return _cost(pieces), sorted(pieces)


def _total_cost(needs: Needs) -> float:
    return sum(_cost(alternative[0]) for alternative in needs)


def _both(first: Needs | None, second: Needs | None) -> Needs | None:
    """What is needed where both are."""
    if first is None or second is None:
        return first or second
    if len(first) * len(second) > _ALTERNATIVES and min(len(first), len(second)) > 1:
        rarer, other = (first, second) if _total_cost(first) <= _total_cost(second) else (second, first)
        first, second = rarer, ((_shortest(frozenset().union(*(alternative[0] for alternative in other))),),)
    return tuple(
        tuple(sorted({*one, *two}, key=_rarity)[:_SETS]) if one != two else one for one in first for two in second
    )


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0

    def peek(self) -> str:
        return self.source[self.place : self.place + 1]

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
        texts = frozenset().union(*(part.exact for part in parts if part.exact is not None))
        others = [part.needs for part in parts if part.exact is None]
        if not others:
            return _Part(texts)
        needs = [needs for needs in others if needs is not None]
        if len(needs) < len(others) or "" in texts:
            return _ANYTHING
        plain = _Part(texts).all_needs if texts else None
        return _Part(None, tuple(dict.fromkeys(alternative for each in (*needs, plain or ()) for alternative in each)))

    def sequence(self) -> _Part:
        run = _NOTHING
        needs: Needs | None = None
        whole = True
        while (char := self.peek()) and char not in "|)":
            for part in self.repeated():
                if part.exact is not None and len(run) * len(part.exact) <= _FEW:
                    run = frozenset(before + after for before in run for after in part.exact)
                    continue
                whole = False
                needs = _both(needs, _Part(run).all_needs)
                run = part.exact or _NOTHING
                needs = _both(needs, part.needs)
        if whole:
            return _Part(run)
        return _Part(None, _both(needs, _Part(run).all_needs))

    def repeated(self) -> tuple[_Part, ...]:
        """The next element, as the parts that stand one after the other in every match of it."""
        plain = _PLAIN.match(self.source, self.place)
        if plain:
            text = plain.group()
            following = self.source[plain.end() : plain.end() + 1]
            # the quantifier is the last letter's
            if following not in {"?", "*", "+", "{"} or not following:
                self.place = plain.end()
                return (_Part(frozenset({text})),)
            if len(text) > 1:
                self.place = plain.end() - 1
                return (_Part(frozenset({text[:-1]})),)
            self.place = plain.end()
            return self.counted(_Part(frozenset({text})))
        return self.counted(self.atom())

    def counted(self, part: _Part) -> tuple[_Part, ...]:
        char = self.peek()
        least, most = 1, 1
        if char == "?":
            least = 0
        elif char == "*":
            least, most = 0, 2
        elif char == "+":
            most = 2
        elif char == "{" and (bounds := _COUNT.match(self.source, self.place)):
            least = int(bounds[1])
            most = int(bounds[3]) if bounds[3] else (least + 1 if bounds[2] else least)
            self.place = bounds.end() - 1
        else:
            return (part,)
        self.place += 1
        if self.peek() == "?":
            self.place += 1  # as few as possible: the same needs
        if least == 0:
            optional = most == 1 and part.exact is not None
            return (_Part((part.exact or _NOTHING) | _NOTHING) if optional else _ANYTHING,)
        copies = (part,) * min(least, 3)
        return copies if most == len(copies) else (_ANYTHING, *copies)

    def atom(self) -> _Part:
        char = self.take()
        if char == "(":
            return self.group()
        if char == "[":
            return self.letters()
        if char == "\\":
            return self.escape()
        if char in "^$":
            return _EMPTY
        if char == ".":
            return _ANYTHING
        if char == "{":
            return _Part(frozenset({char}))  # a brace that counts nothing
        raise _NotUnderstood

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
        if negated:
            self.place += 1
        members: set[str] = set()
        wide = negated
        first = True
        while first or self.peek() != "]":
            first = False
            found = self.member()
            if found is None:
                wide = True
            elif len(found) == 1 and self.peek() == "-" and self.source[self.place + 1 : self.place + 2] != "]":
                self.place += 1
                last = self.member()
                if last is None or len(last) != 1:
                    raise _NotUnderstood
                low, high = ord(min(found)), ord(min(last))
                wide = wide or high - low > _CLASS_LIMIT
                members.update(map(chr, range(low, high + 1)) if not wide else ())
            else:
                members |= found
        self.place += 1
        return _ANYTHING if wide or len(members) > _CLASS_LIMIT else _Part(frozenset(members))

    def member(self) -> frozenset[str] | None:
        """The next letters of a class; None where they are many."""
        char = self.take()
        if char == "[" and self.peek() == ":":
            raise _NotUnderstood
        return self.escape(in_class=True).exact if char == "\\" else frozenset({char})

    def escape(self, *, in_class: bool = False) -> _Part:
        char = self.take()
        if char == "d":
            return _Part(_DIGITS)
        if char == "s":
            return _Part(_BLANKS)
        if char in "DwWS":
            return _ANYTHING
        if char in "bBAz" and not in_class:
            return _EMPTY
        if char == "x":
            code = _HEX.match(self.source, self.place)
            if code is None:
                raise _NotUnderstood
            self.place = code.end()
            return _Part(frozenset({chr(int(code[1] or code[2], 16))}))
        if char in "nt":
            return _Part(frozenset({"\n" if char == "n" else "\t"}))
        if char.isalnum():
            raise _NotUnderstood
        return _Part(frozenset({char}))
