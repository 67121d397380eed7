"""Ask a language model: the only place with network and retries."""

from assistant.model.asking import ChatModel, ModelReply, Price, Speaks
from assistant.model.breaker import Breaker
from assistant.model.bulkhead import Bulkhead
from assistant.model.client import Limits, OpenAIModel, only_loopback
from assistant.model.guarded import GuardedModel
from assistant.model.reading import JUDGEMENT_SCHEMA, ProposedReply, read_reply, read_violations
from assistant.model.scripted import ScriptedModel

__all__ = [
    "JUDGEMENT_SCHEMA",
    "Breaker",
    "Bulkhead",
    "ChatModel",
    "GuardedModel",
    "Limits",
    "ModelReply",
    "OpenAIModel",
    "Price",
    "ProposedReply",
    "ScriptedModel",
    "Speaks",
    "only_loopback",
    "read_reply",
    "read_violations",
]
