"""How the work of a task grows with its size: as a power of it, 1 if linear, 2 if quadratic. No test counts seconds."""

import gc
import math
import time
from collections.abc import Callable
from cProfile import Profile


def power(work: Callable[[int], object], small: int, large: int) -> float:
    """Return the power of the size with which the processor time of ``work(size)`` grows. The least of three runs
    counts, small and large in turn, so that what else the machine does meets both."""
    least = {small: math.inf, large: math.inf}
    gc.collect()
    gc.disable()  # a sweep of all that other tests left in the process takes longer than what is measured
    try:
        for size in (small, large) * 3:
            began = time.process_time()
            work(size)
            least[size] = min(least[size], time.process_time() - began)
    finally:
        gc.enable()
    return math.log(least[large] / least[small]) / math.log(large / small)


def calls(work: Callable[[], object]) -> int:
    """Count the calls of functions, of Python's own too, that a task takes: the same number on every machine."""
    profile = Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())
