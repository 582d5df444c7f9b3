"""Excel workbooks: one row a quote, as `tables.columns` has it, with a header that stays in sight and a filter.

Text is always written as text, never as a formula. Control characters, which XML can't hold, become U+FFFD; an end of
line is a line feed. Excel's cells end at 32,767 characters: a longer text is cut there, ends in " […]", and the quote's
flags say so ("cut-quote"; ``start`` and ``end`` tell where the whole of it stands). Excel's sheets end at 1,048,576
rows: more quotes go on in further sheets.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quoteminer.extras import need
from quoteminer.output.cells import guarded
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.tables.columns import COLUMNS, LIST_SEPARATOR, Cell
from quoteminer.tables.flat import REPLACEMENT, Row, rows_of

MAX_ROWS: Final = 1_048_576
MAX_CELL: Final = 32_767
"""In UTF-16 units."""
CUT: Final = " […]"
FLAGS: Final = list(COLUMNS).index("flags")
_DATE: Final = datetime(1980, 1, 1)
"""The earliest date of a zip file, for all dates: the same records give the same bytes."""
_WIDTHS: Final = {"text_id": 24, "quote": 80, "speaker": 24, "role": 24, "affiliation": 24, "title": 40, "meta": 40}
"""Widths of columns in characters; the others have Excel's own."""
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NEWLINE: Final = re.compile("\r\n?")
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads _x000D_ as the character of that number, unless its first _ is escaped (ECMA-376, ST_Xstring)."""
_NO_TEXT: Final = re.compile("=|#")
"""The beginning of text that openpyxl would take for a formula or an error."""


class XlsxWriter(Writer[ArticleRecord]):
    """Write a workbook to a stream. It grows in temporary files, so that memory stays bounded.

    ``max_rows`` of a sheet include its header.
    """

    def __init__(self, stream: BinaryIO, *, max_rows: int = MAX_ROWS) -> None:
        openpyxl = need("openpyxl", extra="xlsx", what="Writing xlsx")
        self._letter = need("openpyxl.utils", extra="xlsx", what="Writing xlsx").get_column_letter
        self._stream = stream
        self._max_rows = max_rows
        self._book = openpyxl.Workbook(write_only=True)
        self._new_sheet()

    def write(self, record: ArticleRecord) -> None:
        for row in rows_of(record):
            if self._rows == self._max_rows:
                self._end_sheet()
                self._new_sheet()
            self._sheet.append([self._cell(value) for value in _fitting(row)])
            self._rows += 1

    def close(self, *, several: bool = False) -> None:
        from openpyxl.writer.excel import ExcelWriter

        self._end_sheet()
        properties = self._book.properties
        properties.creator, properties.created = "quoteminer", _DATE
        properties.modified = _DATE
        with _DatelessZip(self._stream, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self._book, archive).save()

    def abandon(self) -> None:
        for sheet in self._book.worksheets:
            if not sheet.closed:
                with suppress(OSError):  # it writes what stands at the end, for which there may be no space
                    sheet.close()
            Path(sheet._writer.out).unlink(missing_ok=True)

    def _new_sheet(self) -> None:
        number = len(self._book.worksheets) + 1
        self._sheet = self._book.create_sheet("quotes" if number == 1 else f"quotes {number}")
        self._sheet.freeze_panes = "A2"
        for at, name in enumerate(COLUMNS):
            if name in _WIDTHS:
                self._sheet.column_dimensions[self._letter(at + 1)].width = _WIDTHS[name]
        self._sheet.append(list(COLUMNS))
        self._rows = 1

    def _end_sheet(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self._letter(len(COLUMNS))}{self._rows}"
        self._sheet.close()

    def _cell(self, value: Cell) -> Any:
        """Return the value, or a cell of text if openpyxl, or somebody who edits it, could take it for a formula."""
        if not isinstance(value, str) or (guarded(value) == value and not _NO_TEXT.match(value)):
            return value
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell


def _fitting(row: Row) -> list[Cell]:
    """Convert cells to what Excel can hold, and add to the flags what was cut."""
    cells: list[Cell] = [_legal(cell) if isinstance(cell, str) else cell for cell in row]
    for at, name in enumerate(COLUMNS):
        cell = cells[at]
        if isinstance(cell, str) and not _fits(cell):
            cells[at] = _cut(cell)
            flags = cells[FLAGS]
            cells[FLAGS] = (f"{flags}{LIST_SEPARATOR}" if flags else "") + f"cut-{name.replace('_', '-')}"
    return cells


def _legal(text: str) -> str:
    return _ESCAPE.sub("_x005F_", _ILLEGAL.sub(REPLACEMENT, _NEWLINE.sub("\n", text)))


def _fits(text: str) -> bool:
    return len(text) <= MAX_CELL // 2 or len(text.encode("utf-16-le")) <= 2 * MAX_CELL


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: 2 * (MAX_CELL - len(CUT))]
    return kept.decode("utf-16-le", errors="ignore") + CUT


class _DatelessZip(ZipFile):
    """A zip file whose entries all have the same date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *options: Any, **named: Any) -> None:
        super().writestr(self._entry(zinfo_or_arcname), data, *options, **named)

    def write(self, filename: Any, arcname: Any = None, *options: Any, **named: Any) -> None:
        with open(filename, "rb") as source, self.open(self._entry(arcname), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, _DATE.timetuple()[:6])
        entry.compress_type = self.compression
        return entry
