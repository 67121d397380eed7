"""A prompt from values: templates in `prompts/`, personal data replaced by tokens, buyer text only ever as data."""

from assistant.prompting.masking import Mask
from assistant.prompting.prompts import PromptSet, load_prompts
from assistant.prompting.values import ChatMessage, ReplyPrompt, RuleAdvice

__all__ = ["ChatMessage", "Mask", "PromptSet", "ReplyPrompt", "RuleAdvice", "load_prompts"]
