"""A parsed copy of the corpus, so that the command line starts fast: safe to lose, and to be unwritable."""

import contextlib
import json
import os
from pathlib import Path

from platformdirs import user_cache_path

_FORMAT = 1
_KEPT_COPIES = 4


class CorpusCache:
    """Parsed corpora by version, as JSON files of a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_cache_path("reply-assistant") / "corpus"

    def get(self, version: str) -> object | None:
        """What was put under that version; None when there is nothing, or nothing readable."""
        try:
            found: object = json.loads(self._path(version).read_bytes())
            return found
        except (OSError, ValueError):
            return None

    def put(self, version: str, data: object) -> None:
        """Keep `data`, if the folder lets us; the oldest copies go."""
        path = self._path(version)
        scratch = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            scratch.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            scratch.replace(path)
            copies = sorted(self._folder.glob("*.json"), key=lambda copy: copy.stat().st_mtime)
            for copy in copies[:-_KEPT_COPIES]:
                copy.unlink(missing_ok=True)

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}-{_FORMAT}.json"
