"""Measure how the work of a task grows with its size: as a power of it (1 linear, 2 quadratic), not
in seconds."""

import gc
import math
import time
from collections.abc import Callable
from cProfile import Profile


def power(work: Callable[[int], object], small: int, large: int, enough: float = 1.5) -> float:
    """Return the power of the size with which the processor time of ``work(size)`` grows, or an
    upper bound of it that is less than ``enough``: the least of three small runs, and of up to
    three large ones."""
    gc.collect()
    # collecting the garbage of other tests takes longer than the work that is measured
    gc.disable()
    try:
        base, found = min(_seconds(work, small) for _ in range(3)), math.inf
        for _ in range(3):
            found = min(found, math.log(_seconds(work, large) / base) / math.log(large / small))
            if found < enough:
                break
    finally:
        gc.enable()
    return found


def _seconds(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began


def calls(work: Callable[[], object]) -> int:
    """Count the function calls of a task, including built-in functions: the number is the same on
    every machine."""
    profile = Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())
