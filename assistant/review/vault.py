"""Personal data at rest: every draft is sealed with a key of its own, which is wrapped with the newest key of the settings.

To rotate the settings' keys only the wrapped keys are wrapped anew. To destroy a draft's data, its key is destroyed:
the lines of its history stay, and what they had sealed can no longer be opened.
"""

import base64
import hmac
import os
import zlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, select, update

from assistant.errors import SettingsError
from assistant.review.database import Database, insert_or_keep
from assistant.review.tables import secrets

_INDEX_KEY = "index"


class DataKey:
    """The key of one draft."""

    def __init__(self, raw: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(raw))

    def seal(self, text: str) -> str:
        """`text`, closed."""
        return self._fernet.encrypt(zlib.compress(text.encode(), 1)).decode()

    def open(self, sealed: str) -> str:
        """What was closed."""
        return zlib.decompress(self._fernet.decrypt(sealed.encode())).decode()


class Vault:
    """The settings' keys, and the key of the look-up hashes."""

    def __init__(self, keys: Sequence[str], index_key: bytes) -> None:
        self._master = _master(keys)
        self._index_key = index_key

    def new_key(self) -> tuple[DataKey, str]:
        """A fresh key, and itself wrapped for the table."""
        raw = os.urandom(32)
        return DataKey(raw), self._master.encrypt(raw).decode()

    def key(self, wrapped: str) -> DataKey:
        """The key of a draft."""
        return DataKey(_unwrapped(self._master, wrapped))

    def seal(self, text: str) -> str:
        """`text`, closed with the newest key of the settings."""
        return self._master.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """What was closed with a key of the settings."""
        return _unwrapped(self._master, sealed).decode()

    def rewrapped(self, wrapped: str) -> str:
        """The same, under the newest key."""
        return self._master.rotate(wrapped.encode()).decode()

    def blind(self, kind: str, *parts: str) -> str:
        """A keyed hash to look things up by; without the key it can't be guessed at."""
        text = "\0".join((kind, *parts)).encode()
        return base64.urlsafe_b64encode(hmac.digest(self._index_key, text, "sha256")).decode()

    def fingerprint(self, text: str) -> str:
        """The keyed hash of a whole text, in hex: it stays when the text is destroyed, and tells nobody what it was."""
        return hmac.digest(self._index_key, b"text\0" + text.encode(), "sha256").hex()


def open_vault(database: Database, keys: Sequence[str]) -> Vault:
    """The vault of a database; its look-up key is made at the first opening.

    Raises:
        SettingsError: there is no key, one is no Fernet key, or none of them opens this database.
    """
    master = _master(keys)
    with database.write() as connection:
        fresh = master.encrypt(os.urandom(32)).decode()
        insert_or_keep(connection, secrets, {"name": _INDEX_KEY, "wrapped": fresh})
        wrapped = connection.execute(select(secrets.c.wrapped).where(secrets.c.name == _INDEX_KEY)).scalar_one()
    return Vault(keys, _unwrapped(master, wrapped))


def holds_sealed(database: Database) -> bool:
    """Whether something in a database was closed with a key already."""
    with database.read() as connection:
        return connection.execute(select(secrets.c.name).limit(1)).first() is not None


def rewrap_index_key(connection: Connection, vault: Vault) -> None:
    """Wrap the look-up key with the newest key."""
    wrapped = connection.execute(select(secrets.c.wrapped).where(secrets.c.name == _INDEX_KEY)).scalar_one()
    connection.execute(update(secrets).where(secrets.c.name == _INDEX_KEY).values(wrapped=vault.rewrapped(wrapped)))


def _master(keys: Sequence[str]) -> MultiFernet:
    if not keys:
        raise SettingsError("review.keys: required, but missing (a Fernet key, see docs/review.md)")
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise SettingsError("review.keys: expected Fernet keys (32 bytes as 44 characters of base64)") from None


def _unwrapped(master: MultiFernet, wrapped: str) -> bytes:
    try:
        return master.decrypt(wrapped.encode())
    except InvalidToken:
        raise SettingsError("review.keys: none of them opens what this database holds") from None
