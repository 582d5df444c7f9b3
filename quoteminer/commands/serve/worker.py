"""The process that runs the server's jobs. The server itself only passes them on, so that it always
answers, and ends at a signal. A job that goes on after it was stopped ends with the process, which
is replaced."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from quoteminer.commands.corpus.pool import started
from quoteminer.errors import QuoteMinerError, WorkerError
from quoteminer.network.turns import JOB, Job, check_job

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner
    from quoteminer.network.load import ModelInfo

Result = TypeVar("Result")
Load = Callable[[], "QuoteMiner"]
Work = Callable[["QuoteMiner"], Result]

_POLL: Final = 0.05  # seconds between two looks whether a job was stopped
_PATIENCE: Final = 2.0  # seconds that a stopped job may go on
# seconds without a sign of life, because a call of C code holds the lock of Python
_SILENCE: Final = 10.0
_BEAT: Final = 0.5  # seconds between two signs of life
_START: Final = 60.0  # seconds that the process may need to load the model
_TRIES: Final = 3  # processes that may end because of other jobs
_SIGN, _READY = -1, -2  # messages that are not the result of a job


class _DiedError(Exception):
    """The process has ended."""


class Worker:
    """A process with the miner that ``load`` returns; it must be possible to pickle ``load``, and
    each work. If the process ends because of one job, the others are run again. Raises the errors
    of ``load``, WorkerError.
    """

    def __init__(self, load: Load) -> None:
        self._load = load
        self._lock, self._alone = Lock(), Lock()
        self._processes: set[_Process] = set()
        self._closed = False
        self._shared = self._start()
        try:
            self.info: ModelInfo = self._shared.ready.result()
        except _DiedError:
            raise WorkerError(
                "The process that reads articles ends at once. Is there enough memory?"
            ) from None

    def run(self, work: Work[Result], job: Job) -> Result:
        """Return the result of ``work`` with the miner. Raises StoppedError soon after the job was
        stopped, and WorkerError if the process ends in this work."""
        for _ in range(_TRIES):
            process = self._current()
            try:
                return _result(process, work, job)
            except _DiedError:
                check_job(job)
            if not process.ended_for_another:
                break
        while not self._alone.acquire(timeout=_POLL):
            check_job(job)
        try:  # in a process of its own, because it may have ended the other one
            process = self._start()
            try:
                return _result(process, work, job)
            except _DiedError:
                check_job(job)
                raise WorkerError(
                    "Reading this needs too much time or memory. Give a shorter text."
                ) from None
            finally:
                process.kill()
                self._processes.discard(process)
        finally:
            self._alone.release()

    def close(self) -> None:
        """End the process at once, whatever it does."""
        self._closed = True
        for process in list(self._processes):
            process.kill()

    def _current(self) -> _Process:
        with self._lock:
            if self._shared.dead:
                self._processes.discard(self._shared)
                self._shared = self._start()
            return self._shared

    def _start(self) -> _Process:
        process = _Process(self._load)
        self._processes.add(process)
        if self._closed:
            process.kill()
        return process


def _result(process: _Process, work: Work[Result], job: Job) -> Result:
    number, future = process.submit(work)
    told: float | None = None
    while not wait([future], timeout=_POLL).done:
        now = time.monotonic()
        if job.stopped and told is None:
            process.stop(number)
            told = now
        elif told is not None and now - told > _PATIENCE:
            process.ended_for_another = True
            process.kill()
        elif now - process.seen > _SILENCE:
            process.kill()
    result: Result = future.result()
    return result


class _Process:
    """A process and its unfinished jobs. ``ended_for_another``: it was killed because of one known
    job."""

    def __init__(self, load: Load) -> None:
        self._process, self._connection = started(_serve, load)
        self.seen = time.monotonic() + _START
        self.ready: Future[Any] = Future()
        self.dead = self.ended_for_another = False
        self._futures: dict[int, Future[Any]] = {_READY: self.ready}
        self._numbers = count()
        self._changing, self._sending = Lock(), Lock()
        Thread(target=self._receive, daemon=True).start()

    def submit(self, work: Work[Any]) -> tuple[int, Future[Any]]:
        """Let the process run a job; return its number and its result, which may be _DiedError."""
        number, future = next(self._numbers), Future[Any]()
        with self._changing:
            if self.dead:
                raise _DiedError
            self._futures[number] = future
        self._send((number, work))
        return number, future

    def stop(self, number: int) -> None:
        """Tell the process that a result is no longer needed. It may take time until the process
        reads it."""
        Thread(target=self._send, args=((number, None),), daemon=True).start()

    def kill(self) -> None:
        self._process.kill()

    def _send(self, message: tuple[int, Work[Any] | None]) -> None:
        with suppress(OSError), self._sending:  # if it has ended, _receive knows, too
            self._connection.send(message)

    def _receive(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                number, result, error = self._connection.recv()
                now = time.monotonic()
                self.seen = max(self.seen, now) if number == _SIGN else now
                future = self._futures.pop(number, None)
                if future and error is not None:
                    future.set_exception(error)
                elif future:
                    future.set_result(result)
        with self._changing:
            self.dead = True
        for future in self._futures.values():
            future.set_exception(_DiedError())
        self._process.join()
        self._connection.close()


def _serve(connection: Connection, load: Load) -> None:
    """Run jobs, each in a thread, until the server ends."""
    # Ctrl-C reaches every process; the server decides
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    sending, jobs = Lock(), dict[int, Job]()

    def send(number: int, result: Any, error: BaseException | None) -> None:
        with suppress(OSError), sending:
            connection.send((number, result, error))

    def run(number: int, work: Work[Any], job: Job) -> None:
        JOB.set(job)
        result, error = None, None
        try:
            result = work(miner)
        except BaseException as raised:  # SystemExit and the like, too: the caller gets it
            error = raised
        del jobs[number]
        try:
            send(number, result, error)
        except Exception:  # it can't be pickled
            send(number, None, RuntimeError(f"{type(error or result).__name__}: {error}"))

    def live() -> None:
        while True:
            send(_SIGN, None, None)
            time.sleep(_BEAT)

    try:
        miner = load()
    except QuoteMinerError as error:
        send(_READY, None, error)
        return
    send(_READY, miner.info, None)
    Thread(target=live, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            number, work = connection.recv()
            if work is None:
                if number in jobs:
                    jobs[number].stopped = True
            else:
                jobs[number] = job = Job()
                Thread(target=run, args=(number, work, job), daemon=True).start()
    os._exit(0)  # without waiting for jobs
