"""A queue of limited length for the requests that share one loaded model."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from quoteminer.errors import QuoteMinerError

Result = TypeVar("Result")
_WEIGHT: Final = 0.2
"""The weight of the last job in the moving average of their times."""


class BusyError(QuoteMinerError):
    """The queue is full, or the server stops. ``seconds``: when to try again, 1 or more."""

    def __init__(self, seconds: int) -> None:
        again = "in a second" if seconds == 1 else f"in {seconds} seconds"
        super().__init__(f"Too many requests are waiting. Try again {again}.")
        self.seconds = seconds


class SlowError(QuoteMinerError):
    """A request exceeded its time limit."""


class Engine:
    """Runs one piece of work after the other in a thread of its own, so that no two share the model at a time.

    The network inside uses every core for one article, so that a second one at the same time would gain nothing.

    Args:
        waiting: how many may be in line besides the one that is worked on, 0 or more.
        seconds: how long a request may take, the wait in line included.
        name: of its thread.
    """

    def __init__(self, *, waiting: int, seconds: float, name: str) -> None:
        self._most = waiting + 1
        self._seconds = seconds
        self._inside = 0
        self._mean = 0.0
        self._stopping = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    @property
    def inside(self) -> int:
        """The number of requests that wait or run."""
        return self._inside

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run ``work`` and return its result; its errors are raised.

        Raises:
            BusyError: the line is full. Nothing was done.
            SlowError: the time is over. What has not begun is not begun; what has goes on, and its place in the line is
                free only when it ends.
        """
        if self._stopping or self._inside >= self._most:
            raise BusyError(max(1, math.ceil(self._mean)))
        self._inside += 1
        loop = asyncio.get_running_loop()
        job = self._thread.submit(self._timed, work)
        job.add_done_callback(lambda _: _call(loop, self._leave))
        waiting = asyncio.wrap_future(job)
        try:
            await asyncio.wait([waiting], timeout=self._seconds)
        finally:
            ended = waiting.done()
            waiting.cancel()  # takes it out of the line where it is still in it
        if not ended:
            raise SlowError(f"This took longer than {self._seconds:g} seconds. Try again, or give a shorter article.")
        return waiting.result()

    def stop(self) -> None:
        """Accept no more work, wait for the running job, and drop those that wait."""
        self._stopping = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _timed(self, work: Callable[[], Result]) -> Result:
        begun = time.perf_counter()
        try:
            return work()
        finally:
            self._mean += _WEIGHT * (time.perf_counter() - begun - self._mean)

    def _leave(self) -> None:
        self._inside -= 1


def _call(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    if not loop.is_closed():  # as it is where the server was ended while work went on
        loop.call_soon_threadsafe(what)
