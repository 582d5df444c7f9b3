"""A pool of worker processes, one article each at a time, which survives the death of any of them.

Why not `concurrent.futures`: there the death of one process ends the pool, and nobody can say which article it had.
Here every worker has a pipe of its own, so that nothing that a dying process holds (a lock, half a message) hinders
another.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from quoteminer.corpus.tasks import Failed, Item, Outcome, Setup
from quoteminer.corpus.worker import serve
from quoteminer.errors import ConfigError, QuoteMinerError, WorkerError

Serve = Callable[[Connection, Setup], None]
TRIES: Final = 2
"""How often an article is given to a worker before it is held to be what kills them."""
STILLBORN: Final = 2
"""Times the number of workers: so many may die in turn before one of them is ready."""
AHEAD: Final = 16
"""Articles for each worker that may be taken from the stream before the first of them is done."""
_PATIENCE: Final = 5.0  # seconds for a worker to end by itself
_GLANCE: Final = 0.2  # seconds between two looks at whether to stop


@dataclass(slots=True)
class _Slot:
    """An article on its way, and what became of it."""

    item: Item
    outcome: Outcome | None = None
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    ready: bool = False
    slot: _Slot | None = None


@dataclass(slots=True)
class _Lanes:
    """The articles on their way: all of them in order, and those that no worker has yet."""

    order: deque[_Slot] = field(default_factory=deque)
    waiting: deque[_Slot] = field(default_factory=deque)


class Pool:
    """Worker processes, to be used in a ``with`` block. They load the model when the block begins.

    Args:
        workers: how many, 1 or more.
        setup: what each of them loads.
        serve: what each of them runs; see `worker.serve`.

    Raises:
        ConfigError: ``workers`` is less than 1.
    """

    def __init__(self, workers: int, setup: Setup, *, serve: Serve = serve) -> None:
        if workers < 1:
            raise ConfigError(f"workers is {workers}; give 1 or more.")
        self._setup = setup
        self._serve = serve
        self._count = workers
        self._context = get_context("spawn")  # alike on all systems; a fork of a process with threads may hang
        self._workers: list[_Worker] = []
        self._stillborn = 0

    def __enter__(self) -> Pool:
        try:
            for _ in range(self._count):
                self._workers.append(self._start())
        except BaseException:  # else Python would wait at its end for those that run already
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.connection.close()
            if worker.slot or not worker.ready:  # it would first finish what nobody waits for
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    @property
    def pids(self) -> list[int]:
        """The process numbers of the workers."""
        return [worker.process.pid or 0 for worker in self._workers]

    def outcomes(
        self, items: Iterable[Item], *, stopping: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Item, Outcome]]:
        """Every item and what became of it, in order; items are taken as workers become free. It ends early when
        ``stopping`` says so, without waiting for the articles that workers have.

        An article whose worker dies is tried once more on another; then it has failed.

        Raises:
            ModelError, PeopleFileError: the workers can't load what they need.
            WorkerError: workers die before they are ready, and none gets so far.
        """
        stream, lanes = iter(items), _Lanes()
        exhausted = False
        while not stopping():
            while not exhausted and self._wants_more(lanes):
                exhausted = not _take(stream, lanes)
            self._hand_out(lanes)
            while lanes.order and lanes.order[0].outcome is not None:
                slot = lanes.order.popleft()
                assert slot.outcome is not None
                yield slot.item, slot.outcome
            if exhausted and not lanes.order:
                return
            if any(worker.slot or not worker.ready for worker in self._workers):
                try:
                    self._collect(lanes)
                except WorkerError:
                    if not stopping():  # else it was the Ctrl-C, from which nothing keeps new workers on Windows
                        raise

    def _wants_more(self, lanes: _Lanes) -> bool:
        free = sum(worker.ready and not worker.slot for worker in self._workers)
        return len(lanes.waiting) <= free and len(lanes.order) < AHEAD * self._count

    def _hand_out(self, lanes: _Lanes) -> None:
        """Give waiting articles to workers that have none. Such a worker is listening, so that sending can't block."""
        for worker in list(self._workers):
            if not lanes.waiting:
                return
            if not worker.ready or worker.slot:
                continue
            worker.slot = lanes.waiting.popleft()
            worker.slot.tries += 1
            try:
                worker.connection.send(worker.slot.item)
            except OSError:
                self._bury(worker, lanes)

    def _collect(self, lanes: _Lanes) -> None:
        """Wait until a worker has something to say, and hear all that have."""
        by_connection = {worker.connection: worker for worker in self._workers if worker.slot or not worker.ready}
        for connection in wait(list(by_connection), _GLANCE):
            worker = by_connection[connection]  # type: ignore[index]
            try:
                self._hear(worker, worker.connection.recv())
            except (EOFError, OSError):
                self._bury(worker, lanes)

    def _hear(self, worker: _Worker, message: Outcome | QuoteMinerError | None) -> None:
        if isinstance(message, QuoteMinerError):
            raise message
        if message is None:
            worker.ready, self._stillborn = True, 0
        elif worker.slot:
            worker.slot.outcome, worker.slot = message, None

    def _bury(self, worker: _Worker, lanes: _Lanes) -> None:
        """Put another worker in the place of one that died, and its article before all others, or give it up."""
        worker.connection.close()
        worker.process.join(_PATIENCE)
        code = worker.process.exitcode
        if not worker.ready:
            self._stillborn += 1
        if self._stillborn > STILLBORN * self._count:
            raise WorkerError(
                f"Worker processes end before they are ready (exit code {code}). Is there enough memory? Give fewer "
                "--workers."
            )
        slot = worker.slot
        if slot and slot.tries < TRIES:
            lanes.waiting.appendleft(slot)
        elif slot:
            slot.outcome = _given_up(slot.item, code)
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=self._serve, args=(theirs, self._setup), daemon=True)
        with _signals_held():
            process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        return _Worker(process, ours)


@contextmanager
def _signals_held() -> Iterator[None]:
    """What is started in the block never gets a Ctrl-C or SIGTERM, not even before it could say so itself (Windows has
    no such thing); to this process they come behind the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # not on Windows

    resource_tracker.ensure_running()  # where it starts with the first process, it lets the signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _take(stream: Iterator[Item], lanes: _Lanes) -> bool:
    """Take one more item from the stream; False where there is none."""
    item = next(stream, None)
    if item is None:
        return False
    slot = _Slot(item)
    lanes.order.append(slot)
    if isinstance(item, Failed):
        slot.outcome = item
    else:
        lanes.waiting.append(slot)
    return True


def _given_up(item: Item, code: int | None) -> Failed:
    return Failed(
        "mine",
        "WorkerError",
        f"{item.source} ({item.id}): {TRIES} worker processes died on it (exit code {code}). It may need more memory "
        "than there is: split it, or give fewer --workers.",
        item.source,
        item.id,
    )
