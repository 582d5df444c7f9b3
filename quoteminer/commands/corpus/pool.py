"""A pool of worker processes that survives the death of any of them. Each process has one article
at a time.

`concurrent.futures` breaks the whole pool when one process dies, without saying which article
caused it. Here each worker has its own pipe, so that a dying process can't block another with a
lock or half a message.
"""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from quoteminer.commands.corpus.worker import Settings, serve
from quoteminer.errors import ConfigError, QuoteMinerError, WorkerError
from quoteminer.output.run.outcomes import Failed, Item, Outcome

_LOG: Final = logging.getLogger("quoteminer.corpus")
Serve = Callable[[Connection, Settings], None]
MAX_TRIES: Final = 2  # deaths of workers on one article before it counts as failed
MAX_FAILED_STARTS: Final = 2  # per worker: how many may die in a row before one is ready
READ_AHEAD: Final = 16  # per worker: how many articles may be read before the first of them is done
_JOIN_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.2


@dataclass(slots=True)
class _Job:
    item: Item
    outcome: Outcome | None = None
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    ready: bool = False
    job: _Job | None = None

    @property
    def idle(self) -> bool:
        return self.ready and self.job is None


class Pool:
    """Worker processes that run ``serve``, for use in a ``with`` block. Raises ConfigError for
    fewer than 1."""

    def __init__(self, workers: int, settings: Settings, *, serve: Serve = serve) -> None:
        if workers < 1:
            raise ConfigError(f"workers is {workers}; give 1 or more.")
        self._settings = settings
        self._serve = serve
        self._count = workers
        self._workers: list[_Worker] = []
        self._failed_starts = 0
        self._jobs: deque[_Job] = deque()  # all that were read and not yielded, in order
        self._waiting: deque[_Job] = deque()  # those of them that no worker has

    def __enter__(self) -> Pool:
        try:
            for _ in range(self._count):
                self._workers.append(self._start())
        except BaseException:  # else Python would wait at exit for those already running
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.connection.close()
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()

    def outcomes(
        self, items: Iterable[Item], *, should_stop: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Item, Outcome]]:
        """Yield each item with its outcome, in order, and read items as workers become free.

        An article whose worker dies is tried once more, then it counts as failed. When
        ``should_stop`` returns True, the stream ends without waiting for busy workers. Raises
        ModelError or PeopleFileError if workers can't load the model or the list, WorkerError if
        they die before they are ready.
        """
        stream = iter(items)
        self._jobs, self._waiting = deque(), deque()
        while not should_stop():
            idle = sum(worker.idle for worker in self._workers)
            while len(self._waiting) <= idle and len(self._jobs) < READ_AHEAD * self._count:
                item = next(stream, None)
                if item is None:
                    break
                job = _Job(item, outcome=item if isinstance(item, Failed) else None)
                self._jobs.append(job)
                if job.outcome is None:
                    self._waiting.append(job)
            self._assign()
            if not self._jobs:
                return
            while self._jobs and (outcome := self._jobs[0].outcome) is not None:
                yield self._jobs.popleft().item, outcome
            try:
                self._receive()
            except WorkerError:
                # else it was Ctrl-C, which reaches starting workers on Windows
                if not should_stop():
                    raise

    def _assign(self) -> None:
        """Send waiting articles to idle workers. An idle worker is listening, so sending can't
        block."""
        for worker in list(self._workers):
            if self._waiting and worker.idle:
                worker.job = self._waiting.popleft()
                worker.job.tries += 1
                try:
                    worker.connection.send(worker.job.item)
                except OSError:
                    self._replace(worker)

    def _receive(self) -> None:
        busy = {worker.connection: worker for worker in self._workers if not worker.idle}
        for connection in wait(list(busy), _POLL_SECONDS) if busy else ():
            worker = busy[connection]  # type: ignore[index]
            try:
                message = worker.connection.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if isinstance(message, QuoteMinerError):
                raise message
            if message is None:
                worker.ready, self._failed_starts = True, 0
            elif worker.job:
                worker.job.outcome, worker.job = message, None

    def _replace(self, worker: _Worker) -> None:
        """Replace a worker that died; its article is tried next, or fails."""
        worker.connection.close()
        worker.process.join(_JOIN_SECONDS)
        code = worker.process.exitcode
        self._failed_starts += not worker.ready
        on = f"; it had {worker.job.item.source} ({worker.job.item.id})" if worker.job else ""
        _LOG.warning("a worker process died (exit code %s) and is replaced%s", code, on)
        if self._failed_starts > MAX_FAILED_STARTS * self._count:
            raise WorkerError(
                f"Worker processes end before they are ready (exit code {code}). Is there enough"
                " memory? Give fewer --workers."
            )
        if worker.job and worker.job.tries < MAX_TRIES:
            self._waiting.appendleft(worker.job)
        elif worker.job:
            item = worker.job.item
            reason = (
                f"{item.source} ({item.id}): {MAX_TRIES} worker processes died on it (exit code"
                f" {code}). It may need more memory than there is: split it, or give fewer"
                " --workers."
            )
            worker.job.outcome = Failed("mine", "WorkerError", reason, item.source, item.id)
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker:
        return _Worker(*started(self._serve, self._settings))


def started(serve: Callable[..., None], *values: Any) -> tuple[BaseProcess, Connection]:
    """Start a process that calls ``serve`` with its end of a pipe and these values. Return it, and
    our end, which is closed when the process ends."""
    context = get_context("spawn")  # works on all systems; forking with threads may hang
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, *values), daemon=True)
    with _signals_blocked():
        process.start()
    theirs.close()  # so that the end of the process closes the pipe
    return process, ours


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block Ctrl-C and SIGTERM for processes started in the block (not on Windows); this process
    gets them after it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # not on Windows

    # it unblocks the signals when it starts with the first process
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
