"""A live model for evals: every answer is kept by the hash of its request, and no more is spent than allowed.

A run that was interrupted resumes by itself: what was answered before is read from the disk and costs nothing.
"""

import hashlib
import json
import math
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelError, ModelRefused, ModelUnavailable
from assistant.model import ChatModel, ModelReply, Price, Speaks

_WIDE = re.compile(r"[\u2e80-\uffff]")
_OUTPUT_TOKENS = 250
"""What one answer is taken to have, before it is known."""
_MOST_SILENCES = 8
"""So many requests in a row without an answer, and the rest of the run is not asked: the endpoint is down."""


class CutShort(ModelError):
    """The model said nothing to this case and was not to blame: the case is not scored, whatever took the model's place."""

    why = "cut short"
    """In a word or two."""
    says = ""

    def __init__(self) -> None:
        super().__init__(self.says)


class SpendingStopped(CutShort):
    """The next request might cost more than is left."""

    why = "spending limit"
    says = "the spending limit is reached"


class EndpointSilent(CutShort):
    """The endpoint gave no answer, or serves nobody."""

    why = "no answer"
    says = "the endpoint gave no answer in this run"


def cut_short(error: str | None) -> CutShort | None:
    """Why the model said nothing, from an attempt's error or a check that could not run; None where it was asked."""
    return next((kind() for kind in (SpendingStopped, EndpointSilent) if error and kind.says in error), None)


def tokens_of(messages: Sequence[Speaks]) -> int:
    """About how many tokens messages have: one a wide character, one for four others. Rather too many than too few."""
    text = "".join(message.content for message in messages)
    wide = len(_WIDE.findall(text))
    return wide + math.ceil((len(text) - wide) / 4)


class AnswerCache:
    """Answers on disk, one small file each, by the hash of model, endpoint and messages."""

    def __init__(self, folder: Path, model: str, base_url: str | None) -> None:
        self._folder = folder
        self._who = f"{model}\0{base_url or ''}"

    def _path(self, messages: Sequence[Speaks]) -> Path:
        asked = json.dumps([[m.role, m.content] for m in messages], ensure_ascii=False)
        name = hashlib.sha256(f"{self._who}\0{asked}".encode()).hexdigest()
        return self._folder / name[:2] / f"{name}.json"

    def get(self, messages: Sequence[Speaks]) -> ModelReply | None:
        """The answer that was given to these messages before."""
        try:
            data = json.loads(self._path(messages).read_text(encoding="utf-8"))
            return ModelReply(data["text"], data["input_tokens"], data["output_tokens"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never asked, or cut off while it was written

    def put(self, messages: Sequence[Speaks], reply: ModelReply) -> None:
        """Keep an answer."""
        path = self._path(messages)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = {
            "text": reply.text,
            "input_tokens": reply.input_tokens,
            "output_tokens": reply.output_tokens,
        }
        half = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        half.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        half.replace(path)


@dataclass
class Spent:
    """What a run has cost so far."""

    asked: int = 0
    from_cache: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    money: float = 0.0
    stopped: bool = False
    """By the limit."""
    silences: int = 0
    """Requests in a row that were not answered."""
    silence: str = ""
    """What the last of them came to."""

    @property
    def gave_up(self) -> bool:
        """Whether the endpoint is asked no more."""
        return self.silences >= _MOST_SILENCES


class Purse:
    """What may be spent, shared by everything that asks.

    Args:
        price: what the model costs.
        limit: how much may be spent; what requests under way may cost is held back.
    """

    def __init__(self, price: Price, limit: float) -> None:
        self.spent = Spent()
        self._price = price
        self._limit = limit
        self._held_back = 0.0
        self._lock = threading.Lock()

    def known(self) -> None:
        """Count an answer that cost nothing."""
        with self._lock:
            self.spent.from_cache += 1

    def hold_back(self, messages: Sequence[Speaks]) -> float:
        """What this request may cost, put aside until it is settled.

        Raises:
            SpendingStopped: there is not so much left.
        """
        most = self._price.of(tokens_of(messages), 4 * _OUTPUT_TOKENS)
        with self._lock:
            if self.spent.money + self._held_back + most > self._limit:
                self.spent.stopped = True
                raise SpendingStopped
            self._held_back += most
        return most

    def settle(self, held_back: float, messages: Sequence[Speaks], reply: ModelReply | None) -> None:
        """Pay for a request. An answer that never came may have been paid for all the same: its question counts."""
        asked = (reply.input_tokens if reply else None) or tokens_of(messages)
        answered = (reply.output_tokens or math.ceil(len(reply.text) / 2)) if reply else 0
        with self._lock:
            self._held_back -= held_back
            self.spent.asked += 1
            self.spent.input_tokens += asked
            self.spent.output_tokens += answered
            self.spent.money += self._price.of(asked, answered)
            if reply is not None:
                self.spent.silences = 0

    def unanswered(self, error: ModelError) -> None:
        """Count a request that the endpoint did not answer; one that it answered with a refusal for all is the last."""
        with self._lock:
            self.spent.silences += _MOST_SILENCES if isinstance(error, ModelRefused) else 1
            self.spent.silence = f"{type(error).__name__}: {error}"


class ThriftyModel:
    """A model whose answers are kept, and which is asked no more once the limit could be passed.

    Args:
        model: the model itself.
        cache: where answers are kept.
        purse: what may be spent.
    """

    def __init__(self, model: ChatModel, cache: AnswerCache, purse: Purse) -> None:
        self._model = model
        self._cache = cache
        self._purse = purse

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The answer, from the disk where it was given before.

        Raises:
            ModelError: none was given; SpendingStopped where none may be asked for, EndpointSilent where the endpoint is down.
        """
        kept = self._cache.get(messages)
        if kept is not None:
            self._purse.known()
            return kept
        if self._purse.spent.gave_up:
            raise EndpointSilent
        held_back = self._purse.hold_back(messages)
        reply: ModelReply | None = None
        try:
            reply = self._model.ask(messages, timeout_s=timeout_s)
        except (ModelUnavailable, ModelRefused) as caught:
            if isinstance(caught, ModelRefused) and not caught.everyone:
                raise  # this request alone: what a model refuses is its own doing
            self._purse.unanswered(caught)
            raise EndpointSilent from caught
        finally:
            self._purse.settle(held_back, messages, reply)
        self._cache.put(messages, reply)
        return reply

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """As `ask`; evals run in threads."""
        return self.ask(messages, timeout_s=timeout_s)


@dataclass
class Estimate:
    """What a run is about to cost."""

    requests: int = 0
    known: int = 0
    """Requests whose answers are on the disk."""
    input_tokens: int = 0

    @property
    def output_tokens(self) -> int:
        """What the answers will have, about."""
        return self.requests * _OUTPUT_TOKENS

    def money(self, price: Price) -> float:
        """What the first try of each request will cost; repairs come on top."""
        return price.of(self.input_tokens, self.output_tokens)


class CountingModel:
    """Stands in for the model before the run: counts what would be asked, and answers from the disk or not at all."""

    def __init__(self, name: str, cache: AnswerCache) -> None:
        self.name = name
        self.estimate = Estimate()
        self._cache = cache

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The kept answer. Raises ModelUnavailable where there is none."""
        del timeout_s
        kept = self._cache.get(messages)
        if kept is not None:
            self.estimate.known += 1
            return kept
        self.estimate.requests += 1
        self.estimate.input_tokens += tokens_of(messages)
        raise ModelUnavailable("only counted")

    async def ask_async(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """As `ask`."""
        return self.ask(messages, timeout_s=timeout_s)
