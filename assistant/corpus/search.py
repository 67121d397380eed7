"""Which scripts are nearest to what a buyer says.

What the message means decides which scripts come into question (`intents.py`); how near its words are to a script's
questions decides among these. So a scan is over a few hundred questions, however many there are in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from rapidfuzz import fuzz, process

from assistant.corpus.intents import IntentGuess, IntentReader
from assistant.corpus.scripts import Corpus, Script
from assistant.domain.reply import Stage
from assistant.domain.request import Turn
from assistant.language.detect import detect
from assistant.language.normalise import normalise

_DIFFERENT_INTENTS = 3
"""So many places at the top go to different meanings, while these are likely enough."""

_WORTH_A_PLACE = 0.02
_MAX_WORDS_CHARS = 400
_LOOKED_AT = 8
"""Of an intent so many questions a wanted hit are looked at."""

_FEW = 40
"""Up to so many scripts an intent, those are offered too whose questions are far from the words."""

_OWN_ADVANTAGE = 5.0
"""Of 100: a store's own script goes first when it is as close as that."""


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


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All scripts of one intent in one language, with every question that leads to one of them.

    Attributes:
        scripts: the scripts.
        views: the questions in normal form.
        texts: the questions as they were written.
        owners: for each question the place of its script; None where it leads to any script without questions.
    """

    scripts: tuple[Script, ...]
    views: tuple[str, ...]
    texts: tuple[str, ...]
    owners: tuple[int | None, ...]

    def nearest(self, view: str, k: int) -> list[tuple[float, Script, str | None]]:
        """The scripts whose questions are nearest: how near (of 100), the script, its question."""
        found = process.extract(view, self.views, scorer=fuzz.ratio, limit=_LOOKED_AT * k) if self.views else []
        best: dict[int | None, tuple[float, str]] = {}
        for _, near, place in found:
            best.setdefault(self.owners[place], (near, self.texts[place]))
        rows: list[tuple[float, Script, str | None]] = []
        for number, script in enumerate(self.scripts):
            near, question = best.get(number if script.questions else None, (0.0, None))
            if question is not None or len(self.scripts) <= _FEW:
                rows.append((near + _OWN_ADVANTAGE * script.own, script, question))
        rows.sort(key=lambda row: -row[0])
        return rows[:k]


class Searcher:
    """Finds scripts in a corpus."""

    def __init__(self, corpus: Corpus, reader: IntentReader | None = None) -> None:
        self.corpus = corpus
        self.reader = reader or IntentReader(corpus)
        self._shelves: dict[tuple[str, str], _Shelf] = {}

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
        view = normalise(query[:_MAX_WORDS_CHARS]).view
        columns: list[list[Hit]] = []
        for guess in guesses:
            if len(columns) >= _DIFFERENT_INTENTS and sum(map(len, columns)) >= k:
                break
            if hits := self._hits(view, guess, spoken, k):
                columns.append(hits)
        return list(islice(_dealt(columns), k))

    def _hits(self, view: str, guess: IntentGuess, language: str, k: int) -> list[Hit]:
        hits = []
        for place, (_, script, question) in enumerate(self._shelf(guess.intent, language).nearest(view, k)):
            # Scripts of one intent answer the same question: the nearest words come first, and the score says so a little.
            score = round(guess.score * (1 - 0.02 * place), 4)
            hits.append(Hit(script, guess.intent, script.stage, score, question, script.replies[0]))
        return hits

    def _shelf(self, intent: str, language: str) -> _Shelf:
        key = (intent, language)
        if key not in self._shelves:
            scripts = tuple(self.corpus.by_intent(intent, language))
            rows: list[tuple[str, int | None]] = [(text, None) for text in self.corpus.questions_of(intent, language)]
            rows += [(text, number) for number, script in enumerate(scripts) for text in script.questions]
            views = tuple(normalise(text).view for text, _ in rows)
            self._shelves[key] = _Shelf(scripts, views, tuple(t for t, _ in rows), tuple(owner for _, owner in rows))
        return self._shelves[key]


def _dealt(columns: Sequence[Sequence[Hit]]) -> list[Hit]:
    """One script of each likely meaning first, then what is left, the likeliest meaning first."""
    first = [column[0] for column in columns[:_DIFFERENT_INTENTS] if column[0].score >= _WORTH_A_PLACE]
    rest = [hit for row in zip_longest(*columns[:_DIFFERENT_INTENTS]) for hit in row if hit is not None]
    rest += [hit for column in columns[_DIFFERENT_INTENTS:] for hit in column]
    seen = {hit.script.id for hit in first}
    return first + sorted((hit for hit in rest if hit.script.id not in seen), key=lambda hit: -hit.score)
