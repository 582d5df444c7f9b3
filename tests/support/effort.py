"""Measure how the work of a task grows with its size: as a power of it (1 linear, 2 quadratic), not in seconds."""

import gc
import math
import time
from collections.abc import Callable
from cProfile import Profile


def power(work: Callable[[int], object], small: int, large: int) -> float:
    """Return the power of the size with which the processor time of ``work(size)`` grows. The fastest of three runs
    counts; small and large runs alternate, so that other work of the machine affects both."""
    least = {small: math.inf, large: math.inf}
    gc.collect()
    gc.disable()  # collecting the garbage of other tests takes longer than the work that is measured
    try:
        for size in (small, large) * 3:
            began = time.process_time()
            work(size)
            least[size] = min(least[size], time.process_time() - began)
    finally:
        gc.enable()
    return math.log(least[large] / least[small]) / math.log(large / small)


def calls(work: Callable[[], object]) -> int:
    """Count the function calls of a task, including built-in functions: the number is the same on every machine."""
    profile = Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())
