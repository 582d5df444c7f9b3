"""A run over many articles: read them, mine them, keep their records, and write the result; or resume a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from heapq import merge
from itertools import chain
from typing import Any

from quoteminer.corpus.journal import Journal, Totals
from quoteminer.corpus.paths import RunPaths
from quoteminer.corpus.pool import Pool
from quoteminer.corpus.worker import Failed, Settings, item_of
from quoteminer.errors import InputError, OutputError
from quoteminer.inputs import STDIN, Input
from quoteminer.inputs.files import suffix_and_stem
from quoteminer.inputs.find import BY_SUFFIX, find
from quoteminer.output.files import whole_file
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

OnProgress = Callable[[Totals], None]
Read = Callable[..., Iterable[Input | InputError]]
"""Reads the articles of an iterable of `Found`, as `inputs.read_found` does; it takes ``tell``."""


@dataclass(frozen=True, slots=True)
class Done:
    """Counts of a run. If ``stopped``, there may be more to do, and there is no result yet."""

    totals: Totals
    stopped: bool = False


def check_inputs(names: Iterable[str], read: Read) -> None:
    """Raise InputError if an input is mistyped: nothing is there, or no article is in a file of an unknown suffix.

    Call it before `run`, which keeps an unreadable article as a failure of the run. Files of a known suffix, the
    contents of folders and standard input are not looked at.
    """
    for name in names:
        first = next(find(name, lambda message: None))
        if isinstance(first, InputError):
            raise first
        is_unknown = os.path.isfile(first.source) and suffix_and_stem(first.source)[0] not in BY_SUFFIX
        if first.given and first.source != STDIN and (is_unknown or not os.path.exists(first.source)):
            article = next(iter(read([first])), None)
            if isinstance(article, InputError):
                raise article


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
        paths: the paths of the run and its result.
        settings: what the records depend on besides the input.
        workers: number of processes that mine, 1 or more.
        on_progress: called with what is done so far, first at the beginning, then after each article.
        on_record: called with each record when the result is written, in input order.
        should_stop: called a few times a second; True stops the run.

    Returns:
        Counts of all that is done and kept; articles that failed are listed in ``paths.errors``.

    Raises:
        RunError: the folder has a run with other settings or another input, is used by another process, or damaged.
        OutputError: something can't be written; what is done is kept.
        ModelError, PeopleFileError, ConfigError, WorkerError, DependencyError: nothing can be mined or written.
    """
    known = settings.to_dict()
    with paths.locked():
        journal = Journal(paths.folder, known)
        on_progress(journal.totals)
        pending = journal.pending(map(item_of, inputs), should_stop=should_stop)
        first = next(pending, None)
        if first is None:
            if should_stop():
                return Done(journal.kept, stopped=True)
            if totals := _totals_of_result(journal, paths):
                return Done(totals)
        else:
            with Pool(workers, settings) as pool:
                for item, outcome in pool.outcomes(chain([first], pending), should_stop=should_stop):
                    journal.add(item, outcome)
                    on_progress(journal.totals)
            if should_stop():
                _write_errors(journal.failures(), paths)
                return Done(journal.kept, stopped=True)
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
