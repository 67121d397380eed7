"""Is this reply fit to send? Claims read out of it are held against facts; rules from `policies/` say what that breaks."""

from assistant.policy.checker import Checker
from assistant.policy.rules import Rule, RuleSet, load_rules

__all__ = ["Checker", "Rule", "RuleSet", "load_rules"]
