"""The stores as they are now: a profile that changes on disk counts from the next check on."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Protocol

from assistant.domain.request import Request
from assistant.domain.store import load_store, profile_paths
from assistant.errors import ProfileError, RequestError
from assistant.settings import Assistant, Settings, Toolbox
from assistant.settings.wiring import store_weights_file

OrdersNow = Callable[[Request], Request]
"""Gives a request with its orders as they are now on the platform; a tool that can look them up passes it in."""


class Shops(Protocol):
    """Gives the assistant of a store, with the profile of now."""

    def shop(self, store: str) -> Assistant:
        """The assistant of a store.

        Raises:
            RequestError: there is no such store.
        """

    def ids(self) -> tuple[str, ...]:
        """The stores that there are."""


class FixedShops:
    """Given assistants."""

    def __init__(self, shops: Mapping[str, Assistant]) -> None:
        self._shops = dict(shops)

    def shop(self, store: str) -> Assistant:
        """The assistant of a store; `RequestError` where there is none."""
        if store not in self._shops:
            raise RequestError(f"request: store: there is no store {store}")
        return self._shops[store]

    def ids(self) -> tuple[str, ...]:
        """The stores that there are."""
        return tuple(sorted(self._shops))


class ShopFolder:
    """The stores of a folder of profiles; a file that changed is read again, and refused where it got broken."""

    def __init__(self, folder: Path, settings: Settings, *, toolbox: Toolbox | None = None) -> None:
        """Read every profile.

        Raises:
            ProfileError: one is wrong, two have one id, or there is none.
        """
        self._toolbox = toolbox or Toolbox(settings)
        self._lock = Lock()
        self._paths: dict[str, Path] = {}
        self._read: dict[str, tuple[tuple[int, ...], Assistant]] = {}
        for path in profile_paths(folder):
            store = load_store(path).id
            if store in self._paths:
                raise ProfileError(f"{path}: id: the store {store} stands in another file of this folder too")
            self._paths[store] = path
        for store in self._paths:
            self.shop(store)

    def shop(self, store: str) -> Assistant:
        """The assistant of a store; `RequestError` where there is none."""
        path = self._paths.get(store)
        if path is None:
            raise RequestError(f"request: store: there is no store {store}")
        stamp = _stamp(path, path.parent / f"{store}.policy.yaml", store_weights_file(path, store))
        with self._lock:
            known = self._read.get(store)
            if known is None or known[0] != stamp:
                known = (stamp, Assistant.from_store(path, toolbox=self._toolbox))
                self._read[store] = known
            return known[1]

    def ids(self) -> tuple[str, ...]:
        """The stores that there are."""
        return tuple(sorted(self._paths))


def _stamp(*paths: Path) -> tuple[int, ...]:
    """Changes whenever one of the files does."""
    found: list[int] = []
    for path in paths:
        try:
            stat = path.stat()
            found += [stat.st_mtime_ns, stat.st_size]
        except FileNotFoundError:
            found += [0, 0]
    return tuple(found)
