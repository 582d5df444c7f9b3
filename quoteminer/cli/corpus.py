"""Run over many articles, in worker processes or on a Ray cluster; list the people and the statements of a run."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from quoteminer.cli.options import InputFiles, check_output
from quoteminer.cli.streams import DONE, FAILED, STOPPED, Bar, RunBar, complain
from quoteminer.corpus.corrections import corrected_records
from quoteminer.corpus.run import Done, RunPaths, check_inputs, run
from quoteminer.corpus.worker import Settings
from quoteminer.errors import InputError
from quoteminer.inputs import STDIN, Input, Meter, read_found
from quoteminer.network.load import cores
from quoteminer.record_parts import counted
from quoteminer.records import ArticleRecord
from quoteminer.views.summary import ArticleNotes, FileWarnings
from quoteminer.writers import FORMATS

if TYPE_CHECKING:
    from rich.console import RenderableType

SHOWN: Final = 20
"""The most people or statements printed; the table has all of them."""
_NEW_OBJECTS: Final = 100_000  # new objects after which garbage is collected; Python's 700 take a seventh of the time


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
    """Run in worker processes (None: one per core), print the result, and return the exit status."""
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
        complain(f"stopped; {done.totals.items:,} articles are done and saved. Run the same command again to continue.")
    _tell_totals(done, str(paths.result), str(paths.errors), quiet=quiet)
    return STOPPED + stop[0] if done.stopped else FAILED if done.totals.failed else DONE


def _noting(notes: ArticleNotes, items: Iterator[Input | InputError]) -> Iterator[Input | InputError]:
    for item in items:
        if isinstance(item, Input):
            notes.add(item.article())
        yield item


def run_on_cluster(
    inputs: InputFiles, out: str, settings: Settings, *, workers: int | None, address: str | None, quiet: bool
) -> int:
    """Run on a Ray cluster, otherwise like `run_corpus`."""
    from quoteminer.corpus.cluster import ray_run
    from quoteminer.corpus.cluster.storage import ClusterResult, Storage

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
        complain("stopped; a run on a cluster can't be resumed.")
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
    """Collect the first SIGINT or SIGTERM, which stops the run in order; the second one raises KeyboardInterrupt."""
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


def people(
    records: Path,
    list_file: Path | None,
    output: Path | None,
    answers: Sequence[Path],
    previous: Path | None,
    *,
    date_column: str | None,
    quiet: bool,
) -> None:
    """Merge the speakers of a run, write the tables and print the people quoted most. ``list_file``: a file of known
    people. ``answers``: files of decisions. ``previous``: an earlier run, from which persons keep their numbers."""
    from quoteminer.linking.decisions import read_decisions, read_numbers
    from quoteminer.linking.known_people import KnownPeople
    from quoteminer.linking.merged_people import PeopleTables, merged_people, write_people
    from quoteminer.views.article_views import people_view

    tables = PeopleTables.at(output) if output else PeopleTables.of(records)
    for path in tables:
        check_output(map(str, filter(None, (records, list_file, *answers))), path, stdout=False)
    known = KnownPeople(list_file) if list_file else None
    decisions = [decision for path in answers for decision in read_decisions(path)]
    earlier = PeopleTables.of(previous).speakers if previous else None
    if earlier and not earlier.exists():
        wanted = "Give the run or the file of records that the earlier run of people read."
        raise InputError(f"--previous {previous}: there is no {earlier}, which people writes. {wanted}")
    numbers = read_numbers(earlier) if earlier else None
    with Bar(quiet=quiet) as bar:
        stream = _stepped(records, bar)
        merged = merged_people(stream, people=known, date_column=date_column, decisions=decisions, previous=numbers)
        write_people(merged, tables)
    totals = merged.totals
    speakers, articles = counted(totals.named, "speaker"), counted(totals.articles, "article")
    listed = f", merged: {totals.listed:,}" if totals.listed else ""
    lines = (
        f"{speakers} of {articles}: {totals.people:,} people and organisations, {totals.several:,} of them in several "
        "articles.",
        f"Doubtful pairs, kept apart: {totals.doubtful:,}{listed}. Sources without a name: {totals.nameless:,}.",
    )
    _show(people_view(list(islice(merged.persons(), SHOWN))), lines, totals.undated, tables, quiet=quiet)


def _stepped(records: Path, bar: Bar) -> Iterator[ArticleRecord]:
    gc.set_threshold(_NEW_OBJECTS)
    for record in corrected_records(records):
        yield record
        bar.step()


def statements(records: Path, output: Path | None, *, date_column: str | None, quiet: bool) -> None:
    """Find the statements that several articles of a run have, write the tables and print the gravest differences."""
    from quoteminer.statements.merged_statements import StatementTables, merged_statements, write_statements
    from quoteminer.views.statement_view import statement_view

    tables = StatementTables.at(output) if output else StatementTables.of(records)
    for path in tables:
        check_output([str(records)], path, stdout=False)
    with Bar(quiet=quiet) as bar:
        merged = merged_statements(_stepped(records, bar), date_column=date_column)
        write_statements(merged, tables)
    totals = merged.totals
    line = (
        f"{counted(totals.compared, 'direct or mixed quote')} of {counted(totals.articles, 'article')}: "
        f"{counted(totals.statements, 'statement')} in several articles, {totals.grave:,} with grave differences."
    )
    _show(statement_view(merged.first(SHOWN)), [line], totals.undated, tables, quiet=quiet)


def _show(view: RenderableType, lines: Iterable[str], undated: int, tables: Iterable[Path], *, quiet: bool) -> None:
    """Print a view with lines below it, and name the tables that were written."""
    from quoteminer.cli.screen import open_screen

    with open_screen(None) as screen:
        screen.show(view)
        for line in lines:
            screen.show_line(line)
        if undated:
            screen.show_line(f"Articles without a date that can be read: {undated:,}.")
    if not quiet:
        complain(f"written: {', '.join(map(str, tables))}")
