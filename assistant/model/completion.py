"""Reads the body of a chat completion. Every way that it can be of no use has its error."""

import json
from collections.abc import Mapping
from typing import Any

from assistant.errors import ModelError, ModelGarbage, ModelRefused
from assistant.model.asking import ModelReply, count_of

MAX_BODY_BYTES = 1_000_000
"""More than this is not read: a reply to a buyer has a few hundred."""
MAX_ANSWER_CHARS = 60_000
"""More text than this is no reply to a buyer."""


def read_completion(body: bytes) -> ModelReply:
    """The answer in a completion's body.

    Raises:
        ModelRefused: the model declined, or a filter stopped it.
        ModelGarbage: anything else that is no answer in words: no JSON, another encoding, no choice, a tool call, a cut.
    """
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as caught:
        raise ModelGarbage(f"expected JSON in UTF-8 ({type(caught).__name__})") from None
    if not isinstance(data, dict):
        raise ModelGarbage(f"expected a chat completion, got {type(data).__name__}")
    usage = data.get("usage")
    spent = usage if isinstance(usage, dict) else {}
    tokens = count_of(spent.get("prompt_tokens")), count_of(spent.get("completion_tokens"))
    try:
        text, finish = _text(data)
    except ModelError as caught:
        caught.input_tokens, caught.output_tokens = tokens
        raise
    return ModelReply(text, *tokens, finish)


def _text(data: Mapping[str, Any]) -> tuple[str, str | None]:
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        raise ModelGarbage("expected a choice in the answer, got none")
    given = choice.get("message")
    message = given if isinstance(given, dict) else {}
    finish = choice.get("finish_reason") if isinstance(choice.get("finish_reason"), str) else None
    if message.get("refusal") or finish == "content_filter":
        raise ModelRefused("the model declined to answer")
    if finish == "length":
        raise ModelGarbage("the answer was cut at the token limit")
    text = _joined(message.get("content"))
    if not text.strip():
        called = " but a call of a tool" if message.get("tool_calls") or message.get("function_call") else ""
        raise ModelGarbage(f"expected text in the answer, got none{called}")
    if len(text) > MAX_ANSWER_CHARS:
        raise ModelGarbage(f"the answer has {len(text)} characters")
    return text, finish


def _joined(content: object) -> str:
    """The text of a message's content, which some endpoints give in parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text"]
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""
