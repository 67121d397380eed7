"""What a buyer means: the intents of a message, with how sure we are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.features import HanFeatures, LatinFeatures, clipped
from assistant.corpus.index import QuestionIndex
from assistant.corpus.noise import looks_like_noise
from assistant.corpus.saved import load_index
from assistant.corpus.scripts import Corpus, Language
from assistant.corpus.signals import with_order, with_product_page
from assistant.corpus.weights import Weights, load_weights
from assistant.domain.request import Turn
from assistant.language.detect import Detected, detect
from assistant.language.normalise import normalise
from assistant.resources import resource_dir

_CLAUSE_END = re.compile(r"[,.!?;，。！？；\n…~]+|\s{2,}")
_SPACE = re.compile(r"\s+")

_KNOWN_SURE = 0.97
"""How sure we are of a message that a variant says word for word."""

_NOISE_WEIGHT = 1.7
"""Noise answered with a script is worse than a rare question left to a person: doubt counts for noise."""

_LEAST = 0.02
"""A guess below this is not worth showing."""

_CLAUSE_SHARE = 0.35
"""How much the clauses by themselves count beside the whole message."""

_MOST_GUESSES = 6
_REMEMBERED = 256
_SHORT_CHARS = 5


@dataclass(frozen=True, slots=True)
class IntentGuess:
    """One thing that the buyer may mean."""

    intent: str
    score: float
    """0 to 1: how likely it is right."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it is read."""

    message: str
    language: Detected
    view: str


class IntentReader:
    """Reads intents out of messages."""

    def __init__(
        self, corpus: Corpus, weights_folder: Path | None = None, *, index: QuestionIndex | None = None
    ) -> None:
        self._index = index or load_index(corpus)
        self._folder = weights_folder or resource_dir("corpus") / "weights"
        self._loaded: dict[Language, tuple[Weights, HanFeatures | LatinFeatures]] = {}
        self._last: Heard | None = None
        self._read: dict[tuple[Language, str], Mapping[str, float]] = {}

    def read(
        self, message: str, *, has_order: str | None = None, product_page: bool = False, history: Sequence[Turn] = ()
    ) -> list[IntentGuess]:
        """The intents of a message, the likeliest first; [] when it is noise or about nothing that a store answers.

        Args:
            message: as the buyer typed it.
            has_order: the status of the buyer's order, None without one.
            product_page: whether the buyer looks at a product.
            history: the turns before.
        """
        heard = self.heard(message)
        if heard.language == "other":
            return []
        language: Language = "en" if heard.language == "en" else "zh"
        view = clipped(heard.view)
        known = self._index.intents_of(view)
        if not known and looks_like_noise(view):
            return []
        found = self._likely(view, language)
        if known:
            found = _leaning(found, known)
        elif len(view) < _SHORT_CHARS and (before := _last_of_buyer(history)):
            together = self._likely(clipped(f"{normalise(before).view} {view}"), language)
            found = {intent: (value + together[intent]) / 2 for intent, value in found.items()}
        if has_order:
            found = with_order(found, has_order)
        elif product_page:
            found = with_product_page(found)
        return self._ranked(found, language)

    def heard(self, message: str) -> Heard:
        """A message as it is read: which language, and in normal form. The last one is remembered."""
        last = self._last
        if last is None or last.message != message:
            self._last = last = Heard(message, detect(message), normalise(message).view)
        return last

    def _likely(self, view: str, language: Language) -> Mapping[str, float]:
        """The whole message and each clause of it have a say; a clause that is sure wins over a blurred whole."""
        whole = self._probabilities(view, language)
        clauses = _clauses(view, language)
        if len(clauses) < 2:
            return whole
        parts = [self._probabilities(clause, language) for clause in clauses]
        shares = [max(part.values()) for part in parts]
        weighed = [[value * share for value in part.values()] for part, share in zip(parts, shares, strict=True)]
        best = map(max, *weighed)
        found = {
            intent: (1 - _CLAUSE_SHARE) * value + _CLAUSE_SHARE * top
            for (intent, value), top in zip(whole.items(), best, strict=True)
        }
        noise = min(part["off_topic"] for part in parts)
        found["off_topic"] = min(found["off_topic"], 0.5 * whole["off_topic"] + 0.5 * noise)
        total = sum(found.values())
        return {intent: value / total for intent, value in found.items()}

    def _probabilities(self, view: str, language: Language) -> Mapping[str, float]:
        """Of a stretch of text; the last ones are remembered, since a talk and its parts are read more than once."""
        key = (language, view)
        found = self._read.get(key)
        if found is None:
            weights, features = self._of(language)
            found = weights.probabilities(features.names(view))
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[key] = found
        return found

    def _ranked(self, found: Mapping[str, float], language: Language) -> list[IntentGuess]:
        weights, _ = self._of(language)
        worth = [(value, intent) for intent, value in found.items() if value >= _LEAST and intent != "off_topic"]
        noise = found.get("off_topic", 0.0)
        if not worth or noise * _NOISE_WEIGHT > max(worth)[0]:
            return []
        worth.sort(reverse=True)
        top = worth[0][0]
        best = weights.calibrated(top)
        return [
            IntentGuess(intent, round(min(best * value / top, weights.calibrated(value)), 4))
            for value, intent in worth[:_MOST_GUESSES]
        ]

    def _of(self, language: Language) -> tuple[Weights, HanFeatures | LatinFeatures]:
        if language not in self._loaded:
            weights = load_weights(self._folder / f"{language}.weights")
            lexicon = weights.learned.lexicon
            self._loaded[language] = (weights, HanFeatures(lexicon) if language == "zh" else LatinFeatures(lexicon))
        return self._loaded[language]


def _clauses(view: str, language: Language) -> list[str]:
    pieces = [piece.strip() for piece in _CLAUSE_END.split(view)]
    if language == "zh":
        pieces = [part for piece in pieces for part in _SPACE.split(piece)]
        return [piece for piece in pieces if len(piece) >= 3][:8]
    return [piece for piece in pieces if len(piece.split()) >= 2][:8]


def _leaning(found: Mapping[str, float], known: Sequence[str]) -> dict[str, float]:
    rest = (1 - _KNOWN_SURE) * len(known) if len(known) == 1 else 1 - _KNOWN_SURE
    leaning = {intent: value * rest for intent, value in found.items()}
    for intent in known:
        leaning[intent] = leaning.get(intent, 0.0) + (1 - rest) / len(known)
    return leaning


def _last_of_buyer(history: Sequence[Turn]) -> str | None:
    return next((turn.text for turn in reversed(history) if turn.role == "buyer" and turn.text), None)
