"""Run over many articles: read them, mine them, keep their records, and write the result; or resume
a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from heapq import merge
from itertools import chain, count
from pathlib import Path
from typing import Any

from quoteminer.commands.corpus.pool import Pool
from quoteminer.commands.corpus.worker import Settings, item_of
from quoteminer.errors import InputError, OutputError
from quoteminer.inputs import STDIN, Input
from quoteminer.inputs.fetch import scheme
from quoteminer.inputs.find_files import find
from quoteminer.output.formats import FORMATS, by_suffix
from quoteminer.output.run.outcomes import Failed
from quoteminer.output.run.run_file import RunFile, RunTotals
from quoteminer.output.run.run_paths import ERRORS, RUN
from quoteminer.output.whole_files import delete_leftovers, explaining, whole_file
from quoteminer.records import ArticleRecord
from quoteminer.records.jsontext import dump

OnProgress = Callable[[RunTotals], None]
Read = Callable[..., Iterable[Input | InputError]]  # a function like `inputs.read_found`


@dataclass(frozen=True, slots=True)
class Done:
    """The counts of a run. If ``stopped``, there may be more articles, and there is no result
    yet."""

    totals: RunTotals
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class RunPaths:
    """The paths of a run: its file (deleted at the end if ``temporary``), its result, and a file of
    errors."""

    format: str
    run: Path
    result: Path
    errors: Path
    temporary: bool

    @classmethod
    def of(cls, out: Path, format: str | None) -> RunPaths:
        """Return the paths for an output: a file if it exists or has the suffix of a format, else a
        folder, which gets ``quotes.SUFFIX``, ``errors.jsonl`` and the run. Formats with several
        files always get a folder. The default ``format`` is that of the suffix, else jsonl. Raises
        OutputError if a file has an unknown suffix.
        """
        suffix, known = out.suffix.lower(), by_suffix()
        chosen = format or known.get(suffix)
        name = chosen or "jsonl"
        many = FORMATS[name].target == "folder"
        if out.is_file() and not chosen:
            raise OutputError(
                f"{out}: is a file of an unknown format. Give --format to replace it, or a new"
                " name."
            )
        if suffix[1:].isalpha() and not (chosen or out.exists()):
            raise OutputError(
                f"{out}: no format has the suffix {suffix}. Give one of {', '.join(known)}, or"
                " --format; for a folder, create it first."
            )
        if not many and (out.is_file() or (suffix in known and not out.is_dir())):
            return cls(name, Path(f"{out}.run"), out, Path(f"{out}.{ERRORS}"), True)
        result = out / (name if many else f"quotes{FORMATS[name].suffixes[0]}")
        return cls(name, out / RUN, result, out / ERRORS, False)

    @property
    def written(self) -> tuple[Path, ...]:
        """The files and folders that a run writes, besides a result in a file; they are not
        articles of the input."""
        if not self.temporary:
            return (self.run.parent,)
        return self.run, Path(f"{self.run}-journal"), self.errors

    def make_folder(self) -> None:
        """Create the folder of the run. Raises OutputError if it can't be created or has other
        files in it."""
        if self.temporary:
            return
        folder = self.run.parent
        with explaining(folder):
            folder.mkdir(exist_ok=True)
            foreign = {path.name for path in folder.iterdir() if not path.name.startswith(RUN)}
        if foreign and not self.run.exists():
            raise OutputError(
                f"{folder}: has files in it that are not a run of quoteminer ({min(foreign)}). Give"
                " a new folder."
            )

    def back_up_result(self) -> None:
        """Rename the folder of an earlier result, because it may have corrections by hand."""
        if self.result.is_dir() and any(self.result.iterdir()):
            names = (self.result.with_name(f"{self.result.name}.{number}") for number in count(1))
            with explaining(self.result):
                self.result.rename(next(name for name in names if not os.path.lexists(name)))


def check_inputs(names: Iterable[str], read: Read) -> None:
    """Raise InputError if an input is mistyped: it does not exist, or is a folder or a glob without
    files. `run` would count it as an article that failed, as it does a file that can't be read.
    Nothing else is read.
    """
    for name in names:
        first = next(find(name, lambda message: None))
        if isinstance(first, InputError):
            raise first
        is_file = first.given and first.source != STDIN and not scheme(first.source)
        if is_file and not os.path.exists(first.source):
            article = next(iter(read([first])), None)
            if isinstance(article, InputError):
                raise article


def run(
    inputs: Iterable[Input | InputError],
    paths: RunPaths,
    settings: Settings,
    *,
    workers: int,
    retry: bool = False,
    on_progress: OnProgress = lambda totals: None,
    on_record: Callable[[ArticleRecord], None] = lambda record: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Done:
    """Mine articles in worker processes and write their records in input order. The records are
    saved in the file of the run, so that the same call resumes a run however it ended; of a
    finished run, only articles added at the end are mined.

    Args:
        inputs: the articles, as `read_inputs` yields them; the same stream each time.
        workers: number of processes that mine, 1 or more.
        retry: mine articles again that failed, whether they have changed or not.
        on_progress: called with the totals so far, at the beginning and after each article.
        on_record: called with each record when the result is written, in input order.
        should_stop: called a few times a second; True stops the run and keeps its records.

    Raises:
        RunError: the run has other settings or input, is damaged, or is used by another process.
        OutputError: a file can't be written.
        ModelError, PeopleFileError, ConfigError, WorkerError, DependencyError: nothing can be mined
        or written.
    """
    values = settings.to_dict()  # raises before the folder is made
    paths.make_folder()
    with RunFile(paths.run, values) as run_file:
        delete_leftovers(paths.result)
        delete_leftovers(paths.errors)
        on_progress(run_file.totals)
        pending = run_file.pending(map(item_of, inputs), retry=retry, should_stop=should_stop)

        def should_stop_saved() -> bool:
            run_file.save_if_due()
            return should_stop()

        first = next(pending, None)
        if first is not None:
            with Pool(workers, settings) as pool:
                for item, outcome in pool.outcomes(
                    chain([first], pending), should_stop=should_stop_saved
                ):
                    run_file.add(item, outcome)
                    on_progress(run_file.totals)
            run_file.save()
        finished = run_file.finished  # None after the first `add`
        if should_stop():
            if not finished:
                _write_errors(run_file.failures(), paths)
            return Done(run_file.totals, stopped=True)
        if finished and finished["format"] == paths.format and paths.result.exists():
            totals = RunTotals(**finished["totals"])
        else:
            totals = _write_result(run_file, paths, on_record)
    if paths.temporary:
        with explaining(paths.run):
            paths.run.unlink()
    return Done(totals)


def _write_result(
    run_file: RunFile, paths: RunPaths, on_record: Callable[[ArticleRecord], None]
) -> RunTotals:
    """Write the result and the errors, and return the counts. Records that the format can't hold
    count as failed."""
    totals = run_file.totals

    def write_records() -> Iterator[Mapping[str, Any]]:
        """Write each record, and yield a row of errors for each that can't be written."""
        nonlocal totals
        paths.back_up_result()
        with FORMATS[paths.format].open(paths.result) as writer:
            for position, line in run_file.records():
                record = ArticleRecord.from_json(line)
                on_record(record)
                try:
                    writer.write(record)
                except OutputError as error:
                    totals += RunTotals(records=-1, failed=1, quotes=-len(record.quotes))
                    yield Failed(
                        "write", "OutputError", str(error), record.source, record.id
                    ).to_row(position)
            writer.close(several=True)

    _write_errors(merge(run_file.failures(), write_records(), key=lambda row: row["index"]), paths)
    run_file.finish({"format": paths.format, "totals": asdict(totals)})
    return totals


def _write_errors(rows: Iterator[Mapping[str, Any]], paths: RunPaths) -> None:
    """Write a row for each article that failed. If none failed, delete the file."""
    first = next(rows, None)
    if first is None:
        paths.errors.unlink(missing_ok=True)
        return
    with whole_file(paths.errors) as stream:
        stream.writelines(dump(row) + "\n" for row in chain([first], rows))
