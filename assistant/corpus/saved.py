"""The index of a corpus in a cache folder: made once, opened by every later start, safe to lose and safe to share.

An index lies in a folder named by the corpus' version, so that a changed file is another index. It is written beside and
renamed into place when it is whole: whoever opens it never sees half of one, and of several builders the first wins. Its
list of files carries their checksums: what is broken or foreign is made anew.
"""

import contextlib
import json
import os
import shutil
import sys
import tempfile
import time
import zlib
from array import array
from pathlib import Path

from assistant.corpus import grams
from assistant.corpus.index import Packed, QuestionIndex, belongs, packed
from assistant.corpus.scripts import Corpus

_FORMAT = 1
_KEPT_COPIES = 4
_LIST = "index.json"
_GRAMS = "grams"
_TYPES = {"ends": "I", "known": "Q", "meant": "H"}
_SCRATCH = ".building-"
_ABANDONED_S = 3600


def load_index(corpus: Corpus, folder: Path | None = None) -> QuestionIndex:
    """The index of a corpus: opened where it was saved, else made, and saved where that is possible.

    Args:
        corpus: one with a version; one without is never saved.
        folder: where indexes are kept; None makes it in memory.
    """
    place = folder / f"{corpus.version}-{_FORMAT}-{sys.byteorder}" if folder and corpus.version else None
    if place is not None and (found := _opened(corpus, place)) is not None:
        return found
    made = packed(corpus)
    if place is not None:
        with contextlib.suppress(OSError, ValueError):
            _save(made, corpus, place)
        if (found := _opened(corpus, place)) is not None:
            return found
    return QuestionIndex(corpus, made, grams.built(made, None) if made.large else None)


def _opened(corpus: Corpus, place: Path) -> QuestionIndex | None:
    try:
        listed = json.loads((place / _LIST).read_bytes())
        if listed["format"] != _FORMAT or listed["corpus"] != corpus.version:
            return None
        read = {name: _checked(place / name, says) for name, says in listed["files"].items()}
        arrays = {name: array(_TYPES[name]) for name in _TYPES}
        for name, values in arrays.items():
            values.frombytes(read[name])
        shelves = tuple((str(intent), str(language), int(count)) for intent, language, count in listed["shelves"])
        found = Packed(shelves, read["views"], **arrays)
        if len(found.ends) != found.firsts[-1] or len(found.known) != len(found.meant) or not belongs(found, corpus):
            return None
        narrower = grams.opened(found, place / _GRAMS) if found.large else None
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
    with contextlib.suppress(OSError):
        os.utime(place)
    return QuestionIndex(corpus, found, narrower)


def _checked(path: Path, says: object) -> bytes:
    data = path.read_bytes()
    if _sum(data) != says:
        raise ValueError(f"{path}: not as it was written")
    return data


def _save(made: Packed, corpus: Corpus, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=place.parent))
    try:
        (scratch / "views").write_bytes(made.views)
        for name in _TYPES:
            (scratch / name).write_bytes(getattr(made, name).tobytes())
        if made.large:
            (scratch / _GRAMS).mkdir()
            grams.built(made, scratch / _GRAMS)
        paths = [path for path in sorted(scratch.rglob("*")) if path.is_file() and path.suffix != ".lock"]
        files = {path.relative_to(scratch).as_posix(): _sum(path.read_bytes()) for path in paths}
        listed = {"format": _FORMAT, "corpus": corpus.version, "files": files, "shelves": made.shelves}
        (scratch / _LIST).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
        _put(scratch, corpus, place)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    _prune(place.parent)


def _put(scratch: Path, corpus: Corpus, place: Path) -> None:
    try:
        scratch.rename(place)
    except OSError:  # something stands there: another builder's index, or the broken one that made us build
        if _opened(corpus, place) is not None:
            return
        aside = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=place.parent))
        place.rename(aside / place.name)
        scratch.rename(place)
        shutil.rmtree(aside, ignore_errors=True)


def _sum(data: bytes) -> list[int]:
    return [len(data), zlib.crc32(data)]


def _prune(folder: Path) -> None:
    """Drops the indexes that were opened least lately, and what a builder left behind that was ended half-way."""
    indexes = sorted(folder.glob(f"*-{_FORMAT}-{sys.byteorder}"), key=_opened_at)
    scratch = [path for path in folder.glob(f"{_SCRATCH}*") if time.time() - _opened_at(path) > _ABANDONED_S]
    for path in [*indexes[:-_KEPT_COPIES], *scratch]:
        shutil.rmtree(path, ignore_errors=True)


def _opened_at(path: Path) -> float:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return 0.0
