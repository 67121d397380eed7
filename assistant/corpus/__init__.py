"""Which scripts are nearest, and what the buyer means."""

from assistant.corpus.acceptance import load_acceptance
from assistant.corpus.cache import CorpusCache
from assistant.corpus.index import QuestionIndex
from assistant.corpus.intents import IntentGuess, IntentReader
from assistant.corpus.saved import load_index
from assistant.corpus.scripts import Corpus, Language, Script, load_corpus, load_corpus_file
from assistant.corpus.search import Hit, Searcher

__all__ = [
    "Corpus",
    "CorpusCache",
    "Hit",
    "IntentGuess",
    "IntentReader",
    "Language",
    "QuestionIndex",
    "Script",
    "Searcher",
    "load_acceptance",
    "load_corpus",
    "load_corpus_file",
    "load_index",
]
