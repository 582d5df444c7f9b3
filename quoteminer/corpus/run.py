"""A run over many articles: read, mine, keep, write the result; and the same again where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from heapq import merge
from itertools import chain
from typing import Any

from quoteminer.corpus.journal import Journal, Totals
from quoteminer.corpus.open_part import failure_row
from quoteminer.corpus.place import Place
from quoteminer.corpus.pool import Pool
from quoteminer.corpus.settings import Settings
from quoteminer.corpus.tasks import Failed, Item
from quoteminer.errors import InputError, OutputError
from quoteminer.inputs import Input
from quoteminer.output.files import whole_file
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

Watch = Callable[[Totals], None]
"""Is told of what is done so far: once at the beginning, then after each article."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has done. ``stopped``: it was told to stop, and there may be more to do; there is no result yet."""

    totals: Totals
    stopped: bool = False


def run(
    inputs: Iterable[Input | InputError],
    place: Place,
    settings: Settings,
    *,
    workers: int,
    watch: Watch = lambda _: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Done:
    """Mine many articles in worker processes and write their records in input order.

    What is done is kept in ``place.folder`` part by part, so that the same call goes on where another one ended,
    however it ended. Where the run is finished already, only what is new at the end of the input is mined.

    Args:
        inputs: the articles, and errors for those that can't be read, as `read_inputs` gives them: a stream that is the
            same each time.
        place: where the run and its result lie.
        settings: what the records depend on.
        workers: processes that mine, 1 or more.
        watch: is told of the progress.
        stopping: is asked a few times a second whether to stop.

    Returns:
        What was done in all; ``failed`` ones are in ``place.errors``.

    Raises:
        RunError: the folder has a run with other settings or of another input, is used by another process, or damaged.
        OutputError: something can't be written; what is done is kept.
        ModelError, PeopleFileError, ConfigError, WorkerError, DependencyError: nothing can be mined or written.
    """
    with place.locked():
        journal = Journal(place.folder, settings.told())
        watch(journal.totals)
        new = journal.behind(map(item_of, inputs), stopping=stopping)
        first = next(new, None)
        if first is None and stopping():
            return Done(journal.totals, stopped=True)
        if first is None and _has_result(journal, place):
            return Done(_totals_told(journal))
        if first is not None and not _mine(chain([first], new), journal, settings, workers, watch, stopping):
            _write_errors(journal.failures(), place)
            return Done(journal.totals, stopped=True)
        journal.complete()
        totals = _write_result(journal, place)
    place.clear()
    return Done(totals)


def item_of(read: Input | InputError) -> Item:
    """What was read, as an item of a run."""
    if isinstance(read, Input):
        return read
    return Failed("read", type(read).__name__, str(read), read.source, read.id)


def _has_result(journal: Journal, place: Place) -> bool:
    told = journal.finished
    return told is not None and told["format"] == place.format and place.result.exists()


def _totals_told(journal: Journal) -> Totals:
    """The totals of a finished run, in which those that the format could not hold count as failed."""
    told = journal.finished or {}
    return Totals(**{field.name: told[field.name] for field in fields(Totals)})


def _mine(
    items: Iterable[Item],
    journal: Journal,
    settings: Settings,
    workers: int,
    watch: Watch,
    stopping: Callable[[], bool],
) -> bool:
    """Mine the items. Whatever ends this, what is done is kept. False where it was stopped."""
    try:
        with Pool(workers, settings.setup()) as pool:
            for item, outcome in pool.outcomes(items, stopping=stopping):
                journal.add(item, outcome)
                watch(journal.totals)
    except BaseException:
        journal.keep()
        raise
    if stopped := stopping():  # asked once: a signal may come at any time
        journal.keep()
    return not stopped


def _write_result(journal: Journal, place: Place) -> Totals:
    """Write the records in the format that was asked for, and a row for each article that failed."""
    totals = journal.totals
    left_out = _write_records(journal, place, totals)
    _write_errors(merge(journal.failures(), left_out, key=lambda row: row["index"]), place)
    journal.finish({"format": place.format, "result": place.result.name, **asdict(totals)})
    return totals


def _write_records(journal: Journal, place: Place, totals: Totals) -> Iterator[Mapping[str, Any]]:
    """Write them; yields a row for each that the format can't hold, which counts as failed in the totals."""
    place.make_room()
    with FORMATS[place.format].open(place.result) as writer:
        for index, line in journal.records():
            record = ArticleRecord.from_json(line)
            try:
                writer.write(record)
            except OutputError as error:
                totals.records, totals.failed = totals.records - 1, totals.failed + 1
                totals.quotes -= len(record.quotes)
                yield failure_row(Failed("write", "OutputError", str(error), record.source, record.id), index)
        writer.close(several=True)


def _write_errors(rows: Iterator[Mapping[str, Any]], place: Place) -> None:
    """Write the rows; without any, there is no file."""
    first = next(rows, None)
    if first is None:
        place.errors.unlink(missing_ok=True)
        return
    with whole_file(place.errors) as stream:
        stream.writelines(dump(row) + "\n" for row in chain([first], rows))
