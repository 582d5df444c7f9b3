"""``quoteminer corpus``: many articles, in worker processes, in a run that can be interrupted."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from quoteminer.cli.extract import Given
from quoteminer.cli.run_bar import RunBar
from quoteminer.cli.streams import complain
from quoteminer.corpus.paths import RunPaths
from quoteminer.corpus.run import Done, run
from quoteminer.corpus.worker import Settings
from quoteminer.errors import InputError
from quoteminer.inputs import Input, Meter


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: what it did, the names of its result and of what tells of articles that failed, and the number
    of the signal that stopped it, 0 where none did. ``kept``: what is done stays where the run is stopped."""

    done: Done
    result: str
    errors: str
    signal: int = 0
    kept: bool = True

    @property
    def status(self) -> int:
        """The exit status: 0 all is done, 1 some articles failed, 128 and the signal's number where it was stopped."""
        if self.done.stopped:
            return 128 + self.signal
        return 1 if self.done.totals.failed else 0


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_corpus(given: Given, paths: RunPaths, settings: Settings, *, workers: int, quiet: bool) -> Ended:
    """Run, with a progress bar. Raises what `corpus.run.run` raises."""
    own = (paths.folder, paths.errors)  # may lie in the folder that is read
    meter = None if quiet else Meter(given.paths, without=own)
    with RunBar(meter) as bar, _stopped_by_signals() as stop:
        inputs = _Ids(given.read(lambda message: _note(message, bar, quiet=quiet), meter, without=own))
        done = run(inputs, paths, settings, workers=workers, on_progress=bar.show, should_stop=lambda: stop.signal > 0)
    if inputs.repeated and not quiet:
        complain(inputs.told())
    return Ended(done, str(paths.result), str(paths.errors), stop.signal)


class _Ids(Iterator[Input | InputError]):
    """Articles as they come; counts those with an id that came before."""

    def __init__(self, inputs: Iterator[Input | InputError]) -> None:
        self.repeated = 0
        self._inputs = inputs
        self._first = ""
        self._seen: set[int] = set()  # hashes: a million take 76 MB at the most

    def __next__(self) -> Input | InputError:
        item = next(self._inputs)
        if isinstance(item, Input):
            key = hash(item.id)
            if key in self._seen:
                self._first = self._first or f"{item.id!r} in {item.source}"
                self.repeated += 1
            self._seen.add(key)
        return item

    def told(self) -> str:
        """What to say of them."""
        one = self.repeated == 1
        have = "article has the id of one before it" if one else "articles have the ids of others before them"
        return (
            f"{self.repeated:,} {have} (first: {self._first}): results can't be told apart by it. Give each its own; "
            "--id-column names a column that has them."
        )


def _note(message: str, bar: RunBar, *, quiet: bool) -> None:
    if not quiet:
        with bar.aside():
            complain(message)


def told(ended: Ended) -> Iterator[str]:
    """What to say of a run that has ended, line by line."""
    totals = ended.done.totals
    if ended.done.stopped and not ended.kept:
        yield "stopped; nothing is kept of a run on a cluster."
    elif ended.done.stopped:
        yield f"stopped; {totals.items:,} articles are done and kept. The same command goes on there."
    else:
        yield f"{totals.quotes:,} quotes of {totals.records:,} articles ({totals.words:,} words) are in {ended.result}"
    if totals.failed:
        yield f"{totals.failed:,} article{'s' * (totals.failed > 1)} failed; which, and why: {ended.errors}"


@dataclass(slots=True)
class _Stop:
    signal: int = 0


@contextmanager
def _stopped_by_signals() -> Iterator[_Stop]:
    """The first Ctrl-C (or SIGTERM) asks the run to stop, the second ends it where it is; both keep what is done."""
    stop = _Stop()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.signal:
            raise KeyboardInterrupt
        stop.signal = number
        complain("stopping; what is done is kept (once more to stop at once)")

    old = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
