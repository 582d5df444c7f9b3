"""Comma-separated values for spreadsheets and statistics: one row a quote, as `tables.columns` has it.

UTF-8 with a byte order mark, without which Excel reads curly quotes as garbage; quoted as RFC 4180 says, so that a cell
may hold commas, marks and ends of lines; a CSV file's empty cell is None.

A spreadsheet takes a cell that begins with ``= + - @`` for a formula and computes it, and news can quote such words.
Such a cell gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection), and so does one that
begins with apostrophes before such a sign: what begins with an apostrophe and would get one without it, had one put
there, so `unguarded` is exact. Nothing takes the apostrophe away by itself.
"""

from __future__ import annotations

import csv
import re
from typing import Final, TextIO

from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.tables.columns import COLUMNS, Cell
from quoteminer.tables.flat import REPLACEMENT, rows_of

BYTE_ORDER_MARK: Final = "\ufeff"
_FORMULA: Final = re.compile(r"'*[\t\r\n]|[\s']*[=+\-@＝＋－＠]")
"""What a spreadsheet may take for a formula; the wide signs are those of Japanese keyboards."""


def guarded(cell: str) -> str:
    """The cell as text that no spreadsheet computes."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


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
