"""The settings: which models, how long, where the data lies. Environment wins over the settings file."""

import json
import os
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from assistant.domain.base import Flag, Name, Value, parse
from assistant.errors import SettingsError
from assistant.settings.review import ReviewSettings

_REVIEW_FROM_ENVIRONMENT = {
    "ASSISTANT_REVIEW_DATABASE": "database",
    "ASSISTANT_REVIEW_KEYS": "keys",
    "ASSISTANT_REVIEW_WEBHOOK": "webhook_url",
    "ASSISTANT_REVIEW_WEBHOOK_SECRET": "webhook_secret",
}
CONFIG_VARIABLE = "ASSISTANT_CONFIG"
"""Names another settings file than the user's own."""
_PREFIX, _FALLBACK_PREFIX = "ASSISTANT_", "ASSISTANT_FALLBACK_"
_USUAL = {"OPENAI_API_KEY": "api_key", "OPENAI_BASE_URL": "base_url"}
"""Variables that every OpenAI client reads; ours go before them."""

MAX_DEADLINE_S = 600
Seconds = Annotated[float, Field(gt=0, le=MAX_DEADLINE_S)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def _said(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("expected a name, got blanks")
    return text


def _endpoint(text: str) -> str:
    parts = urlsplit(text.strip())
    try:
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        sound = False
    if not sound or parts.query or parts.fragment:
        raise ValueError("expected an address like http://127.0.0.1:8000/v1")
    return text.strip()


def _key(key: SecretStr) -> SecretStr:
    text = key.get_secret_value().strip()  # files and shells leave a line end behind
    if not text.isascii() or not text.isprintable():
        raise ValueError("expected a key of plain characters")
    return SecretStr(text)


def _extra(fields: dict[str, Any]) -> dict[str, Any]:
    ours = sorted(fields.keys() & {"messages", "stream", "tools", "tool_choice", "functions", "function_call"})
    if ours:
        raise ValueError(f"{', '.join(ours)} cannot be given")
    return fields


ModelName = Annotated[Name, AfterValidator(_said)]
Endpoint = Annotated[Name, AfterValidator(_endpoint)]
Key = Annotated[SecretStr, AfterValidator(_key)]
Extra = Annotated[dict[str, Any], AfterValidator(_extra)]


class Fallback(Value):
    """A second model, asked where the first gives no answer."""

    model: ModelName
    """Name of the model."""
    base_url: Endpoint | None = None
    """Its endpoint; left out: the first model's, with its key."""
    api_key: Key | None = None
    """Its key; the first model's is never sent to another endpoint."""
    price_in: Amount | None = None
    """What a million input tokens cost."""
    price_out: Amount | None = None
    """What a million output tokens cost."""
    max_output_tokens: Annotated[int, Field(ge=50, le=100_000)] = 800
    """Tokens of an answer at most, reasoning included."""
    extra: Extra = Field(default_factory=dict)
    """Further fields for the body of every request."""


class Settings(Value):
    """How the assistant runs. A TOML file may give any of these by name, the environment as `ASSISTANT_<NAME>`."""

    model: ModelName | None = None
    """Name of the model; left out: no model, the composer answers."""
    base_url: Endpoint | None = None
    """Any OpenAI-compatible endpoint; left out: OpenAI's own. (`OPENAI_BASE_URL` too)"""
    api_key: Key | None = None
    """Its key; local endpoints need none. (`OPENAI_API_KEY` too)"""
    price_in: Amount | None = None
    """What a million input tokens cost, in the currency that you count in."""
    price_out: Amount | None = None
    """What a million output tokens cost."""
    max_output_tokens: Annotated[int, Field(ge=50, le=100_000)] = 800
    """Tokens of an answer at most; more for a model whose reasoning counts."""
    extra: Extra = Field(default_factory=dict)
    """Further fields for the body of every request, as some endpoints want them (`enable_thinking = false`)."""
    fallback: Fallback | None = None
    """A second model with keys of the same names; it is asked where the first gives no answer."""
    deadline_s: Seconds = 6.0
    """Seconds that one draft may take, all attempts together."""
    connect_s: Seconds = 2.0
    """Seconds until a connection stands."""
    first_byte_s: Seconds = 5.0
    """Seconds from there until the endpoint begins to answer."""
    repairs: Annotated[int, Field(ge=0, le=2)] = 2
    """How often the model may try again after a violation."""
    concurrent: Annotated[int, Field(ge=1, le=10_000)] = 64
    """Questions to one endpoint at a time; further drafts wait for a place while their deadline allows."""
    breaker_failures: Annotated[int, Field(ge=1, le=1000)] = 5
    """After so many failures in a row an endpoint is left alone,"""
    breaker_rest_s: Seconds = 15.0
    """for so many seconds; then one question tries it again."""
    prompt_tokens: Annotated[int, Field(ge=500, le=200_000)] = 6000
    """What a prompt may take; history is cut first, facts never."""
    judge: Flag = False
    """Whether a second reader (the model) goes over each reply; it can raise an outcome, never lower it."""
    log: Literal["off", "info", "debug"] = "off"
    """Records as JSON lines on standard error: `info` one a draft, `debug` one a step."""
    prompts: Path | None = None
    """Another folder of templates than the bundled one."""
    policies: Path | None = None
    """Another folder of rules than the bundled one."""
    corpus: Path | None = None
    """Another corpus folder than the bundled one."""
    script_weights: Path | None = None
    """How scripts fare with reviewers, as `assistant review export` writes it: the ranking of every store without a file
    of its own beside its profile."""
    review: ReviewSettings = ReviewSettings()
    """The review queue, as the table `[review]`; of the environment `ASSISTANT_REVIEW_DATABASE` and its like."""

    @model_validator(mode="after")
    def _first_before_second(self) -> Self:
        if self.fallback is not None and self.model is None:
            raise ValueError("a fallback needs a first model: expected the key model too")
        return self


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
    from_file = bool(values)
    values |= {key: env[variable] for variable, key in _USUAL.items() if env.get(variable)}
    values |= _from_environment(env, _PREFIX, Settings, leave_out=("fallback", "review"))
    second = _from_environment(env, _FALLBACK_PREFIX, Fallback)
    if second:
        before = values.get("fallback")
        values["fallback"] = {**(before if isinstance(before, dict) else {}), **second}
    queue = _review_from_environment(env)
    if queue:
        before = values.get("review")
        values["review"] = {**(before if isinstance(before, dict) else {}), **queue}
    return parse(Settings, values, source=str(path) if from_file else "settings", error=SettingsError)


def _review_from_environment(env: Mapping[str, str]) -> dict[str, Any]:
    given = {key: env[variable] for variable, key in _REVIEW_FROM_ENVIRONMENT.items() if env.get(variable)}
    if "keys" not in given:
        return dict(given)
    return {**given, "keys": [key.strip() for key in given["keys"].split(",") if key.strip()]}


def _from_environment(
    env: Mapping[str, str], prefix: str, model: type[Value], *, leave_out: Collection[str] = ()
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, info in model.model_fields.items():
        variable = prefix + key.upper()
        if key not in leave_out and env.get(variable):
            values[key] = _of_text(env[variable], info.annotation, variable)
    return values


def _of_text(text: str, kind: object, variable: str) -> object:
    """A variable's text as the value that the key wants; numbers and names are read by the model itself."""
    if kind is bool:
        if text.lower() not in {"true", "false", "1", "0"}:
            raise SettingsError(f"{variable}: expected true or false (got {text!r})")
        return text.lower() in {"true", "1"}
    if kind == dict[str, Any]:
        try:
            return json.loads(text)
        except ValueError:
            raise SettingsError(f"{variable}: expected a JSON object") from None
    return text


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as caught:
        raise SettingsError(f"{path}: cannot be read ({caught.strerror or caught})") from None
    except UnicodeDecodeError as caught:
        raise SettingsError(f"{path}: expected UTF-8, but byte {caught.start} is not") from None
    except tomllib.TOMLDecodeError as caught:
        raise SettingsError(f"{path}: expected TOML ({caught})") from None
