"""Log records as JSON lines on standard error, where the settings want them."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; all else is a field of ours."""


class JsonLines(logging.Formatter):
    """One object a record: when, how grave, who says what, and the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        data = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _OWN},
        }
        return json.dumps(data, ensure_ascii=False, default=str)


def turn_on(level: Literal["off", "info", "debug"]) -> None:
    """Write our own records to standard error from now on; those of others stay where they are."""
    ours = logging.getLogger("assistant")
    ours.handlers[:] = [handler for handler in ours.handlers if not isinstance(handler.formatter, JsonLines)]
    if level == "off":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    ours.addHandler(handler)
    ours.setLevel(level.upper())
    ours.propagate = False
