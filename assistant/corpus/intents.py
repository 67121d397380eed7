"""What a buyer means: the intents of a message, with how sure we are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.corpus.features import HanFeatures, LatinFeatures, clipped
from assistant.corpus.noise import looks_like_noise
from assistant.corpus.scripts import LANGUAGES, Corpus, Language
from assistant.corpus.signals import with_order, with_product_page
from assistant.corpus.weights import Weights, load_weights
from assistant.domain.request import Turn
from assistant.language.detect import detect
from assistant.language.normalise import normalise
from assistant.resources import resource_dir

_CLAUSE_END = re.compile(r"[,.!?;，。！？；\n…~]+|\s{2,}")
_SPACE = re.compile(r"\s+")
_BLANK_OR_MARK = re.compile(r"[\s,.!?;:，。！？；、~…]+")

_KNOWN_SURE = 0.97
"""How sure we are of a message that a variant says word for word."""

_NOISE_WEIGHT = 1.7
"""Noise answered with a script is worse than a rare question left to a person: doubt counts for noise."""

_LEAST = 0.02
"""A guess below this is not worth showing."""

_CLAUSE_SHARE = 0.35
"""How much the clauses by themselves count beside the whole message."""

_MOST_GUESSES = 6
_SHORT_CHARS = 5


@dataclass(frozen=True, slots=True)
class IntentGuess:
    """One thing that the buyer may mean."""

    intent: str
    score: float
    """0 to 1: how likely it is right."""


class IntentReader:
    """Reads intents out of messages."""

    def __init__(self, corpus: Corpus, weights_folder: Path | None = None) -> None:
        self._corpus = corpus
        self._folder = weights_folder or resource_dir("corpus") / "weights"
        self._loaded: dict[Language, tuple[Weights, HanFeatures | LatinFeatures]] = {}

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
        spoken = detect(message)
        if spoken == "other":
            return []
        language: Language = "en" if spoken == "en" else "zh"
        view = clipped(normalise(message).view)
        known = self._known.get(_plain(view))
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

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, ...]]:
        known: dict[str, tuple[str, ...]] = {}
        for language in LANGUAGES:
            for intent, texts in self._corpus.questions.get(language, {}).items():
                for text in texts:
                    key = _plain(normalise(text).view)
                    known[key] = (*known.get(key, ()), intent)
        for script in self._corpus.usable:
            for text in script.questions:
                key = _plain(normalise(text).view)
                if script.intent not in known.get(key, ()):
                    known[key] = (*known.get(key, ()), script.intent)
        return known

    def _likely(self, view: str, language: Language) -> dict[str, float]:
        """The whole message and each clause of it have a say; a clause that is sure wins over a blurred whole."""
        weights, features = self._of(language)
        whole = weights.probabilities(features.names(view))
        clauses = _clauses(view, language)
        if len(clauses) < 2:
            return whole
        parts = [weights.probabilities(features.names(clause)) for clause in clauses]
        shares = [max(part.values()) for part in parts]
        found = {}
        for intent, value in whole.items():
            best = max(part[intent] * share for part, share in zip(parts, shares, strict=True))
            found[intent] = (1 - _CLAUSE_SHARE) * value + _CLAUSE_SHARE * best
        noise = min(part["off_topic"] for part in parts)
        found["off_topic"] = min(found["off_topic"], 0.5 * whole["off_topic"] + 0.5 * noise)
        total = sum(found.values())
        return {intent: value / total for intent, value in found.items()}

    def _ranked(self, found: Mapping[str, float], language: Language) -> list[IntentGuess]:
        weights, _ = self._of(language)
        real = sorted(((value, intent) for intent, value in found.items() if intent != "off_topic"), reverse=True)
        if found.get("off_topic", 0.0) * _NOISE_WEIGHT > real[0][0]:
            return []
        best = weights.calibrated(real[0][0])
        guesses = []
        for value, intent in real[:_MOST_GUESSES]:
            if value < _LEAST:
                break
            guesses.append(IntentGuess(intent, round(min(best * value / real[0][0], weights.calibrated(value)), 4)))
        return guesses

    def _of(self, language: Language) -> tuple[Weights, HanFeatures | LatinFeatures]:
        if language not in self._loaded:
            weights = load_weights(self._folder / f"{language}.weights")
            lexicon = weights.learned.lexicon
            self._loaded[language] = (weights, HanFeatures(lexicon) if language == "zh" else LatinFeatures(lexicon))
        return self._loaded[language]


def _plain(view: str) -> str:
    return _BLANK_OR_MARK.sub("", view) or view.strip()


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
