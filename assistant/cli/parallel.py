"""Many lines answered by several processes, written in the order in which they came."""

import gc
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any

from assistant.cli.lines import Answer, Line, answer_to, read_lines, write_line
from assistant.cli.progress import counted

FEW = 200
"""Lines up to which one process is as quick."""
_TOGETHER = 25
"""Lines that a process is given at once."""

_Answered = tuple[dict[str, Any], int]


def map_lines_over(make: Callable[[], Answer], jobs: int | None) -> int:
    """Answer every line in order, over several processes where there are many.

    Args:
        make: gives what answers a line; where processes do not part from this one but start anew, each calls it, so it
            must be a function of a module (or a partial of one).
        jobs: how many processes; None: one for each core when more than `FEW` lines come.

    Returns:
        The worst exit code: 2 where a line was bad.
    """
    _Answering.make(make)
    lines = counted(read_lines(), "lines")
    first = list(islice(lines, FEW))
    count = jobs or (_cores() if len(first) == FEW else 1)
    answered = _spread(chain(first, lines), make, count) if count > 1 else _answers(chain(first, lines))
    worst = 0
    for value, code in answered:
        write_line(value)
        worst = max(worst, code)
    sys.stdout.flush()
    return worst


class _Answering:
    """What answers the lines in this process."""

    answer: Answer | None = None

    @classmethod
    def make(cls, make: Callable[[], Answer]) -> None:
        cls.answer = make()

    @classmethod
    def make_if_new(cls, make: Callable[[], Answer]) -> None:
        """In a process that started anew; one that parted from another has all that it needs."""
        if cls.answer is None:
            cls.make(make)


def _answers(lines: Iterator[Line]) -> Iterator[_Answered]:
    answer = _Answering.answer
    assert answer is not None
    return (answer_to(line, answer) for line in lines)


def _answered(lines: list[Line]) -> list[_Answered]:
    return list(_answers(iter(lines)))


def _spread(lines: Iterator[Line], make: Callable[[], Answer], count: int) -> Iterator[_Answered]:
    yield from _answers(islice(lines, _TOGETHER))  # what they load is there before the processes part
    gc.freeze()  # and stays one copy for all
    method = "fork" if sys.platform == "linux" else "spawn"
    with ProcessPoolExecutor(
        count, multiprocessing.get_context(method), initializer=_Answering.make_if_new, initargs=(make,)
    ) as pool:
        waiting: deque[Future[list[_Answered]]] = deque()
        while together := list(islice(lines, _TOGETHER)):
            waiting.append(pool.submit(_answered, together))
            if len(waiting) > 4 * count:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
