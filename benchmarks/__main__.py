"""Runs every benchmark and prints its table."""

import sys

from benchmarks import check, draft, faults, search, startup


def main() -> None:
    """All of them, or those named on the command line."""
    known = {
        "check": check.main,
        "draft": draft.main,
        "faults": faults.main,
        "search": search.main,
        "startup": startup.main,
    }
    for name in sys.argv[1:] or known:
        print(f"\n== {name}")
        known[name]()


if __name__ == "__main__":
    main()
