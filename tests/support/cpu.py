"""Processor time that two sizes of a task take, to compare them: how it grows."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

RUNS = 3


def cpu_seconds(work: Callable[[], object]) -> float:
    """The least processor time of a few runs, without the collector: a sweep of all that other tests left in the
    process takes longer than what is measured."""
    gc.collect()
    gc.disable()
    try:
        return min(_once(work) for _ in range(RUNS))
    finally:
        gc.enable()


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
