"""What an endpoint takes: not all that speak the protocol know every field of it. Found out once and remembered.

An endpoint says with status 400 or 422 that it does not know a field. It is then asked more simply, and what worked is
how it is asked from then on. A refusal that has another cause (a prompt too long, say) teaches nothing: only what worked counts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.model.asking import Speaks

Format = Literal["json_schema", "json_object", "text"]
"""`json_schema` the answer keeps to a schema; `json_object` it is JSON; `text` the prompt alone asks for JSON."""

_NO_SYSTEM = re.compile(r"system (?:role|message|prompt)|role[^a-z]{0,3}system|roles must alternate", re.IGNORECASE)
_OF_FORM = re.compile(
    r"response_format|json|schema|grammar|max_tokens|max_completion_tokens|temperature|system (?:role|message|prompt)|roles must alternate",
    re.IGNORECASE,
)


def speaks_of_form(complaint: str) -> bool:
    """Whether a complaint is about how an endpoint was asked, and not about what."""
    return _OF_FORM.search(complaint) is not None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an endpoint is asked."""

    format: Format = "json_schema"
    limit_key: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """The newest models of OpenAI take the second alone, most other endpoints the first."""
    temperature: bool = True
    """Whether a temperature may be given; reasoning models take none."""
    system: bool = True
    """Whether there may be a message of the system's; the templates of some open models know only two who talk."""

    def messages(self, messages: Sequence[Speaks]) -> list[dict[str, str]]:
        """A conversation, as the endpoint takes it."""
        said = [{"role": message.role, "content": message.content} for message in messages]
        if not self.system and len(said) > 1 and said[0]["role"] == "system" and said[1]["role"] == "user":
            said[:2] = [{"role": "user", "content": f"{said[0]['content']}\n\n{said[1]['content']}"}]
        return said

    def fields(self, schema: Mapping[str, Any], max_output_tokens: int) -> dict[str, Any]:
        """The fields of a request that depend on the dialect."""
        fields: dict[str, Any] = {self.limit_key: max_output_tokens}
        if self.temperature:
            fields["temperature"] = 0.3
        if self.format == "json_schema":
            named = {"name": "answer", "strict": True, "schema": dict(schema)}
            fields["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.format == "json_object":
            fields["response_format"] = {"type": "json_object"}
        return fields

    def after(self, answer: str) -> "Dialect":
        """The dialect to go on with after an answer: a schema that was taken and not kept to is one that nobody reads.

        An endpoint may know no schemas, say nothing of it, and yet keep to any JSON.
        """
        return replace(self, format="json_object") if self.format == "json_schema" and "{" not in answer else self

    def simpler(self, complaint: str) -> "Dialect | None":
        """The dialect to try after an endpoint complained of this one; None where nothing is left to leave out."""
        if self.limit_key == "max_tokens" and "max_completion_tokens" in complaint:
            return replace(self, limit_key="max_completion_tokens")
        if self.limit_key == "max_completion_tokens" and "max_completion_tokens" in complaint:
            return replace(self, limit_key="max_tokens")
        if self.temperature and "temperature" in complaint:
            return replace(self, temperature=False)
        if self.system and _NO_SYSTEM.search(complaint):
            return replace(self, system=False)
        if self.format == "json_schema":
            return replace(self, format="json_object")
        if self.format == "json_object":
            return replace(self, format="text")
        return None
