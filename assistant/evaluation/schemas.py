"""Writes the schema beside the data of each suite: `python -m assistant.evaluation.schemas [evals]`. A test compares."""

import json
import sys
from pathlib import Path
from typing import Any

from assistant.evaluation.shapes import SHAPES


def schema(suite: str) -> str:
    """The text of the schema file of a suite."""
    made: dict[str, Any] = SHAPES[suite].model_json_schema(by_alias=True)
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every schema anew."""
    evals = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("evals")
    for suite in SHAPES:
        (evals / suite / "schema.json").write_text(schema(suite), encoding="utf-8")


if __name__ == "__main__":
    main()
