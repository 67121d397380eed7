"""Narrows a large shelf of questions down to those that share most character pairs (in English: triples) with a text.

Each shelf is a field of its own, so that a look-up never touches the questions of another. `tantivy` is imported only
where there is a large shelf.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.corpus.index import Packed

if TYPE_CHECKING:
    import tantivy

CANDIDATES = 50
"""So many questions are left."""

_SIZE = {"zh": 2, "en": 3}
_MOST_GRAMS = 48
_HEAP_BYTES = 256_000_000


class GramIndex:
    """The large shelves of an index by their grams."""

    def __init__(self, packed: Packed, index: "tantivy.Index") -> None:
        import tantivy

        self._tantivy = tantivy
        self._languages = {number: packed.shelves[number][1] for number in packed.large}
        index.config_reader("manual")  # without a thread that watches for changes: an index never changes
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    def candidates(self, shelf: int, view: str) -> list[int]:
        """Places on that shelf, most in common first."""
        query_of, occur = self._tantivy.Query, self._tantivy.Occur.Should
        grams = grams_of(view, _SIZE[self._languages[shelf]])
        terms = [(occur, query_of.term_query(self._schema, f"s{shelf}", gram, "freq")) for gram in grams]
        hits = self._searcher.search(query_of.boolean_query(terms), CANDIDATES, count=False).hits
        return [self._searcher.doc(address)["place"][0] for _, address in hits]


def grams_of(view: str, size: int) -> list[str]:
    """The grams of a text with its edges; of a long one those of its beginning and end."""
    edged = f" {view} "
    grams = list(dict.fromkeys(edged[place : place + size] for place in range(max(1, len(edged) - size + 1))))
    half = _MOST_GRAMS // 2
    return grams if len(grams) <= _MOST_GRAMS else grams[:half] + grams[-half:]


def built(packed: Packed, folder: Path | None) -> GramIndex:
    """The grams of all large shelves, written to an empty folder; None: held in memory.

    Raises:
        OSError: the folder cannot be written.
    """
    import tantivy

    schema = tantivy.SchemaBuilder().add_unsigned_field("place", stored=True)
    for number in packed.large:
        schema.add_text_field(f"s{number}", tokenizer_name=_tokenizer(packed, number), index_option="freq")
    index = tantivy.Index(schema.build(), str(folder) if folder else None)
    _register(index)
    writer = index.writer(_HEAP_BYTES, 1)
    for number in packed.large:
        for place, view in enumerate(packed.views_of(number)):
            writer.add_document(tantivy.Document(**{f"s{number}": f" {view} ", "place": place}))
    writer.commit()
    writer.wait_merging_threads()
    return GramIndex(packed, index)


def opened(packed: Packed, folder: Path) -> GramIndex:
    """The grams that `built` wrote to a folder.

    Raises:
        OSError, ValueError: there are none, or they cannot be read.
    """
    import tantivy

    index = tantivy.Index.open(str(folder))
    _register(index)
    return GramIndex(packed, index)


def _tokenizer(packed: Packed, shelf: int) -> str:
    return f"grams_{packed.shelves[shelf][1]}"


def _register(index: "tantivy.Index") -> None:
    import tantivy

    for language, size in _SIZE.items():
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(size, size)).build()
        index.register_tokenizer(f"grams_{language}", analyzer)
