"""Comma-separated values for spreadsheets and statistics: one row a quote, with the columns of `tables.columns`.

Files start with a byte order mark, without which Excel reads curly quotes as garbage, and are quoted as in RFC 4180, so
that cells may hold commas, quotation marks and line ends. An empty cell is None. Cells that a spreadsheet would take
for formulas are guarded (`output.cells`).
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
    """Write a header and a row a quote. Lone surrogates, and NUL, at which readers of CSV stop, become U+FFFD."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._rows = csv.writer(stream, lineterminator="\r\n")
        stream.write(BYTE_ORDER_MARK)
        self._rows.writerow(COLUMNS)

    def write(self, record: ArticleRecord) -> None:
        self._rows.writerows([_guarded(cell) for cell in row] for row in rows_of(record))


def _guarded(cell: Cell) -> Cell:
    return guarded(cell.replace("\0", REPLACEMENT)) if isinstance(cell, str) else cell
