"""Ask a language model: the only place with network and retries."""

from assistant.model.client import ChatModel, ModelReply, OpenAIModel, only_loopback
from assistant.model.reading import ProposedReply, read_reply, read_violations
from assistant.model.scripted import ScriptedModel

__all__ = [
    "ChatModel",
    "ModelReply",
    "OpenAIModel",
    "ProposedReply",
    "ScriptedModel",
    "only_loopback",
    "read_reply",
    "read_violations",
]
