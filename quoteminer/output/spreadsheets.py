"""Write tables for spreadsheets and statistics (CSV, Excel): one row per quote, with the columns of
`output.flat`."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, ClassVar, Final, TextIO

from quoteminer.errors import need
from quoteminer.output.csv_tables import BYTE_ORDER_MARK, guarded, is_formula
from quoteminer.output.flat import COLUMNS, LIST_SEPARATOR, REPLACEMENT, Cell, Row, rows_of
from quoteminer.output.writer import Item, StreamWriter, Writer
from quoteminer.records import ArticleRecord

MAX_ROWS: Final = 1_048_576  # rows of a sheet, with its header
MAX_CELL: Final = 32_767  # of a cell, in UTF-16 units
CUT: Final = " […]"
FLAGS: Final = list(COLUMNS).index("flags")
_CREATED: Final = datetime(1980, 1, 1)  # a fixed date, so that the same records give the same bytes
_WIDTHS: Final = {
    "text_id": 24,
    "quote": 80,
    "speaker": 24,
    "role": 24,
    "affiliation": 24,
    "title": 40,
    "meta": 40,
}
"""Column widths in characters; other columns have Excel's default."""
NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEWLINE: Final = re.compile("\r\n?")


class CsvRowsWriter(StreamWriter[Item]):
    """Writes a line of column names after a byte order mark, and then rows."""

    columns: ClassVar[Collection[str]]

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._rows = csv.writer(stream, lineterminator="\r\n")
        stream.write(BYTE_ORDER_MARK)
        self._rows.writerow(self.columns)


class CsvWriter(CsvRowsWriter[ArticleRecord]):
    """Writes comma-separated values (RFC 4180) after a byte order mark, without which Excel
    misreads curly quotes. Cells that look like formulas are guarded (`output.csv_tables`); NUL, at
    which readers stop, becomes U+FFFD.
    """

    columns = COLUMNS

    def write(self, record: ArticleRecord) -> None:
        for row in rows_of(record):
            cells = (
                guarded(cell.replace("\0", REPLACEMENT)) if isinstance(cell, str) else cell
                for cell in row
            )
            self._rows.writerow(cells)


class XlsxWriter(Writer[ArticleRecord]):
    """Writes an Excel workbook with a fixed header row and a filter. Temporary files keep memory
    bounded. Texts are never formulas; control characters, which XML can't hold, become U+FFFD. A
    text of more than 32,767 characters is cut, ends with " […]", and is named in the quote's flags
    ("cut-quote"; ``start`` and ``end`` still cover the whole quote). After 1,048,576 rows, quotes
    go to further sheets."""

    def __init__(self, stream: BinaryIO) -> None:
        self._library = need("xlsxwriter", extra="xlsx", what="Writing xlsx")
        self._folder = TemporaryDirectory(prefix="quoteminer-")
        self._stream, self._path = stream, Path(self._folder.name, "quotes.xlsx")
        options = {"constant_memory": True, "tmpdir": self._folder.name, "use_zip64": True}
        self._book = self._library.Workbook(self._path, options)
        self._book.set_properties({"author": "quoteminer", "created": _CREATED})
        self._text_format = self._book.add_format({"quote_prefix": True})
        self._new_sheet()

    def write(self, record: ArticleRecord) -> None:
        for row in rows_of(record):
            if self._rows == MAX_ROWS:
                self._end_sheet()
                self._new_sheet()
            for column, cell in enumerate(_fitted(row)):
                self._write_cell(column, cell)
            self._rows += 1

    def close(self, *, several: bool = False) -> None:
        self._end_sheet()
        try:
            self._book.close()
        except self._library.exceptions.FileCreateError as error:
            raise error.args[0] from None  # the OSError, which the opener of the file explains
        with self._path.open("rb") as whole:
            shutil.copyfileobj(whole, self._stream)
        self.abandon()

    def abandon(self) -> None:
        for sheet in self._book.worksheets():
            sheet._opt_close()
        self._folder.cleanup()

    def _new_sheet(self) -> None:
        number = len(self._book.worksheets()) + 1
        self._sheet = self._book.add_worksheet("quotes" if number == 1 else f"quotes {number}")
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            self._sheet.set_column(column, column, _WIDTHS.get(name))
            self._sheet.write_string(0, column, name)
        self._rows = 1

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, self._rows - 1, len(COLUMNS) - 1)

    def _write_cell(self, column: int, cell: Cell) -> None:
        place: tuple[Any, ...] = (self._rows, column)
        if isinstance(cell, bool):
            self._sheet.write_boolean(*place, cell)
        elif isinstance(cell, int | float):
            self._sheet.write_number(*place, cell)
        elif cell and cell.startswith("<r>") and cell.endswith("</r>"):
            # XlsxWriter would read it as its own markup
            self._sheet.write_rich_string(*place, cell[:1], cell[1:2], cell[2:])
        elif cell:  # a prefix; without it, text becomes a formula when somebody edits it
            looks_computed = is_formula(cell) or cell[0] == "#"
            self._sheet.write_string(*place, cell, self._text_format if looks_computed else None)


def _fitted(row: Row) -> list[Cell]:
    """Return the cells, cut to Excel's limit; the flags name the cells that were cut."""
    cells = list(row)
    for column, name in enumerate(COLUMNS):
        cell = cells[column]
        if not isinstance(cell, str):
            continue
        cells[column] = text = NOT_IN_XML.sub(REPLACEMENT, _NEWLINE.sub("\n", cell))
        units = text.encode("utf-16-le")
        if len(units) > 2 * MAX_CELL:
            cells[column] = (
                units[: 2 * (MAX_CELL - len(CUT))].decode("utf-16-le", errors="ignore") + CUT
            )
            flags = cells[FLAGS]
            cells[FLAGS] = (
                f"{flags}{LIST_SEPARATOR}" if flags else ""
            ) + f"cut-{name.replace('_', '-')}"
    return cells
