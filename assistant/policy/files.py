"""The policy files as data: read from YAML, or from a copy that was kept when the very same files were found good."""

import contextlib
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.domain.base import load_yaml
from assistant.domain.lines import Location, line_at
from assistant.errors import PolicyError
from assistant.language.letter_index import LetterIndex
from assistant.policy.findings import ClaimKind

_FORMAT = "5"
"""Changes whenever `literals` reads patterns differently, or `LetterIndex` keeps them otherwise."""


class Cache(Protocol):
    """Keeps JSON data under a name; it may forget."""

    def get(self, version: str, /) -> object | None:
        """What was put under that name, or None."""

    def put(self, version: str, data: object, /) -> None:
        """Keep `data`."""


class PolicyFiles:
    """The files of a policy folder, and a store's own beside them.

    Attributes:
        paths: the files of the folder.
        version: changes whenever one of the files does.
        index: what all their patterns need, which says that RE2 has taken them; None where they are still to be tried.

    Raises:
        PolicyError: there is no such folder, nothing in it, or a file that cannot be read.
    """

    def __init__(
        self, folder: Path, store_policy: Path | None, kinds: Sequence[ClaimKind], cache: Cache | None
    ) -> None:
        if not folder.is_dir():
            raise PolicyError(f"{folder}: expected a folder with policy files (*.yaml)")
        for path in folder.glob("*.yml"):
            raise PolicyError(f"{path}: expected a name that ends in .yaml; another would not be read")
        self.paths = sorted(folder.glob("*.yaml"))
        if not self.paths:
            raise PolicyError(f"{folder}: expected at least one policy file (*.yaml)")
        self._contents: dict[Path, bytes] = {}
        digest = hashlib.sha256()
        for path in self.paths if store_policy is None else (*self.paths, store_policy):
            content = self._contents[path] = _content(path)
            # lengths, so that nothing can move from one file to the next unseen
            name = path.name.encode() if path != store_policy else b""
            digest.update(b"%d %d " % (len(name), len(content)) + name + content)
        self.version = digest.hexdigest()[:16]
        # the patterns of the readers are in the index too
        digest.update(repr([(kind.name, kind.triggers) for kind in kinds]).encode())
        self._key = f"{digest.hexdigest()[:32]}-{_FORMAT}"
        self._cache = cache
        self._read: dict[str, object] = {}
        self.index: LetterIndex | None = None
        kept = cache.get(self._key) if cache else None
        if isinstance(kept, dict):
            with contextlib.suppress(KeyError, TypeError, AttributeError):  # no copy of ours: read the files
                self._read, self.index = dict(kept["files"]), LetterIndex.from_data(kept["index"])

    def data(self, path: Path) -> object:
        """The content of a file.

        Raises:
            PolicyError: it is not YAML.
        """
        if path.name not in self._read:
            self._read[path.name] = load_yaml(path, error=PolicyError, content=self._contents[path])
        return self._read[path.name]

    def line(self, path: Path, location: Location) -> int | None:
        """The line of a file that a location stands on, where it is known."""
        return line_at(self._contents[path].decode("utf-8", "replace"), location)

    def place(self, path: Path, *location: int | str) -> str:
        """A file and line, for messages: `policies/invoice.yaml:12`."""
        line = self.line(path, location)
        return f"{path}:{line}" if line else str(path)

    def keep(self, index: LetterIndex) -> None:
        """Note that all rules are good, and what their patterns need."""
        if self._cache is not None and self.index is None and _is_json(self._read):
            self._cache.put(self._key, {"files": self._read, "index": index.as_data()})


def store_policy_file(profile: Path, store: str) -> Path | None:
    """A store's own rules, where they lie beside its profile as `<store id>.policy.yaml`.

    Raises:
        PolicyError: they lie there under a name that would not be read.
    """
    path = profile.parent / f"{store}.policy.yaml"
    other = path.with_suffix(".yml")
    if other.exists():
        raise PolicyError(f"{other}: expected the name {path.name}; another would not be read")
    return path if path.exists() else None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as caught:
        raise PolicyError(f"{path}: cannot be read ({caught.strerror or caught})") from None


def _is_json(data: object) -> bool:
    """Whether data comes back from JSON as it is (a date, or a number for a key, does not)."""
    try:
        return bool(json.loads(json.dumps(data)) == data)
    except (TypeError, ValueError):
        return False
