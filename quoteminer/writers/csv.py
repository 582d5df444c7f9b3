"""Comma-separated values for spreadsheets and statistics: one row a quote, as `tables.columns` has it.

UTF-8 with a byte order mark, without which Excel reads curly quotes as garbage; quoted as RFC 4180 says, so that a cell
may hold commas, marks and ends of lines; a CSV file's empty cell is None.

A cell that a spreadsheet would take for a formula is guarded (`output.cells`).
"""

from __future__ import annotations

import csv
from typing import TextIO

from quoteminer.output.cells import BYTE_ORDER_MARK, guarded
from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.tables.columns import COLUMNS, Cell
from quoteminer.tables.flat import REPLACEMENT, rows_of


class CsvWriter(StreamWriter[ArticleRecord]):
    """A row a quote, below a row of names. NUL characters, at which readers of CSV stop, are U+FFFD in it, and so are
    lone surrogates."""

    delimiter = ","

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._rows = csv.writer(stream, delimiter=self.delimiter, lineterminator="\r\n")
        stream.write(BYTE_ORDER_MARK)
        self._rows.writerow(COLUMNS)

    def write(self, record: ArticleRecord) -> None:
        self._rows.writerows([_as_written(cell) for cell in row] for row in rows_of(record))


def _as_written(cell: Cell) -> Cell:
    return guarded(cell.replace("\0", REPLACEMENT)) if isinstance(cell, str) else cell
