"""Which scripts are nearest to what a buyer says.

What the message means decides which scripts come into question (`intents.py`); how near its words are to a script's
questions decides among these. So at most a few thousand questions are looked through, however many there are in all: a
shelf that holds more is narrowed down first (`grams.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from operator import itemgetter

from assistant.corpus.index import QuestionIndex
from assistant.corpus.intents import IntentGuess, IntentReader
from assistant.corpus.saved import load_index
from assistant.corpus.scripts import Corpus, Script
from assistant.corpus.signals import points_by_state
from assistant.domain.reply import Stage
from assistant.domain.request import Turn

_DIFFERENT_INTENTS = 3
"""So many places at the top go to different meanings, while these are likely enough."""

_WORTH_A_PLACE = 0.02
_MAX_WORDS_CHARS = 400
_LOOKED_AT = 5
"""Of an intent so many questions a wanted hit are looked at."""

_FEW = 40
"""Up to so many scripts an intent, those are offered too whose questions are far from the words."""

_OWN_ADVANTAGE = 5.0
"""Of 100: a store's own script goes first when it is as close as that."""

_ACCEPTANCE = 20.0
"""Of 100, for a whole weight: between a script that is always approved and one that never is lie as much."""


_FAR: tuple[float, str | None] = (0.0, None)


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

    def __init__(
        self,
        corpus: Corpus,
        reader: IntentReader | None = None,
        *,
        index: QuestionIndex | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Prepare to search.

        Args:
            weights: how scripts fare with reviewers, by id (see `acceptance.py`); None: all alike.
        """
        self.corpus = corpus
        self._weights = weights or {}
        self._index = index or load_index(corpus)
        self.reader = reader or IntentReader(corpus, index=self._index)

    def weighing(self, weights: Mapping[str, float]) -> "Searcher":
        """The same for a store whose scripts fare so."""
        return Searcher(self.corpus, self.reader, index=self._index, weights=weights)

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
        heard = self.reader.heard(query)
        spoken = language or ("en" if heard.language == "en" else "zh")
        guesses = self.reader.read(query, has_order=has_order, product_page=product_page, history=history)
        view = heard.view[:_MAX_WORDS_CHARS]
        points = points_by_state(has_order)
        columns: list[list[Hit]] = []
        for guess in guesses:
            if len(columns) >= _DIFFERENT_INTENTS and sum(map(len, columns)) >= k:
                break
            if hits := self._hits(view, guess, spoken, k, points):
                columns.append(hits)
        return list(islice(_dealt(columns), k))

    def _hits(
        self, view: str, guess: IntentGuess, language: str, k: int, points: Mapping[str | None, float]
    ) -> list[Hit]:
        hits = []
        for place, (script, question) in enumerate(self._nearest(view, guess.intent, language, k, points)):
            # Scripts of one intent answer the same question: the nearest words come first, and the score says so a little.
            score = round(guess.score * (1 - 0.02 * place), 4)
            hits.append(Hit(script, guess.intent, script.stage, score, question, script.replies[0]))
        return hits

    def _nearest(
        self, view: str, intent: str, language: str, k: int, points: Mapping[str | None, float]
    ) -> list[tuple[Script, str | None]]:
        """The scripts of an intent whose questions are nearest and that fit the order's state, each with its question."""
        from rapidfuzz import fuzz, process  # 13 ms that a draft from scripts and facts need not wait for

        shelf = self._index.shelf(intent, language)
        places, views = self._index.candidates(shelf, view)
        found = process.extract(view, views, scorer=fuzz.ratio, limit=_LOOKED_AT * k)
        best: dict[int | None, tuple[float, str | None]] = {}
        for _, near, number in found:
            place = number if places is None else places[number]
            best.setdefault(shelf.owners[place], (near, shelf.texts[place]))
        few = len(shelf.scripts) <= _FEW
        offered: Sequence[int] = [place for place in best if place is not None]
        if few or None in best:
            offered = [*offered, *(shelf.unasked if few else shelf.unasked[:k])]
        if few and len(offered) < k:
            offered = range(len(shelf.scripts))
        rows: list[tuple[float, int, str | None]] = []
        for place in offered:
            near, question = best.get(place if shelf.asked[place] else None, _FAR)
            gained = _OWN_ADVANTAGE * shelf.own[place] + points[shelf.states[place]]
            if self._weights:
                gained += _ACCEPTANCE * (self._weights.get(shelf.scripts[place].id, 1.0) - 1.0)
            rows.append((-near - gained, place, question))
        rows.sort(key=itemgetter(0, 1))
        return [(shelf.scripts[place], question) for _, place, question in rows[:k]]


def _dealt(columns: Sequence[Sequence[Hit]]) -> list[Hit]:
    """One script of each likely meaning first, then what is left, the likeliest meaning first."""
    first = [column[0] for column in columns[:_DIFFERENT_INTENTS] if column[0].score >= _WORTH_A_PLACE]
    rest = [hit for row in zip_longest(*columns[:_DIFFERENT_INTENTS]) for hit in row if hit is not None]
    rest += [hit for column in columns[_DIFFERENT_INTENTS:] for hit in column]
    seen = {hit.script.id for hit in first}
    return first + sorted((hit for hit in rest if hit.script.id not in seen), key=lambda hit: -hit.score)
