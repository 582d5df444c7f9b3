"""Where a run on a cluster leaves its result: a folder that all machines reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any, Final

from quoteminer.corpus.cluster.rows import EXTRA, WHAT
from quoteminer.corpus.cluster.storage import Storage
from quoteminer.corpus.cluster.writing import FORMAT, Part
from quoteminer.corpus.journal import Totals
from quoteminer.corpus.open_part import failure_row
from quoteminer.corpus.place import ERRORS
from quoteminer.errors import OutputError, need
from quoteminer.output.files import explained
from quoteminer.output.jsontext import dump

DONE: Final = "_SUCCESS"
"""Is written last: without it, the result is not whole. The name is known from Hadoop and Spark."""
PARTS: Final = f"quotes.{FORMAT}"
"""The folder of the parts; their names in order are the order of the records."""
_UNFINISHED: Final = "_unfinished"


@dataclass(frozen=True, slots=True)
class Result:
    """The folder of a result: ``quotes.parquet``, a folder with the parts as files, which pandas, polars, DuckDB and
    Spark read as one table; ``errors.jsonl``; `DONE`, with what was asked for and what was done."""

    out: Storage

    @property
    def records(self) -> Storage:
        """The folder of the parts, when they are there."""
        return self.out.below(PARTS)

    @property
    def errors(self) -> Storage:
        """What tells of articles that failed, where there are any."""
        return self.out.below(ERRORS)

    @contextmanager
    def begun(self) -> Iterator[Storage]:
        """A folder for the parts. All that was written goes where the block ends by an error.

        Raises:
            OutputError: there is something already, or it can't be written.
        """
        parts = self.out.below(_UNFINISHED) if self.out.in_folders else self.records
        was_there = self._refuse_files()
        try:
            if parts.in_folders:
                parts.system.create_dir(parts.path, recursive=True)
            yield parts
        except OSError as error:
            self._abandon(parts, was_there)
            raise explained(error, self.out.shown) from error
        except BaseException:
            self._abandon(parts, was_there)
            raise

    def finish(self, parts: Sequence[Part], folder: Storage, told: Mapping[str, Any]) -> Totals:
        """The parts are written into the folder that `begun` gave; the result is whole behind this.

        Raises:
            OutputError: not all parts are there: machines have written to disks of their own.
        """
        self._check(parts, folder)
        if folder.in_folders:
            folder.system.move(folder.path, self.records.path)
        rows = list(_error_rows(parts))
        if rows:
            _write(self.errors, rows)
        totals = _sum(parts)
        _write(self.out.below(DONE), [{"settings": told, **asdict(totals)}])
        return totals

    def _refuse_files(self) -> bool:
        """Whether the folder is there, with nothing in it."""
        types = need("pyarrow.fs", extra=EXTRA, what=WHAT)
        try:
            kind = self.out.system.get_file_info(self.out.path).type
            selector = types.FileSelector(self.out.path, allow_not_found=True)
            inside = [] if kind == types.FileType.File else self.out.system.get_file_info(selector)
        except OSError as error:
            raise explained(error, self.out.shown) from error
        if kind == types.FileType.File:
            raise OutputError(f"{self.out.shown}: is a file. Give a new folder.")
        if inside:
            name = min(info.base_name for info in inside)
            raise OutputError(
                f"{self.out.shown}: has files in it ({name}), which are not overwritten. Give a new folder."
            )
        return bool(kind == types.FileType.Directory)

    def _abandon(self, parts: Storage, was_there: bool) -> None:
        with suppress(OSError):
            parts.system.delete_dir(parts.path if was_there else self.out.path)

    def _check(self, parts: Sequence[Part], folder: Storage) -> None:
        types = need("pyarrow.fs", extra=EXTRA, what=WHAT)
        infos = folder.system.get_file_info(types.FileSelector(folder.path, allow_not_found=True))
        sizes = {info.base_name: info.size for info in infos}
        missing = [part.name for part in parts if part.name and sizes.get(part.name) != part.size]
        if missing:
            raise OutputError(
                f"{self.out.shown}: {len(missing)} of the parts that were written are not there ({missing[0]}). Give a "
                "folder that all machines of the cluster share, or a URI like s3://bucket/folder."
            )


def _sum(parts: Iterable[Part]) -> Totals:
    totals = Totals()
    for part in parts:
        totals.add_all(part.totals)
    return totals


def _error_rows(parts: Sequence[Part]) -> Iterator[Mapping[str, Any]]:
    """A row for each article that failed, in the order of the input, with its place in all of it."""
    items: Counter[int] = Counter()
    for part in parts:
        items.update(part.items)
    files = sorted(items)
    begins = dict(zip(files, accumulate((items[file] for file in files), initial=0), strict=False))
    failed = sorted((one for part in parts for one in part.failed), key=lambda one: (one.file, one.place))
    return (failure_row(one.value, begins[one.file] + one.place) for one in failed)


def _write(file: Storage, rows: Iterable[Mapping[str, Any]]) -> None:
    with file.system.open_output_stream(file.path) as stream:
        for row in rows:
            stream.write(f"{dump(row)}\n".encode())
