"""Patterns of the standard library that are compiled when they are first used: four hundred of them cost 0.3 s of every start.

Only for patterns that are plainly linear; what is not goes to `patterns`.
"""

import re
from typing import Any, cast


class Lazy:
    """Stands in for a compiled pattern, and becomes as fast as one when one of its methods is first asked for."""

    def __init__(self, source: str) -> None:
        self.pattern = source

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(source: str) -> re.Pattern[str]:
    """The pattern of a source; a broken one is found out at its first use, and by the tests."""
    return cast("re.Pattern[str]", Lazy(source))
