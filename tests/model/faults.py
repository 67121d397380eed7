"""Every way that we know of in which an endpoint goes wrong, and what becomes of a draft then. Tests and benchmark read this table."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from tests.model.endpoint import Act, Script, completion, reply_completion

MESSAGE = "可以开发票吗"
CARELESS = "可以开的亲，不过要您补6个点的税哦"
CARELESS_AGAIN = "可以开的亲，税点需要您承担一半哦"
CAREFUL = "可以的亲，电子普通发票和专票都能开，不收任何费用，3天内给您开好"

_GOOD = Act(body=reply_completion(CAREFUL))
_HTML = {"content-type": "text/html"}


@dataclass(frozen=True)
class Fault:
    """One row of the table.

    Attributes:
        script: what the endpoint does.
        source: who wrote the draft that leaves.
        until_deadline: whether the draft waits, or tries again, until its time is over.
    """

    script: Script
    source: Literal["model", "composer"]
    until_deadline: bool = False


def _always(act: Act) -> Script:
    return lambda _number, _body: act


def _one_after_another(*replies: str) -> Script:
    """A reply, and to whom tells it what was wrong with one the next: so that one endpoint serves many drafts."""

    def script(_: int, body: dict[str, Any]) -> Act:
        said = [message["content"] for message in body["messages"] if message["role"] == "assistant"]
        next_one = replies.index(said[-1]) + 1 if said else 0
        return Act(body=reply_completion(replies[min(next_one, len(replies) - 1)]))

    return script


def _alternating(bad: Act) -> Script:
    return lambda number, _body: bad if number % 2 == 0 else _GOOD


def _copying(_: int, body: dict[str, Any]) -> Act:
    """Says over again everything that it was told of the conversation, tokens and all."""
    told = body["messages"][1]["content"]
    return Act(body=reply_completion(f"您说的是：{told}"))


FAULTS: dict[str, Fault] = {
    "slow first byte": Fault(_always(Act(body=_GOOD.body, begin_after_s=30)), "composer", until_deadline=True),
    "slow drip": Fault(_always(Act(body=_GOOD.body, drip=True)), "composer", until_deadline=True),
    "hang": Fault(_always(Act(hang=True)), "composer", until_deadline=True),
    "reset mid-body": Fault(_always(Act(body=_GOOD.body, reset_after=30)), "composer", until_deadline=True),
    "429": Fault(_always(Act(status=429, body=b"{}")), "composer", until_deadline=True),
    "429, Retry-After beyond": Fault(_always(Act(status=429, body=b"{}", headers={"retry-after": "30"})), "composer"),
    "429 once, Retry-After within": Fault(
        _alternating(Act(status=429, body=b"{}", headers={"retry-after": "0.02"})), "model"
    ),
    "500": Fault(_always(Act(status=500, body=b"{}")), "composer", until_deadline=True),
    "500 once": Fault(_alternating(Act(status=500, body=b"{}")), "model"),
    "502 with HTML": Fault(
        _always(Act(status=502, body=b"<html>Bad Gateway</html>", headers=_HTML)), "composer", until_deadline=True
    ),
    "200 with HTML": Fault(_always(Act(body=b"<html>Login</html>", headers=_HTML)), "composer"),
    "401": Fault(_always(Act(status=401, body=b'{"error": {"message": "bad key"}}')), "composer"),
    "invalid JSON": Fault(_always(Act(body=b"{oops")), "composer"),
    "wrong encoding": Fault(_always(Act(body=_GOOD.body.decode().encode("gbk"))), "composer"),
    "cut at the token limit": Fault(_always(Act(body=completion('{"reply": "可', finish="length"))), "composer"),
    "wrong schema": Fault(_always(Act(body=completion('{"answer": "可以"}'))), "composer"),
    "empty choices": Fault(_always(Act(body=b'{"choices": []}')), "composer"),
    "tool call": Fault(
        _always(Act(body=completion(None, finish="tool_calls", tool_calls=[{"id": "1", "type": "function"}]))),
        "composer",
    ),
    "10 MB body": Fault(_always(Act(body=completion("x" * 10_000_000))), "composer"),
    "endless whitespace": Fault(_always(Act(body=b" " * 4096, endless=True)), "composer"),
    "refusal": Fault(_always(Act(body=completion(None, refusal="no"))), "composer"),
    "content filter": Fault(_always(Act(body=completion("", finish="content_filter"))), "composer"),
    "reasoning before the JSON": Fault(
        _always(
            Act(
                body=completion(
                    '<think>{"reply": "补6个点"}？不行。</think>好的：\n'
                    + json.dumps({"reply": CAREFUL, "facts": [], "needs_person": False}, ensure_ascii=False)
                )
            )
        ),
        "model",
    ),
    "violating once": Fault(_one_after_another(CARELESS, CAREFUL), "model"),
    "violating twice": Fault(_one_after_another(CARELESS, CARELESS_AGAIN, CAREFUL), "model"),
    "violating always": Fault(_always(Act(body=reply_completion(CARELESS))), "composer"),
    "copies what it was told": Fault(_copying, "composer"),
}
