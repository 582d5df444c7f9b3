"""A run over many articles: read them, mine them, keep their records, and write the result; or resume a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from heapq import merge
from itertools import chain
from typing import Any

from quoteminer.corpus.journal import Journal, Totals
from quoteminer.corpus.paths import RunPaths
from quoteminer.corpus.pool import Pool
from quoteminer.corpus.worker import Failed, Item, Settings, item_of
from quoteminer.errors import InputError, OutputError
from quoteminer.inputs import Input
from quoteminer.output.files import whole_file
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

OnProgress = Callable[[Totals], None]


@dataclass(frozen=True, slots=True)
class Done:
    """Counts of a run. If ``stopped``, there may be more to do, and there is no result yet."""

    totals: Totals
    stopped: bool = False


def run(
    inputs: Iterable[Input | InputError],
    paths: RunPaths,
    settings: Settings,
    *,
    workers: int,
    on_progress: OnProgress = lambda totals: None,
    on_record: Callable[[ArticleRecord], None] = lambda record: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Done:
    """Mine articles in worker processes and write their records in input order.

    Records are kept in ``paths.folder`` part by part, so that the same call resumes a run after any end of it. If the
    run is finished, only articles added at the end of the input are mined.

    Args:
        inputs: articles, and errors for unreadable ones, as `read_inputs` yields them; the same stream each time.
        paths: where the run and its result are.
        settings: what the records depend on besides the input.
        workers: number of processes that mine, 1 or more.
        on_progress: called with what is done so far, first at the beginning, then after each article.
        on_record: called with each record when the result is written, in input order.
        should_stop: called a few times a second; True stops the run.

    Returns:
        Counts of all that is done; articles that failed are listed in ``paths.errors``.

    Raises:
        RunError: the folder has a run with other settings or another input, is used by another process, or damaged.
        OutputError: something can't be written; what is done is kept.
        ModelError, PeopleFileError, ConfigError, WorkerError, DependencyError: nothing can be mined or written.
    """
    with paths.locked():
        journal = Journal(paths.folder, settings.to_dict())
        on_progress(journal.totals)
        pending = journal.pending(map(item_of, inputs), should_stop=should_stop)
        first = next(pending, None)
        if first is None and should_stop():
            return Done(journal.totals, stopped=True)
        if first is None and (totals := _totals_of_result(journal, paths)):
            return Done(totals)
        if first is not None and not _mine(
            chain([first], pending), journal, Pool(workers, settings), on_progress, should_stop
        ):
            _write_errors(journal.failures(), paths)
            return Done(journal.totals, stopped=True)
        journal.close()
        totals = _write_result(journal, paths, on_record)
    paths.delete_temporary()
    return Done(totals)


def _totals_of_result(journal: Journal, paths: RunPaths) -> Totals | None:
    """Return the counts of a finished run if its result is there in the wanted format. What the format could not hold
    counts as failed."""
    finished = journal.finished
    if finished is None or finished["format"] != paths.format or not paths.result.exists():
        return None
    return Totals(**{one.name: finished[one.name] for one in fields(Totals)})


def _mine(
    items: Iterable[Item], journal: Journal, pool: Pool, on_progress: OnProgress, should_stop: Callable[[], bool]
) -> bool:
    """Mine items into the journal, which keeps what is done whatever ends this. Return False if stopped."""
    try:
        with pool:
            for item, outcome in pool.outcomes(items, should_stop=should_stop):
                journal.add(item, outcome)
                on_progress(journal.totals)
    except BaseException:
        journal.save_open_part()
        raise
    if stopped := should_stop():  # asked once: a signal may come at any time
        journal.save_open_part()
    return not stopped


def _write_result(journal: Journal, paths: RunPaths, on_record: Callable[[ArticleRecord], None]) -> Totals:
    """Write the result and the errors, and return the counts. A record that the format can't hold counts as failed."""
    totals = journal.totals

    def write_records() -> Iterator[Mapping[str, Any]]:
        """Yield a row for each record that can't be written."""
        nonlocal totals
        paths.back_up_result()
        with FORMATS[paths.format].open(paths.result) as writer:
            for index, line in journal.records():
                record = ArticleRecord.from_json(line)
                on_record(record)
                try:
                    writer.write(record)
                except OutputError as error:
                    totals += Totals(records=-1, failed=1, quotes=-len(record.quotes))
                    yield Failed("write", "OutputError", str(error), record.source, record.id).to_row(index)
            writer.close(several=True)

    _write_errors(merge(journal.failures(), write_records(), key=lambda row: row["index"]), paths)
    journal.finish({"format": paths.format, "result": paths.result.name, **asdict(totals)})
    return totals


def _write_errors(rows: Iterator[Mapping[str, Any]], paths: RunPaths) -> None:
    """Write a row for each article that failed; without any, there is no file."""
    first = next(rows, None)
    if first is None:
        paths.errors.unlink(missing_ok=True)
        return
    with whole_file(paths.errors) as stream:
        stream.writelines(dump(row) + "\n" for row in chain([first], rows))
