"""The result of a run on a cluster: a folder that all machines reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from quoteminer.corpus.cluster.files import Storage
from quoteminer.corpus.cluster.steps import WrittenPart
from quoteminer.corpus.journal import Totals
from quoteminer.corpus.paths import ERRORS
from quoteminer.errors import OutputError
from quoteminer.output.files import explaining
from quoteminer.output.jsontext import dump

DONE: Final = "_SUCCESS"
"""Written last: without it, the result is not whole. Hadoop and Spark use the same name."""
PARTS: Final = "quotes.parquet"
"""The folder of the parts; the order of their names is the order of the records."""


@dataclass(frozen=True, slots=True)
class Result:
    """The folder of a result: ``quotes.parquet``, a folder of files that pandas, polars, DuckDB and Spark read as one
    table; ``errors.jsonl``; and `DONE`, with the settings and counts of the run."""

    out: Storage

    @property
    def records(self) -> Storage:
        """The folder of the parts."""
        return self.out / PARTS

    @property
    def errors(self) -> Storage:
        """The file with a row for each article that failed, if any did."""
        return self.out / ERRORS

    @contextmanager
    def begun(self) -> Iterator[Storage]:
        """Yield a folder for the parts. If the block ends by an error, all that was written is deleted.

        Raises:
            OutputError: ``out`` is a file, is not empty, or can't be written.
        """
        with explaining(self.out.shown):
            existed = self._check_empty()
            try:
                if self.out.has_folders:
                    self.out.system.create_dir(self.records.path, recursive=True)
                yield self.records
            except BaseException:
                with suppress(OSError):
                    self.out.system.delete_dir(self.records.path if existed else self.out.path)
                raise

    def finish(self, parts: Sequence[WrittenPart], settings: Mapping[str, Any]) -> Totals:
        """Complete the result after all parts are written, in input order, into the folder that `begun` gave.

        Raises:
            OutputError: parts are missing: machines have written to disks of their own.
        """
        written = {entry.base_name for entry in self.records.entries()}
        missing = [part.name for part in parts if part.name and part.name not in written]
        if missing:
            raise OutputError(
                f"{self.out.shown}: {len(missing)} of the parts that were written are not there ({missing[0]}). Give a "
                "folder that all machines of the cluster share, or a URI like s3://bucket/folder."
            )
        if rows := list(_error_rows(parts)):
            _write(self.errors, rows)
        totals = sum((part.totals for part in parts), Totals())
        _write(self.out / DONE, [{"settings": settings, **asdict(totals)}])
        return totals

    def _check_empty(self) -> bool:
        """Return True if the folder exists. Raises OutputError if it is a file or not empty; OSError."""
        kind = self.out.kind()
        if kind == "File":
            raise OutputError(f"{self.out.shown}: is a file. Give a new folder.")
        if names := [entry.base_name for entry in self.out.entries()]:
            raise OutputError(
                f"{self.out.shown}: has files in it ({min(names)}), which are not overwritten. Give a new folder."
            )
        return kind == "Directory"


def _error_rows(parts: Sequence[WrittenPart]) -> Iterator[Mapping[str, Any]]:
    """Yield a row for each article that failed, in the order of the input."""
    begin = 0
    for part in parts:
        yield from (failed.to_row(begin + at) for at, failed in part.failed)
        begin += part.totals.items


def _write(file: Storage, rows: Iterable[Mapping[str, Any]]) -> None:
    with file.system.open_output_stream(file.path) as stream:
        for row in rows:
            stream.write(f"{dump(row)}\n".encode())
