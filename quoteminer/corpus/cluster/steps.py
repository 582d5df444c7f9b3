"""The steps of a run on a cluster, which Ray Data runs on any machine: read, mine, write.

Rows pass between them pickled, in Arrow tables of one column: texts may contain lone surrogates, which Arrow's strings
can't hold.
"""

from __future__ import annotations

import pickle
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from quoteminer.corpus.cluster.files import InputFile, Storage, need_ray
from quoteminer.corpus.journal import Totals
from quoteminer.corpus.pool import Pool, Serve
from quoteminer.corpus.worker import Failed, Item, Mined, Settings, item_of
from quoteminer.errors import InputError, OutputError, QuoteMinerError, RunError
from quoteminer.inputs import Input
from quoteminer.inputs.files import Found
from quoteminer.output.files import explained
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

Read = Callable[..., Iterable[Input | InputError]]
"""Reads the articles of an iterable of `Found`, as `inputs.read_found` does; it takes ``tell``."""
FORMAT: Final = "parquet"


class Row(NamedTuple):
    """An Item or an Outcome with its position in the input: the number of its file, and its place in it, from 0."""

    file: int
    place: int
    value: Any


def to_table(values: Iterable[Any]) -> Any:
    """Return a pyarrow.Table with a row for each value."""
    arrow = need_ray("pyarrow")
    return arrow.table({"value": arrow.array([pickle.dumps(value) for value in values], arrow.large_binary())})


def from_table(table: Any) -> Iterator[Any]:
    """Yield the values of a table made by `to_table`."""
    for value in table.column("value"):
        yield pickle.loads(value.as_py())


@dataclass(frozen=True, slots=True)
class ReadBatches:
    """A task that reads files into batches of articles, in order.

    Args:
        read: reads the articles of a file.
        articles, characters: a batch is full when it has one of these.
    """

    read: Read
    articles: int = 32
    characters: int = 200_000

    def __call__(self, files: Any) -> Iterator[Any]:
        """Take a table of pairs (number of the file, InputFile or Failed); yield tables of one row, a list of Rows with
        Items."""
        batch: list[Row] = []
        characters = 0
        for number, file in from_table(files):
            for place, item in enumerate(self._items(file)):
                batch.append(Row(number, place, item))
                characters += 0 if isinstance(item, Failed) else len(item.text)
                if len(batch) >= self.articles or characters >= self.characters:
                    yield to_table([batch])
                    batch, characters = [], 0
        if batch:
            yield to_table([batch])

    def _items(self, file: InputFile | Failed) -> Iterator[Item]:
        if isinstance(file, Failed):
            yield file
            return
        shown = file.storage.shown
        try:
            with file.storage.on_disk() as path:
                for item in map(item_of, self.read([Found(path, file.stem, file.given)])):
                    if isinstance(item, Failed):
                        reason = item.reason.replace(path, shown)
                        yield replace(item, reason=reason, source=item.source and shown)
                    else:
                        yield replace(item, source=shown)
        except OSError as error:
            yield Failed("read", "InputError", f"{shown}: can't be read ({error}). Check your rights.", shown)


class MineBatches:
    """An actor that turns batches of articles into outcomes, on one core.

    The model is in a worker process, not in the actor: an article that kills its process would kill the actor, and Ray
    would give it to one actor after the other.

    Errors of this machine (RunError: its version of quoteminer, model or file of people differs; ModelError,
    PeopleFileError, WorkerError) are returned in place of outcomes: Ray would turn a raised one into text.

    Args:
        settings: the settings of the run.
        expected: `Settings.to_dict` of the machine that began the run.
        serve: the function that the worker runs.
    """

    def __init__(self, settings: Settings, expected: Mapping[str, Any], serve: Serve) -> None:
        self._pool: Pool | None = None
        try:
            _check_same(expected, settings.to_dict())
            self._pool = Pool(1, settings, serve=serve).__enter__()  # its process ends when this one does
        except QuoteMinerError as error:
            self._error = error

    def __call__(self, batches: Any) -> Any:
        """Return the batches with outcomes in place of items, or an error."""
        return to_table(map(self._mine, from_table(batches)))

    def _mine(self, batch: list[Row]) -> list[Row] | QuoteMinerError:
        if self._pool is None:
            return self._error
        try:
            outcomes = self._pool.outcomes(row.value for row in batch)
            return [row._replace(value=outcome) for row, (_, outcome) in zip(batch, outcomes, strict=True)]
        except QuoteMinerError as error:
            return error


def _check_same(expected: Mapping[str, Any], here: Mapping[str, Any]) -> None:
    differing = [name for name in expected if expected[name] != here[name]]
    if differing:
        changes = "; ".join(f"{name} is {dump(here[name])}, not {dump(expected[name])}" for name in differing)
        raise RunError(
            f"{platform.node()}: this machine differs from the one that began the run ({changes}). Install the same "
            "version of quoteminer on all, and keep the files that you name where all have them."
        )


@dataclass(slots=True)
class WrittenPart:
    """A file of the result: its name and size in bytes ("" and 0 without records), counts, the number of items by file
    of the input, and the rows that failed."""

    name: str = ""
    size: int = 0
    totals: Totals = Totals()
    items: Mapping[int, int] = field(default_factory=dict)
    failed: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WriteParts:
    """A task that writes batches of outcomes to a Parquet file in a folder.

    The file is named after the position of its first item, so that a part that is written again, after the death of the
    machine that wrote it, replaces the first attempt.
    """

    folder: Storage

    def __call__(self, batches: Any) -> Any:
        """Return a table with a WrittenPart, or with the error that came in or happened."""
        rows: list[Row] = []
        for batch in from_table(batches):
            if isinstance(batch, QuoteMinerError):
                return to_table([batch])
            rows += batch
        try:
            return to_table([self._write(rows)] if rows else [])
        except OutputError as error:
            return to_table([error])

    def _write(self, rows: list[Row]) -> WrittenPart:
        part = WrittenPart(items=Counter(row.file for row in rows))
        part.failed = [row for row in rows if isinstance(row.value, Failed)]
        mined = [row for row in rows if isinstance(row.value, Mined)]
        if mined:
            part.name = f"{rows[0].file:06d}-{rows[0].place:09d}.{FORMAT}"
            file = self.folder / part.name
            try:
                with file.system.open_output_stream(file.path) as stream:
                    writer = FORMATS[FORMAT].make(stream)
                    for row in mined:
                        _write_row(row, writer, part)
                    writer.close(several=True)
                part.size = file.system.get_file_info(file.path).size
            except OSError as error:
                raise explained(error, file.shown) from error
        part.totals += Totals(items=len(rows), failed=len(part.failed))
        return part


def _write_row(row: Row, writer: Any, part: WrittenPart) -> None:
    record = ArticleRecord.from_json(row.value.line)
    try:
        writer.write(record)
    except OutputError as error:
        part.failed.append(row._replace(value=Failed("write", "OutputError", str(error), record.source, record.id)))
    else:
        part.totals += Totals(records=1, quotes=row.value.quotes, words=row.value.words)
