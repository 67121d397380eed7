"""What an endpoint takes: not all that speak the protocol know every field of it. Found out once and remembered.

An endpoint says with status 400 or 422 that it does not know a field. It is then asked more simply, and what worked is
how it is asked from then on. A refusal that has another cause (a prompt too long, say) teaches nothing: only what worked counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Format = Literal["json_schema", "json_object", "text"]
"""`json_schema` the answer keeps to a schema; `json_object` it is JSON; `text` the prompt alone asks for JSON."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an endpoint is asked."""

    format: Format = "json_schema"
    limit_key: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """The newest models of OpenAI take the second alone, most other endpoints the first."""
    temperature: bool = True
    """Whether a temperature may be given; reasoning models take none."""

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

    def simpler(self, complaint: str) -> "Dialect | None":
        """The dialect to try after an endpoint complained of this one; None where nothing is left to leave out."""
        if self.limit_key == "max_tokens" and "max_completion_tokens" in complaint:
            return replace(self, limit_key="max_completion_tokens")
        if self.limit_key == "max_completion_tokens" and "max_completion_tokens" in complaint:
            return replace(self, limit_key="max_tokens")
        if self.temperature and "temperature" in complaint:
            return replace(self, temperature=False)
        if self.format == "json_schema":
            return replace(self, format="json_object")
        if self.format == "json_object":
            return replace(self, format="text")
        return None
