"""The settings: which model, how long, where the data lies. Environment wins over the settings file."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr

from assistant.domain.base import Flag, Name, Value, parse
from assistant.errors import SettingsError

_FROM_ENVIRONMENT = {
    "OPENAI_API_KEY": "api_key",
    "OPENAI_BASE_URL": "base_url",
    "ASSISTANT_MODEL": "model",
}
CONFIG_VARIABLE = "ASSISTANT_CONFIG"
"""Names another settings file than the user's own."""


class Settings(Value):
    """How the assistant runs. A TOML file may give any of these by name."""

    model: Name | None = None
    """Name of the model; None: no model, the composer answers. (`ASSISTANT_MODEL`)"""
    base_url: Name | None = None
    """Any OpenAI-compatible endpoint; None: OpenAI's. (`OPENAI_BASE_URL`)"""
    api_key: SecretStr | None = None
    """`OPENAI_API_KEY`. Local endpoints need none."""
    deadline_s: Annotated[float, Field(gt=0, le=600)] = 6.0
    """Seconds that one draft may take, all attempts together."""
    repairs: Annotated[int, Field(ge=0, le=2)] = 2
    """How often the model may try again after a violation."""
    judge: Flag = False
    """Whether a second reader (the model) goes over each reply; it can raise an outcome, never lower it."""
    prompts: Path | None = None
    """Another folder of templates than the bundled one."""
    policies: Path | None = None
    """Another folder of rules than the bundled one."""
    corpus: Path | None = None
    """Another corpus folder than the bundled one."""


def user_settings_file() -> Path:
    """Where the user's settings file lies, whether or not there is one."""
    from platformdirs import user_config_path

    return user_config_path("reply-assistant") / "settings.toml"


def load_settings(environment: Mapping[str, str] | None = None, *, file: Path | None = None) -> Settings:
    """The settings of environment and file.

    Args:
        environment: variables; None: those of the process.
        file: a TOML file; None: the one that `ASSISTANT_CONFIG` names, else the user's own where there is one.

    Raises:
        SettingsError: names the file or variable, the key and what was expected.
    """
    env = os.environ if environment is None else environment
    named = file or (Path(env[CONFIG_VARIABLE]) if env.get(CONFIG_VARIABLE) else None)
    path = named or user_settings_file()
    values: dict[str, Any] = {}
    if named is not None or path.is_file():
        values = _read(path)
    for variable, key in _FROM_ENVIRONMENT.items():
        if env.get(variable):
            values[key] = env[variable]
    return parse(Settings, values, source=str(path) if values else "settings", error=SettingsError)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as caught:
        raise SettingsError(f"{path}: cannot be read ({caught.strerror or caught})") from None
    except UnicodeDecodeError as caught:
        raise SettingsError(f"{path}: expected UTF-8, but byte {caught.start} is not") from None
    except tomllib.TOMLDecodeError as caught:
        raise SettingsError(f"{path}: expected TOML ({caught})") from None
