"""A breaker for each endpoint: after some failures in a row it is left alone for a while, then tried with one question.

pybreaker keeps the count and the state. It would hold its lock for as long as a question takes, so outcomes are told to it
afterwards; how long the endpoint is left alone, and that one question at a time is the trial, is ours, on a clock of ours.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from assistant.errors import ModelError, ModelRefused, ModelUnavailable

_log = logging.getLogger(__name__)
_OPEN, _HALF_OPEN = "open", "half-open"
"""The states in pybreaker's words."""
_TIME_ENOUGH = 2.0
"""Silence speaks against an endpoint only where it had so many times as long as its fastest answer took."""
_WORTH_ASKING = 0.5
"""With less than this part of that time there is no use in asking."""


class Breaker:
    """Whether an endpoint is asked at all."""

    def __init__(
        self, name: str, *, failures: int = 5, rest_s: float = 15.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start with the endpoint in use.

        Args:
            name: of the model, for messages.
            failures: so many in a row, and it is left alone.
            rest_s: for so many seconds.
            clock: seconds that only go up.
        """
        from pybreaker import CircuitBreaker  # 75 ms, so only where a model is configured

        self.name = name
        self._circuit = CircuitBreaker(fail_max=failures, name=name, throw_new_error_on_trip=False)
        self._rest_s = rest_s
        self._clock = clock
        self._rests_until = 0.0
        self._on_trial = False
        self._fastest_s: float | None = None
        self._lock = threading.Lock()

    def admit(self) -> None:
        """Say early that there is no use in asking.

        Raises:
            ModelUnavailable: the endpoint is being left alone.
        """
        with self._lock:
            self._refuse_if_resting()

    @contextmanager
    def asking(self, within_s: float = math.inf) -> Iterator[None]:
        """Around one question: what becomes of it is counted.

        Args:
            within_s: the time that it has. A caller in a hurry, or one that waited long for a place, proves nothing
                against an endpoint that never answers that fast.

        Raises:
            ModelUnavailable: the endpoint is being left alone, or has never answered in anything like that time.
        """
        with self._lock:
            if self._fastest_s is not None and within_s < self._fastest_s * _WORTH_ASKING:
                raise ModelUnavailable(f"{within_s:.2f} s are too few to ask {self.name}", late=True)
            self._refuse_if_resting()
            if self._circuit.current_state == _OPEN:
                self._circuit.half_open()
            trial = self._circuit.current_state == _HALF_OPEN
            self._on_trial = self._on_trial or trial
        begun = self._clock()
        try:
            yield
        except ModelError as caught:
            if not self._proves_nothing(caught, within_s):
                self._count(caught if _failed(caught) else None)
            raise
        else:
            took = self._clock() - begun
            self._fastest_s = min(took, self._fastest_s or took)
            self._count(None)
        finally:
            if trial:
                with self._lock:
                    self._on_trial = False

    def _refuse_if_resting(self) -> None:
        state, left_s = self._circuit.current_state, self._rests_until - self._clock()
        if state == _OPEN and left_s > 0:
            raise ModelUnavailable(f"{self.name} failed {self._circuit.fail_counter} times in a row and is left alone")
        if state == _HALF_OPEN and self._on_trial:
            raise ModelUnavailable(f"{self.name} is being tried again with another question")

    def _proves_nothing(self, error: ModelError, within_s: float) -> bool:
        late = isinstance(error, ModelUnavailable) and error.late
        return late and self._fastest_s is not None and within_s < self._fastest_s * _TIME_ENOUGH

    def _count(self, error: ModelError | None) -> None:
        with self._lock:
            before = self._circuit.current_state
            if before == _OPEN:
                return  # a latecomer from before it opened
            with suppress(ModelError):
                self._circuit.call(_told, error)
            after = self._circuit.current_state
            if after == _OPEN:
                self._rests_until = self._clock() + self._rest_s
        if after != before:
            _log.warning("model breaker %s", after, extra={"model": self.name, "breaker": after})


def _failed(error: ModelError) -> bool:
    """Whether an error speaks of the endpoint, and not of this one question."""
    return isinstance(error, ModelUnavailable) or (isinstance(error, ModelRefused) and error.everyone)


def _told(error: ModelError | None) -> None:
    if error is not None:
        raise error
