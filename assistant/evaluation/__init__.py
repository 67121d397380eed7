"""Measures checker, search, drafts and dialogues on labelled cases, with the doubt that goes with each figure."""

from assistant.evaluation.bench import Bench
from assistant.evaluation.compare import Comparison, compare
from assistant.evaluation.draft import DraftCase, load_draft_cases
from assistant.evaluation.figures import SuiteFigures, figures_of, run_figures
from assistant.evaluation.intent import IntentCase, load_intent_cases
from assistant.evaluation.policy import PolicyCase, load_policy_cases, stopped
from assistant.evaluation.results import Result, Run, load_run, save_run
from assistant.evaluation.share import Share
from assistant.evaluation.suites import SUITES, Suite

__all__ = [
    "SUITES",
    "Bench",
    "Comparison",
    "DraftCase",
    "IntentCase",
    "PolicyCase",
    "Result",
    "Run",
    "Share",
    "Suite",
    "SuiteFigures",
    "compare",
    "figures_of",
    "load_draft_cases",
    "load_intent_cases",
    "load_policy_cases",
    "load_run",
    "run_figures",
    "save_run",
    "stopped",
]
