"""Processor time that two sizes of a task take, to compare them: how it grows."""

import gc
import time
import timeit
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of three runs. timeit switches the collector off: a sweep of all that other tests
    left in the process takes longer than what is measured."""
    gc.collect()
    return min(timeit.repeat(work, timer=time.process_time, number=1, repeat=3))
