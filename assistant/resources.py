"""Where the data that travels with the package lies: prompts, policies, corpus, example stores."""

from pathlib import Path
from typing import Literal

Resource = Literal["prompts", "policies", "corpus", "examples"]

_PACKAGE = Path(__file__).parent


def resource_dir(name: Resource) -> Path:
    """The folder of a bundled resource: inside an installed package, else at the top of the checkout."""
    packed = _PACKAGE / "data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
