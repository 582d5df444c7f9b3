"""A limited queue for the model, which all requests share, and figures for monitoring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from quoteminer.errors import QuoteMinerError
from quoteminer.network.turns import JOB, Job
from quoteminer.records import ArticleRecord

Result = TypeVar("Result")
Do = Callable[[Callable[..., Any], Job], Any]


class BusyError(QuoteMinerError):
    """The queue is full, or the server is stopping."""


class SlowError(QuoteMinerError):
    """A request exceeded its time limit."""


class Engine:
    """Runs jobs in ``at_once`` threads, and long jobs in half as many separate threads, so that
    short jobs don't wait for them; the windows of all jobs take turns at the network (`TurnPool`).
    ``waiting``: the most jobs in the queue, in addition to ``at_once`` running ones. ``seconds``:
    time limit for a job, including its wait. ``do``: runs the work of a job; None calls it in the
    thread."""

    def __init__(
        self, *, waiting: int, seconds: float, name: str, at_once: int = 1, do: Do | None = None
    ) -> None:
        self.inside = 0  # jobs waiting or running
        self.working = 0
        self._most = waiting + at_once
        self._seconds = seconds
        self._stopping = False
        self._do = do or (lambda work, job: work())
        self._short = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._long = ThreadPoolExecutor(max(1, at_once // 2), thread_name_prefix=f"{name}-long")

    async def run(self, work: Callable[..., Result], *, long: bool = False) -> Result:
        """Return the result of ``work``. If the time is over or the caller is cancelled, a waiting
        job is dropped, and a running one ends at its next window. Raises BusyError if the queue is
        full, SlowError if the time is over.
        """
        if self._stopping or self.inside >= self._most:
            raise BusyError("Too many requests are waiting. Try again in 2 seconds.")
        self.inside += 1
        loop, job = asyncio.get_running_loop(), Job()
        running = (self._long if long else self._short).submit(self._work, job, work)
        running.add_done_callback(
            lambda _: loop.is_closed() or loop.call_soon_threadsafe(self._leave)
        )
        waiting = asyncio.wrap_future(running)
        try:
            await asyncio.wait([waiting], timeout=self._seconds)
        finally:
            ended = waiting.done()
            job.stopped = not ended
            waiting.cancel()  # drops it if it is still waiting
        if not ended:
            raise SlowError(
                f"This took longer than {self._seconds:g} seconds. Try again, or give a shorter"
                " article."
            )
        return waiting.result()

    def stop(self) -> None:
        """Accept no more jobs, drop waiting jobs, and wait for running jobs."""
        self._stopping = True
        for threads in (self._short, self._long):
            threads.shutdown(wait=True, cancel_futures=True)

    def _work(self, job: Job, work: Callable[..., Result]) -> Result:
        self.working += 1  # only for display; it may be off for a moment
        JOB.set(job)
        try:
            result: Result = self._do(work, job)
            return result
        finally:
            self.working -= 1

    def _leave(self) -> None:
        self.inside -= 1


class Metrics:
    """Counts requests by path and status, their seconds, articles, words and quotes, and the jobs
    of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "quoteminer_requests", "Requests answered.", ["path", "status"], registry=registry
        )
        self._seconds = Histogram(
            "quoteminer_request_seconds", "Time of a request.", ["path"], registry=registry
        )
        self._articles = Counter("quoteminer_articles", "Articles mined.", registry=registry)
        self._words = Counter("quoteminer_words", "Words of these articles.", registry=registry)
        self._quotes = Counter("quoteminer_quotes", "Quotes found.", registry=registry)
        Gauge("quoteminer_waiting", "Requests in line or in work.", registry=registry).set_function(
            lambda: engine.inside
        )

    def answered(self, path: str, status: int, seconds: float) -> None:
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def count(self, record: ArticleRecord, words: int) -> None:
        self._articles.inc()
        self._words.inc(words)
        self._quotes.inc(len(record.quotes))

    def text(self) -> bytes:
        return generate_latest(self._registry)
