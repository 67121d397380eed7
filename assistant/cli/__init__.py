"""The command line: parse, call, show, nothing more."""

from assistant.cli.app import main

__all__ = ["main"]
