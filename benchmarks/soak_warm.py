"""Imported once by the server that workers are forked from: rules and patterns are then read for all of them."""

from benchmarks.soak_review import shops

shops()
