"""Runs every benchmark and prints its table."""

import sys

from benchmarks import check, draft, startup


def main() -> None:
    """All of them, or those named on the command line."""
    known = {"check": check.main, "draft": draft.main, "startup": startup.main}
    for name in sys.argv[1:] or known:
        print(f"\n== {name}")
        known[name]()


if __name__ == "__main__":
    main()
