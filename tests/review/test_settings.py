"""The settings of the queue, from file and environment."""

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.review import FixedShops, ShopFolder
from assistant.settings import Settings, load_settings


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    """The table `[review]` is read, and the variables of the environment win key by key."""
    file = tmp_path / "settings.toml"
    file.write_text('[review]\ndatabase = "sqlite:///a"\npurge_days = 7\nkeys = ["k0"]\n', encoding="utf-8")
    env = {"ASSISTANT_REVIEW_DATABASE": "sqlite:///b", "ASSISTANT_REVIEW_KEYS": "k1, k2"}
    found = load_settings(env, file=file).review
    assert (found.database, found.purge_days) == ("sqlite:///b", 7)
    assert [key.get_secret_value() for key in found.keys] == ["k1", "k2"]
    assert "k1" not in repr(found)


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    """An unknown key, a value of the wrong kind, or a table that is none names the file and the key's path."""
    file = tmp_path / "settings.toml"
    for content, place in (
        ("[review]\ncolour = 1\n", r"review\.colour"),
        ("[review]\nclaim_s = 0\n", r"review\.claim_s"),
        ("[review]\ntimezone = 'Mars/Dune'\n", r"review\.timezone"),
        ("review = 3\n", "review"),
    ):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(SettingsError, match=place):
            load_settings({}, file=file)


def test_a_profile_that_changes_counts_from_the_next_look(tmp_path: Path, shops: FixedShops) -> None:
    """The folder's assistants are made anew when a profile's file changes, and only then."""
    source = Path("examples/stores/qinghe.yaml").read_text(encoding="utf-8")
    file = tmp_path / "qinghe.yaml"
    file.write_text(source, encoding="utf-8")
    folder = ShopFolder(tmp_path, Settings())
    first = folder.shop("qinghe")
    assert folder.shop("qinghe") is first and folder.ids() == ("qinghe",)
    file.write_text(source.replace("dispatch_hours: 48", "dispatch_hours: 24.5"), encoding="utf-8")
    assert folder.shop("qinghe").store.shipping.dispatch_hours == 24.5
