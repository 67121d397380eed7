"""How much a reply resembles replies that broke a rule, by its letters: a second look for what no pattern foresaw.

A small linear model over character n-grams of the reply and of the buyer's message, trained on labelled replies
(`make train`). It knows no facts, so it never blocks and never pardons: where the rules found nothing and the resemblance
is strong, a person decides (`handover`). Each suspicion names the n-grams that weigh most.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import PolicyError

WEIGHTS_FILE = "resemblance.json"
"""Where the weights lie, in the policy folder."""
REPLY_SIZES = (1, 2, 3, 4)
MESSAGE_SIZES = (2, 3)
LEAST_CHARS = 5
"""Characters below which a reply is too short to resemble anything."""
_LONGEST = 600
"""Characters that are read of a text; a longer one is weighed by its first ones."""


def ngrams(reply: str, message: str) -> set[str]:
    """The n-grams of a reply and of what it answers, both in normal form; those of the message are marked."""
    framed = f"^{reply[:_LONGEST]}$"
    found = {framed[i : i + n] for n in REPLY_SIZES for i in range(len(framed) - n + 1)}
    asked = message[:_LONGEST]
    found.update("?" + asked[i : i + n] for n in MESSAGE_SIZES for i in range(len(asked) - n + 1))
    return found


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
        weights: n-gram to weight, for violation or not.
        rules: for each rule its bias and the n-grams that tell it from other rules.
        digest: of the file.
    """

    bias: float
    threshold: float
    weights: Mapping[str, float]
    rules: Mapping[str, tuple[float, Mapping[str, float]]]
    digest: str = ""

    def with_version(self, version: str) -> str:
        """The version of a policy set together with these weights."""
        return hashlib.sha256(f"{version}+{self.digest}".encode()).hexdigest()[:16]

    def score(self, reply: str, message: str) -> float:
        """Log-odds that a reply is a violation; both texts in normal form."""
        found = ngrams(reply, message)
        known = self.weights
        hits = [known[gram] for gram in found if gram in known]
        return self.bias + sum(hits) / math.sqrt(max(1, len(hits)))

    def suspicion(self, reply: str, message: str) -> Suspicion | None:
        """What the reply resembles, or None where that is not strong."""
        if len(reply) < LEAST_CHARS:
            return None
        score = self.score(reply, message)
        if score < self.threshold:
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
            weights=data["weights"],
            rules={rule: (float(entry["bias"]), entry["weights"]) for rule, entry in data["rules"].items()},
            digest=hashlib.sha256(content).hexdigest(),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as caught:
        raise PolicyError(
            f"{path}: expected the weights that `make train` writes ({type(caught).__name__}: {caught})"
        ) from None
