"""``quoteminer corpus``: a run over many articles, in worker processes or on a Ray cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

from quoteminer.cli.extract import RepeatedIds
from quoteminer.cli.options import Given
from quoteminer.cli.streams import RunBar, complain
from quoteminer.corpus.paths import RunPaths
from quoteminer.corpus.run import Done, check_inputs, run
from quoteminer.corpus.worker import Settings
from quoteminer.inputs import STDIN, Meter, read_found
from quoteminer.views.file_warnings import FileWarnings


def run_corpus(given: Given, paths: RunPaths, settings: Settings, *, workers: int | None, quiet: bool) -> int:
    """Run in worker processes (None: one per core), with a progress bar, and print how it ended. Raises what
    `corpus.run.run` raises, and InputError if an input is mistyped.

    Returns:
        The exit status: 0 all is done, 1 some articles failed, 128 plus the number of the signal that stopped the run.
    """
    check_inputs(given.paths, partial(read_found, options=given.options))
    own = (paths.folder, paths.errors)  # may lie in the folder that is read
    meter = None if quiet else Meter(given.paths, without=own)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    ids = RepeatedIds()
    with RunBar(meter, quiet=quiet) as bar, _stopped_by_signals() as stop:
        inputs = ids.counted(given.read(bar.note, meter, without=own))
        odd = FileWarnings(bar.note)
        done = run(
            inputs,
            paths,
            settings,
            workers=workers or cores,
            on_progress=bar.show,
            on_record=odd.add,
            should_stop=lambda: len(stop) > 0,
        )
        odd.close()
    ids.tell(bar.note)
    if done.stopped:
        complain(f"stopped; {done.totals.items:,} articles are done and kept. The same command goes on there.")
    _tell_totals(done, str(paths.result), str(paths.errors), quiet=quiet)
    return 128 + stop[0] if done.stopped else int(done.totals.failed > 0)


def run_on_cluster(
    given: Given, out: str, settings: Settings, *, workers: int | None, address: str | None, quiet: bool
) -> int:
    """Run on a Ray cluster. Otherwise as `run_corpus`; raises what `corpus.cluster.engine.run` raises."""
    from quoteminer.corpus.cluster import engine
    from quoteminer.corpus.cluster.files import Storage
    from quoteminer.corpus.cluster.result import Result

    result = Result(Storage.of(out))
    read = partial(read_found, options=given.options)
    try:
        with RunBar(None if quiet else Meter([STDIN]), quiet=quiet) as bar:
            done = engine.run(
                given.paths,
                out,
                settings,
                workers=workers,
                address=address,
                read=read,
                tell=(lambda message: None) if quiet else complain,
                on_progress=bar.show,
            )
    except KeyboardInterrupt:
        complain("stopped; nothing is kept of a run on a cluster.")
        return 128 + signal.SIGINT
    _tell_totals(done, result.records.shown, result.errors.shown, quiet=quiet)
    return int(done.totals.failed > 0)


def _tell_totals(done: Done, result: str, errors: str, *, quiet: bool) -> None:
    totals = done.totals
    if not done.stopped and not (quiet and not totals.failed):
        counts = f"{totals.quotes:,} quotes of {totals.records:,} articles ({totals.words:,} words)"
        complain(f"{counts} are in {result}")
    if totals.failed:
        complain(f"{totals.failed:,} article{'s' * (totals.failed > 1)} failed; which, and why: {errors}")


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
