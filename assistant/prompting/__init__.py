"""A prompt from values: templates in `prompts/`, personal data replaced by tokens, buyer text only ever as data."""

from assistant.prompting.masking import Mask
from assistant.prompting.prompts import ChatMessage, PromptSet, ReplyPrompt, load_prompts

__all__ = ["ChatMessage", "Mask", "PromptSet", "ReplyPrompt", "load_prompts"]
