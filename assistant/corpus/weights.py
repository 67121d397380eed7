"""The trained part of reading intents: one small table of weights a language, in plain Python at run time.

A file is one line of JSON (what was learned besides the table, and the words it was learned with), then the table: for
each bucket one byte an intent, 128 standing for zero. Adding rows is what takes time, so a row is read as one big number,
once, and all its lanes are added at once: 16 bits a lane hold the sum of 255 rows.
"""

import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from assistant.corpus.features import Buckets, Lexicon
from assistant.errors import CorpusError

_ROWS_AT_ONCE = 255
_ZERO = 128


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known of a language's messages besides the table.

    Attributes:
        intents: the columns.
        bias: one a column.
        scale: what one step of a byte is worth.
        buckets: how many rows there are.
        calibration: raw probability -> how often the guess was right, at rising places.
        lexicon: the words that the features were made with.
        digest: of everything that it was trained from.
    """

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    buckets: int
    calibration: tuple[tuple[float, float], ...]
    lexicon: Lexicon
    digest: str


class _Rows(dict[int, int]):
    """The rows of a table as numbers with 16 bits a lane, each read on first use and remembered."""

    def __init__(self, table: bytes, width: int) -> None:
        super().__init__()
        self._table = table
        self._width = width

    def __missing__(self, place: int) -> int:
        width = self._width
        spread = bytearray(2 * width)
        spread[::2] = self._table[place * width : (place + 1) * width]
        row = int.from_bytes(spread, "little")
        self[place] = row
        return row


class Weights:
    """The table of one language with what belongs to it."""

    def __init__(self, learned: Learned, table: bytes) -> None:
        width = len(learned.intents) + len(learned.intents) % 2
        if len(table) != width * learned.buckets:
            raise CorpusError(f"intent weights: expected {width * learned.buckets} bytes of table, found {len(table)}")
        self.learned = learned
        self._width = width
        self._lanes = struct.Struct(f"<{width}H")
        self._rows = _Rows(table, width)
        self._buckets = Buckets(learned.buckets)

    def probabilities(self, names: Iterable[str]) -> dict[str, float]:
        """How likely each intent is for a message with these features."""
        places = set(map(self._buckets.__getitem__, names))
        sums = self._sums(list(places))
        step = self.learned.scale / math.sqrt(max(1, len(places)))
        logits = [total * step + bias for total, bias in zip(sums, self.learned.bias, strict=False)]
        top = max(logits)
        exp = math.exp
        raised = [exp(logit - top) for logit in logits]
        whole = sum(raised)
        return dict(zip(self.learned.intents, [value / whole for value in raised], strict=True))

    def calibrated(self, probability: float) -> float:
        """How often a guess with that probability was right in cross-validation."""
        points = self.learned.calibration
        for (low, right_low), (high, right_high) in pairwise(points):
            if probability <= high:
                share = (probability - low) / (high - low) if high > low else 1.0
                return right_low + (right_high - right_low) * max(0.0, share)
        return points[-1][1] if points else probability

    def _sums(self, places: Sequence[int]) -> list[int]:
        sums = [-_ZERO * len(places)] * self._width
        for first in range(0, len(places), _ROWS_AT_ONCE):
            total = sum(map(self._rows.__getitem__, places[first : first + _ROWS_AT_ONCE]))
            lanes = self._lanes.unpack(total.to_bytes(2 * self._width, "little"))
            sums = [before + lane for before, lane in zip(sums, lanes, strict=True)]
        return sums


def load_weights(path: Path) -> Weights:
    """The weights of a file.

    Raises:
        CorpusError: it cannot be read, or is not such a file.
    """
    try:
        head, _, table = path.read_bytes().partition(b"\n")
        data: Mapping[str, object] = json.loads(head)
        return Weights(_learned(data), table)
    except OSError as caught:
        raise CorpusError(f"{path}: cannot be read ({caught.strerror or caught})") from None
    except (ValueError, KeyError, TypeError):
        raise CorpusError(f"{path}: expected weights as `python -m assistant.corpus.training` writes them") from None


def save_weights(path: Path, learned: Learned, table: bytes) -> None:
    """Write a file that `load_weights` reads."""
    data = {name: getattr(learned, name) for name in Learned.__slots__}
    data["lexicon"] = {"concepts": dict(learned.lexicon.concepts), "homophones": dict(learned.lexicon.homophones)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(json.dumps(data, ensure_ascii=False).encode() + b"\n" + table)


def _learned(data: Mapping[str, object]) -> Learned:
    given: dict[str, object] = dict(data)
    lexicon = given["lexicon"]
    if not isinstance(lexicon, dict):
        raise TypeError
    given["lexicon"] = Lexicon(**lexicon)
    given["intents"] = tuple(given["intents"])  # type: ignore[arg-type]
    given["bias"] = tuple(given["bias"])  # type: ignore[arg-type]
    given["calibration"] = tuple(tuple(point) for point in given["calibration"])  # type: ignore[attr-defined]
    return Learned(**given)  # type: ignore[arg-type]
