"""Read the records of a finished run, or of a file that extract or corpus wrote, one at a time."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from quoteminer.errors import InputError, no_such_file
from quoteminer.inputs.json_files import JsonError, JsonValues
from quoteminer.inputs.open_files import LONG_ROWS, FoundFile, opened, suffix_and_stem
from quoteminer.output import article_rows
from quoteminer.output.run.run_paths import DONE, PARTS, RUN
from quoteminer.output.run.run_tables import NOT_FINISHED, finished_records, record_at
from quoteminer.records import ArticleRecord


def read_records(path: str | Path) -> Iterator[ArticleRecord]:
    """Yield the records of a run of ``quoteminer corpus`` in order, reading them one at a time.

    Args:
        path: the folder of a run, or a file of records: ``.parquet``, ``.jsonl`` (one per line) or
            ``.json`` (one record or a list). JSON files may be packed by gzip or Zstandard.

    Raises:
        InputError: there is no such run or file, the run is not finished, or a line is not a
            record.
        RunError: another process is writing the run, or it is damaged.
        DependencyError: a library for that kind of file is not installed.
    """
    path = Path(path)
    suffix, _ = suffix_and_stem(path.name)
    if (path / DONE).exists():
        for part in sorted((path / PARTS).glob("*.parquet")):
            yield from article_rows.read_parquet_records(part)
    elif path.is_dir():
        yield from (record for _, record in _run_records(path))
    elif suffix in (".jsonl", ".ndjson", ".json", ".parquet"):
        if not path.exists() and path.with_name(f"{path.name}.run").exists():
            raise InputError(f"{path}: is not there yet, {NOT_FINISHED}")
        yield from (
            article_rows.read_parquet_records(path) if suffix == ".parquet" else json_records(path)
        )
    elif not path.exists():
        raise InputError(f"{path}: {no_such_file()}")
    else:
        raise InputError(
            f"{path}: can't be read as a file of records. Give a folder of quoteminer corpus, or a"
            " file of records (.jsonl, .ndjson, .json, .parquet)."
        )


class StoredRecords:
    """The records at ``path``, as for `read_records`, by their number from 0. Those of a run in one
    file are read in place; others, which are read from their beginning, are copied to a temporary
    file."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        in_place = self._path.is_dir() and not (self._path / DONE).exists()
        self._copy = None if in_place else tempfile.TemporaryFile()  # noqa: SIM115  as long as this
        self._places = array("q", [0] if self._copy else [])

    def read(self) -> Iterator[ArticleRecord]:
        """Yield all records, after which each can be had again. Raises what `read_records` does."""
        if self._copy is None:
            for position, record in _run_records(self._path):
                self._places.append(position)
                yield record
            return
        for record in read_records(self._path):
            self._copy.write(record.to_json(with_text=True).encode())
            self._places.append(self._copy.tell())
            yield record

    def __getitem__(self, number: int) -> ArticleRecord:
        """Return a record that was read. Raises IndexError, and RunError if the run has changed or
        is being written."""
        if self._copy is None:
            file = self._path / RUN
            return _record(
                record_at(file, self._places[number]),
                f"{file}, article {self._places[number] + 1:,}",
            )
        start, end = self._places[number], self._places[number + 1]
        self._copy.seek(start)
        return ArticleRecord.from_json(self._copy.read(end - start).decode())


def _run_records(folder: Path) -> Iterator[tuple[int, ArticleRecord]]:
    """Yield the records of a run with the positions of their articles in the input."""
    file = folder / RUN
    if not file.exists():
        reason = (
            f"has no {RUN}, so it is not a run. Give what quoteminer corpus --out wrote: a folder"
            " or a file."
        )
        raise InputError(f"{folder}: {reason}")
    for position, line in finished_records(file):
        yield position, _record(line, f"{file}, article {position + 1:,}")


def json_records(path: Path, content: BinaryIO | None = None) -> Iterator[ArticleRecord]:
    """Yield the records of a JSON file, whose ``content`` may be in memory. Raises InputError."""
    with opened(FoundFile(str(path), path.stem), LONG_ROWS, content) as file:
        lines = ((line.number, line.text) for line in file.lines() if line.text.strip() or line.cut)
        try:
            for number, text in (
                JsonValues(file.text(), LONG_ROWS.row_size) if file.suffix == ".json" else lines
            ):
                yield _record(text, f"{path}, line {number}")
        except JsonError as error:
            raise InputError(
                f"{path}, line {error.line}: {error}. Write the records again."
            ) from None


def _record(text: str, place: str) -> ArticleRecord:
    try:
        text.encode()
        return ArticleRecord.from_json(text)
    except UnicodeEncodeError:  # surrogates stand for bytes that are not UTF-8
        raise InputError(f"{place}: is not UTF-8. Write the records again.") from None
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
