"""`assistant check`: one reply for a person or a program, many from standard input."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from assistant.cli.drafting import Given, Shops, one_request, readable
from assistant.cli.lines import Answer, Line
from assistant.domain.base import parse
from assistant.domain.reply import Verdict
from assistant.domain.request import CheckRequest
from assistant.errors import RequestError
from assistant.settings import Assistant

_STOPPED = {"block": 1, "handover": 1}


def as_data(verdict: Verdict, request_id: object) -> dict[str, Any]:
    """A verdict as the contract writes it."""
    return {"id": request_id, **verdict.model_dump(mode="json")}


def check_lines(folder: Path | None, store: Path | None, given: Given, reply: str | None, jobs: int | None) -> int:
    """Requests with replies in, verdicts out, over several processes where there are many."""
    from assistant.cli.parallel import map_lines_over

    given.refuse_any()
    if reply is not None:
        raise RequestError("--jsonl takes replies from standard input: expected no reply as an argument")
    return map_lines_over(partial(_answer, folder, store), jobs)


def _answer(folder: Path | None, store: Path | None) -> Answer:
    """What judges a line with the profiles of a folder (or with one)."""
    shops = Shops(folder, store)

    def answer(line: Line) -> tuple[dict[str, Any], int]:
        shop = shops.of(line.data.get("store"))
        request = parse(CheckRequest, line.data, source=f"line {line.number}", error=RequestError)
        verdict = shop.check(request.reply, request)
        return as_data(verdict, line.id), _STOPPED.get(verdict.outcome, 0)

    return answer


def check_one(store: Path | None, reply: str | None, given: Given, *, as_json: bool) -> int:
    """One reply."""
    if store is None:
        raise RequestError("expected --store FILE with the profile of the store")
    fields = given.fields()
    if reply is not None:
        fields["reply"] = readable(reply, "reply")
    if "reply" not in fields:
        raise RequestError("expected the reply as an argument (or in --request FILE)")
    assistant = Assistant.from_store(store)
    fields.setdefault("message", "…")  # judged for itself: dots say nothing, in no language
    request = one_request(CheckRequest, assistant, fields)
    verdict = assistant.check(request.reply, request)
    if as_json:
        sys.stdout.write(json.dumps(as_data(verdict, request.id), ensure_ascii=False, indent=2) + "\n")
    else:
        from assistant.cli.show import show_verdict

        show_verdict(verdict, request.reply)
    return _STOPPED.get(verdict.outcome, 0)
