"""The settings: read from file and environment, refused clearly, and told in the manual as they are."""

import re
from pathlib import Path

import pytest

from assistant import Settings, load_settings
from assistant.errors import SettingsError
from assistant.settings import Fallback
from assistant.settings.models import configured_models
from tests.conftest import ROOT


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """Every key has a variable; those that all OpenAI clients know are read too, ours first."""
    file = tmp_path / "settings.toml"
    file.write_text('model = "one"\ndeadline_s = 3\n[fallback]\nmodel = "two"\nprice_in = 1\n', encoding="utf-8")
    settings = load_settings(
        {
            "ASSISTANT_MODEL": "three",
            "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
            "OPENAI_API_KEY": "k1",
            "ASSISTANT_API_KEY": "k2",
            "ASSISTANT_JUDGE": "true",
            "ASSISTANT_EXTRA": '{"enable_thinking": false}',
            "ASSISTANT_FALLBACK_PRICE_OUT": "8",
        },
        file=file,
    )
    assert (settings.model, settings.deadline_s, settings.judge) == ("three", 3.0, True)
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "k2"
    assert settings.extra == {"enable_thinking": False}
    assert settings.fallback == Fallback(model="two", price_in=1.0, price_out=8.0)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"ASSISTANT_DEADLINE_S": "soon"}, "deadline_s"),
        ({"ASSISTANT_DEADLINE_S": "0"}, "deadline_s"),
        ({"ASSISTANT_REPAIRS": "3"}, "repairs"),
        ({"ASSISTANT_JUDGE": "perhaps"}, "ASSISTANT_JUDGE: expected true or false"),
        ({"ASSISTANT_EXTRA": "{"}, "ASSISTANT_EXTRA: expected a JSON object"),
        ({"ASSISTANT_FALLBACK_PRICE_IN": "1"}, "fallback.model: required"),
        ({"ASSISTANT_LOG": "loud"}, "log"),
        ({"ASSISTANT_MODEL": " "}, "model: expected a name"),
        (
            {"ASSISTANT_MODEL": "m", "OPENAI_BASE_URL": "127.0.0.1:8000/v1"},
            "base_url: expected an address like http://",
        ),
        ({"ASSISTANT_MODEL": "m", "OPENAI_BASE_URL": "http://127.0.0.1:99999/v1"}, "base_url: expected an address"),
        ({"ASSISTANT_EXTRA": '{"stream": true}'}, "extra: stream cannot be given"),
        ({"ASSISTANT_FALLBACK_MODEL": "n"}, "expected the key model too"),
    ],
)
def test_a_wrong_value_is_refused(environment: dict[str, str], says: str) -> None:
    """The message names the key."""
    with pytest.raises(SettingsError, match=re.escape(says)):
        load_settings(environment)


def test_no_key_is_ever_shown() -> None:
    """Neither the settings nor the models made of them write a key out."""
    settings = Settings.model_validate(
        {"model": "m", "api_key": "sk-very-secret", "base_url": "http://127.0.0.1:9/v1", "fallback": {"model": "n"}}
    )
    models = configured_models(settings)
    shown = repr(settings) + settings.model_dump_json() + "".join(repr(vars(m.model)) for m in models)
    assert "sk-very-secret" not in shown


def test_a_wrong_key_is_not_shown_either() -> None:
    """Line ends around a key do not matter; what cannot be a key is refused without a word of it."""
    settings = load_settings({"ASSISTANT_MODEL": "m", "OPENAI_API_KEY": "sk-one\n"})
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "sk-one"
    with pytest.raises(SettingsError, match="api_key: expected a key") as caught:
        load_settings({"ASSISTANT_MODEL": "m", "OPENAI_API_KEY": "密钥-secret"})
    assert "secret" not in str(caught.value)


def test_a_key_goes_to_no_other_endpoint() -> None:
    """A fallback elsewhere has its own key or none; one at the same endpoint shares it."""
    settings = {"model": "m", "api_key": "sk-one", "base_url": "http://127.0.0.1:9/v1"}
    elsewhere = {"model": "n", "base_url": "http://127.0.0.1:10/v1"}
    for fallback, key in (
        ({"model": "n"}, "sk-one"),
        (elsewhere, None),
        ({**elsewhere, "api_key": "sk-two"}, "sk-two"),
    ):
        _, second = configured_models(Settings.model_validate({**settings, "fallback": fallback}))
        assert vars(second.model)["_line"].api_key == key


def test_the_manual_names_every_setting() -> None:
    """docs/model.md lists each key with its default, and no other."""
    manual = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_]+)` \|([^|]*)\|", manual, re.MULTILINE))
    for key, info in Settings.model_fields.items():
        if key == "review":  # a table of its own, in the manual of the queue
            continue
        default = "" if info.default in (None, {}) or info.default_factory else str(info.default).removesuffix(".0")
        assert rows.pop(key).strip().lower() == default.lower(), key
    assert rows == {}
    second = re.search(r"^`\[fallback\]` takes (.*?)\.$", manual, re.MULTILINE)
    assert second is not None
    assert set(re.findall(r"`([a-z_]+)`", second.group(1))) == set(Fallback.model_fields)
