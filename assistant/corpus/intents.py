"""What a buyer means: the intents of a message, with how sure we are."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.corpus.scripts import Corpus
from assistant.domain.request import Turn
from assistant.language.normalise import normalise


@dataclass(frozen=True, slots=True)
class IntentGuess:
    """One thing that the buyer may mean."""

    intent: str
    score: float
    """0 to 1: how likely it is right."""


class IntentReader:
    """Reads intents out of messages."""

    def __init__(self, corpus: Corpus) -> None:
        self._rows = [
            (normalise(text).view, intent)
            for variants in corpus.questions.values()
            for intent, texts in variants.items()
            for text in texts
        ]
        self._texts = [text for text, _ in self._rows]

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
        view = normalise(message).view
        best: dict[str, float] = {}
        for _, score, row in process.extract(view, self._texts, scorer=fuzz.ratio, limit=20, score_cutoff=35):
            intent = self._rows[row][1]
            best[intent] = max(best.get(intent, 0.0), score / 100)
        ranked = sorted(best.items(), key=lambda item: -item[1])[:5]
        return [IntentGuess(intent, score) for intent, score in ranked]
