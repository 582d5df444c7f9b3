"""A run over many articles: read them, mine them, keep their records, and write the result; or resume a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from heapq import merge
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from quoteminer.corpus.journal import FAILED, MANIFEST, RECORDS, Journal, RunTotals
from quoteminer.corpus.pool import Pool
from quoteminer.corpus.worker import Failed, Settings, item_of
from quoteminer.errors import InputError, OutputError, RunError
from quoteminer.inputs import STDIN, Input
from quoteminer.inputs.find_files import BY_SUFFIX, find
from quoteminer.inputs.open_files import suffix_and_stem
from quoteminer.output.jsontext import dump
from quoteminer.output.whole_files import PART, explaining, leftovers, whole_file
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

ERRORS: Final = "errors.jsonl"
_LOCK: Final = ".lock"
OnProgress = Callable[[RunTotals], None]
Read = Callable[..., Iterable[Input | InputError]]  # a function like `inputs.read_found`


@dataclass(frozen=True, slots=True)
class Done:
    """Counts of a run. If ``stopped``, there may be more to do, and there is no result yet."""

    totals: RunTotals
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class RunPaths:
    """The folder of a run's finished parts (deleted at the end if ``temporary``), its result, and a file of errors."""

    format: str
    folder: Path
    result: Path
    errors: Path
    temporary: bool

    @classmethod
    def of(cls, out: Path, format: str | None) -> RunPaths:
        """Return the paths for an output: a file if it exists or has the suffix of a format, else a folder, which gets
        ``quotes.SUFFIX``, ``errors.jsonl`` and the run itself. Formats of many files always get a folder.

        ``format`` None: that of the suffix, else jsonl. Raises OutputError if that of a file is unknown.
        """
        suffix = out.suffix.lower()
        by_suffix = next((name for name, one in FORMATS.items() if suffix and suffix in one.suffixes), None)
        name = format or by_suffix or "jsonl"
        many = FORMATS[name].target == "folder"
        if out.is_file() and not (format or by_suffix):
            raise OutputError(f"{out}: is a file of no format known here. Give --format to replace it, or a new name.")
        if not many and (out.is_file() or (by_suffix and not out.is_dir())):
            return cls(name, Path(f"{out}.run"), out, Path(f"{out}.{ERRORS}"), True)
        result = out / (name if many else f"quotes{FORMATS[name].suffixes[0]}")
        return cls(name, out, result, out / ERRORS, False)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Create the folder, delete half-written files in it, and lock it. Raises RunError if another process uses it;
        OutputError if it can't be created or has other files in it."""
        lock = FileLock(self.folder / _LOCK)
        with explaining(self.folder):
            self.folder.mkdir(exist_ok=True)
            self._refuse_foreign_files()
            try:
                lock.acquire(blocking=False)
            except Timeout:
                reason = "another process writes this run. Wait, or give another --out."
                raise RunError(f"{self.folder}: {reason}") from None
        try:
            folders = (self.folder, self.folder / RECORDS, self.folder / FAILED)
            inside = (path for folder in folders for path in folder.glob(f".*{PART}"))
            for path in [*leftovers(self.result), *leftovers(self.errors), *inside]:
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)
            yield
        finally:
            lock.release()

    def delete_temporary(self) -> None:
        """Delete a temporary folder. It is renamed first, so that no half of it keeps its name."""
        if self.temporary and self.folder.exists():
            trash = self.folder.with_name(f".{self.folder.name}.done")
            shutil.rmtree(trash, ignore_errors=True)
            with explaining(self.folder):
                os.replace(self.folder, trash)
            shutil.rmtree(trash, ignore_errors=True)

    def back_up_result(self) -> None:
        """Rename the folder of an earlier result, which may have been corrected by hand."""
        if self.result.is_dir() and any(self.result.iterdir()):
            names = (self.result.with_name(f"{self.result.name}.{number}") for number in count(1))
            with explaining(self.result):
                self.result.rename(next(name for name in names if not os.path.lexists(name)))

    def _refuse_foreign_files(self) -> None:
        """Raise OutputError if there is no manifest, but a file that no run creates before it."""
        names = {path.name for path in self.folder.iterdir()}
        parts = {name for name in names if name.startswith(f".{MANIFEST}.") and name.endswith(PART)}
        foreign = names - parts - {_LOCK, RECORDS, FAILED}
        if foreign and MANIFEST not in names:
            raise OutputError(
                f"{self.folder}: has files in it that are no run of quoteminer ({min(foreign)}). Give a new folder."
            )


def check_inputs(names: Iterable[str], read: Read) -> None:
    """Raise InputError if an input is mistyped: nothing is there, or no article is in a file of an unknown suffix.

    `run` would count it as an article that failed. Files of a known suffix, folders and standard input are not read.
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
        inputs: what `read_inputs` yields; the same stream each time.
        workers: number of processes that mine, 1 or more.
        on_progress: called with the totals so far, at the beginning and after each article.
        on_record: called with each record when the result is written, in input order.
        should_stop: called a few times a second; True stops the run and keeps its records.

    Raises:
        RunError: the folder has a run with other settings or input, is damaged, or used by another process.
        OutputError: something can't be written.
        ModelError, PeopleFileError, ConfigError, WorkerError, DependencyError: nothing can be mined or written.
    """
    known = settings.to_dict()  # before the folder is made
    with paths.locked():
        journal = Journal(paths.folder, known)
        on_progress(journal.totals)
        pending = journal.pending(map(item_of, inputs), should_stop=should_stop)
        first = next(pending, None)
        if first is None:
            if should_stop():
                return Done(journal.totals, stopped=True)
            finished = journal.finished
            if finished and finished["format"] == paths.format and paths.result.exists():
                return Done(RunTotals(**{one.name: finished[one.name] for one in fields(RunTotals)}))
        else:
            with Pool(workers, settings) as pool:
                try:
                    for item, outcome in pool.outcomes(chain([first], pending), should_stop=should_stop):
                        journal.add(item, outcome)
                        on_progress(journal.totals)
                except Exception:
                    journal.close()  # what is done is kept
                    raise
            journal.close()
            if should_stop():
                _write_errors(journal.failures(), paths)
                return Done(journal.totals, stopped=True)
        totals = _write_result(journal, paths, on_record)
    paths.delete_temporary()
    return Done(totals)


def _write_result(journal: Journal, paths: RunPaths, on_record: Callable[[ArticleRecord], None]) -> RunTotals:
    """Write the result and the errors, and return the counts. A record that the format can't hold counts as failed."""
    totals = journal.totals

    def write_records() -> Iterator[Mapping[str, Any]]:
        nonlocal totals
        paths.back_up_result()
        with FORMATS[paths.format].open(paths.result) as writer:
            for index, line in journal.records():
                record = ArticleRecord.from_json(line)
                on_record(record)
                try:
                    writer.write(record)
                except OutputError as error:
                    totals += RunTotals(records=-1, failed=1, quotes=-len(record.quotes))
                    yield Failed("write", "OutputError", str(error), record.source, record.id).to_row(index)
            writer.close(several=True)

    _write_errors(merge(journal.failures(), write_records(), key=lambda row: row["index"]), paths)
    journal.finish({"format": paths.format, "result": paths.result.name, **asdict(totals)})
    return totals


def _write_errors(rows: Iterator[Mapping[str, Any]], paths: RunPaths) -> None:
    """Write a row for each article that failed. Without any, delete the file."""
    first = next(rows, None)
    if first is None:
        paths.errors.unlink(missing_ok=True)
        return
    with whole_file(paths.errors) as stream:
        stream.writelines(dump(row) + "\n" for row in chain([first], rows))
