"""The front door of the review queue: its pages, and the HTTP API."""

from assistant.web.app import create_app
from assistant.web.desk import Desk

__all__ = ["Desk", "create_app"]
