"""``quoteminer corpus``: a run over many articles, in worker processes or on a Ray cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import FrameType

from quoteminer.cli.options import Given
from quoteminer.cli.streams import RunBar, complain
from quoteminer.corpus.journal import Totals
from quoteminer.corpus.paths import RunPaths
from quoteminer.corpus.run import Done, check_inputs, run
from quoteminer.corpus.worker import Settings
from quoteminer.errors import InputError
from quoteminer.inputs import STDIN, Input, Meter, read_found


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: what it did, the names of its result and of its list of failures, and the number of the signal
    that stopped it, 0 for none. ``kept``: True if a run that was stopped can go on."""

    done: Done
    result: str
    errors: str
    signal: int = 0
    kept: bool = True

    @property
    def status(self) -> int:
        """The exit status: 0 all is done, 1 some articles failed, 128 plus the signal's number if it was stopped."""
        if self.done.stopped:
            return 128 + self.signal
        return 1 if self.done.totals.failed else 0

    def lines(self) -> Iterator[str]:
        """Yield the messages to print at the end."""
        totals = self.done.totals
        if not self.done.stopped:
            counts = f"{totals.quotes:,} quotes of {totals.records:,} articles ({totals.words:,} words)"
            yield f"{counts} are in {self.result}"
        elif self.kept:
            yield f"stopped; {totals.items:,} articles are done and kept. The same command goes on there."
        else:
            yield "stopped; nothing is kept of a run on a cluster."
        if totals.failed:
            yield f"{totals.failed:,} article{'s' * (totals.failed > 1)} failed; which, and why: {self.errors}"


def run_corpus(given: Given, paths: RunPaths, settings: Settings, *, workers: int | None, quiet: bool) -> Ended:
    """Run in worker processes (None: one per core), with a progress bar. Raises what `corpus.run.run` raises, and
    InputError if an input is mistyped."""
    check_inputs(given.paths, partial(read_found, columns=given.columns, max_chars=given.max_chars))
    own = (paths.folder, paths.errors)  # may lie in the folder that is read
    meter = None if quiet else Meter(given.paths, without=own)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with RunBar(meter, quiet=quiet) as bar, _stopped_by_signals() as stop:
        inputs = _Ids(given.read(bar.note, meter, without=own))
        done = run(
            inputs, paths, settings, workers=workers or cores, on_progress=bar.show, should_stop=lambda: len(stop) > 0
        )
    if inputs.repeated:
        bar.note(inputs.message())
    return Ended(done, str(paths.result), str(paths.errors), stop[0] if stop else 0)


def run_on_cluster(
    given: Given, out: str, settings: Settings, *, workers: int | None, address: str | None, quiet: bool
) -> Ended:
    """Run on a Ray cluster, with a progress bar. Raises what `corpus.cluster.engine.run` raises."""
    from quoteminer.corpus.cluster import engine
    from quoteminer.corpus.cluster.files import Storage
    from quoteminer.corpus.cluster.result import Result

    result = Result(Storage.of(out))
    names = result.records.shown, result.errors.shown
    read = partial(read_found, columns=given.columns, max_chars=given.max_chars)
    tell = (lambda message: None) if quiet else complain
    try:
        with RunBar(None if quiet else Meter([STDIN]), quiet=quiet) as bar:
            return Ended(
                engine.run(
                    given.paths,
                    out,
                    settings,
                    workers=workers,
                    address=address,
                    read=read,
                    tell=tell,
                    on_progress=bar.show,
                ),
                *names,
            )
    except KeyboardInterrupt:
        return Ended(Done(Totals(), stopped=True), *names, signal.SIGINT, kept=False)


class _Ids(Iterator[Input | InputError]):
    """Passes articles on and counts those with an id that came before."""

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

    def message(self) -> str:
        one = self.repeated == 1
        have = "article has the id of one before it" if one else "articles have the ids of others before them"
        return (
            f"{self.repeated:,} {have} (first: {self._first}): results can't be told apart by it. Give each its own; "
            "--id-column names a column that has them."
        )


@contextmanager
def _stopped_by_signals() -> Iterator[list[int]]:
    """Collect the first SIGINT or SIGTERM, which asks the run to stop; the second one raises KeyboardInterrupt. What is
    done is kept in both cases."""
    stop: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if stop:
            raise KeyboardInterrupt
        stop.append(number)
        complain("stopping; what is done is kept (once more to stop at once)")

    old = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
