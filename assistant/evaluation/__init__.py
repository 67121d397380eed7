"""Measures checker, search and drafts on labelled cases, with the doubt that goes with each figure."""

from assistant.evaluation.draft import DraftCase, DraftFigures, load_draft_cases, measure_drafts
from assistant.evaluation.intent import IntentCase, IntentFigures, load_intent_cases, measure_intent
from assistant.evaluation.policy import (
    PolicyCase,
    PolicyFigures,
    load_policy_cases,
    measure_policy,
    render_policy,
    stopped,
)
from assistant.evaluation.share import Share

__all__ = [
    "DraftCase",
    "DraftFigures",
    "IntentCase",
    "IntentFigures",
    "PolicyCase",
    "PolicyFigures",
    "Share",
    "load_draft_cases",
    "load_intent_cases",
    "load_policy_cases",
    "measure_drafts",
    "measure_intent",
    "measure_policy",
    "render_policy",
    "stopped",
]
