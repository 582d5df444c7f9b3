"""One loaded model for all requests: they wait in line, and the line has an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from quoteminer.errors import QuoteMinerError

Result = TypeVar("Result")


class BusyError(QuoteMinerError):
    """The line is full, or the server stops: try again later."""


class SlowError(QuoteMinerError):
    """A request took longer than it may."""


class Engine:
    """Runs one piece of work after the other in a thread of its own, so that no two share the model at a time.

    The network inside uses every core for one article, so that a second one at the same time would gain nothing.

    Args:
        waiting: how many may be in line besides the one that is worked on, 0 or more.
        seconds: how long a request may take, the wait in line included.
    """

    def __init__(self, *, waiting: int, seconds: float) -> None:
        self._most = waiting + 1
        self._seconds = seconds
        self._inside = 0
        self._stopping = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mine")

    @property
    def inside(self) -> int:
        """How many are in line or worked on."""
        return self._inside

    async def run(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns; what it raises is raised.

        Raises:
            BusyError: the line is full. Nothing was done.
            SlowError: the time is over. What has not begun is not begun; what has goes on, and its place in the line is
                free only when it ends.
        """
        if self._stopping or self._inside >= self._most:
            raise BusyError("Too many articles are waiting. Try again in a few seconds.")
        self._inside += 1
        loop = asyncio.get_running_loop()
        job = self._thread.submit(work)
        job.add_done_callback(lambda _: loop.call_soon_threadsafe(self._leave))
        done, _ = await asyncio.wait([asyncio.wrap_future(job)], timeout=self._seconds)
        if not done:
            job.cancel()  # takes it out of the line where it is still in it
            raise SlowError(f"This took longer than {self._seconds:g} seconds. Try again, or give a shorter article.")
        return job.result()

    def stop(self) -> None:
        """Take nothing more; what is in line is finished."""
        self._stopping = True
        self._thread.shutdown(wait=True)

    def _leave(self) -> None:
        self._inside -= 1
