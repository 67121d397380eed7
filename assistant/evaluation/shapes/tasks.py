"""A message that the store starts."""

from pydantic import model_validator

from assistant.domain.request import Request
from assistant.evaluation.shapes.common import Case, Expect


class TaskCase(Case):
    """A message that the store starts."""

    request: Request
    expect: Expect

    @model_validator(mode="after")
    def _something_to_check(self) -> "TaskCase":
        if self.request.task == "reply":
            raise ValueError("request.task: expected a task that the store starts, not `reply`")
        if not self.expect.checks:
            raise ValueError("expect: expected something to check")
        return self
