"""Excel's .xlsx: every visible sheet that has a column for texts, by openpyxl."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError
from quoteminer.extras import need
from quoteminer.inputs.articles import Input, table_article
from quoteminer.inputs.columns import Layout, layout_of
from quoteminer.inputs.files import File

ZIP: Final = b"PK\x03\x04"
SUFFIXES: Final = (".xlsx", ".xlsm")
DISK: Final = 1 << 30
"""Bytes of a packed file that are unpacked to the disk, since a zip file is read from its end."""
UNPACKED: Final = 1 << 29
"""Bytes of all parts of a workbook. openpyxl holds the strings, which are most of them, in memory."""
BOMB: Final = 100 << 20
RATIO: Final = 100
"""Parts that unpack to more than `BOMB` bytes are not packed so well; ordinary sheets are to a tenth or a twentieth."""
MOST_ROWS: Final = 1_048_576
"""Rows of a sheet in Excel."""
ERRORS: Final = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
"""Values of formulas without a result."""

_Row = tuple[int, tuple[Any, ...]]
"""The number of a row from 1, and its cells."""


def read_sheets(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a workbook. The first row of a sheet that is not empty has the names of its columns.

    Raises InputError, DependencyError.
    """
    with file.on_disk(DISK) as opened:
        _check(opened, file)
        openpyxl = need("openpyxl", extra="xlsx", what="Reading .xlsx")
        with _explained(file):
            book = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            yield from _articles(book, file)


def _check(opened: BinaryIO, file: File) -> None:
    """Raise InputError if the file is no workbook, or its zip directory says that it becomes too large.

    A directory that lies is found out when the part is read: Python unpacks no more than it says.
    """
    try:
        with zipfile.ZipFile(opened) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if not file.head.startswith(ZIP) or file.suffix not in SUFFIXES:
            file.refuse_known_kinds()
        raise file.error(f"is no whole Excel file ({error}). Open it in Excel and save it again.") from None
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        file.refuse_known_kinds()
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if size > UNPACKED:
        raise file.error(f"would take {size:,} bytes, more than {UNPACKED:,}. Save the sheet as CSV UTF-8 in Excel.")
    if size > BOMB and size > RATIO * packed:
        raise file.error(
            f"would take {size:,} bytes, {RATIO} times what it has in the file, which no articles do. It is not read."
        )
    opened.seek(0)


def _articles(book: Any, file: File) -> Iterator[Input | InputError]:
    passed_over: dict[str, InputError] = {}
    read = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        place, rows = f"sheet {sheet.title!r}", _rows(sheet, file)
        try:
            header = next(rows, None)
            if header is None:
                continue
            try:
                layout = layout_of(header[1], file, place)
            except InputError as error:
                passed_over[place] = error
                continue
            read += 1
            yield from _sheet(rows, layout, file, place, f"{sheet.title}:" if read > 1 else "")
        except InputError as error:  # the sheet is damaged; others need not be
            read += 1
            yield error
    if read:
        for place in passed_over:
            file.options.tell(f"{file.source}, {place}: has no column for texts and is passed over.")
    else:
        yield from passed_over.values()


def _sheet(rows: Iterator[_Row], layout: Layout, file: File, place: str, stem: str) -> Iterator[Input | InputError]:
    for number, row in rows:
        cells = [*row, *(None for _ in layout.names)]
        if cells[layout.text] in ERRORS:
            cells[layout.text] = None
        try:
            yield table_article(cells, layout, file, f"{place}, row {number}", f"{stem}{number}")
        except InputError as error:
            yield error


def _rows(sheet: Any, file: File) -> Iterator[_Row]:
    """Yield the rows of a sheet that are not empty. Raises InputError."""
    sheet.reset_dimensions()  # what the file says of its size need not be true
    rows, number = sheet.iter_rows(values_only=True), 0
    while True:
        with _explained(file, f"sheet {sheet.title!r}, behind row {number}"):
            row = next(rows, None)
        if row is None:
            return
        number += 1
        if number > MOST_ROWS:
            raise file.error(f"has more than {MOST_ROWS:,} rows, as no sheet can.", f"sheet {sheet.title!r}")
        if any(value not in (None, "") for value in row):
            yield number, row


@contextmanager
def _explained(file: File, place: str = "") -> Iterator[None]:
    """Turn openpyxl's errors, of any class, into InputError, and its warnings about styles and the like into none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise file.error(f"is a damaged Excel file ({reason}). Open it in Excel and save it again.", place) from None
