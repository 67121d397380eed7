"""Drafts replies for online stores, and checks every promise in them against the store's own facts.

from assistant import Assistant

shop = Assistant.from_store("store.yaml")
draft = shop.draft("可以开发票吗")
verdict = shop.check("可以的，3天内开好")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.domain.reply import Attempt, Claim, Draft, Reference, Usage, Verdict, Violation
    from assistant.domain.request import Request
    from assistant.domain.store import StoreProfile, load_store, load_stores
    from assistant.errors import AssistantError, BadInput, ModelError
    from assistant.settings import Assistant, Fallback, Settings, load_settings

# Looked up on first use: `assistant --help` must not wait for pydantic.
_HOME = {
    "Assistant": "assistant.settings",
    "AssistantError": "assistant.errors",
    "Attempt": "assistant.domain.reply",
    "BadInput": "assistant.errors",
    "Claim": "assistant.domain.reply",
    "Draft": "assistant.domain.reply",
    "Fallback": "assistant.settings",
    "ModelError": "assistant.errors",
    "Reference": "assistant.domain.reply",
    "Request": "assistant.domain.request",
    "Settings": "assistant.settings",
    "StoreProfile": "assistant.domain.store",
    "Usage": "assistant.domain.reply",
    "Verdict": "assistant.domain.reply",
    "Violation": "assistant.domain.reply",
    "load_settings": "assistant.settings",
    "load_store": "assistant.domain.store",
    "load_stores": "assistant.domain.store",
}

__all__ = [
    "Assistant",
    "AssistantError",
    "Attempt",
    "BadInput",
    "Claim",
    "Draft",
    "Fallback",
    "ModelError",
    "Reference",
    "Request",
    "Settings",
    "StoreProfile",
    "Usage",
    "Verdict",
    "Violation",
    "load_settings",
    "load_store",
    "load_stores",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
