"""What every test shares: no test reaches beyond this machine, and none needs a key."""

import os
from pathlib import Path

import pytest

from assistant.domain.store import StoreProfile, load_stores
from assistant.model import only_loopback

ROOT = Path(__file__).parent.parent

only_loopback()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No environment variable or settings file of the developer's reaches a test."""
    for name in [name for name in os.environ if name.startswith(("OPENAI_", "ASSISTANT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))


@pytest.fixture(scope="session")
def stores() -> dict[str, StoreProfile]:
    """The three example stores by id."""
    return load_stores(ROOT / "examples" / "stores")
