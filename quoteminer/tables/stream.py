"""The flat table in memory, for pandas, polars, DuckDB, pyarrow and whatever else reads Arrow's PyCapsule interface.

The interface: https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html. nanoarrow, which is small
and needs nothing else, makes the batches. It has no stream that asks Python for its next batch, but one that reads
Arrow's stream format from a file; so the batches are handed over as if they came from a file, each when it is asked
for.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.records import ArticleRecord
from quoteminer.tables.columns import COLUMNS
from quoteminer.tables.flat import Row, rows_of

BATCH_ROWS: Final = 4096
BATCH_CHARACTERS: Final = 16_000_000
"""A batch ends where it has so many rows, or so much text."""


def to_table(records: ArticleRecord | Iterable[ArticleRecord]) -> QuoteTable:
    """The quotes of records as a table with one row a quote, for libraries that read Arrow.

    ``polars.DataFrame(to_table(records))``; ``pandas.DataFrame.from_arrow(…)``, before pandas 3
    ``pyarrow.table(…).to_pandas()``; ``pyarrow.table(…)``; ``duckdb.sql("select … from quotes")``, where ``quotes`` is
    a variable that holds the table. None of them is needed by QuoteMiner itself.

    Args:
        records: one record, or any number of them. The rows are made in batches while the table is read: memory does
            not grow with the number of records. A list, or whatever else can be gone through again, can be read again,
            and shows its records as they are then. An iterator (``miner.mine_many(…)``, a generator) can be read once;
            its schema can be asked for before and after.

    Returns:
        The table. Its columns are those of ``quoteminer.tables.columns.COLUMNS``: utf8, int64, double, bool, all of
        them nullable. An article without quotes has no row.
    """
    return QuoteTable([records] if isinstance(records, ArticleRecord) else records)


class QuoteTable:
    """Records as a table with one row a quote, made while it is read. See `to_table`."""

    def __init__(self, records: Iterable[ArticleRecord]) -> None:
        self._records = records
        self._reader: _Stream | None = None

    def __arrow_c_schema__(self) -> object:
        """The names and types of the columns (a capsule "arrow_schema")."""
        return _schema().__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows (a capsule "arrow_array_stream"). Nothing is read before the first batch is asked for. Where a
        record can't be had, or an iterator is read for the second time, reading it raises the reader's own error with
        the reason. ``requested_schema`` is not followed, as the interface allows."""
        from nanoarrow.ipc import InputStream

        return InputStream.from_readable(_Stream(self)).__arrow_c_stream__()

    def batches(self, reader: _Stream) -> Iterator[list[Row]]:
        """The rows for one reader, batch by batch. Raises InputError where another has begun with what can be read
        only once."""
        records = iter(self._records)
        if records is self._records:
            if self._reader:
                raise InputError(
                    "These records can be read once, and were: they came from an iterator. Give to_table a list."
                )
            self._reader = reader
        return _batches(records)


def _batches(records: Iterator[ArticleRecord]) -> Iterator[list[Row]]:
    rows: list[Row] = []
    characters = 0
    for record in records:
        if not isinstance(record, ArticleRecord):
            raise InputError(f"to_table got {type(record).__name__} among its records. Give it ArticleRecords.")
        for row in rows_of(record):
            rows.append(row)
            characters += sum(len(cell) for cell in row if isinstance(cell, str))
            if len(rows) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
                yield rows
                rows, characters = [], 0
    if rows:
        yield rows


class _Stream(io.RawIOBase):
    """A table in Arrow's stream format, as a file that is made while it is read."""

    def __init__(self, table: QuoteTable) -> None:
        from nanoarrow.c_array_stream import CArrayStream
        from nanoarrow.ipc import StreamWriter

        self._table = table
        self._batches: Iterator[list[Row]] | None = None
        self._made = io.BytesIO()
        self._writer = StreamWriter.from_writable(self._made)
        # The schema alone: no rows are asked for yet.
        self._writer.write_stream(CArrayStream.from_c_arrays([], _schema()), write_schema=True)
        self._made.seek(0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, or a part of it. What goes wrong must be an error that C code can tell as text: from any
        other one, nanoarrow would go on as if the table ended here."""
        try:
            return self._read_into(memoryview(buffer).cast("B"))
        except BaseException as error:
            reason = f"{type(error).__name__}: {error}".encode(errors="replace").decode()
            raise OSError(reason) from None

    def _read_into(self, target: memoryview) -> int:
        count = self._made.readinto(target)
        if count or not target:
            return count
        self._make_more()
        return self._made.readinto(target)

    def _make_more(self) -> None:
        """The next batch in place of the one before, or nothing, which ends the stream."""
        if self._batches is None:
            self._batches = self._table.batches(self)
        rows = next(self._batches, None)
        self._made.seek(0)
        self._made.truncate()
        if rows:
            self._writer.write_array(_batch(rows))
            self._made.seek(0)


def _schema() -> Any:
    import nanoarrow

    types = {
        "text": nanoarrow.string(),
        "integer": nanoarrow.int64(),
        "number": nanoarrow.float64(),
        "truth": nanoarrow.bool_(),
    }
    return nanoarrow.c_schema(nanoarrow.struct({name: types[column.type] for name, column in COLUMNS.items()}))


def _batch(rows: list[Row]) -> Any:
    import nanoarrow

    schema = _schema()
    columns = zip(zip(*rows, strict=True), schema.children, strict=True)
    cells = [nanoarrow.c_array(column, type) for column, type in columns]
    return nanoarrow.c_array_from_buffers(schema, len(rows), [None], children=cells)
