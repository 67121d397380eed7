"""`assistant draft`: one for a person, one for a program, many from standard input."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.cli.lines import Line, json_object, map_lines
from assistant.cli.logs import turn_on
from assistant.domain.base import parse
from assistant.domain.reply import Draft
from assistant.domain.request import Request
from assistant.errors import RequestError
from assistant.settings import Assistant, Toolbox, load_settings

MAX_DEADLINE_S = 600


@dataclass(frozen=True, slots=True)
class Given:
    """What the options of `draft` and `check` say of the request."""

    message: str | None = None
    request: Path | None = None
    product: str | None = None
    region: str | None = None
    now: str | None = None

    def fields(self) -> dict[str, Any]:
        """The request's keys: those of the file, with the options on top.

        Raises:
            RequestError: the file cannot be read or is no JSON object; the message is no text.
        """
        data = _request_file(self.request) if self.request else {}
        for name, value in (("message", self.message), ("product", self.product), ("now", self.now)):
            if value is not None:
                data[name] = readable(value, name)
        if self.region is not None:
            buyer = data.get("buyer") or {}
            if not isinstance(buyer, dict):
                raise RequestError(f"buyer: expected a mapping of keys (got {type(buyer).__name__})")
            data["buyer"] = {**buyer, "region": readable(self.region, "region")}
        return data

    def refuse_any(self) -> None:
        """Options that speak of one request do not go with --jsonl.

        Raises:
            RequestError: one is given.
        """
        if any(value is not None for value in (self.message, self.request, self.product, self.region, self.now)):
            raise RequestError(
                "--jsonl takes requests from standard input: expected no message, --request, --product, --region or --now"
            )


def readable(text: str, what: str) -> str:
    """An argument that is valid text.

    Raises:
        RequestError: the console gave bytes that are no UTF-8.
    """
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    try:  # a console of another locale hands the bytes of UTF-8 through as they are
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        raise RequestError(f"{what}: expected UTF-8 text") from None


def _request_file(path: Path) -> dict[str, Any]:
    try:
        return json_object(path.read_text(encoding="utf-8"))
    except OSError as caught:
        raise RequestError(f"{path}: cannot be read ({caught.strerror or caught})") from None
    except UnicodeDecodeError as caught:
        raise RequestError(f"{path}: expected UTF-8, but byte {caught.start} is not") from None
    except RequestError as caught:
        raise RequestError(f"{path}: {caught}") from None


def one_request(model: type[Request], assistant: Assistant, fields: dict[str, Any]) -> Any:
    """The request of the options, for the store at hand.

    Raises:
        RequestError: a key is wrong, or the request is another store's.
    """
    named = fields.setdefault("store", assistant.store.id)
    if named != assistant.store.id:
        raise RequestError(f"store: the request is for {named}, the profile is of {assistant.store.id}")
    return parse(model, fields, source="request", error=RequestError)


class Shops:
    """The assistants of a folder of profiles (or of one), sharing their pieces."""

    def __init__(self, folder: Path | None, store: Path | None, corpus: Path | None = None) -> None:
        from assistant.domain.store import load_store

        if (folder is None) == (store is None):
            raise RequestError("expected --stores DIR with a folder of profiles (or --store FILE with one)")
        self.settings = load_settings()
        tools = Toolbox(self.settings, corpus_file=corpus)
        if store is not None:
            paths = [store]
        else:
            from assistant.domain.store import profile_paths

            paths = profile_paths(folder or Path())
        self._paths: dict[str, Path] = {}
        for path in paths:
            profile = load_store(path)
            if profile.id in self._paths:
                raise RequestError(f"{path}: id: the store {profile.id} stands in {self._paths[profile.id]} too")
            self._paths[profile.id] = path
        self._tools = tools
        self._made: dict[str, Assistant] = {}

    def close(self) -> None:
        """Close the connections to the models."""
        self._tools.close()

    def of(self, store_id: object) -> Assistant:
        """The assistant of a store.

        Raises:
            RequestError: there is no such store.
        """
        if not isinstance(store_id, str) or store_id not in self._paths:
            raise RequestError(f"store: expected one of {', '.join(sorted(self._paths))} (got {store_id!r})")
        if store_id not in self._made:
            self._made[store_id] = Assistant.from_store(self._paths[store_id], toolbox=self._tools)
        return self._made[store_id]


def as_data(draft: Draft) -> dict[str, Any]:
    """A draft as the contract writes it."""
    return draft.model_dump(mode="json")


def _asked_for(deadline_s: float | None) -> float | None:
    if deadline_s is not None and not 0 < deadline_s <= MAX_DEADLINE_S:
        raise RequestError(f"--deadline: expected seconds above 0, at most {MAX_DEADLINE_S} (got {deadline_s:g})")
    return deadline_s


def draft_lines(
    folder: Path | None, store: Path | None, corpus: Path | None, given: Given, *, deadline_s: float | None = None
) -> int:
    """Requests in, drafts out."""
    given.refuse_any()
    deadline = _asked_for(deadline_s)
    shops = Shops(folder, store, corpus)
    turn_on(shops.settings.log)

    def answer(line: Line) -> tuple[dict[str, Any], int]:
        shop = shops.of(line.data.get("store"))
        request = parse(Request, line.data, source=f"line {line.number}", error=RequestError)
        return as_data(shop.draft(request, deadline_s=deadline)), 0

    try:
        return map_lines(answer)
    finally:
        shops.close()


def draft_one(
    store: Path | None,
    corpus: Path | None,
    given: Given,
    *,
    as_json: bool,
    trace: bool,
    deadline_s: float | None = None,
) -> int:
    """One draft, for a person or a program."""
    if store is None:
        raise RequestError("expected --store FILE with the profile of the store")
    fields = given.fields()
    if "message" not in fields and fields.get("task", "reply") == "reply":
        raise RequestError("expected the buyer's message as an argument (or --request FILE)")
    fields.setdefault("message", "")
    fields.pop("reply", None)
    deadline = _asked_for(deadline_s)
    settings = load_settings()
    turn_on(settings.log)
    with Assistant.from_store(store, settings=settings, corpus=corpus) as assistant:
        request = one_request(Request, assistant, fields)
        draft = assistant.draft(request, deadline_s=deadline)
    if as_json:
        sys.stdout.write(json.dumps(as_data(draft), ensure_ascii=False, indent=2) + "\n")
        return 0
    from assistant.cli.show import show_draft

    show_draft(draft, request, assistant, trace=trace)
    return 0
