"""How much a reply resembles replies that broke a rule, by its letters: a second look for what no pattern foresaw.

A small linear model over character n-grams of the reply (1 to 4) and of the buyer's message (2 and 3), trained on labelled replies
(`make train`). It knows no facts, so it never blocks: where the rules found nothing and the resemblance is strong, a person
decides (`handover`), and the suspicion names the n-grams that weigh most. Where a rule found something in a sentence that
reads like good replies, and so does the whole, the finding is doubtful: a checker that weighs lists it as a doubt.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import Any

from assistant.errors import PolicyError

WEIGHTS_FILE = "resemblance.json"
"""Where the weights lie, in the policy folder."""
LEAST_CHARS = 5
"""Characters below which a reply is too short to resemble anything."""
_LONGEST = 600
"""Characters that are read of a text; a longer one is weighed by its first ones."""


def ngrams(reply: str, message: str) -> set[str]:
    """The n-grams of a reply and of what it answers, both in normal form; those of the message are marked."""
    framed = f"^{reply[:_LONGEST]}$"
    pairs = list(map(add, framed, framed[1:]))
    triples = list(map(add, pairs, framed[2:]))
    asked = message[:_LONGEST]
    marked = list(map(add, map("?".__add__, asked), asked[1:]))
    return {*framed, *pairs, *triples, *map(add, triples, framed[3:]), *marked, *map(add, marked, asked[2:])}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A reply that resembles violations.

    Attributes:
        rule: the rule whose violations it resembles most.
        score: log-odds of being a violation.
        reasons: the n-grams that weigh most, heaviest first.
    """

    rule: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The trained weights.

    Attributes:
        bias: log-odds without any n-gram.
        threshold: log-odds from which a reply is suspicious.
        wary: the same for what a model wrote.
        doubt: log-odds of reply, sentence and clause below which what a rule found is doubtful.
        weights: n-gram to weight, for violation or not.
        rules: for each rule its bias and the n-grams that tell it from other rules.
        digest: of the file.
    """

    bias: float
    threshold: float
    wary: float
    doubt: float
    weights: Mapping[str, float]
    rules: Mapping[str, tuple[float, Mapping[str, float]]]
    digest: str = ""

    def with_version(self, version: str) -> str:
        """The version of a policy set together with these weights."""
        return hashlib.sha256(f"{version}+{self.digest}".encode()).hexdigest()[:16]

    def score(self, reply: str, message: str) -> float:
        """Log-odds that a reply is a violation; both texts in normal form."""
        weights = [weight for weight in map(self.weights.get, ngrams(reply, message)) if weight is not None]
        return self.bias + math.fsum(weights) / math.sqrt(max(1, len(weights)))

    def suspicion(self, reply: str, message: str, *, wary: bool = False) -> Suspicion | None:
        """What the reply resembles, or None where that is not strong; to the wary a weaker one is enough."""
        if len(reply) < LEAST_CHARS:
            return None
        score = self.score(reply, message)
        if score < (self.wary if wary else self.threshold):
            return None
        found = ngrams(reply, message)
        scale = math.sqrt(max(1, len(found)))
        likeness = {
            rule: bias + sum(grams[g] for g in found if g in grams) / scale
            for rule, (bias, grams) in self.rules.items()
        }
        heaviest = sorted((g for g in found if g in self.weights), key=lambda g: (-self.weights[g], g))
        return Suspicion(max(likeness, key=lambda rule: (likeness[rule], rule)), score, tuple(heaviest[:5]))


def load_resemblance(path: Path) -> Resemblance:
    """The weights of a file that `make train` wrote.

    Raises:
        PolicyError: the file cannot be read as such.
    """
    try:
        content = path.read_bytes()
        data: Any = json.loads(content)
        return Resemblance(
            bias=float(data["bias"]),
            threshold=float(data["threshold"]),
            wary=float(data["wary"]),
            doubt=float(data["doubt"]),
            weights=data["weights"],
            rules={rule: (float(entry["bias"]), entry["weights"]) for rule, entry in data["rules"].items()},
            digest=hashlib.sha256(content).hexdigest(),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as caught:
        raise PolicyError(
            f"{path}: expected the weights that `make train` writes ({type(caught).__name__}: {caught})"
        ) from None
