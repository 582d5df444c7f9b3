"""Run over many articles, in worker processes or on a Ray cluster."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType

from quoteminer.cli.options import InputFiles
from quoteminer.cli.streams import DONE, FAILED, STOPPED, RunBar, complain
from quoteminer.cli.summary import ArticleNotes, FileWarnings
from quoteminer.commands.corpus.run import Done, RunPaths, check_inputs, run
from quoteminer.commands.corpus.worker import Settings
from quoteminer.errors import InputError
from quoteminer.inputs import STDIN, Input, Meter, read_found
from quoteminer.network.cores import cores
from quoteminer.output.formats import FORMATS
from quoteminer.records.parts import counted


def run_corpus(
    inputs: InputFiles,
    out: Path,
    format: str | None,
    settings: Settings,
    *,
    workers: int | None,
    retry: bool,
    quiet: bool,
) -> int:
    """Run in worker processes (None: one per core), print the result, and return the exit
    status."""
    paths = RunPaths.of(out, format)
    settings = replace(settings, with_text=settings.with_text or FORMATS[paths.format].needs_text)
    check_inputs(inputs.paths, partial(read_found, options=inputs.options))
    meter = None if quiet else Meter(inputs.paths, without=paths.written)
    with RunBar(meter, quiet=quiet) as bar, _stopped_by_signals() as stop:
        warnings, notes = FileWarnings(bar.note), ArticleNotes(bar.note)
        done = run(
            _noting(notes, inputs.read(bar.note, meter, without=paths.written)),
            paths,
            settings,
            workers=workers or cores(),
            retry=retry,
            on_progress=bar.show,
            on_record=warnings.add,
            should_stop=lambda: len(stop) > 0,
        )
        warnings.close()
    notes.close()
    if done.stopped:
        complain(
            f"stopped; {done.totals.items:,} articles are done and saved. Run the same command"
            " again to continue."
        )
    _tell_totals(done, str(paths.result), str(paths.errors), quiet=quiet)
    return STOPPED + stop[0] if done.stopped else FAILED if done.totals.failed else DONE


def _noting(
    notes: ArticleNotes, items: Iterator[Input | InputError]
) -> Iterator[Input | InputError]:
    for item in items:
        if isinstance(item, Input):
            notes.add(item.article())
        yield item


def run_on_cluster(
    inputs: InputFiles,
    out: str,
    settings: Settings,
    *,
    workers: int | None,
    address: str | None,
    quiet: bool,
) -> int:
    """Run on a Ray cluster, otherwise like `run_corpus`."""
    from quoteminer.commands.corpus.cluster import ray_run
    from quoteminer.commands.corpus.cluster.storage import ClusterResult, Storage

    result = ClusterResult(Storage.of(out))
    try:
        with RunBar(None if quiet else Meter([STDIN]), quiet=quiet) as bar:
            done = ray_run.run(
                inputs.paths,
                out,
                settings,
                workers=workers,
                address=address,
                read=partial(read_found, options=inputs.options),
                tell=(lambda message: None) if quiet else complain,
                on_progress=bar.show,
            )
    except KeyboardInterrupt:
        complain("stopped; finished parts are kept. Run the same command again to continue.")
        return STOPPED + signal.SIGINT
    _tell_totals(done, result.records.shown, result.errors.shown, quiet=quiet)
    return FAILED if done.totals.failed else DONE


def _tell_totals(done: Done, result: str, errors: str, *, quiet: bool) -> None:
    totals = done.totals
    if not done.stopped and (totals.failed or not quiet):
        quotes, articles = counted(totals.quotes, "quote"), counted(totals.records, "article")
        complain(f"{quotes} of {articles} ({counted(totals.words, 'word')}): {result}")
    if totals.failed:
        complain(f"{counted(totals.failed, 'article')} failed; see {errors}")


@contextmanager
def _stopped_by_signals() -> Iterator[list[int]]:
    """Collect the first SIGINT or SIGTERM, which stops the run in order; the second one raises
    KeyboardInterrupt."""
    stop: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if stop:
            raise KeyboardInterrupt
        stop.append(number)
        complain("stopping; finished articles are saved (interrupt again to stop at once)")

    old = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
