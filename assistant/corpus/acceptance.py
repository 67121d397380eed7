"""How a store's scripts fare with the people who approve replies: a file that a person put in place, for the ranking."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field

from assistant.domain.base import Value, parse
from assistant.errors import CorpusError

LEAST_WEIGHT, MOST_WEIGHT = 0.5, 1.5
"""1 is the average script."""


class _Fared(Value):
    model_config = ConfigDict(frozen=True, extra="ignore")  # how it came about stands there too, for a person

    weight: Annotated[float, Field(strict=True, ge=LEAST_WEIGHT, le=MOST_WEIGHT, allow_inf_nan=False)]


class _Acceptance(Value):
    scripts: Mapping[str, _Fared]


def load_acceptance(path: Path) -> Mapping[str, float]:
    """The weights of scripts by id, as `assistant review export` writes them. A script that is no more is passed over.

    Raises:
        CorpusError: the file cannot be read, or is none of that kind: says where, and what was expected.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as caught:
        raise CorpusError(f"{path}: cannot be read ({caught.strerror or caught})") from None
    except (ValueError, RecursionError) as caught:
        raise CorpusError(f"{path}: expected JSON ({caught})") from None
    found = parse(_Acceptance, data, source=str(path), error=CorpusError)
    return {script: fared.weight for script, fared in found.scripts.items()}
