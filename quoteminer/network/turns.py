"""Threads that run the windows of several articles in turn, one window of each. So a short article
need not wait for a long one, and the remaining windows of an abandoned article are dropped."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from threading import Lock
from typing import Any, Final

from quoteminer.errors import StoppedError

Run = Callable[[], list[Any]]


class Job:
    """Work whose windows take turns with the windows of other jobs. ``stopped``: its result is no
    longer needed."""

    stopped = False


JOB: Final[ContextVar[Job | None]] = ContextVar("JOB", default=None)
"""The job of the current thread or task. All windows without a job belong to one common job."""


def check_job(job: Job | None) -> None:
    """Raise StoppedError if a job was stopped."""
    if job and job.stopped:
        raise StoppedError(
            "The reading of this article was stopped, because its result is no longer needed."
        )


class TurnPool:
    """Threads that run one window of each job in turn. The windows of a job run in the order in
    which they came."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, "quoteminer")
        self._lock = Lock()
        # the next job to run comes first
        self._lines: dict[Job | None, deque[tuple[Run, Future[list[Any]]]]] = {}

    def submit(self, run: Run) -> Future[list[Any]]:
        """Let a window of the current job run when its turn comes."""
        future: Future[list[Any]] = Future()
        with self._lock:
            self._lines.setdefault(JOB.get(), deque()).append((run, future))
        self._threads.submit(self._take_turn)
        return future

    def _take_turn(self) -> None:
        with self._lock:
            job = next(iter(self._lines))
            line = self._lines.pop(job)
            run, future = line.popleft()
            if line:
                self._lines[job] = line  # behind all others
        try:
            result = run()
        except BaseException as error:  # also SystemExit and the like: the waiting thread gets it
            future.set_exception(error)
        else:
            future.set_result(result)
