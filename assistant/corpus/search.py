"""Which scripts are nearest to what a buyer says."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.corpus.intents import IntentGuess, IntentReader
from assistant.corpus.scripts import Corpus, Script
from assistant.domain.reply import Stage
from assistant.domain.request import Turn
from assistant.language.detect import detect
from assistant.language.normalise import normalise


@dataclass(frozen=True, slots=True)
class Hit:
    """A script that fits, with the question that led to it."""

    script: Script
    intent: str
    stage: Stage
    score: float
    """0 to 1: how likely the script's intent is what the buyer means."""
    question: str | None
    """The variant nearest to the query; None where the intent has none in that language."""
    reply: str
    """The script's first wording."""


class Searcher:
    """Finds scripts in a corpus."""

    def __init__(self, corpus: Corpus, reader: IntentReader | None = None) -> None:
        self.corpus = corpus
        self.reader = reader or IntentReader(corpus)

    def search(
        self,
        query: str,
        *,
        language: str | None = None,
        k: int = 5,
        has_order: str | None = None,
        product_page: bool = False,
        history: Sequence[Turn] = (),
    ) -> list[Hit]:
        """The scripts that answer a query, best first, one hit a script; [] when nothing is close.

        Args:
            query: as the buyer typed it.
            language: of the scripts; None takes the query's own.
            k: how many at most.
            has_order: the status of the buyer's order, None without one.
            product_page: whether the buyer looks at a product.
            history: the turns before.
        """
        spoken = language or ("en" if detect(query) == "en" else "zh")
        guesses = self.reader.read(query, has_order=has_order, product_page=product_page, history=history)
        columns = [self._hits(normalise(query).view, guess, spoken) for guess in guesses]
        hits = [column[row] for row in range(k) for column in columns if row < len(column)]
        return hits[:k]

    def _hits(self, view: str, guess: IntentGuess, language: str) -> list[Hit]:
        shared = list(self.corpus.questions.get(language, {}).get(guess.intent, ()))  # type: ignore[call-overload]
        hits = []
        for script in self.corpus.by_intent(guess.intent, language):
            variants = list(script.questions) or shared
            nearest = process.extractOne(view, variants, scorer=fuzz.ratio) if variants else None
            question = nearest[0] if nearest else None
            hits.append(Hit(script, guess.intent, script.stage, guess.score, question, script.replies[0]))
        return hits
