"""How long a call takes: many single timings, so that the median and the tail both show."""

import time
from collections.abc import Callable


def timings_us(
    call: Callable[[], object], *, repeat: int = 2000, warm: int = 50, clock: Callable[[], int] = time.perf_counter_ns
) -> list[float]:
    """Sorted durations of single calls, in microseconds.

    Args:
        call: what is timed.
        repeat: how often.
        warm: calls before the first that counts.
        clock: in nanoseconds; `time.thread_time_ns` counts the work alone, whatever else the machine does.
    """
    for _ in range(warm):
        call()
    found = []
    for _ in range(repeat):
        begun = clock()
        call()
        found.append((clock() - begun) / 1000)
    return sorted(found)


def row(name: str, sorted_us: list[float]) -> str:
    """One line: median, p99, worst."""
    median = sorted_us[len(sorted_us) // 2]
    p99 = sorted_us[int(len(sorted_us) * 0.99)]
    return f"{name:44} median {median:9.1f} µs   p99 {p99:9.1f} µs   worst {sorted_us[-1]:9.1f} µs"
