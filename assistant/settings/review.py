"""The settings of the review queue, as the table `[review]` of the settings file."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator

from assistant.domain.base import Name, Value

Seconds = Annotated[float, Field(gt=0, le=10_000_000)]


class ReviewSettings(Value):
    """How the review queue runs."""

    database: Name | None = None
    """`sqlite:///path/to/file` or `postgresql+psycopg://user@host/name`; None: a file in the user's data folder.
    (`ASSISTANT_REVIEW_DATABASE`)"""
    keys: tuple[SecretStr, ...] = ()
    """Fernet keys for personal data, newest first; older ones still open what they closed. In the environment with
    commas between. None: one is made beside a database file, readable by its owner alone. (`ASSISTANT_REVIEW_KEYS`)"""
    claim_s: Seconds = 300.0
    """How long a reviewer has a draft that they claimed."""
    response_s: Seconds = 180.0
    """How long a buyer may wait for an answer, where a tool gives no deadline."""
    expire_s: Seconds = 86_400.0
    """How long after its deadline a draft that nobody came for expires."""
    purge_days: Annotated[float, Field(ge=0, le=10_000)] = 30.0
    """Days after a draft is closed until its personal data is destroyed."""
    timezone: Name = "Asia/Shanghai"
    """Whose days the figures count."""
    heavy_edit: Annotated[float, Field(gt=0, le=1)] = 0.4
    """Share of a draft that an edit must change to propose a change to the nearest script."""
    webhook_url: Name | None = None
    """Where approved replies are posted; None: tools poll. (`ASSISTANT_REVIEW_WEBHOOK`)"""
    webhook_secret: SecretStr | None = None
    """Signs each post. (`ASSISTANT_REVIEW_WEBHOOK_SECRET`)"""
    delivery_attempts: Annotated[int, Field(ge=1, le=1000)] = 10
    """Tries until a delivery is given up; between them 2, 4, 8 … seconds, an hour at most."""
    session_s: Seconds = 43_200.0
    """How long a sign-in lasts."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("expected a zone name like Asia/Shanghai") from None
        return value
