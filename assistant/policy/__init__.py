"""Is this reply fit to send? Claims read out of it are held against facts; rules from `policies/` say what that breaks."""

from assistant.policy.checker import MANNERS, Checker, Manner
from assistant.policy.loading import load_rules
from assistant.policy.rules import Rule
from assistant.policy.ruleset import RuleSet

__all__ = ["MANNERS", "Checker", "Manner", "Rule", "RuleSet", "load_rules"]
